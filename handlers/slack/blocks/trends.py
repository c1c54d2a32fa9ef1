"""The words of a year's attendance; small numbers stay with the officers."""

from collections.abc import Mapping

from handlers.slack.blocks import kit
from handlers.slack.blocks.kit import Block, Message
from usecases.trends import YearShown

WHOLE = "Only those who run the group see these numbers; everyone else sees none below five."
SUPPRESSED = "Numbers below five are not shown, nor a number that would give one away."


def year(shown: YearShown, group_id: str) -> Message:
    """Attendance by meeting, sector and nation; by member for officers."""
    title = f"Attendance of {shown.group} in {shown.year}"
    if not shown.meetings:
        return Message(kit.escape(f"{title}: no meeting was held yet."))
    tables = {
        "Members at each meeting": dict(shown.meetings),
        "Attendances by sector": shown.sectors,
        "Attendances by nation": shown.nations,
        "Meetings by member": {name: str(count) for name, count in _most_first(shown.members)},
    }
    filled = {heading: rows for heading, rows in tables.items() if rows}
    blocks: list[Block] = [kit.header(title), kit.context(WHOLE if shown.for_officers else SUPPRESSED)]
    blocks += [block for heading, rows in filled.items() for block in _table(heading, rows)]
    if shown.for_officers:
        blocks.append(kit.actions(kit.button("As a picture", "year-picture", f"{group_id} {shown.year}")))
    lines = [f"{heading}: {_row(rows)}." for heading, rows in filled.items()]
    return Message(kit.escape(f"{title}. {' '.join(lines)}"), tuple(blocks))


def in_words(shown: YearShown) -> str:
    """The text equivalent of the year's picture."""
    return f"Members at each meeting in {shown.year}: {_row(dict(shown.meetings))}."


def _table(heading: str, rows: Mapping[str, str]) -> list[Block]:
    lines = [f"{kit.escape(key)}: {text}" for key, text in rows.items()]
    return kit.sections([f"*{heading}*", *lines])


def _row(rows: Mapping[str, str]) -> str:
    return ", ".join(f"{key} {text}" for key, text in rows.items())


def _most_first(members: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(members.items(), key=lambda one: (-one[1], one[0]))
