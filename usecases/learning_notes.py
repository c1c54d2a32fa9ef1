"""What a notice about a learning event says at the moment when it is sent, or why it is not said any more.

The state is read again here, immediately before sending: a message that a courier has leased already does
not go out once its event is paused, or its person has withdrawn.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rules import learning_stages
from rules.learning_stages import Stage, Standing
from rules.moments import plain_day, span_in_words
from rules.refusals import Unknown
from rules.regimes import Regime
from storage import roster
from storage.learning import LearningEvent, PanelMember, Part, Practitioner, SupportRequest
from storage.leases import Taken
from storage.people import Person
from storage.transaction import Tx
from usecases import learning_telling as telling
from usecases.callers import Caller
from usecases.learning_access import GONE, Whoever, as_panel_member, person, run_by
from usecases.learning_report import owner_of
from usecases.told import Withheld

NOT_SET = "to follow"
# A call for support goes on while the event does not: whoever reads it is told how things stand.
_ON_HOLD = {
    Standing.PAUSED: "The event is paused: nothing else about it goes to anyone.",
    Standing.CANCELLED: "The event is cancelled: nothing else about it goes to anyone.",
}
# That somebody paused is theirs alone to know.
NOT_NOW = "it is not to be said now"


@dataclass(frozen=True)
class Note:
    """A text of the library with its values, and the part of whoever reads it.

    `part_id` is the practitioner's or panel member's id, `request_id` the support request it is about,
    `person_id` whoever reads it.
    """

    text: str
    language: str
    values: dict[str, str]
    part_id: str
    request_id: str = ""
    person_id: str = ""


def load(tx: Tx, facts: dict[str, Any]) -> Note | str:
    """The note that a notice's facts call for, or in a few words why there is none any more."""
    event = tx.session.get(LearningEvent, facts["event"])
    if event is None:
        return "the event was erased"
    because = _no_longer(tx, event, facts)
    return because or _note(tx, event, facts)


def at_the_moment(tx: Tx, notice: Taken) -> Note:
    """The note of a notice that is about to be sent; raises `Withheld` if it is not to be said any more."""
    found = load(tx, notice.facts)
    if isinstance(found, str):
        raise Withheld(found)
    return replace(found, person_id=notice.person_id or "")


def reply(tx: Tx, *, caller: Whoever, practitioner_id: str, text: str) -> Note:
    """What the caller reads after they did something about their own part, also when it has ended."""
    own = tx.session.get(Practitioner, practitioner_id)
    if own is None or own.person_id != person(tx, caller).id:
        raise Unknown(GONE)
    event = tx.session.get_one(LearningEvent, own.event_id)
    return _note(tx, event, {"text": f"practitioner/{text}", "to": own.id})


def preview(tx: Tx, *, caller: Caller, event_id: str, text: str) -> Note:
    """What a text of an event reads like, for those who run, lead or support it; nobody is named in it."""
    event = tx.session.get(LearningEvent, event_id)
    reader = person(tx, caller)
    panel = roster.panel_of(tx, event_id)
    member = next((one for one in panel if one.person_id == reader.id), None)
    if event is None or (member is None and event.reviewer_id != reader.id):
        event, _ = run_by(tx, caller, event_id)
    values = _values(tx, event, member, None)
    unnamed = {"person": "Somebody", "stage": "A step", "day": NOT_SET}
    return Note(text, "en", {**values, **unnamed}, part_id="")


def draft_for(tx: Tx, *, caller: Whoever, panel_member_id: str, text: str) -> Note:
    """What a panel member would pass on with one click, to be read before it is sent."""
    event, member = as_panel_member(tx, caller, panel_member_id)
    return draft(tx, event, member, text)


def draft(tx: Tx, event: LearningEvent, member: PanelMember, text: str) -> Note:
    """The same, where it is known who asks."""
    return Note(f"practitioner/{text}", "en", _values(tx, event, member, None), member.id)


def _no_longer(tx: Tx, event: LearningEvent, facts: dict[str, Any]) -> str:
    audience, _, text = facts["text"].partition("/")
    if "request" in facts:
        request = tx.session.get(SupportRequest, facts["request"])
        return "" if request is not None and request.answered_at is None else "it was answered"
    if audience == "practitioner":
        return _not_for_practitioner(tx, event, facts["to"], text)
    # "Paused" is said while it is paused, "erased" at any time; everything else, while the event goes on.
    if event.standing not in _SAID_WHILE.get(text, {Standing.ACTIVE}):
        return "the event stands otherwise now"
    if audience == "panel-member" and tx.session.get(PanelMember, facts["to"]) is None:
        return "they are not on the panel any more"
    reached = "stage" in facts and _reached(tx, event, Stage(facts["stage"]))
    return "the step was reached" if reached else ""


_SAID_WHILE = {
    "paused": {Standing.PAUSED},
    "cancelled": {Standing.CANCELLED},
    "erased": set(Standing),
}


def _not_for_practitioner(tx: Tx, event: LearningEvent, practitioner_id: str, text: str) -> str:
    practitioner = tx.session.get(Practitioner, practitioner_id)
    if practitioner is None or practitioner.part is Part.WITHDRAWN:
        return "they are not taking part"
    if event.standing is not Standing.ACTIVE:
        return "the event is not going on"
    if text == "support-answered":  # they asked for it themselves, also while their messages are paused
        return ""
    if practitioner.part is Part.PAUSED:
        return NOT_NOW
    return "" if practitioner.told_at else NOT_NOW


def _reached(tx: Tx, event: LearningEvent, stage: Stage) -> bool:
    return learning_stages.day_of(roster.history(tx, event.id), stage) is not None


def _note(tx: Tx, event: LearningEvent, facts: dict[str, Any]) -> Note:
    practitioner = tx.session.get(Practitioner, facts.get("practitioner", facts["to"]))
    member_id = practitioner.panel_member_id if practitioner else facts["to"]
    member = tx.session.get(PanelMember, member_id)
    to_practitioner = facts["text"].startswith("practitioner/")
    values = _values(tx, event, member, practitioner)
    if "stage" in facts:
        values |= _expected(tx, event, Stage(facts["stage"]))
    return Note(
        text=facts["text"],
        language=practitioner.language if practitioner and to_practitioner else "en",
        values=values,
        part_id=facts["to"],
        request_id=facts.get("request", ""),
    )


def _values(
    tx: Tx, event: LearningEvent, member: PanelMember | None, practitioner: Practitioner | None
) -> dict[str, str]:
    regime, unit = Regime.from_data(event.regime), telling.unit_of(tx, event)
    return {
        "access": event.access or NOT_SET,
        "agency": member.agency if member else "",
        "contact": f"{unit.name}, {unit.contact}",
        "facilitator": event.facilitator or "An experienced facilitator",
        "ground_rules": event.ground_rules or NOT_SET,
        "kept_copy": f"The copy in {regime.kept_in} is kept." if regime.kept_in else "",
        "on_hold": _ON_HOLD.get(event.standing, ""),
        "owner": owner_of(tx, event, Stage.TAKEN_DOWN),
        "panel_member": _name(tx, member.person_id) if member else f"Your {regime.panel_member}",
        "person": _name(tx, practitioner.person_id) if practitioner else "",
        "place": event.place or NOT_SET,
        "when": span_in_words(event.starts_at, event.ends_at, event.zone),
        **_publication(event.publication_on, regime),
    }


def _publication(on: date | None, regime: Regime) -> dict[str, str]:
    ends = regime.publication_ends(on) if on else None
    return {
        "published_day": plain_day(on) if on else NOT_SET,
        "published_on": regime.published_on,
        "published_until": f"It stays there until {plain_day(ends)} at least." if ends else "",
        "published_until_day": plain_day(ends) if ends else NOT_SET,
    }


def _expected(tx: Tx, event: LearningEvent, stage: Stage) -> dict[str, str]:
    on = event.expected.get(stage.value, {}).get("on")
    return {
        "stage": learning_stages.name(stage, Regime.from_data(event.regime)),
        "day": plain_day(date.fromisoformat(on)) if on else NOT_SET,
        "owner": owner_of(tx, event, stage),
    }


def _name(tx: Tx, person_id: str) -> str:
    return tx.session.get_one(Person, person_id).name
