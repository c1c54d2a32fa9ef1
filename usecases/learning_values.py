"""What stands in the placeholders of a text about a learning event, as things are when it is sent."""

from datetime import date
from typing import Any

from rules import learning_stages
from rules.learning_stages import Stage, Standing
from rules.learning_support import Preparation
from rules.moments import plain_day, span_in_words
from rules.regimes import Regime
from storage import roster
from storage.learning import LearningEvent, PanelMember, Part, Practitioner, SupportRequest
from storage.people import Person
from storage.transaction import Tx
from usecases import learning_asking
from usecases import learning_telling as telling
from usecases.learning_report import owner_of

NOT_SET = "to follow"
NOBODY_LISTED = "Nobody is on your list just now."
# A call for support goes on while the event does not: whoever reads it is told how things stand.
_ON_HOLD = {
    Standing.PAUSED: "The event is paused: nothing else about it goes to anyone.",
    Standing.CANCELLED: "The event is cancelled: nothing else about it goes to anyone.",
}
_THEY_KNOW = "They have been told that somebody is getting in touch."
_TELL_THEM = "Nothing is sent about this event just now, so please tell them yourself."
# The five points in brief, in the order of `Preparation`
_POINTS = {
    "en": (
        "experiences",
        "good practice",
        "learning points",
        "case records, in your own system",
        "familiar with the case again",
    ),
    "cy": ("profiadau", "arfer da", "pwyntiau dysgu", "cofnodion, yn eich system eich hun", "yr achos eto"),
}
_TICKED = {"en": "ticked", "cy": "wedi'i dicio"}


def of_event(
    tx: Tx, event: LearningEvent, member: PanelMember | None, practitioner: Practitioner | None
) -> dict[str, str]:
    """What any text may name; `member` and `practitioner` are whom it is to, or about."""
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
        "they_know": _THEY_KNOW if event.standing is Standing.ACTIVE else _TELL_THEM,
        "when": span_in_words(event.starts_at, event.ends_at, event.zone),
        **_publication(event.publication_on, regime),
    }


def of_stage(tx: Tx, event: LearningEvent, stage: Stage) -> dict[str, str]:
    """What a text about an expected stage names."""
    on = event.expected.get(stage.value, {}).get("on")
    return {
        "stage": learning_stages.name(stage, Regime.from_data(event.regime)),
        "day": plain_day(date.fromisoformat(on)) if on else NOT_SET,
        "owner": owner_of(tx, event, stage),
    }


def of_reply(
    tx: Tx, event: LearningEvent, member: PanelMember | None, practitioner: Practitioner | None, facts: Any
) -> dict[str, str]:
    """What the answer to somebody's own letter names; `facts` are those of its notice."""
    return {
        "count": str(facts.get("count", "")),
        "numbered": _numbered(tx, facts.get("listed", [])) or NOBODY_LISTED,
        "points": _points(tx, practitioner) if practitioner else "",
        **_how_many(tx, event, member),
    }


def _publication(on: date | None, regime: Regime) -> dict[str, str]:
    ends = regime.publication_ends(on) if on else None
    return {
        "published_day": plain_day(on) if on else NOT_SET,
        "published_on": regime.published_on,
        "published_until": f"It stays there until {plain_day(ends)} at least." if ends else "",
        "published_until_day": plain_day(ends) if ends else NOT_SET,
    }


def _how_many(tx: Tx, event: LearningEvent, member: PanelMember | None) -> dict[str, str]:
    listed = roster.practitioners_of(tx, event.id, panel_member_id=member.id if member else None)
    parts = [one for one, _ in listed if one.part is not Part.WITHDRAWN]
    return {
        "invited": str(len(parts)),
        "told": str(sum(one.told_at is not None for one in parts)),
        "asking": str(len(learning_asking.of_reviewer(tx, event))) if member is None else "",
    }


def _numbered(tx: Tx, listed: list[str]) -> str:
    lines = [line for line in (_line(tx, each) for each in listed) if line]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _line(tx: Tx, listed: str) -> str:
    """Somebody on a list, by their part or by what they asked."""
    request = tx.session.get(SupportRequest, listed)
    practitioner = tx.session.get(Practitioner, request.practitioner_id if request else listed)
    if practitioner is None:
        return "nobody any more"
    name = _name(tx, practitioner.person_id)
    return f"{name}: {_answered(request)}" if request else f"{name}: {_how(tx, practitioner)}"


def _answered(request: SupportRequest) -> str:
    return "somebody is in touch" if request.answered_at else "would like to talk"


def _how(tx: Tx, practitioner: Practitioner) -> str:
    if practitioner.part is Part.WITHDRAWN:
        return "not taking part"
    told = "has been told" if practitioner.told_at else "not told yet"
    asks = any(request.answered_at is None for request in roster.requests_of(tx, practitioner.id))
    return f"{told}; would like to talk" if asks else told


def _points(tx: Tx, practitioner: Practitioner) -> str:
    ticks, language = roster.ticks_of(tx, practitioner.id), practitioner.language
    return "\n".join(
        f"{number}. {words}{f' ({_TICKED[language]})' if item in ticks else ''}"
        for number, (item, words) in enumerate(zip(Preparation, _POINTS[language], strict=True), 1)
    )


def _name(tx: Tx, person_id: str) -> str:
    return tx.session.get_one(Person, person_id).name
