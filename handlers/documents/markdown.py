"""Minutes as Markdown that can be pasted into a Slack canvas."""

import re

from rules.minutes import Minutes, Section

# What would become a heading, a list, emphasis, a link or code in somebody's own words.
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def minutes(drawn: Minutes, *, annex: bool = True) -> str:
    """The minutes with their status, and the annex of times unless it has expired."""
    parts = [f"# {_plain(drawn.title)}", f"*{_plain(drawn.status)}*", *map(_section, drawn.sections)]
    if annex and drawn.annex.lines:
        parts.append(_section(drawn.annex))
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> str:
    return "\n\n".join([f"## {_plain(section.heading)}", "\n".join(_line(line) for line in section.lines)])


def _line(line: str) -> str:
    bullet, text = ("- ", line[2:]) if line.startswith("- ") else ("", line)
    return bullet + _plain(text)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
