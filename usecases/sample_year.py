"""The sample group: the 2020 programme of the group's notice, and 60 made-up people, in any year."""

import csv
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Any

from rules.charter import Charter
from rules.meetings import Mode, Plan
from rules.nations import Nation
from rules.offices import Office
from rules.programme import plan
from usecases.closed_days import closed_days

WRITTEN_FOR = 2020
_DATA = files("usecases") / "data"


class SampleStanding(StrEnum):
    """How somebody stands with the association at the beginning of the sample's year."""

    CURRENT = "current"
    EXPIRING = "expiring"  # during the year, so that later meetings cost something
    LAPSED = "lapsed"
    NONE = "none"  # known not to be a member
    UNKNOWN = "unknown"  # nobody has asked yet


@dataclass(frozen=True)
class SamplePerson:
    """Somebody made up; `member_until` is the last day of their membership, None while it runs on."""

    name: str
    email: str
    role: str
    organisation: str
    nation: Nation
    standing: SampleStanding
    membership_number: str = ""
    member_from: date | None = None
    member_until: date | None = None
    office: Office | None = None


@dataclass(frozen=True)
class SampleGroup:
    """A whole group: what `convenor` loads to show a year at work."""

    name: str
    nation: Nation
    zone: str
    charter: Charter
    year: int
    people: tuple[SamplePerson, ...]
    meetings: tuple[Plan, ...]


def read_sample(year: int = WRITTEN_FOR) -> SampleGroup:
    """The sample group with its meetings planned for `year`, and its memberships moved there."""
    data = tomllib.loads((_DATA / "sample_programme.toml").read_text(encoding="utf-8"))
    nation, zone, charter = Nation(data["nation"]), data["zone"], Charter()
    proposed = plan(
        charter, year, zone=zone, closed=closed_days([year]), first_nation=nation, begin=Mode.FACE_TO_FACE
    )
    meetings = tuple(
        _filled_in(each.plan, facts) for each, facts in zip(proposed.meetings, data["meetings"], strict=True)
    )
    return SampleGroup(data["name"], nation, zone, charter, year, _people(year), meetings)


def _filled_in(meeting: Plan, facts: dict[str, Any]) -> Plan:
    if meeting.nation != facts.pop("nation", None):
        raise ValueError(f"The sample's meeting {facts} is not planned where it should be")
    return replace(meeting, **facts)


def _people(year: int) -> tuple[SamplePerson, ...]:
    lines = (_DATA / "sample_people.csv").read_text(encoding="utf-8").splitlines()
    return tuple(_person(row, year - WRITTEN_FOR) for row in csv.DictReader(lines))


def _person(row: dict[str, str], years: int) -> SamplePerson:
    return SamplePerson(
        name=row["name"],
        email=row["email"],
        role=row["role"],
        organisation=row["organisation"],
        nation=Nation(row["nation"]),
        standing=SampleStanding(row["standing"]),
        membership_number=row["membership_number"],
        member_from=_moved(row["member_from"], years),
        member_until=_moved(row["member_until"], years),
        office=Office(row["office"]) if row["office"] else None,
    )


def _moved(day: str, years: int) -> date | None:
    """The same day so many years on; the file has no 29 February."""
    written = date.fromisoformat(day) if day else None
    return written and written.replace(year=written.year + years)
