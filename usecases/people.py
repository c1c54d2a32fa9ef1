"""People: what they say of themselves, their memberships, and asking to join."""

from dataclasses import dataclass

from rules import professions
from rules.nations import Nation
from rules.refusals import Refusal
from storage import people
from storage.people import Person
from storage.transaction import Tx
from usecases.callers import Caller, person_of
from usecases.guardrail import refuse_identifiers


@dataclass(frozen=True)
class Details:
    """What someone may say of themselves, whenever they like."""

    name: str
    role: str | None
    organisation: str
    nation: Nation | None
    membership_number: str


def declare_role(tx: Tx, *, caller: Caller, role: str) -> None:
    """Record the caller's primary professional role: quorum counts it (domain 2)."""
    if role not in professions.ROLES:
        raise Refusal("Please choose your profession from the list.", field="profession")
    person = person_of(tx, caller)
    person.role = role
    tx.session.add(person)


def details(tx: Tx, *, caller: Caller) -> Details:
    """What is recorded of the caller."""
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    if person is None:
        return Details(caller.name, None, "", None, "")
    return _details(person)


def describe(
    tx: Tx, *, caller: Caller, role: str | None, organisation: str, nation: str | None, membership_number: str
) -> Details:
    """Record what the caller says of themselves. A membership number is a claim until it is confirmed."""
    refuse_identifiers(organisation, field="organisation")
    person = person_of(tx, caller)
    if role:
        declare_role(tx, caller=caller, role=role)
    person.organisation = organisation.strip()
    person.nation = Nation(nation) if nation else None
    person.membership_number = membership_number.strip()
    tx.session.add(person)
    return _details(person)


def _details(person: Person) -> Details:
    return Details(person.name, person.role, person.organisation, person.nation, person.membership_number)
