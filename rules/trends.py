"""Attendance over a year by member, sector and nation; small numbers stay with the officers (domain 4)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.nations import Nation

SMALL = 5
HIDDEN = f"fewer than {SMALL}"


@dataclass(frozen=True)
class Attended:
    """One member at one meeting of the year."""

    meeting_id: str
    person_id: str
    name: str
    sector: str
    nation: Nation | None


@dataclass(frozen=True)
class Trends:
    """How many attendances each sector and nation had, how many meetings each member came to."""

    by_sector: Mapping[str, int]
    by_nation: Mapping[str, int]
    by_member: Mapping[str, int]
    by_meeting: Mapping[str, int]


def trends(attended: Iterable[Attended]) -> Trends:
    """Count each member once per meeting, however often they came and went."""
    once = {(one.meeting_id, one.person_id): one for one in attended}.values()
    return Trends(
        by_sector=Counter(one.sector for one in once if one.sector),
        by_nation=Counter(one.nation.value for one in once if one.nation),
        by_member=Counter(one.person_id for one in once),
        by_meeting=Counter(one.meeting_id for one in once),
    )


def suppressed(counts: Mapping[str, int]) -> dict[str, str]:
    """Counts as they may be shown outside the officers.

    Whatever is below five is hidden. Where that hides a single one, the next smallest is hidden with
    it: otherwise the total would give it away.
    """
    hidden = {key for key, count in counts.items() if count < SMALL}
    if len(hidden) == 1 and len(counts) > 1:
        hidden.add(min((key for key in counts if key not in hidden), key=lambda key: (counts[key], key)))
    return {key: _shown(count, hide=key in hidden) for key, count in counts.items()}


def _shown(count: int, *, hide: bool) -> str:
    if not hide:
        return str(count)
    return HIDDEN if count < SMALL else "not shown"
