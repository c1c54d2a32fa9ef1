"""Urgent business at an inquorate meeting: by the Chair, in consultation with the Independent Chair.

Terms 4.1 (source item 18), as steps that can be shown later: the Chair puts the business, the
Independent Chair is consulted (by a button, an e-mailed link, or a call that the Chair records), the
view is kept, and the Chair decides. The terms give no veto; a charter may.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rules.decisions import worded
from rules.refusals import NotAllowed, Refusal

_SETTLED = "This business is {step} already, so nothing was changed. `/sig minutes` shows how it ended."


class Step(StrEnum):
    """How far the business has come."""

    CONSULTING = "consulting"
    VIEW_KEPT = "view kept"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class Way(StrEnum):
    """How the Independent Chair was consulted."""

    BUTTON = "button"
    LINK = "link"
    CALL = "call"

    @property
    def label(self) -> str:
        """As the minutes say it."""
        return {"button": "in Slack", "link": "by e-mail", "call": "by a call that the Chair recorded"}[self]


class View(StrEnum):
    """What the Independent Chair thought."""

    SUPPORTS = "supports"
    DOES_NOT_SUPPORT = "does-not-support"
    NO_VIEW = "no-view"

    @property
    def label(self) -> str:
        """As the minutes say it."""
        return {
            "supports": "supports it",
            "does-not-support": "does not support it",
            "no-view": "gives no view either way",
        }[self]


@dataclass(frozen=True)
class Consultation:
    """The Independent Chair's view, with their own words if there were any."""

    view: View
    words: str
    way: Way
    given_by: str
    at: datetime


@dataclass(frozen=True)
class Ruling:
    """What the Chair decided after the consultation."""

    approved: bool
    words: str
    decided_by: str
    at: datetime


@dataclass(frozen=True)
class Urgent:
    """One item of urgent business, from the Chair's proposal to the Chair's decision."""

    text: str
    reason: str
    chair_id: str
    independent_id: str
    proposed_at: datetime
    step: Step = Step.CONSULTING
    consultation: Consultation | None = None
    ruling: Ruling | None = None


def propose(
    *,
    text: str,
    reason: str,
    by: str,
    chair_id: str | None,
    independent_id: str | None,
    quorate: bool,
    at: datetime,
) -> Urgent:
    """The Chair puts urgent business; consulting begins.

    Raises `Refusal` when the meeting is quorate, when somebody else puts it, or when there is no
    Independent Chair who is another person than the Chair.
    """
    if quorate:
        raise Refusal("The meeting is quorate: please put this to the members as an ordinary decision.")
    if chair_id is None or by != chair_id:
        raise NotAllowed(
            "The terms leave urgent business to the Chair of the group: please ask them to put it."
        )
    if independent_id is None:
        raise Refusal(
            "Nobody is named as Independent Chair yet: the secretary names them with `/sig officers name`."
        )
    if independent_id == chair_id:
        raise Refusal(
            "The Chair and the Independent Chair are the same person here, and nobody can consult"
            " themselves: please let the secretary name another Independent Chair."
        )
    return Urgent(
        worded(text, "the business"),
        worded(reason, "why it can’t wait", field="reason"),
        by,
        independent_id,
        at,
    )


def give_view(urgent: Urgent, *, view: View, words: str, way: Way, by: str, at: datetime) -> Urgent:
    """Keep the Independent Chair's view; of a call, the Chair records it.

    Raises `Refusal` when a view was given before (a link used twice), or when it is not theirs to give.
    """
    if urgent.step is Step.WITHDRAWN:
        raise Refusal("The Chair has withdrawn this business; thank you, there is nothing left to do.")
    if urgent.consultation is not None:
        raise Refusal("A view on this was recorded already; thank you, there is nothing left to do.")
    if by != (urgent.chair_id if way is Way.CALL else urgent.independent_id):
        who = "the Chair, who made the call," if way is Way.CALL else "the Independent Chair"
        raise NotAllowed(f"Only {who} can record this view.")
    if way is Way.CALL and not words.strip():
        raise Refusal(
            "Please write down what was said on the call, so that it can be shown later.", field="words"
        )
    kept = Consultation(view, " ".join(words.split()), way, by, at)
    return replace(urgent, step=Step.VIEW_KEPT, consultation=kept)


def rule_on(urgent: Urgent, *, approved: bool, words: str, by: str, at: datetime, veto: bool) -> Urgent:
    """The Chair decides, once the view is kept. With `veto` (the charter's) only what is supported passes."""
    if by != urgent.chair_id:
        raise NotAllowed("The terms leave this decision to the Chair who put the business.")
    if urgent.step is Step.CONSULTING or urgent.consultation is None:
        raise Refusal("Please wait for the Independent Chair’s view, or record a call with them.")
    if urgent.step is not Step.VIEW_KEPT:
        raise Refusal(_SETTLED.format(step=urgent.step.value))
    if veto and approved and urgent.consultation.view is View.DOES_NOT_SUPPORT:
        raise Refusal(
            "This group’s charter lets urgent business pass only if the Independent Chair supports it."
        )
    return replace(urgent, step=Step.DECIDED, ruling=Ruling(approved, " ".join(words.split()), by, at))


def withdraw(urgent: Urgent, *, by: str) -> Urgent:
    """The Chair takes the business back, for as long as it is not decided."""
    if by != urgent.chair_id:
        raise NotAllowed("Only the Chair who put this business can withdraw it.")
    if urgent.step in {Step.DECIDED, Step.WITHDRAWN}:
        raise Refusal(_SETTLED.format(step=urgent.step.value))
    return replace(urgent, step=Step.WITHDRAWN)
