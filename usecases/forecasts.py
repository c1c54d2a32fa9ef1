"""Who is likely to come, from the answers and the group's own past; and asking those who would mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from rules.forecast import Forecast, Outcome, forecast, learn
from rules.meetings import State
from rules.moments import moment_in_words
from rules.notice_kinds import NoticeKind
from rules.offices import Act
from rules.quorum import settle
from rules.quorum_count import Present
from rules.refusals import Refusal
from rules.rsvp import Answer
from storage import answers, attendance, groups
from storage.groups import Belonging, GroupMember
from storage.meetings import Meeting
from storage.people import Person
from storage.transaction import Tx
from usecases import notices
from usecases.attendance import standing_today
from usecases.callers import Caller
from usecases.decisions import names_of
from usecases.groups import permitted
from usecases.quorum import of_team
from usecases.sittings import membership_of

PAST_MEETINGS = 16  # two years of a group that meets eight times


@dataclass(frozen=True)
class Outlook:
    """A forecast with names, for the officers only. `ask` are (person id, name)."""

    meeting_id: str
    when: str
    forecast: Forecast
    ask: tuple[tuple[str, str], ...]


def outlook(tx: Tx, *, caller: Caller, meeting_id: str) -> Outlook:
    """The forecast of a meeting to come, for those who run it."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    return outlook_of(tx, meeting)


def outlook_of(tx: Tx, meeting: Meeting) -> Outlook:
    """The forecast of a meeting to come."""
    invited = _invited(tx, meeting)
    expected = sum(answer is Answer.ATTENDING for _, answer in invited)
    charter = groups.charter_of(tx, meeting.group_id)
    rule = settle(charter.quorum, membership=membership_of(tx, meeting), expected=expected)
    made = forecast(rule, invited, learn(_past(tx, meeting)))
    names = names_of(tx, (person.person_id for person in made.ask))
    return Outlook(
        meeting.id,
        moment_in_words(meeting.starts_at, meeting.zone),
        made,
        tuple((person.person_id, names[person.person_id]) for person in made.ask),
    )


def ask(tx: Tx, *, caller: Caller, meeting_id: str, person_id: str) -> str:
    """Ask somebody personally and politely whether they can come, once; returns their name."""
    meeting = of_team(tx, caller.team_id, meeting_id)
    group, officer = permitted(tx, caller, meeting.group_id, Act.RUN_MEETING)
    person = tx.session.get(Person, person_id)
    if person is None or person.team_id != caller.team_id:
        raise Refusal("That person is not known here any more.")
    notices.tell(
        tx,
        NoticeKind.ASKED_TO_COME,
        key=f"meeting:{meeting.id}:asked-to-come:{person.id}",
        destination=f"person:{person.id}",
        team_id=group.team_id,
        group_id=group.id,
        meeting_id=meeting.id,
        person_id=person.id,
        best_before=meeting.starts_at,
        facts={"by": officer.id},
    )
    return person.name


def _invited(tx: Tx, meeting: Meeting) -> list[tuple[Present, Answer | None]]:
    """Everybody who belongs to the group or has answered, with the standing they have today."""
    said = {row.person_id: row.answer for row in answers.answers_to(tx, meeting.id)}
    belonging = tx.session.exec(
        select(GroupMember.person_id).where(
            GroupMember.group_id == meeting.group_id, GroupMember.state == Belonging.BELONGS
        )
    ).all()
    ids = sorted({*said, *belonging})
    people = tx.session.exec(select(Person).where(col(Person.id).in_(ids)).order_by(col(Person.id))).all()
    return [
        (Present(one.id, one.role or "", standing_today(tx, meeting, one)), said.get(one.id))
        for one in people
    ]


def _past(tx: Tx, meeting: Meeting) -> Sequence[Sequence[Outcome]]:
    """What people said of the group's last meetings, and whether they came; members only."""
    held = tx.session.exec(
        select(Meeting)
        .where(Meeting.group_id == meeting.group_id, Meeting.state == State.CLOSED)
        .order_by(col(Meeting.starts_at).desc())
        .limit(PAST_MEETINGS)
    ).all()
    return [_outcomes(tx, one) for one in reversed(held)]


def _outcomes(tx: Tx, meeting: Meeting) -> list[Outcome]:
    said = {row.person_id: row.answer for row in answers.answers_to(tx, meeting.id)}
    came = {person_id for _, person_id, _ in attendance.members_at(tx, [meeting.id])}
    belonging = tx.session.exec(
        select(GroupMember.person_id).where(
            GroupMember.group_id == meeting.group_id, GroupMember.asked_at <= meeting.starts_at
        )
    ).all()
    return [Outcome(who, said.get(who), who in came) for who in sorted({*said, *came, *belonging})]
