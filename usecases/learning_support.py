"""The practitioner's own: their preparation list, and saying that they would like to talk, pause or not come."""

from dataclasses import dataclass
from datetime import datetime

from rules.learning_stages import Standing
from rules.learning_support import Preparation, calls
from rules.refusals import Refusal, Unknown
from storage import roster
from storage.learning import LearningEvent, PanelMember, Part, Practitioner, PreparationTick, SupportRequest
from storage.people import Person
from storage.transaction import Tx
from usecases import learning_telling as telling
from usecases.guardrail import refuse_identifiers
from usecases.learning_access import GONE, Whoever, as_practitioner, note, supports
from usecases.learning_people import leave


@dataclass(frozen=True)
class Own:
    """What a practitioner sees of their part, and nobody else does."""

    practitioner_id: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    access: str
    facilitator: str
    panel_member: str
    contact: str
    language: str
    ticks: frozenset[Preparation]
    paused: bool
    asked: bool
    needs: str


def own(tx: Tx, *, caller: Whoever, practitioner_id: str) -> Own:
    """A practitioner's own part in an event."""
    event, practitioner = as_practitioner(tx, caller, practitioner_id)
    return Own(
        practitioner_id=practitioner.id,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=event.place,
        access=event.access,
        facilitator=event.facilitator,
        panel_member=_panel_member(tx, practitioner).name,
        contact=telling.unit_of(tx, event).contact,
        language=practitioner.language,
        ticks=roster.ticks_of(tx, practitioner.id),
        paused=practitioner.part is Part.PAUSED,
        asked=any(one.id == practitioner.id for _, one in roster.open_requests(tx, event.id)),
        needs=practitioner.needs,
    )


def tick(tx: Tx, *, caller: Whoever, practitioner_id: str, ticked: frozenset[Preparation]) -> None:
    """Keep which of the five points somebody has ticked; no audit, no count, nobody told."""
    _, practitioner = as_practitioner(tx, caller, practitioner_id)
    for row in roster.tick_rows(tx, practitioner.id):
        if row.item not in ticked:
            tx.session.delete(row)
    for item in sorted(ticked - roster.ticks_of(tx, practitioner.id)):
        tx.session.add(PreparationTick(practitioner_id=practitioner.id, item=item))


def ask_to_talk(
    tx: Tx, *, caller: Whoever, practitioner_id: str, reviewer_too: bool = False, hard: bool = False
) -> None:
    """Tell the panel member at once; again after a working day; then the reviewer, only if `reviewer_too`.

    Asking again while nobody has answered changes nothing but the consent, which is the newest one.
    """
    event, practitioner = as_practitioner(tx, caller, practitioner_id)
    open_ones = [one for one, asker in roster.open_requests(tx, event.id) if asker.id == practitioner.id]
    request = next((one for one in open_ones if one.hard == hard), None)
    if request is None:
        request = SupportRequest(practitioner_id=practitioner.id, hard=hard, asked_at=tx.now)
    request.reviewer_too = reviewer_too
    tx.session.add(request)
    tx.session.flush()
    _plan_calls(tx, event, practitioner, request)


def pause(tx: Tx, *, caller: Whoever, practitioner_id: str) -> None:
    """Stop every message to the caller about this event, at once; nobody is told."""
    _, practitioner = as_practitioner(tx, caller, practitioner_id)
    practitioner.part = Part.PAUSED
    tx.session.add(practitioner)
    tx.session.flush()
    telling.stop_practitioner(tx, practitioner, "it is not to be said now")


def resume(tx: Tx, *, caller: Whoever, practitioner_id: str) -> None:
    """Go on with the messages; what was missed comes as one."""
    event, practitioner = as_practitioner(tx, caller, practitioner_id)
    if practitioner.part is Part.PAUSED:
        practitioner.part, practitioner.since = Part.TAKING, tx.now
        tx.session.add(practitioner)
        tx.session.flush()
        telling.plan_practitioner(tx, event, practitioner)


def not_taking_part(tx: Tx, *, caller: Whoever, practitioner_id: str) -> None:
    """The caller is not taking part: no reason is asked; their panel member is told that, and no more."""
    event, practitioner = as_practitioner(tx, caller, practitioner_id)
    leave(tx, event, practitioner)
    member = tx.session.get_one(PanelMember, practitioner.panel_member_id)
    telling.say(
        tx,
        event,
        member.person_id,
        "panel-member/withdrawn",
        to=member.id,
        occasion=practitioner.id,
        practitioner=practitioner.id,
    )


def say_needs(tx: Tx, *, caller: Whoever, practitioner_id: str, needs: str, language: str) -> None:
    """Keep what somebody needs to take part, asked as needs and seen by the unit only; and their language."""
    refuse_identifiers(needs, field="needs")
    if language not in {"en", "cy"}:
        raise Refusal("Choose English or Welsh.", field="language")
    _, practitioner = as_practitioner(tx, caller, practitioner_id)
    practitioner.needs, practitioner.language = needs.strip()[:500], language
    tx.session.add(practitioner)


def answer(tx: Tx, *, caller: Whoever, request_id: str) -> bool:
    """ "I am in touch": nobody is asked again. Two people saying it is no fault.

    Whoever asked is told so while the event goes on; returns whether they are.
    """
    request = tx.session.get(SupportRequest, request_id)
    if request is None:
        raise Unknown(GONE)
    event, practitioner, actor = _answering(tx, caller, request)
    goes_on = event.standing is Standing.ACTIVE
    if request.answered_at is not None:
        return goes_on
    request.answered_at, request.answered_by = tx.now, actor.id
    tx.session.add(request)
    tx.session.flush()
    telling.stop_calls(tx, request.id)
    if goes_on:
        telling.say(
            tx,
            event,
            practitioner.person_id,
            "practitioner/support-answered",
            to=practitioner.id,
            kind=telling.CALL,
            occasion=request.id,
        )
    note(tx, "support request answered", event, actor.id)
    return goes_on


def _answering(
    tx: Tx, caller: Whoever, request: SupportRequest
) -> tuple[LearningEvent, Practitioner, Person]:
    practitioner = tx.session.get_one(Practitioner, request.practitioner_id)
    event = tx.session.get_one(LearningEvent, practitioner.event_id)
    reviewer = tx.session.get(Person, event.reviewer_id) if event.reviewer_id else None
    if request.reviewer_too and reviewer is not None and _is(caller, reviewer):
        return event, practitioner, reviewer
    return supports(tx, caller, practitioner.id)


def _is(caller: Whoever, somebody: Person) -> bool:
    slack_id = getattr(caller, "slack_id", None)
    return getattr(caller, "person_id", None) == somebody.id or (
        slack_id is not None and slack_id == somebody.slack_id
    )


def _plan_calls(tx: Tx, event: LearningEvent, practitioner: Practitioner, request: SupportRequest) -> None:
    member = tx.session.get_one(PanelMember, practitioner.panel_member_id)
    recipients = {
        "panel-member": (member.person_id, member.id),
        "reviewer": (event.reviewer_id, f"reviewer-{event.id}"),
    }
    telling.stop_calls(tx, request.id)
    closed = telling.closed_for(practitioner.nation, tx.now)
    for call in calls(request.asked_at, reviewer_too=request.reviewer_too, closed=closed):
        person_id, part_id = recipients[call.to]
        text = "hard" if request.hard and call.message == "support-asked" else call.message
        if person_id is not None:
            telling.say(
                tx,
                event,
                person_id,
                f"{call.to}/{text}",
                to=part_id,
                kind=telling.CALL,
                occasion=request.id,
                due_at=call.due_at,
                request=request.id,
                practitioner=practitioner.id,
            )


def _panel_member(tx: Tx, practitioner: Practitioner) -> Person:
    member = tx.session.get_one(PanelMember, practitioner.panel_member_id)
    return tx.session.get_one(Person, member.person_id)
