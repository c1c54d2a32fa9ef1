"""Is the forecast honest? Past meetings forecast one after the other, each from those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from rules.forecast import Outcome, forecast, learn
from rules.quorum import Headcount
from rules.quorum_count import Present
from rules.rsvp import Answer


@dataclass(frozen=True)
class Calibration:
    """How forecasts turned out: `inside` is the share of truths inside the range, 0.8 if it is honest.

    `width` is the range's mean width in people, `error` how far `likely` was from the truth on average;
    `naive_error` is the same for believing every "attending".
    """

    forecasts: int
    inside: float
    width: float
    error: float
    naive_error: float


def back_test(histories: Sequence[Sequence[Sequence[Outcome]]], *, skip: int = 4) -> Calibration:
    """Forecast every meeting of each group's history after its first `skip`, and compare with the truth."""
    inside = width = error = naive = count = 0
    for history in histories:
        for number in range(skip, len(history)):
            invited = [(Present(one.person_id), one.answer) for one in history[number]]
            made = forecast(Headcount(1), invited, learn(history[:number]))
            truth = sum(one.came for one in history[number])
            promised = sum(one.answer is Answer.ATTENDING for one in history[number])
            count += 1
            inside += made.low <= truth <= made.high
            width += made.high - made.low
            error += abs(made.likely - truth)
            naive += abs(promised - truth)
    tested = max(count, 1)
    return Calibration(count, inside / tested, width / tested, error / tested, naive / tested)


def generated_history(random: Random, *, people: int, meetings: int) -> list[list[Outcome]]:
    """A made-up group: keen and careless people, habits of answering, good days and bad days."""
    keenness = [random.gauss(0, 0.8) for _ in range(people)]
    answering = [random.choices([0.75, 0.4, 0.15], [5, 3, 2])[0] for _ in range(people)]
    history = []
    for _ in range(meetings):
        day = random.gauss(0, 0.35)
        history.append(
            [
                _outcome(random, f"p{number}", keen + day, answers)
                for number, (keen, answers) in enumerate(zip(keenness, answering, strict=True))
            ]
        )
    return history


def _outcome(random: Random, person_id: str, mood: float, answers: float) -> Outcome:
    answer: Answer | None = None
    if random.random() < answers:
        answer = random.choices(list(Answer), [5, 3, 2])[0]
    lean = {Answer.ATTENDING: 1.6, Answer.MAYBE: -0.6, None: -2.0, Answer.APOLOGIES: -4.0}[answer]
    return Outcome(person_id, answer, random.random() < 1 / (1 + exp(-(lean + mood))))
