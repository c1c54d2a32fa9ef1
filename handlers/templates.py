"""Templates of pages and letters: read as they stand beside their door, and everything put into them escaped."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def templates_in(folder: Path, *, last_newline: bool = False) -> "Environment":
    """The templates of a folder; `last_newline` keeps the one at the end, which a letter has."""
    # With the first page or letter, not at the start, which it would make longer and larger.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=last_newline,
    )
