"""Membership of the association in good standing: confirmed with its dates, ended, or taken back.

A price that somebody was shown never changes by itself: what a confirmed membership means for booked
places is left to the treasurer, who settles.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules import memberships as rule
from rules import pricing
from rules.moments import local
from rules.notice_kinds import NoticeKind
from rules.offices import Act
from rules.pricing import Period, Standing
from rules.refusals import Refusal, Unknown
from storage import audit, people
from storage.base import new_id
from storage.groups import Group
from storage.leases import Taken
from storage.people import Membership, Person
from storage.transaction import Tx
from usecases import accounts, notices
from usecases.callers import Caller
from usecases.groups import permitted

GONE = "That person is not there any more. `/sig people` shows who is."


@dataclass(frozen=True)
class MembershipShown:
    """Somebody's membership as the secretary sees it.

    `to_settle` counts the booked places whose price the treasurer can settle now.
    """

    group_id: str
    person_id: str
    name: str
    slack_id: str | None
    role: str | None
    organisation: str
    membership_number: str
    standing: Standing
    periods: tuple[Period, ...]
    declared_non_member: date | None
    to_settle: int


@dataclass(frozen=True)
class MembershipTold:
    """A person's membership as they are told of it; `period` is the one that counts, None without any.

    `denied` says that they are recorded as not being a member, rather than as unknown.
    """

    group: str
    period: Period | None
    denied: bool


def of_person(tx: Tx, *, caller: Caller, group_id: str, person_id: str) -> MembershipShown:
    """Somebody's membership, for the secretary."""
    group, _ = permitted(tx, caller, group_id, Act.CONFIRM_MEMBERS)
    return _shown(tx, group, _person(tx, group, person_id))


def confirm(
    tx: Tx, *, caller: Caller, group_id: str, person_id: str, starts_on: date, ends_on: date | None
) -> MembershipShown:
    """Confirm a period in good standing; it has the last word over earlier ones on its days.

    `ends_on` is the last day, None while it runs on. Raises `Refusal` for a last day before the first.
    """
    group, officer = permitted(tx, caller, group_id, Act.CONFIRM_MEMBERS)
    person = _person(tx, group, person_id)
    if ends_on is not None and ends_on < starts_on:
        raise Refusal("The last day is before the first. Please check the dates.", field="ends_on")
    person.declared_non_member = None
    _keep(tx, person, rule.amended(_periods(tx, person), Period(starts_on, ends_on)), by=officer.id)
    return _changed(tx, group, officer, person, "membership confirmed")


def take_back(tx: Tx, *, caller: Caller, group_id: str, person_id: str, starts_on: date) -> MembershipShown:
    """Undo a period that was confirmed by mistake; who did it is recorded. Refuses one that is gone already."""
    group, officer = permitted(tx, caller, group_id, Act.CONFIRM_MEMBERS)
    person = _person(tx, group, person_id)
    known = _periods(tx, person)
    kept = [period for period in known if period.starts_on != starts_on]
    if len(kept) == len(known):
        raise Refusal(
            "That period is not there any more, so nothing was changed. `/sig people` shows those that are."
        )
    _keep(tx, person, kept, by=officer.id)
    return _changed(tx, group, officer, person, "membership taken back")


def declare_non_member(tx: Tx, *, caller: Caller, group_id: str, person_id: str) -> MembershipShown:
    """Record that somebody is no member from today on; a period that runs ends yesterday."""
    group, officer = permitted(tx, caller, group_id, Act.CONFIRM_MEMBERS)
    person = _person(tx, group, person_id)
    today = local(tx.now, group.zone).date()
    _keep(tx, person, rule.ended_before(_periods(tx, person), today), by=officer.id)
    person.declared_non_member = today
    return _changed(tx, group, officer, person, "membership ended")


def told(tx: Tx, notice: Taken) -> MembershipTold:
    """What a person is told when the secretary changed their membership, as it stands when it is sent."""
    group, person = tx.session.get_one(Group, notice.group_id), tx.session.get_one(Person, notice.person_id)
    today = local(tx.now, group.zone).date()
    ahead = [period for period in _periods(tx, person) if period.ends_on is None or period.ends_on >= today]
    denied = person.declared_non_member is not None
    return MembershipTold(group.name, ahead[0] if ahead else None, denied)


def _person(tx: Tx, group: Group, person_id: str) -> Person:
    person = tx.session.get(Person, person_id)
    if person is None or person.team_id != group.team_id:
        raise Unknown(GONE)
    return person


def _periods(tx: Tx, person: Person) -> list[Period]:
    return [Period(one.starts_on, one.ends_on) for one in people.memberships_of(tx, person.id)]


def _keep(tx: Tx, person: Person, wanted: Iterable[Period], *, by: str) -> None:
    """Make exactly these a person's periods; those that stay keep who confirmed them."""
    left = set(wanted)
    for row in people.memberships_of(tx, person.id):
        period = Period(row.starts_on, row.ends_on)
        if period in left:
            left.remove(period)
        else:
            tx.session.delete(row)
    for period in sorted(left, key=lambda one: one.starts_on):
        tx.session.add(
            Membership(
                person_id=person.id,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                confirmed_by=by,
                confirmed_at=tx.now,
            )
        )
    tx.session.add(person)
    tx.session.flush()


def _changed(tx: Tx, group: Group, officer: Person, person: Person, verb: str) -> MembershipShown:
    """Record what was done, and have the person told (whoever changes their own knows)."""
    tx.session.add(person)
    tx.session.flush()
    audit.note(tx, verb, team_id=group.team_id, group_id=group.id, actor_id=officer.id, subject=person.id)
    if person.id != officer.id:
        notices.tell(
            tx,
            NoticeKind.MEMBERSHIP,
            key=f"membership:{person.id}:{new_id()}",
            destination=f"person:{person.id}",
            team_id=group.team_id,
            group_id=group.id,
            person_id=person.id,
        )
    return _shown(tx, group, person)


def _shown(tx: Tx, group: Group, person: Person) -> MembershipShown:
    today, periods = local(tx.now, group.zone).date(), tuple(_periods(tx, person))
    rows = accounts.of_group(tx, group.id)
    return MembershipShown(
        group_id=group.id,
        person_id=person.id,
        name=person.name,
        slack_id=person.slack_id,
        role=person.role,
        organisation=person.organisation,
        membership_number=person.membership_number,
        standing=pricing.standing_on(
            today,
            today=today,
            periods=periods,
            declared_non_member=person.declared_non_member is not None,
        ),
        periods=periods,
        declared_non_member=person.declared_non_member,
        to_settle=sum(one.person_id == person.id and one.settles_at is not None for one in rows),
    )
