"""What a notice about a learning event says at the moment when it is sent, or why it is not said any more.

The state is read again here, immediately before sending: a message that a courier has leased already does
not go out once its event is paused, or its person has withdrawn.
"""

from dataclasses import dataclass, replace
from typing import Any

from rules import learning_stages
from rules.learning_stages import Stage, Standing
from rules.moments import moment_in_words
from rules.refusals import Unknown
from storage import roster
from storage.learning import LearningEvent, PanelMember, Part, Practitioner, SupportRequest
from storage.leases import Taken
from storage.transaction import Tx
from usecases import learning_telling as telling
from usecases import learning_values
from usecases.callers import Caller
from usecases.learning_access import GONE, Whoever, as_panel_member, as_reviewer, person, run_by
from usecases.learning_report import PLANNED, PUBLISHED
from usecases.told import Withheld

# That somebody paused is theirs alone to know.
NOT_NOW = "it is not to be said now"


MOST_NEXT = 4


@dataclass(frozen=True)
class Note:
    """A text of the library with its values, and the part of whoever reads it.

    `part_id` is the practitioner's or panel member's id, `request_id` the support request it is about,
    `person_id` whoever reads it, `notice_id` what a reply to it refers to.
    """

    text: str
    language: str
    values: dict[str, str]
    part_id: str
    request_id: str = ""
    person_id: str = ""
    notice_id: str = ""
    enclosed: "tuple[Enclosed, ...]" = ()


@dataclass(frozen=True)
class Enclosed:
    """A text that stands in another one, word for word, under a label."""

    label: str
    note: Note


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
    return replace(found, person_id=notice.person_id or "", notice_id=notice.id)


def reply(tx: Tx, *, caller: Whoever, practitioner_id: str, text: str) -> Note:
    """What the caller reads after they did something about their own part, also when it has ended."""
    own = tx.session.get(Practitioner, practitioner_id)
    if own is None or own.person_id != person(tx, caller).id:
        raise Unknown(GONE)
    event = tx.session.get_one(LearningEvent, own.event_id)
    return _note(tx, event, {"text": f"practitioner/{text}", "to": own.id})


def how_it_reads(tx: Tx, *, caller: Whoever, panel_member_id: str) -> tuple[Enclosed, ...]:
    """What a panel member's practitioners get next, word for word."""
    return next_out(tx, *as_panel_member(tx, caller, panel_member_id))


def how_it_reads_for_reviewer(tx: Tx, *, caller: Whoever, event_id: str) -> tuple[Enclosed, ...]:
    """The same for the reviewer of the event."""
    return next_out(tx, as_reviewer(tx, caller, event_id)[0], None)


def preview(tx: Tx, *, caller: Caller, event_id: str, text: str) -> Note:
    """What a text of an event reads like, for those who run, lead or support it; nobody is named in it."""
    event = tx.session.get(LearningEvent, event_id)
    reader = person(tx, caller)
    panel = roster.panel_of(tx, event_id)
    member = next((one for one in panel if one.person_id == reader.id), None)
    if event is None or (member is None and event.reviewer_id != reader.id):
        event, _ = run_by(tx, caller, event_id)
    return _unnamed(tx, event, member, text)


def draft_for(tx: Tx, *, caller: Whoever, panel_member_id: str, text: str) -> Note:
    """What a panel member would pass on with one click, to be read before it is sent."""
    event, member = as_panel_member(tx, caller, panel_member_id)
    return draft(tx, event, member, text)


def draft(tx: Tx, event: LearningEvent, member: PanelMember, text: str) -> Note:
    """The same, where it is known who asks."""
    values = learning_values.of_event(tx, event, member, None)
    return Note(f"practitioner/{text}", "en", values, member.id)


def _no_longer(tx: Tx, event: LearningEvent, facts: dict[str, Any]) -> str:
    audience, _, text = facts["text"].partition("/")
    if "reply" in facts:  # the answer to their own letter, unless the event was paused or resumed since
        return "" if event.standing == facts["reply"] else "the event stands otherwise now"
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
    values = learning_values.of_event(tx, event, member, practitioner)
    if "stage" in facts:
        values |= learning_values.of_stage(tx, event, Stage(facts["stage"]))
    if "reply" in facts:
        values |= learning_values.of_reply(tx, event, member, practitioner, facts)
    return Note(
        text=facts["text"],
        language=practitioner.language if practitioner and to_practitioner else "en",
        values=values,
        part_id=facts["to"],
        request_id=facts.get("request", ""),
        enclosed=_enclosed(tx, event, member, facts["text"]),
    )


def _enclosed(tx: Tx, event: LearningEvent, member: PanelMember | None, text: str) -> tuple[Enclosed, ...]:
    """What a letter holds word for word: the draft to pass on, or what goes out next."""
    audience, _, name = text.partition("/")
    if audience == "panel-member" and name in {PLANNED, PUBLISHED} and member is not None:
        return (Enclosed("The draft, word for word", draft(tx, event, member, name)),)
    return next_out(tx, event, member) if name == "next" else ()


def next_out(tx: Tx, event: LearningEvent, member: PanelMember | None) -> tuple[Enclosed, ...]:
    """What goes out next to practitioners who have been told, and when; nobody is named in it."""
    return tuple(
        Enclosed(moment_in_words(due_at, event.zone), _unnamed(tx, event, member, text))
        for text, due_at in telling.schedule(tx, event)[:MOST_NEXT]
    )


def _unnamed(tx: Tx, event: LearningEvent, member: PanelMember | None, text: str) -> Note:
    unnamed = {"person": "Somebody", "stage": "A step", "day": learning_values.NOT_SET}
    return Note(text, "en", {**learning_values.of_event(tx, event, member, None), **unnamed}, part_id="")
