"""How our own pages are made: templates that escape what they are given, and refuse what is missing."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

# A template by its file name, and what it shows
Shown = tuple[str, dict[str, Any]]


class Page:
    """A page's template, read when the page is first asked for: most starts show none for a while."""

    def __init__(self, name: str) -> None:
        self._name = name

    def render(self, **facts: Any) -> str:
        """The page with these facts."""
        return _environment().get_template(self._name).render(**facts)


def template(name: str) -> Page:
    """A page's template by its file name."""
    return Page(name)


@cache
def _environment() -> "Environment":
    # Not at the start, which it would make longer and larger.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
