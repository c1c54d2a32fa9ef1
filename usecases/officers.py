"""The officers of a group: who holds which office, named and handed on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, delete, select

from rules.offices import Act, Office
from rules.refusals import NotAllowed, Refusal
from storage import audit, groups
from storage.groups import Group, Officer
from storage.people import Person
from storage.transaction import Tx
from usecases.callers import Caller, person_of
from usecases.groups import of_team, permitted


@dataclass(frozen=True)
class OfficerShown:
    """Someone who holds an office; `slack_id` is None for a person without Slack."""

    office: Office
    name: str
    slack_id: str | None


def name_officers(
    tx: Tx, *, caller: Caller, group_id: str, holders: dict[Office, Sequence[str]]
) -> list[OfficerShown]:
    """Fill offices with people of the workspace (Slack ids); an office not named here stays as it is.

    Raises `Refusal` if nobody would be left who can name officers.
    """
    group, actor = permitted(tx, caller, group_id, Act.NAME_OFFICERS)
    for office, slack_ids in holders.items():
        wanted = {person_of(tx, Caller(caller.team_id, one)).id for one in slack_ids}
        _hold(tx, group.id, office, wanted, by=actor.id)
    if not _has_secretary(tx, group.id):
        raise Refusal(
            "The group needs a secretary. Please name one before stepping back.", field=Office.SECRETARY.value
        )
    _note(tx, "officers named", group, actor.id)
    return officers(tx, caller=caller, group_id=group.id)


def take_over(tx: Tx, *, caller: Caller, group_id: str, is_admin: bool, active: frozenset[str]) -> str:
    """Become the secretary of a group that its secretary left; returns the group's name.

    The secretary's named successor may at any time; a workspace admin may once no secretary is among the
    `active` Slack ids. The secretary before them keeps no office.
    """
    group, person = of_team(tx, caller, group_id), person_of(tx, caller)
    secretaries = [
        one for one in officers(tx, caller=caller, group_id=group.id) if one.office is Office.SECRETARY
    ]
    abandoned = not any(one.slack_id in active for one in secretaries)
    succeeds = Office.SUCCESSOR in groups.offices_of(tx, group.id, person.id)
    if not succeeds and not is_admin:
        raise NotAllowed(
            "Only the secretary's successor can take over, or a workspace admin once the secretary has left. "
            "`/sig officers` shows who the successor is."
        )
    if not succeeds and not abandoned:
        raise NotAllowed(f"{secretaries[0].name} is still the secretary. Please ask them to name you.")
    _hold(tx, group.id, Office.SECRETARY, {person.id}, by=person.id, in_form=False)
    _hold(tx, group.id, Office.SUCCESSOR, set(), by=person.id, in_form=False)
    _note(tx, "group taken over", group, person.id)
    return group.name


def officers(tx: Tx, *, caller: Caller, group_id: str) -> list[OfficerShown]:
    """Who holds which office, in the order of the offices."""
    group = of_team(tx, caller, group_id)
    found = tx.session.exec(
        select(Officer.office, Person.name, Person.slack_id)
        .join(Person, col(Person.id) == col(Officer.person_id))
        .where(Officer.group_id == group.id)
        .order_by(col(Officer.named_at), col(Person.name))
    ).all()
    order = list(Office)
    shown = [OfficerShown(Office(office), name, slack_id) for office, name, slack_id in found]
    return sorted(shown, key=lambda one: order.index(one.office))


def _hold(tx: Tx, group_id: str, office: Office, wanted: set[str], *, by: str, in_form: bool = True) -> None:
    """Make exactly these people the holders of an office; those who stay keep their date.

    Whoever has no Slack account can't be picked in a form, and so is not put out of office by one.
    """
    held = {one.person_id for one in groups.officers(tx, group_id) if one.office is office}
    gone = {one for one in held - wanted if not in_form or tx.session.get_one(Person, one).slack_id}
    if gone:
        tx.session.exec(
            delete(Officer).where(
                col(Officer.group_id) == group_id,
                col(Officer.office) == office,
                col(Officer.person_id).in_(gone),
            )
        )
    for person_id in sorted(wanted - held):
        _name_officer(tx, group_id, office, person_id, by=by)
    tx.session.flush()


def _name_officer(tx: Tx, group_id: str, office: Office, person_id: str, *, by: str) -> None:
    tx.session.add(
        Officer(group_id=group_id, office=office, person_id=person_id, named_by=by, named_at=tx.now)
    )


def _has_secretary(tx: Tx, group_id: str) -> bool:
    return any(one.office is Office.SECRETARY for one in groups.officers(tx, group_id))


def _note(tx: Tx, verb: str, group: Group, actor_id: str) -> None:
    audit.note(tx, verb, team_id=group.team_id, group_id=group.id, actor_id=actor_id, subject=group.id)
