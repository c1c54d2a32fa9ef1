"""A group: set up in a channel and found again; its charter's versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import select

from rules.charter import Charter
from rules.moments import zone_named
from rules.nations import Nation
from rules.offices import Act, Office, may, require
from rules.refusals import NotAllowed, Refusal, Unknown
from storage import audit, groups, people
from storage.groups import CharterVersion, Group, Officer
from storage.people import Administrator, Person
from storage.transaction import Tx
from usecases import notices
from usecases.callers import Caller, person_of
from usecases.guardrail import refuse_identifiers

NO_GROUP = (
    "No group is set up here. A workspace admin can do it with `/sig setup` in the group's channel; "
    "if your group has a channel already, please ask there."
)


class WhichGroup(Exception):
    """The workspace has several groups and nothing says which one is meant: `groups` are (id, name)."""

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"{len(found)} groups")
        self.groups = found


@dataclass(frozen=True)
class GroupHere:
    """A group as the doors need it, with the offices that the caller holds in it."""

    id: str
    name: str
    nation: Nation
    zone: str
    channel_id: str | None
    charter: Charter
    offices: frozenset[Office]
    person_id: str | None

    def may(self, act: Act) -> bool:
        """Whether the caller may do this."""
        return may(self.offices, act)


def here(tx: Tx, *, caller: Caller, channel_id: str | None, group_id: str | None = None) -> GroupHere:
    """The group that is meant: the one chosen, the channel's, or the workspace's only one.

    Raises `WhichGroup` where there are several, and `Refusal` where there is none.
    """
    if group_id is not None:
        return seen_by(tx, of_team(tx, caller, group_id), caller)
    bound = groups.in_channel(tx, caller.team_id, channel_id) if channel_id else None
    if bound is not None:
        return seen_by(tx, bound, caller)
    found = groups.of_team(tx, caller.team_id)
    if not found:
        raise Unknown(NO_GROUP)
    if len(found) > 1:
        raise WhichGroup([(group.id, group.name) for group in found])
    return seen_by(tx, found[0], caller)


def seen_by(tx: Tx, group: Group, caller: Caller) -> GroupHere:
    """A group as this caller sees it."""
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    held = groups.offices_of(tx, group.id, person.id) if person else frozenset()
    return GroupHere(
        id=group.id,
        name=group.name,
        nation=group.nation,
        zone=group.zone,
        channel_id=group.channel_id,
        charter=groups.charter_of(tx, group.id),
        offices=held,
        person_id=person.id if person else None,
    )


def permitted(tx: Tx, caller: Caller, group_id: str, act: Act) -> tuple[Group, Person]:
    """The group and the person, if one of their offices covers the act; otherwise `NotAllowed`."""
    group, person = of_team(tx, caller, group_id), people.by_slack(tx, caller.team_id, caller.slack_id)
    held = groups.offices_of(tx, group.id, person.id) if person is not None else frozenset()
    require(held, act)
    assert person is not None  # somebody unknown holds no office
    return group, person


def may_set_up(tx: Tx, *, caller: Caller, is_admin: bool) -> bool:
    """Whether someone may set up groups: a workspace admin, or whoever an admin named."""
    return is_admin or tx.session.get(Administrator, (caller.team_id, caller.slack_id)) is not None


def refuse_set_up(tx: Tx, *, caller: Caller, channel_id: str, is_admin: bool) -> None:
    """Raise the refusal that `set_up` would, before anybody fills in a form."""
    if not may_set_up(tx, caller=caller, is_admin=is_admin):
        raise NotAllowed(
            "Only a workspace admin, or someone an admin has named, can set up a group. "
            "An admin can name you with `/sig admin name @you`."
        )
    bound = groups.in_channel(tx, caller.team_id, channel_id)
    if bound is not None:
        raise Refusal(
            f"This channel already belongs to “{bound.name}”. `/sig help` shows what it can do; "
            "a second group needs a channel of its own."
        )


def set_up(
    tx: Tx, *, caller: Caller, channel_id: str, is_admin: bool, name: str, nation: Nation, zone: str
) -> GroupHere:
    """Bind a new group to a channel, with the charter's defaults and the caller as its secretary.

    The binding is announced in the channel, with an undo. Raises `Refusal` for a channel that has a
    group already, a name that is empty or taken, and a zone that does not exist.
    """
    refuse_set_up(tx, caller=caller, channel_id=channel_id, is_admin=is_admin)
    name = " ".join(name.split())
    refuse_identifiers(name, field="name")
    if not name:
        raise Refusal("Please give the group a name.", field="name")
    if any(group.name.casefold() == name.casefold() for group in groups.of_team(tx, caller.team_id)):
        raise Refusal(f"There is a group called “{name}” already. Please choose another name.", field="name")
    zone_named(zone)
    person = person_of(tx, caller)
    group = Group(
        team_id=caller.team_id,
        channel_id=channel_id,
        name=name,
        nation=nation,
        zone=zone,
        set_up_by=person.id,
        set_up_at=tx.now,
    )
    tx.session.add(group)
    tx.session.flush()
    _new_version(tx, group.id, Charter(), person.id)
    tx.session.add(
        Officer(
            group_id=group.id,
            office=Office.SECRETARY,
            person_id=person.id,
            named_by=person.id,
            named_at=tx.now,
        )
    )
    tx.session.flush()
    _note(tx, "group set up", group, person.id, group.id)
    notices.tell(
        tx,
        "group-set-up",
        key=f"group-set-up:{group.id}",
        destination=f"channel:{channel_id}",
        team_id=group.team_id,
        group_id=group.id,
        facts={"by": caller.slack_id},
    )
    notices.plan_group(tx, group)
    return seen_by(tx, group, caller)


def undo_set_up(tx: Tx, *, caller: Caller, group_id: str, is_admin: bool) -> str:
    """Free the channel again; the group's records stay. Returns the group's name.

    A workspace admin, whoever set it up and the secretary may; raises `Refusal` once it is undone.
    """
    group, person = of_team(tx, caller, group_id), person_of(tx, caller)
    secretary = Office.SECRETARY in groups.offices_of(tx, group.id, person.id)
    if not (is_admin or secretary or group.set_up_by == person.id):
        raise NotAllowed("Only a workspace admin, the secretary or whoever set the group up can undo this.")
    if group.channel_id is None:
        raise Refusal("This was undone already. `/sig setup` sets up a group again.")
    group.channel_id = None
    tx.session.add(group)
    notices.withdraw_group(tx, group.id, "setting the group up was undone")
    _note(tx, "group set-up undone", group, person.id, group.id)
    return group.name


def name_administrator(tx: Tx, *, caller: Caller, is_admin: bool, slack_id: str) -> None:
    """Let someone who is no workspace admin set up groups; only an admin can say so."""
    if not is_admin:
        raise NotAllowed("Only a workspace admin can name who may set up groups.")
    if tx.session.get(Administrator, (caller.team_id, slack_id)) is None:
        tx.session.add(
            Administrator(
                team_id=caller.team_id, slack_id=slack_id, named_by=caller.slack_id, named_at=tx.now
            )
        )


def change_charter(tx: Tx, *, caller: Caller, group_id: str, charter: Charter) -> int:
    """Put a new version of the charter in force and return its number; the old one is kept."""
    group, person = permitted(tx, caller, group_id, Act.CHANGE_CHARTER)
    refuse_identifiers(charter.how_to_pay, field="how_to_pay")
    version = _new_version(tx, group.id, charter, person.id)
    notices.plan_group(tx, group)
    _note(tx, "charter changed", group, person.id, str(version))
    return version


def of_team(tx: Tx, caller: Caller, group_id: str) -> Group:
    """A group of the caller's workspace; `Unknown` for any other."""
    group = tx.session.get(Group, group_id)
    if group is None or group.team_id != caller.team_id:
        raise Unknown(NO_GROUP)
    return group


def _new_version(tx: Tx, group_id: str, charter: Charter, author_id: str) -> int:
    versions = tx.session.exec(
        select(CharterVersion.version).where(CharterVersion.group_id == group_id)
    ).all()
    version = max(versions, default=0) + 1
    tx.session.add(
        CharterVersion(
            group_id=group_id,
            version=version,
            settings=charter.to_data(),
            author_id=author_id,
            since=tx.now,
        )
    )
    tx.session.flush()
    return version


def _note(tx: Tx, verb: str, group: Group, actor_id: str, subject: str) -> None:
    audit.note(tx, verb, team_id=group.team_id, group_id=group.id, actor_id=actor_id, subject=subject)
