"""Minutes: what was true of a meeting, as sections that any surface can set (domain 4, terms 4.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rules.attendance import TIMES_KEPT, Stay
from rules.minutes_words import (
    Attendee,
    Correction,
    Held,
    clock,
    day,
    decision_line,
    diversity_lines,
    ended,
    quorum_sentence,
    urgent_line,
)
from rules.moments import day_in_words, listed
from rules.quorum_count import Standing
from rules.report import Report


@dataclass(frozen=True)
class Section:
    """A heading and its lines; a line that begins with "- " is an item of a list."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Minutes:
    """Minutes ready to be set. The annex holds arrival and leaving times, and expires before the rest."""

    title: str
    status: str
    sections: tuple[Section, ...]
    annex: Section


def compile_minutes(held: Held, *, now: datetime) -> Minutes:
    """The minutes of a meeting, truthfully: what is not known is left out, never made up.

    The times of arrival and leaving are shown for as long as they are kept, and not one day of them more.
    """
    closed = held.sittings[-1].closed
    expired = closed is not None and now - closed > TIMES_KEPT
    sections = (
        Section("Present", _present(held.register)),
        Section("Apologies", _people(held.apologies)),
        Section("Absent", _people(held.absent)),
        Section("Visitors", _visitors(held.register)),
        Section("Quorum", (quorum_sentence(held), *diversity_lines(held))),
        Section("Decisions", tuple(decision_line(decision, held) for decision in held.decisions)),
        Section("Urgent business", tuple(urgent_line(urgent, held) for urgent in held.urgent)),
        *_reported(held.report),
        Section("Corrections", tuple(_correction(one, held) for one in held.corrections)),
    )
    return Minutes(
        title=f"{held.group}: minutes of {held.title}",
        status=_status(held),
        sections=tuple(section for section in sections if section.lines),
        annex=Section("Annex: times of arrival and leaving", () if expired else _times(held)),
    )


def _present(register: Iterable[Attendee]) -> tuple[str, ...]:
    members = [attendee for attendee in register if attendee.standing is Standing.MEMBER]
    return tuple(f"- {_named(attendee)}" for attendee in sorted(members, key=lambda one: one.name))


def _visitors(register: Iterable[Attendee]) -> tuple[str, ...]:
    others = [attendee for attendee in register if attendee.standing is not Standing.MEMBER]
    said = {
        Standing.GUEST: "guest",
        Standing.OBSERVER: "observer",
        Standing.LAPSED: "membership not current on the day",
        Standing.UNCONFIRMED: "not confirmed",
    }
    return tuple(f"- {_named(one)}: {said[one.standing]}" for one in sorted(others, key=lambda one: one.name))


def _named(attendee: Attendee) -> str:
    named = f"{attendee.name} ({attendee.profession})" if attendee.profession else attendee.name
    return f"{named}, added afterwards" if attendee.late else named


def _people(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"- {name}" for name in sorted(names))


def _reported(report: Report) -> tuple[Section, ...]:
    lists = {
        "Key learning themes": report.themes,
        "What worked well": report.worked_well,
        "What can be learnt": report.learnt,
        "How to sustain it": report.sustain,
        "Issues": report.issues,
        "References": report.references,
        "Carried to a later meeting": tuple(_owned(one.text, one.owner) for one in report.promises),
        "Actions": tuple(_owned(one.text, one.owner, one.due) for one in report.actions),
    }
    presented = tuple(f"- {one.presenter}: {one.title}" for one in report.presentations)
    return (
        Section("Presentations", presented),
        *(Section(heading, tuple(f"- {line}" for line in lines)) for heading, lines in lists.items()),
    )


def _owned(text: str, owner: str, due: str = "") -> str:
    notes = [owner, f"by {due}" if due else ""]
    kept = ", ".join(note for note in notes if note)
    return f"{text} ({kept})" if kept else text


def _times(held: Held) -> tuple[str, ...]:
    lines = []
    timed = (attendee for attendee in held.register if attendee.stays)
    for attendee in sorted(timed, key=lambda one: one.name):
        times = [_span(stay, held) for stay in sorted(attendee.stays, key=lambda stay: stay.arrived)]
        lines.append(f"- {attendee.name}: {listed(times)}")
    return tuple(lines)


def _span(stay: Stay, held: Held) -> str:
    until = f"to {clock(stay.left, held)}" if stay.left else "on"
    notes = [
        "not confirmed" if stay.person.standing is Standing.UNCONFIRMED else "",
        "until closing" if stay.forgotten else "",
    ]
    noted = ", ".join(note for note in notes if note)
    return f"{clock(stay.arrived, held)} {until}{f' ({noted})' if noted else ''}"


def _status(held: Held) -> str:
    version = f"Version {len(held.corrections) + 1}"
    if held.approved_on is None:
        return f"{version}: draft until approved at the next meeting."
    return f"{version}: approved on {day_in_words(held.approved_on)}."


def _correction(correction: Correction, held: Held) -> str:
    return f"- {day(correction.at, held)}, {correction.by}: {ended(correction.what)}"
