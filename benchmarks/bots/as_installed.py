"""Convenor as it is installed: without `rich`, which only developers have and structlog would load for them."""

import sys

sys.modules["rich"] = None  # type: ignore[assignment]  # importing it fails, as where it is not installed
