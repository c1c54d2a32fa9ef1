"""Joining a group: asking is one button, and so is the secretary's answer (source item 9)."""

from dataclasses import dataclass
from datetime import datetime

from rules.notice_kinds import NoticeKind
from rules.offices import WHO, Act, may
from rules.refusals import Refusal, Unknown
from storage import audit, groups
from storage.groups import Belonging, Group, GroupMember
from storage.leases import Taken
from storage.people import Person
from storage.transaction import Tx
from usecases import notices
from usecases.callers import Caller, person_of
from usecases.groups import here, permitted
from usecases.told import Withheld

GONE = "They have withdrawn their request meanwhile; there is nothing left to answer."


@dataclass(frozen=True)
class JoinShown:
    """Somebody's way into a group. `state` is where they stand; `decided_by` who answered, if anybody."""

    group_id: str
    group_name: str
    person_id: str
    name: str
    slack_id: str | None
    role: str | None
    organisation: str
    state: Belonging
    asked_at: datetime
    decided_by: str


def ask(tx: Tx, *, caller: Caller, group_id: str) -> JoinShown:
    """Ask to join; the officers who approve are told. Whoever approves others belongs at once.

    Asking twice is asking once.
    """
    group = tx.session.get_one(Group, here(tx, caller=caller, channel_id=None, group_id=group_id).id)
    person = person_of(tx, caller)
    row = tx.session.get(GroupMember, (group.id, person.id))
    if row is not None and row.state is not Belonging.LEFT:
        return _shown(tx, group, row)
    row = row or GroupMember(group_id=group.id, person_id=person.id, state=Belonging.ASKED, asked_at=tx.now)
    row.state, row.asked_at, row.decided_by, row.decided_at = Belonging.ASKED, tx.now, None, None
    if may(groups.offices_of(tx, group.id, person.id), Act.APPROVE_JOINING):
        row.state, row.decided_by, row.decided_at = Belonging.BELONGS, person.id, tx.now
    tx.session.add(row)
    tx.session.flush()
    if row.state is Belonging.ASKED:
        _tell_officers(tx, group, row)
    _note(tx, "asked to join", group, person.id, person.id)
    return _shown(tx, group, row)


def approve(tx: Tx, *, caller: Caller, group_id: str, person_id: str) -> JoinShown:
    """Let somebody in who asked; they are told. A second click says who did it first."""
    return _decide(tx, caller, group_id, person_id, Belonging.BELONGS)


def decline(tx: Tx, *, caller: Caller, group_id: str, person_id: str) -> JoinShown:
    """Answer with no; they are told kindly, and may ask again."""
    return _decide(tx, caller, group_id, person_id, Belonging.LEFT)


def leave(tx: Tx, *, caller: Caller, group_id: str) -> JoinShown:
    """Leave the group, or take back a request to join. Answers to its meetings stay as they are."""
    group = tx.session.get_one(Group, here(tx, caller=caller, channel_id=None, group_id=group_id).id)
    person = person_of(tx, caller)
    row = tx.session.get(GroupMember, (group.id, person.id))
    if row is None or row.state is Belonging.LEFT:
        raise Refusal(f"You are not on the list of “{group.name}”, so there is nothing to leave.")
    asked = row.state is Belonging.ASKED
    row.state, row.decided_by, row.decided_at = Belonging.LEFT, person.id, tx.now
    tx.session.add(row)
    tx.session.flush()
    if asked:
        _redraw(tx, group, row)
    _note(tx, "left the group", group, person.id, person.id)
    return _shown(tx, group, row)


def asked(tx: Tx, notice: Taken) -> JoinShown:
    """A request as its officers are shown it; once it stands in their messages it shows what became of it."""
    shown = _of_notice(tx, notice, str(notice.facts["person_id"]))
    if shown.state is not Belonging.ASKED and not notice.shown:
        raise Withheld("the request is answered")
    return shown


def answered(tx: Tx, notice: Taken) -> JoinShown:
    """What became of a request, for the person who asked."""
    shown = _of_notice(tx, notice, str(notice.person_id))
    if shown.state is Belonging.ASKED:
        raise Withheld("they have asked again")
    return shown


def _decide(tx: Tx, caller: Caller, group_id: str, person_id: str, state: Belonging) -> JoinShown:
    group, officer = permitted(tx, caller, group_id, Act.APPROVE_JOINING)
    row = tx.session.get(GroupMember, (group.id, person_id), with_for_update=True)
    if row is None:
        raise Unknown(GONE)
    if row.state is not Belonging.ASKED:
        if row.state is state and row.decided_by != person_id:
            return _shown(tx, group, row)
        raise Refusal(_settled(_shown(tx, group, row)))
    row.state, row.decided_by, row.decided_at = state, officer.id, tx.now
    tx.session.add(row)
    tx.session.flush()
    _redraw(tx, group, row)
    _note(
        tx,
        "joining approved" if state is Belonging.BELONGS else "joining declined",
        group,
        officer.id,
        person_id,
    )
    notices.tell(
        tx,
        NoticeKind.JOIN_ANSWERED,
        key=f"{_key(row)}:answered",
        destination=f"person:{person_id}",
        team_id=group.team_id,
        group_id=group.id,
        person_id=person_id,
    )
    return _shown(tx, group, row)


def _settled(shown: JoinShown) -> str:
    if shown.state is Belonging.BELONGS:
        return f"{shown.name} belongs to the group already; {shown.decided_by} approved it."
    if shown.decided_by == shown.name:
        return GONE
    return f"{shown.decided_by} has declined this request; {shown.name} may ask again."


def _tell_officers(tx: Tx, group: Group, row: GroupMember) -> None:
    for officer_id in _approvers(tx, group.id):
        notices.tell(
            tx,
            NoticeKind.JOIN_ASKED,
            key=f"{_key(row)}:{officer_id}",
            destination=f"person:{officer_id}",
            team_id=group.team_id,
            group_id=group.id,
            person_id=officer_id,
            facts={"person_id": row.person_id},
        )


def _redraw(tx: Tx, group: Group, row: GroupMember) -> None:
    """Have what the officers were sent show the answer in place of its buttons."""
    for officer_id in _approvers(tx, group.id):
        notices.changed(tx, f"{_key(row)}:{officer_id}")


def _approvers(tx: Tx, group_id: str) -> list[str]:
    held = [one.person_id for one in groups.officers(tx, group_id) if one.office in WHO[Act.APPROVE_JOINING]]
    return list(dict.fromkeys(held))


def _key(row: GroupMember) -> str:
    """One for each time that somebody asks."""
    return f"join:{row.group_id}:{row.person_id}:{row.asked_at.isoformat()}"


def _of_notice(tx: Tx, notice: Taken, person_id: str) -> JoinShown:
    group = tx.session.get_one(Group, notice.group_id)
    row = tx.session.get(GroupMember, (group.id, person_id))
    if row is None:
        raise Withheld("the request is gone")
    return _shown(tx, group, row)


def _shown(tx: Tx, group: Group, row: GroupMember) -> JoinShown:
    person = tx.session.get_one(Person, row.person_id)
    decided_by = tx.session.get(Person, row.decided_by) if row.decided_by else None
    return JoinShown(
        group_id=group.id,
        group_name=group.name,
        person_id=person.id,
        name=person.name,
        slack_id=person.slack_id,
        role=person.role,
        organisation=person.organisation,
        state=row.state,
        asked_at=row.asked_at,
        decided_by=decided_by.name if decided_by else "",
    )


def _note(tx: Tx, verb: str, group: Group, actor_id: str, subject: str) -> None:
    audit.note(tx, verb, team_id=group.team_id, group_id=group.id, actor_id=actor_id, subject=subject)
