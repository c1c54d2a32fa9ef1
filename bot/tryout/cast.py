"""The people of the sandbox: the sample group's, in a workspace of the stand-in, and who can be played."""

from collections.abc import Callable
from datetime import datetime

from bot import stand_in
from rules import professions
from rules.offices import Office
from sandbox import Workspace
from sandbox.pages import Role
from usecases.sample_year import SampleGroup, SamplePerson, SampleStanding

CHANNEL = "learning-reviews"
ADMIN = "Alex Morgan"
UNIT = "Bethan Pryce"
REVIEWER = "Martin Adeyemi"
# Each plays a part in the made-up learning event; they are no members of the group.
PANEL = {"Northgate Health": "Lowri Ellis", "Harbour Police": "Imran Siddiqui"}
PRACTITIONERS = {"Northgate Health": "Jo Carter", "Harbour Police": "Dafydd Rowe"}
MEMBERS = 8
GUESTS = {
    SampleStanding.NONE: "Not a member",
    SampleStanding.EXPIRING: "Membership ends during the year",
    SampleStanding.LAPSED: "Membership has lapsed",
    SampleStanding.UNKNOWN: "Membership not known yet",
}


def workspace(sample: SampleGroup, clock: Callable[[], datetime]) -> Workspace:
    """A workspace with the sample's people, an admin, and the channel that the bot was let into."""
    found = Workspace(clock=clock, app=stand_in.app(), name="Practice Learning")
    found.add_person(ADMIN, owner=True, title="Workspace admin")
    for one in sample.people:
        found.add_person(one.name, email=one.email, title=_title(one))
    for name in (UNIT, REVIEWER, *PANEL.values(), *PRACTITIONERS.values()):
        found.add_person(name)
    everyone = [ADMIN, *(one.name for one in sample.people)]
    channel = found.add_channel(CHANNEL, members=everyone, topic="Practice Learning Reviews")
    channel.members.append(found.bot.id)
    found.add_channel("general", members=everyone)
    return found


def roles(workspace: Workspace, sample: SampleGroup) -> list[Role]:
    """Who can be played, and as what: the officers, members and guests, and the learning event's people."""
    chosen = [(one.name, _part(one)) for one in sample.people if one.office is not None]
    chosen += [(one.name, f"Member, {professions.role(one.role).label}") for one in _members(sample)]
    chosen += [
        (next(one.name for one in sample.people if one.standing is standing), label)
        for standing, label in GUESTS.items()
    ]
    chosen += [
        (UNIT, "Board's business unit"),
        (next(iter(PANEL.values())), "Panel member"),
        (next(iter(PRACTITIONERS.values())), "Practitioner"),
        (ADMIN, "Workspace admin"),
    ]
    return [Role(workspace.user(name).id, part) for name, part in chosen]


def _members(sample: SampleGroup) -> list[SamplePerson]:
    """Enough members for a quorum with the chair, each of another sector."""
    by_sector: dict[str, SamplePerson] = {}
    for one in sample.people:
        if one.office is None and one.standing is SampleStanding.CURRENT:
            by_sector.setdefault(professions.role(one.role).sector, one)
    return list(by_sector.values())[:MEMBERS]


def _title(one: SamplePerson) -> str:
    return f"{professions.role(one.role).label}, {one.organisation}"


def _part(one: SamplePerson) -> str:
    office = one.office or Office.SECRETARY
    return f"{office.label[0].upper()}{office.label[1:]}"
