"""The chair's word on professional diversity, and what it makes of the quorum (terms 4.1, domain 2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rules.attendance import Point
from rules.quorum_verdict import Evaluation
from rules.refusals import Refusal


@dataclass(frozen=True)
class Word:
    """The chair recorded that the attendance reflects professional diversity, or that it does not.

    `shorts` is how far each part of the rule was from being met at that moment: the word was about
    those people, and does not stand for a room that has changed since.
    """

    reflects: bool
    reason: str
    chair_id: str
    at: datetime
    shorts: tuple[int, ...]


@dataclass(frozen=True)
class Moment:
    """Quorum was gained or lost at this instant, with how the room stood then."""

    at: datetime
    quorate: bool
    evaluation: Evaluation


def speak(evaluation: Evaluation, *, reflects: bool, reason: str, chair_id: str, at: datetime) -> Word:
    """Record the chair's word; raises `Refusal` when it departs from the rule without a reason."""
    reason = reason.strip()
    if reflects != evaluation.met and not reason:
        raise Refusal("Please say why in a few words: this is what the minutes will show.", field="reason")
    return Word(reflects, reason, chair_id, at, _shorts(evaluation))


def stands(word: Word, evaluation: Evaluation) -> bool:
    """Whether the word still speaks of the people in the room.

    "It reflects diversity" lapses when any part is further from being met than it was then, "it does
    not" when one has come nearer.
    """
    pairs = list(zip(word.shorts, _shorts(evaluation), strict=True))
    if word.reflects:
        return all(now <= then for then, now in pairs)
    return all(now >= then for then, now in pairs)


def is_quorate(evaluation: Evaluation, word: Word | None) -> bool:
    """Enough members, and diversity by the chair's standing word or else by the rule."""
    if not evaluation.enough:
        return False
    if word is not None and stands(word, evaluation):
        return word.reflects
    return evaluation.met


def word_at(words: Iterable[Word], at: datetime) -> Word | None:
    """The last word recorded up to this instant."""
    return max((word for word in words if word.at <= at), key=lambda word: word.at, default=None)


def moments(points: Iterable[Point], words: Iterable[Word]) -> tuple[Moment, ...]:
    """When the quorum was gained or lost, by arrivals, departures and the chair's words.

    `points` are the course of the attendance; a meeting is not quorate before it begins.
    """
    course, said = list(points), list(words)
    found, quorate = list[Moment](), False
    for at in sorted({*(point.at for point in course), *(word.at for word in said)}):
        before = [point for point in course if point.at <= at]
        if not before:
            continue
        now = is_quorate(before[-1].evaluation, word_at(said, at))
        if now != quorate:
            found.append(Moment(at, now, before[-1].evaluation))
        quorate = now
    return tuple(found)


def _shorts(evaluation: Evaluation) -> tuple[int, ...]:
    return tuple(part.short for part in evaluation.parts if not part.leaf.hard)
