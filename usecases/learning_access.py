"""Who may do what with a learning event: the unit that runs it, its panel members, and each person for themselves.

Somebody without Slack comes by a signed link: the door has checked it and names the person it was made for.
"""

from dataclasses import dataclass

from rules.refusals import Unknown
from storage import audit, people
from storage.learning import LearningEvent, PanelMember, Part, Practitioner
from storage.people import Person
from storage.transaction import Tx
from usecases import business_unit
from usecases.callers import Caller

# The same words whether it never was, is over, or belongs to somebody else: nothing can be learnt by asking.
GONE = "That is not here, or not any more. Your Home tab shows what concerns you."


@dataclass(frozen=True)
class Holder:
    """Somebody who came by a link that was made and signed for them alone."""

    person_id: str


Whoever = Caller | Holder


def person(tx: Tx, caller: Whoever) -> Person:
    """Who is asking; raises `Unknown` for somebody we have never met."""
    if isinstance(caller, Holder):
        found = tx.session.get(Person, caller.person_id)
    else:
        found = people.by_slack(tx, caller.team_id, caller.slack_id)
    if found is None:
        raise Unknown(GONE)
    return found


def run_by(tx: Tx, caller: Caller, event_id: str) -> tuple[LearningEvent, Person]:
    """The event and the person of its business unit; `NotAllowed` or `Unknown` for anybody else."""
    unit, actor = business_unit.acting(tx, caller)
    event = tx.session.get(LearningEvent, event_id)
    if event is None or event.unit_id != unit.id:
        raise Unknown(GONE)
    return event, actor


def as_panel_member(tx: Tx, caller: Whoever, panel_member_id: str) -> tuple[LearningEvent, PanelMember]:
    """The event and the panel member that the caller is; `Unknown` for anybody else."""
    member = tx.session.get(PanelMember, panel_member_id)
    if member is None or member.person_id != person(tx, caller).id:
        raise Unknown(GONE)
    return tx.session.get_one(LearningEvent, member.event_id), member


def as_reviewer(tx: Tx, caller: Whoever, event_id: str) -> tuple[LearningEvent, Person]:
    """The event and its reviewer, who is the caller; `Unknown` for anybody else."""
    event, actor = tx.session.get(LearningEvent, event_id), person(tx, caller)
    if event is None or event.reviewer_id != actor.id:
        raise Unknown(GONE)
    return event, actor


def as_practitioner(tx: Tx, caller: Whoever, practitioner_id: str) -> tuple[LearningEvent, Practitioner]:
    """The event and the caller's own part in it; `Unknown` for anybody else, and once they have withdrawn."""
    own = tx.session.get(Practitioner, practitioner_id)
    if own is None or own.person_id != person(tx, caller).id or own.part is Part.WITHDRAWN:
        raise Unknown(GONE)
    return tx.session.get_one(LearningEvent, own.event_id), own


def supports(tx: Tx, caller: Whoever, practitioner_id: str) -> tuple[LearningEvent, Practitioner, Person]:
    """Somebody's part, for their panel member or the unit that runs the event; `Unknown` for anybody else."""
    found = tx.session.get(Practitioner, practitioner_id)
    if found is None:
        raise Unknown(GONE)
    member = tx.session.get_one(PanelMember, found.panel_member_id)
    actor = person(tx, caller)
    if member.person_id != actor.id:
        if isinstance(caller, Holder):
            raise Unknown(GONE)
        run_by(tx, caller, found.event_id)
    return tx.session.get_one(LearningEvent, found.event_id), found, actor


def note(tx: Tx, verb: str, event: LearningEvent, actor_id: str) -> None:
    """Write to the audit that somebody did or saw something of an event: never what, never about whom."""
    team_id = tx.session.get_one(Person, actor_id).team_id
    audit.note(tx, verb, team_id=team_id, group_id=None, actor_id=actor_id, subject=event.id)
