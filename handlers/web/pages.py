"""How our own pages are made: templates that escape what they are given, and refuse what is missing."""

from pathlib import Path
from typing import Any

from handlers.templates import templates_in

_FOLDER = Path(__file__).with_name("templates")

# A template by its file name, and what it shows
Shown = tuple[str, dict[str, Any]]


class Page:
    """A page's template, read when the page is first asked for: most starts show none for a while."""

    def __init__(self, name: str) -> None:
        self._name = name

    def render(self, **facts: Any) -> str:
        """The page with these facts."""
        return templates_in(_FOLDER).get_template(self._name).render(**facts)


def template(name: str) -> Page:
    """A page's template by its file name."""
    return Page(name)
