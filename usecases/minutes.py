"""The minutes of a meeting: gathered from what was kept, reported, corrected and approved."""

from dataclasses import dataclass

from sqlmodel import col, select

from rules import agenda, minutes, moments, quorum
from rules.agenda import Carried
from rules.attendance import as_counted
from rules.meetings import State
from rules.minutes import Minutes
from rules.minutes_words import Attendee, Correction, Held, quorum_sentence
from rules.offices import Act
from rules.professions import ROLES
from rules.quorum_course import QuorumCourse, quorum_course
from rules.refusals import Refusal
from rules.report import Report
from rules.rsvp import Answer
from rules.timeline import Timeline, timeline
from storage import answers, attendance, decisions
from storage import minutes as kept
from storage.attendance import CourseRow, PresenceRow, SittingRow, StayRow
from storage.groups import Group
from storage.meetings import Meeting
from storage.minutes import MinutesVersion
from storage.transaction import Tx
from usecases import after_meeting
from usecases.callers import Caller
from usecases.decisions import carry_over, day_of, names_of
from usecases.groups import permitted
from usecases.guardrail import refuse_identifiers
from usecases.quorum import of_team


@dataclass(frozen=True)
class Papers:
    """The minutes of a meeting with the timeline of its quorum; `approves` is a later meeting that may."""

    meeting_id: str
    day: str
    minutes: Minutes
    timeline: Timeline
    sentence: str
    approved: bool
    approves: str | None


def papers(tx: Tx, *, caller: Caller, meeting_id: str) -> Papers:
    """The papers as they stand, for those who run the group's meetings."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    held, drawn = _gathered(tx, meeting)
    return Papers(
        meeting_id=meeting.id,
        day=day_of(meeting),
        minutes=minutes.compile_minutes(held, now=tx.now),
        timeline=drawn,
        sentence=quorum_sentence(held),
        approved=held.approved_on is not None,
        approves=_open_later(tx, meeting),
    )


def before_last(tx: Tx, *, caller: Caller, meeting_id: str) -> str:
    """The id of the meeting held before this one: its minutes are what this one approves."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    found = tx.session.exec(
        select(Meeting.id)
        .where(
            Meeting.group_id == meeting.group_id,
            Meeting.state == State.CLOSED,
            Meeting.starts_at < meeting.starts_at,
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(1)
    ).first()
    if found is None:
        raise Refusal("No meeting of the group was held before this one.")
    return found


def report(tx: Tx, *, caller: Caller, meeting_id: str) -> Report:
    """What was written of the meeting so far."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    return _report(kept.versions(tx, meeting.id))


def write_report(tx: Tx, *, caller: Caller, meeting_id: str, report: Report, correction: str = "") -> int:
    """Write the report of a meeting (source items 1 and 3); returns the version.

    Until the minutes are approved the draft simply changes; after that, what was corrected has to be
    said, and the version before is kept. Promises are carried to the next agenda.
    """
    meeting = of_team(tx, caller.team_id, meeting_id)
    _, author = permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    _refuse_identifiers(report, correction)
    before = kept.versions(tx, meeting.id)
    newest = before[-1] if before else None
    correction = " ".join(correction.split())
    if newest is not None and newest.approved_at is not None and not correction:
        raise Refusal(
            "These minutes are approved. Please say what you correct: it will be shown.", field="correction"
        )
    if newest is None or correction:
        newest = MinutesVersion(
            meeting_id=meeting.id,
            version=len(before) + 1,
            correction=correction,
            author_id=author.id,
            at=tx.now,
        )
    newest.report = report.to_data()
    tx.session.add(newest)
    tx.session.flush()
    _carry_promises(tx, meeting, report)
    after_meeting.report_written(tx, meeting, report)
    return newest.version


def approve(tx: Tx, *, caller: Caller, meeting_id: str, in_meeting_id: str) -> int:
    """A later meeting approves the newest version; returns its number."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    later = of_team(tx, caller.team_id, in_meeting_id)
    _, officer = permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    if later.group_id != meeting.group_id or later.starts_at <= meeting.starts_at:
        raise Refusal("Minutes are approved at a later meeting of the same group.")
    versions = kept.versions(tx, meeting.id)
    if not versions:
        raise Refusal("There is no report of that meeting yet: `/sig report` writes it.")
    newest = versions[-1]
    if newest.approved_at is None:
        newest.approved_at, newest.approved_by, newest.approved_in = tx.now, officer.id, later.id
        tx.session.add(newest)
    return newest.version


def _open_later(tx: Tx, meeting: Meeting) -> str | None:
    return tx.session.exec(
        select(Meeting.id).where(
            Meeting.group_id == meeting.group_id,
            Meeting.state == State.OPEN,
            Meeting.starts_at > meeting.starts_at,
        )
    ).first()


def _gathered(tx: Tx, meeting: Meeting) -> tuple[Held, Timeline]:
    """Everything that the papers are made from; `Refusal` while the meeting was not opened."""
    sittings = attendance.sittings(tx, meeting.id)
    if not sittings:
        raise Refusal("This meeting has not been opened, so there is nothing to minute yet.")
    rows, settled = attendance.stays(tx, meeting.id), attendance.presences(tx, meeting.id)
    there = {*(row.person_id for row in rows), *(one.person_id for one in settled)}
    versions = kept.versions(tx, meeting.id)
    words = attendance.words(tx, meeting.id)
    decided = [decisions.as_decision(tx, row) for row in decisions.of_meeting(tx, meeting.id)]
    business = [row.as_urgent() for row in decisions.urgent_of_meeting(tx, meeting.id)]
    apologies, absent = _not_there(tx, meeting, there)
    approved = versions[-1].approved_at if versions else None
    held = Held(
        group=tx.session.get_one(Group, meeting.group_id).name,
        title=moments.span_in_words(meeting.starts_at, meeting.ends_at, meeting.zone),
        where=meeting.venue,
        zone=meeting.zone,
        sittings=attendance.as_sittings(sittings),
        register=_register(tx, rows, settled),
        apologies=apologies,
        absent=absent,
        course=_course(tx, meeting, sittings, rows),
        words=words,
        decisions=tuple(decided),
        urgent=tuple(business),
        report=_report(versions),
        names=names_of(
            tx,
            [
                *(one for made in decided for one in (made.proposer_id, *made.conflicted)),
                *(one for item in business for one in (item.chair_id, item.independent_id)),
                *(word.chair_id for word in words),
            ],
        ),
        corrections=_corrections(tx, versions),
        approved_on=moments.local(approved, meeting.zone).date() if approved else None,
    )
    return held, timeline(held, quorum.from_data(sittings[0].rule), now=tx.now)


def _course(tx: Tx, meeting: Meeting, sittings: list[SittingRow], rows: list[StayRow]) -> QuorumCourse:
    """From the stays while they are kept; as it was when they were erased, after that."""
    if (kept_course := tx.session.get(CourseRow, meeting.id)) is not None:
        return QuorumCourse.from_data(kept_course.course)
    return quorum_course(
        quorum.from_data(sittings[0].rule),
        [row.as_stay() for row in rows],
        attendance.as_sittings(sittings),
        attendance.words(tx, meeting.id),
    )


def _register(tx: Tx, rows: list[StayRow], settled: list[PresenceRow]) -> tuple[Attendee, ...]:
    """Each person once, in the capacity in which they counted, if they ever did."""
    people = attendance.by_person(rows)
    names = names_of(tx, [*people, *(one.person_id for one in settled)])
    timed = (_attendee(names[who], own) for who, own in people.items())
    untimed = (
        Attendee(names[one.person_id], _profession(one.role), one.standing, (), one.late) for one in settled
    )
    return (*timed, *untimed)


def _attendee(name: str, own: list[StayRow]) -> Attendee:
    stays = tuple(row.as_stay() for row in own)
    person = as_counted(stays).person
    return Attendee(
        name, _profession(person.role), person.standing, stays, late=any(stay.late for stay in stays)
    )


def _profession(role: str) -> str:
    return ROLES[role].label if role else ""


def _not_there(tx: Tx, meeting: Meeting, there: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    missing = [row for row in answers.answers_to(tx, meeting.id) if row.person_id not in there]
    names = names_of(tx, (row.person_id for row in missing))
    apologies = [names[row.person_id] for row in missing if row.answer is Answer.APOLOGIES]
    absent = [names[row.person_id] for row in missing if row.answer is Answer.ATTENDING]
    return tuple(sorted(apologies)), tuple(sorted(absent))


def _report(versions: list[MinutesVersion]) -> Report:
    return Report.from_data(versions[-1].report) if versions else Report()


def _corrections(tx: Tx, versions: list[MinutesVersion]) -> tuple[Correction, ...]:
    names = names_of(tx, (one.author_id for one in versions))
    return tuple(
        Correction(one.correction, names[one.author_id], one.at) for one in versions if one.correction
    )


def _refuse_identifiers(report: Report, correction: str) -> None:
    refuse_identifiers(correction, field="correction")
    for name, entries in report.to_data().items():
        for entry in entries:
            for text in entry.values() if isinstance(entry, dict) else [entry]:
                refuse_identifiers(text, field=name)


def _carry_promises(tx: Tx, meeting: Meeting, report: Report) -> None:
    following = carry_over(tx, meeting)
    if following is None:
        return
    items = agenda.from_data(following.agenda) or agenda.standing(following.theme)
    for promise in report.promises:
        items = agenda.carry(items, promise.text, Carried.PROMISED, day_of(meeting))
    following.agenda = agenda.to_data(items)
    tx.session.add(following)
