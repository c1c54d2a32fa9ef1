"""Delivery, as far as it is a decision: who is told now, who later, who not at all; crowds and the house.

The couriers carry what `unwrap` hands them; everything here is one transaction.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal

from sqlmodel import select

from rules.notice_kinds import NoticeKind, Recipients
from rules.offices import Office
from rules.quiet_hours import Hours, welcome_from
from rules.rsvp import Answer, Place
from storage import groups, leases, outbox
from storage.answers import answers_to
from storage.groups import Belonging, GroupMember
from storage.leases import Settlement, Taken
from storage.notices import NoticeState, Preference
from storage.people import Person
from storage.transaction import Tx
from usecases.closed_days import bank_holidays_of
from usecases.kinds import Kind, Kinds
from usecases.told import Withheld

ORGANISERS = {Office.CHAIR, Office.DEPUTY, Office.SECRETARY}
NO_ADDRESS = "we have neither a Slack account nor an e-mail address of theirs"
ONLY_IN_SLACK = "they have no Slack account, and no mail server is set up"


@dataclass(frozen=True)
class Address:
    """Where a notice goes: a channel, a person in Slack, or a person's mailbox."""

    by: Literal["slack", "mail"]
    team_id: str
    channel_id: str = ""
    slack_id: str = ""
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class Parcel:
    """What a courier carries: `value` is the state now, for the door's builder."""

    notice: Taken
    address: Address
    value: Any


def in_the_house(notice: Taken) -> bool:
    """Whether Convenor does this itself: a crowd to be told one by one, or something to be done."""
    return notice.destination.startswith(("crowd:", "house:"))


def address_of(tx: Tx, *, notice: Taken, in_slack: bool) -> Address | None:
    """Where a notice goes by the person's preference now (`in_slack`: there, if they have an account).

    None where we know no address, which is so of those who asked to be forgotten.
    """
    whither, _, target = notice.destination.partition(":")
    if whither == "channel":
        return Address("slack", notice.team_id, channel_id=target)
    person = tx.session.get(Person, target)
    if person is None:
        return None
    preference = tx.session.get(Preference, person.id)
    prefers_letters = preference is not None and preference.by_letter and not in_slack
    by_letter = whither == "mail" or prefers_letters
    if person.slack_id and not (by_letter and person.email):
        return Address("slack", notice.team_id, slack_id=person.slack_id, name=person.name)
    if person.email:
        return Address("mail", notice.team_id, email=person.email, name=person.name)
    return None


def unwrap(tx: Tx, *, notice: Taken, kinds: Kinds, letters: bool = True) -> Parcel | Settlement:
    """Read the state once more: what is to be carried now, or what becomes of the notice instead.

    Without `letters` no mail server is set up: whoever prefers letters is told in Slack.
    """
    if _is_past(notice, tx.now):
        return _instead(tx, notice, NoticeState.DROPPED, outbox.TOO_LATE)
    kind = kinds[notice.kind]
    address = address_of(tx, notice=notice, in_slack=kind.in_slack or not letters)
    if address is None:
        return _instead(tx, notice, NoticeState.DROPPED, NO_ADDRESS)
    if address.by == "mail" and (because := _no_letter(tx, notice, kind, letters=letters)):
        return _instead(tx, notice, NoticeState.DROPPED, because)
    if not kind.essential and (instead := _as_they_prefer(tx, notice)):
        return instead
    return _packed(tx, notice, kind, address)


def _packed(tx: Tx, notice: Taken, kind: Kind, address: Address) -> Parcel | Settlement:
    assert kind.load is not None
    try:
        return Parcel(notice, address, kind.load(tx, notice))
    except Withheld as reason:
        # What stands in a channel already stays there.
        state = NoticeState.SENT if notice.shown else NoticeState.DROPPED
        return _instead(tx, notice, state, str(reason))


def _no_letter(tx: Tx, notice: Taken, kind: Kind, *, letters: bool) -> str:
    """Why no letter of this notice goes to the person; empty if one does."""
    if kind.in_slack and not letters:
        return ONLY_IN_SLACK
    told = kind.told_by_invitation is not None and kind.told_by_invitation(tx, notice)
    return "the invitation in their mail says it" if told else ""


def do_in_the_house(tx: Tx, *, notice: Taken, kinds: Kinds) -> None:
    """Tell a crowd one by one, or do what is to be done; settled in the same transaction, so once."""
    if _is_past(notice, tx.now):
        settlement = _instead(tx, notice, NoticeState.DROPPED, outbox.TOO_LATE)
    else:
        try:
            said = _expand(tx, notice) if notice.destination.startswith("crowd:") else _act(tx, notice, kinds)
            settlement = _instead(tx, notice, NoticeState.SENT, said)
        except Withheld as reason:
            settlement = _instead(tx, notice, NoticeState.DROPPED, str(reason))
    tx.session.flush()
    leases.settle(tx, settlements=[settlement])


def crowd_of(tx: Tx, *, kind: NoticeKind, group_id: str | None, meeting_id: str | None) -> list[str]:
    """The people whom a notice to a crowd reaches as things stand now, by their ids, each once."""
    match kind.recipients:
        case Recipients.OFFICERS:
            officers = groups.officers(tx, str(group_id))
            found = [each.person_id for each in officers if each.office in ORGANISERS]
        case Recipients.UNANSWERED:
            found = _without_answer(tx, str(group_id), str(meeting_id))
        case Recipients.ATTENDING:
            answers = answers_to(tx, str(meeting_id))
            found = [each.person_id for each in answers if each.place is Place.BOOKED]
        case Recipients.ANSWERED:
            answers = answers_to(tx, str(meeting_id))
            found = [each.person_id for each in answers if each.answer is not Answer.APOLOGIES]
        case Recipients.CHANNEL | Recipients.PERSON:
            raise ValueError(f"{kind} is not for a crowd")
    return list(dict.fromkeys(found))


def _expand(tx: Tx, notice: Taken) -> str:
    people = crowd_of(
        tx, kind=NoticeKind(notice.kind), group_id=notice.group_id, meeting_id=notice.meeting_id
    )
    outbox.plan(
        tx,
        [
            {
                "kind": notice.kind,
                "key": f"{notice.key}:{person_id}",
                "destination": f"person:{person_id}",
                "team_id": notice.team_id,
                "group_id": notice.group_id,
                "meeting_id": notice.meeting_id,
                "person_id": person_id,
                "audience": notice.audience,
                "facts": notice.facts,
                "due_at": tx.now,
                "best_before": notice.best_before,
            }
            for person_id in people
        ],
    )
    return f"told {len(people)} people" if len(people) != 1 else "told one person"


def _act(tx: Tx, notice: Taken, kinds: Kinds) -> str:
    act = kinds[notice.kind].act
    assert act is not None
    return act(tx, notice)


def _without_answer(tx: Tx, group_id: str, meeting_id: str) -> list[str]:
    answered = {each.person_id for each in answers_to(tx, meeting_id)}
    belong = tx.session.exec(
        select(GroupMember.person_id).where(
            GroupMember.group_id == group_id, GroupMember.state == Belonging.BELONGS
        )
    )
    return [person_id for person_id in belong if person_id not in answered]


def _is_past(notice: Taken, now: datetime) -> bool:
    return notice.best_before is not None and notice.best_before < now and not notice.shown


def _as_they_prefer(tx: Tx, notice: Taken) -> Settlement | None:
    """What becomes of a notice to someone who muted its kind, or wants to be told at another time."""
    whither, _, person_id = notice.destination.partition(":")
    preference = tx.session.get(Preference, person_id) if whither in {"person", "mail"} else None
    if preference is None:
        return None
    if notice.kind in preference.muted:
        return _instead(tx, notice, NoticeState.DROPPED, "they have muted this kind")
    person = tx.session.get_one(Person, person_id)
    welcome = welcome_from(tx.now, hours_of(preference, person.zone), _closed(person, tx.now))
    if welcome == tx.now:
        return None
    if notice.best_before is not None and notice.best_before < welcome:
        return _instead(tx, notice, NoticeState.DROPPED, "their quiet hours last until it is too late")
    return _instead(tx, notice, NoticeState.DUE, "waits for the end of their quiet hours", due_at=welcome)


def hours_of(preference: Preference, zone: str) -> Hours:
    """A person's hours, as the rules know them."""
    begins, ends = preference.quiet_from, preference.quiet_until
    if begins is None or ends is None:
        return Hours(zone, working_days_only=preference.working_days_only)
    return Hours(zone, time.fromisoformat(begins), time.fromisoformat(ends), preference.working_days_only)


def _closed(person: Person, now: datetime) -> frozenset[Any]:
    if person.nation is None:
        return frozenset()
    return bank_holidays_of(person.nation.division, now.year, now.year + 1)


def _instead(
    tx: Tx, notice: Taken, state: NoticeState, outcome: str, *, due_at: datetime | None = None
) -> Settlement:
    return Settlement(notice, state, tx.now, outcome=outcome, due_at=due_at, uncertain=notice.uncertain)
