"""Decisions, each with the quorum of its moment, and their ratification (terms 4.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rules.diversity import Word, is_quorate, stands
from rules.quorum import Rule
from rules.quorum_count import Present
from rules.quorum_verdict import Evaluation, evaluate
from rules.refusals import Refusal

LONGEST = 1000


class Force(StrEnum):
    """Whether a decision binds. Losing the quorum later undoes nothing."""

    IN_FORCE = "in force"
    FOR_RATIFICATION = "for ratification"
    RATIFIED = "ratified"
    NOT_RATIFIED = "not ratified"


@dataclass(frozen=True)
class Decision:
    """What was decided, who proposed it, who stood aside, and how the room stood at that moment (UTC).

    `word` is the chair's on diversity, where one stood.
    """

    text: str
    proposer_id: str
    conflicted: tuple[str, ...]
    at: datetime
    force: Force
    evaluation: Evaluation
    word: Word | None = None
    settled_at: datetime | None = None


def decide(
    rule: Rule,
    present: Iterable[Present],
    word: Word | None,
    *,
    text: str,
    proposer_id: str,
    conflicted: Iterable[str],
    at: datetime,
) -> Decision:
    """Record a decision; people with a conflict of interest do not count for it.

    A decision taken while inquorate is marked for ratification. Raises `Refusal` when the text is
    missing or too long, or the proposer is not a member in the room.
    """
    room, aside = tuple(present), tuple(sorted(set(conflicted)))
    if not any(person.person_id == proposer_id and person.counts for person in room):
        raise Refusal("Please name a member who is checked in as the proposer.", field="proposer")
    evaluation = evaluate(rule, (person for person in room if person.person_id not in aside))
    if word is not None and not stands(word, evaluation):
        word = None
    force = Force.IN_FORCE if is_quorate(evaluation, word) else Force.FOR_RATIFICATION
    return Decision(worded(text, "the decision"), proposer_id, aside, at, force, evaluation, word)


def ratify(
    decision: Decision, evaluation: Evaluation, word: Word | None, *, agreed: bool, at: datetime
) -> Decision:
    """The next meeting ratifies a decision, or does not; raises `Refusal` unless it is quorate itself."""
    if decision.force is not Force.FOR_RATIFICATION:
        raise Refusal(f"This decision is {decision.force.value}: there is nothing left to ratify.")
    if not is_quorate(evaluation, word):
        raise Refusal(f"A decision can be ratified once the meeting is quorate. {evaluation.sentence}")
    return replace(decision, force=Force.RATIFIED if agreed else Force.NOT_RATIFIED, settled_at=at)


def worded(text: str, what: str, *, field: str = "text") -> str:
    """Text as it is kept; raises `Refusal` when there is none, or more than a minute-taker would want."""
    kept = " ".join(text.split())
    if not kept:
        raise Refusal(f"Please write {what} in a sentence or two.", field=field)
    if len(kept) > LONGEST:
        raise Refusal(
            f"Please keep {what} under {LONGEST} characters; papers can hold the rest.", field=field
        )
    return kept
