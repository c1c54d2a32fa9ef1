"""Convenor as it is installed and started: without `rich`, which only developers have and structlog would load."""

import sys

from bot.process import search_nothing

search_nothing()  # as `convenor` does before it loads a command
sys.modules["rich"] = None  # type: ignore[assignment]  # importing it fails, as where it is not installed
