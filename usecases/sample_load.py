"""Loading the sample into a group: its 60 made-up people with their memberships, and its year as drafts."""

from dataclasses import dataclass

from sqlmodel import col, select

from rules.moments import local
from rules.refusals import Refusal
from storage import audit, groups, meetings
from storage.groups import Belonging, Group, GroupMember, Officer
from storage.meetings import Programme
from storage.people import Person
from storage.transaction import Tx
from usecases import people_import
from usecases.meetings import draft
from usecases.people_sheet import PersonRow, Sheet
from usecases.sample_year import SampleGroup, SamplePerson, SampleStanding, read_sample


@dataclass(frozen=True)
class Loaded:
    """How much came in, and the year that the secretary can publish now."""

    people: int
    meetings: int
    year: int


def load(tx: Tx, *, group_id: str, person_id: str, year: int) -> Loaded:
    """Load the sample, moved to `year`, in the name of `person_id`.

    People who are known already stay as they are where the sample says the same. Offices that somebody
    holds are left to them. Refuses a year that the group has planned.
    """
    group = tx.session.get_one(Group, group_id)
    if meetings.programme_of(tx, group_id, year, for_change=True) is not None:
        raise Refusal(f"{group.name} has planned {year} already. Choose another year with --year.")
    sample = read_sample(year)
    rows = tuple(_row(line, person) for line, person in enumerate(sample.people, 2))
    people_import.import_for(
        tx, team_id=group.team_id, group_id=group_id, confirmed_by=person_id, sheet=Sheet(rows, ())
    )
    known = _known(tx, group.team_id, sample)
    _record_non_members(tx, group, known, sample)
    _let_in(tx, group_id, person_id, known)
    _name_officers(tx, group_id, person_id, known, sample)
    tx.session.add(Programme(group_id=group_id, year=year, planned_by=person_id, planned_at=tx.now))
    tx.session.flush()
    for plan in sample.meetings:
        draft(tx, group, plan)
    audit.note(tx, "sample loaded", team_id=group.team_id, group_id=group_id, actor_id=person_id)
    return Loaded(len(sample.people), len(sample.meetings), year)


def _row(line: int, person: SamplePerson) -> PersonRow:
    return PersonRow(
        line=line,
        name=person.name,
        email=person.email,
        role=person.role,
        organisation=person.organisation,
        nation=person.nation,
        membership_number=person.membership_number,
        member_from=person.member_from,
        member_until=person.member_until,
    )


def _known(tx: Tx, team_id: str, sample: SampleGroup) -> dict[str | None, Person]:
    addresses = [person.email for person in sample.people]
    found = select(Person).where(Person.team_id == team_id, col(Person.email).in_(addresses))
    return {person.email: person for person in tx.session.exec(found)}


def _record_non_members(tx: Tx, group: Group, known: dict[str | None, Person], sample: SampleGroup) -> None:
    today = local(tx.now, group.zone).date()
    for person in sample.people:
        if person.standing is SampleStanding.NONE:
            known[person.email].declared_non_member = today
            tx.session.add(known[person.email])


def _let_in(tx: Tx, group_id: str, person_id: str, known: dict[str | None, Person]) -> None:
    """They belong to the group, unless they have said otherwise."""
    for person in known.values():
        if tx.session.get(GroupMember, (group_id, person.id)) is None:
            tx.session.add(
                GroupMember(
                    group_id=group_id,
                    person_id=person.id,
                    state=Belonging.BELONGS,
                    asked_at=tx.now,
                    decided_by=person_id,
                    decided_at=tx.now,
                )
            )


def _name_officers(
    tx: Tx, group_id: str, person_id: str, known: dict[str | None, Person], sample: SampleGroup
) -> None:
    held = {officer.office for officer in groups.officers(tx, group_id)}
    for person in sample.people:
        if person.office is not None and person.office not in held:
            tx.session.add(
                Officer(
                    group_id=group_id,
                    office=person.office,
                    person_id=known[person.email].id,
                    named_by=person_id,
                    named_at=tx.now,
                )
            )
