"""Before the meeting: how many members are likely to come, and whom to ask (domain 2).

Each person's chance follows from their answer and from how often they came after that answer before,
drawn towards the group's habit while little is known. What moves everybody at once (a rail strike, an
outbreak) is learnt too: without it the range would be narrower than the truth.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import exp, log, prod, sqrt
from statistics import NormalDist

from rules.moments import listed
from rules.professions import role as role_of
from rules.quorum import Rule
from rules.quorum_count import Present
from rules.quorum_verdict import would_mend
from rules.quorum_words import many_of
from rules.rsvp import Answer

# How often people come after each answer, until the group's own meetings say otherwise [D].
FIRST_GUESS: dict[Answer | None, float] = {
    Answer.ATTENDING: 0.85,
    Answer.MAYBE: 0.4,
    None: 0.1,
    Answer.APOLOGIES: 0.03,
}
GUESS_WEIGHS = 10  # answers: how much evidence the first guess is worth
HABIT_WEIGHS = 4  # answers of one person: how much the group's habit is worth beside their own
FIRST_WOBBLE = 0.3  # of log-odds, from meeting to meeting
WOBBLE_WEIGHS = 40.0  # squared spread: how much that is worth, about three meetings of a usual size
TAIL = 0.1  # on either side of the range: four truths in five lie inside it
DAYS = tuple(NormalDist().inv_cdf((k + 0.5) / 15) for k in range(15))


@dataclass(frozen=True)
class Outcome:
    """What someone answered to a past meeting, and whether they came."""

    person_id: str
    answer: Answer | None
    came: bool


@dataclass(frozen=True)
class Habits:
    """What a group's past meetings say: turn-out by answer and by person, and how much meetings differ."""

    rates: dict[Answer | None, float] = field(default_factory=lambda: dict(FIRST_GUESS))
    wobble: float = FIRST_WOBBLE
    said: Counter[tuple[str, Answer | None]] = field(default_factory=Counter)
    came: Counter[tuple[str, Answer | None]] = field(default_factory=Counter)

    def chance(self, person_id: str, answer: Answer | None) -> float:
        """How likely this person is to come after this answer."""
        key = (person_id, answer)
        return (self.came[key] + HABIT_WEIGHS * self.rates[answer]) / (self.said[key] + HABIT_WEIGHS)


@dataclass(frozen=True)
class Forecast:
    """`likely` members, with a range that four truths in five should lie in, and what to do about it.

    `missing` are sectors of the group from which probably nobody comes; `ask` those members, *Maybe*
    first, whose coming would mend the rule.
    """

    likely: int
    low: int
    high: int
    missing: tuple[str, ...]
    ask: tuple[Present, ...]
    odds: tuple[float, ...]

    def chance_of(self, members: int) -> float:
        """The chance that at least this many members come."""
        return sum(self.odds[members:])

    @property
    def sentence(self) -> str:
        """The forecast as the officers read it."""
        spread = f"{self.low} to {self.high}" if self.low < self.high else str(self.low)
        sentence = f"About {self.likely} {'member' if self.likely == 1 else 'members'} likely ({spread})"
        if self.missing:
            sentence += f"; probably none {listed((_from(key) for key in self.missing), 'or')} yet"
        return f"{sentence}."


def learn(past: Iterable[Sequence[Outcome]]) -> Habits:
    """What past meetings, each with the outcomes of everybody invited, say about the next one."""
    meetings = [tuple(meeting) for meeting in past]
    said = Counter((one.person_id, one.answer) for meeting in meetings for one in meeting)
    came = Counter((one.person_id, one.answer) for meeting in meetings for one in meeting if one.came)
    rates = {}
    for answer, guess in FIRST_GUESS.items():
        tries = sum(count for key, count in said.items() if key[1] is answer)
        good = sum(count for key, count in came.items() if key[1] is answer)
        rates[answer] = (good + GUESS_WEIGHS * guess) / (tries + GUESS_WEIGHS)
    return Habits(rates, _wobble(meetings, rates), said, came)


def forecast(
    rule: Rule, invited: Iterable[tuple[Present, Answer | None]], habits: Habits | None = None
) -> Forecast:
    """Who is likely to come, for a settled rule; only those who would count are looked at.

    `invited` is everybody in the group with their answer so far and their standing on the day.
    """
    known = habits or Habits()
    chances = [
        (person, answer, known.chance(person.person_id, answer))
        for person, answer in invited
        if person.counts
    ]
    odds = _odds([chance for _, _, chance in chances], known.wobble)
    likely = round(sum(chance for _, _, chance in chances))
    surest = sorted(chances, key=lambda one: -one[2])[:likely]
    room = [person for person, _, _ in surest]
    return Forecast(
        likely=likely,
        low=_quantile(odds, TAIL),
        high=_quantile(odds, 1 - TAIL),
        missing=_missing([(person, chance) for person, _, chance in chances]),
        ask=_to_ask(rule, room, [(person, answer) for person, answer, _ in chances]),
        odds=tuple(odds),
    )


def _wobble(meetings: Sequence[Sequence[Outcome]], rates: dict[Answer | None, float]) -> float:
    """How far whole meetings stray from their answers, in log-odds, beyond what chance explains."""
    stray, evidence = FIRST_WOBBLE**2 * WOBBLE_WEIGHS, WOBBLE_WEIGHS
    for meeting in meetings:
        chances = [rates[one.answer] for one in meeting]
        spread = sum(chance * (1 - chance) for chance in chances)
        stray += (sum(one.came for one in meeting) - sum(chances)) ** 2 - spread
        evidence += spread**2
    return sqrt(max(0.0, stray / evidence))


def _odds(chances: Sequence[float], wobble: float) -> list[float]:
    """The chance of each number of people, over good days and bad ones."""
    total = [0.0] * (len(chances) + 1)
    for day in DAYS:
        for number, share in enumerate(_odds_on([_shifted(chance, wobble * day) for chance in chances])):
            total[number] += share / len(DAYS)
    return total


def _odds_on(chances: Iterable[float]) -> list[float]:
    """The chance of each number of people who come independently (Poisson binomial)."""
    odds = [1.0]
    for chance in chances:
        stays_away = [share * (1 - chance) for share in odds]
        comes = [share * chance for share in odds]
        odds = [a + b for a, b in zip([*stays_away, 0.0], [0.0, *comes], strict=True)]
    return odds


def _shifted(chance: float, by: float) -> float:
    return 1 / (1 + exp(-(log(chance / (1 - chance)) + by)))


def _quantile(odds: Sequence[float], share: float) -> int:
    below = 0.0
    for number, chance in enumerate(odds):
        below += chance
        if below >= share:
            return number
    return len(odds) - 1


def _missing(chances: Iterable[tuple[Present, float]]) -> tuple[str, ...]:
    nobody: dict[str, list[float]] = {}
    for person, chance in chances:
        if person.role:
            nobody.setdefault(role_of(person.role).sector, []).append(1 - chance)
    return tuple(sorted(sector for sector, stays_away in nobody.items() if prod(stays_away) > 0.5))


def _to_ask(
    rule: Rule, room: Sequence[Present], invited: Sequence[tuple[Present, Answer | None]]
) -> tuple[Present, ...]:
    undecided = [person for person, answer in invited if answer is Answer.MAYBE]
    silent = [person for person, answer in invited if answer is None]
    candidates = [person for person in (*undecided, *silent) if person not in room]
    mending = would_mend(rule, room, candidates)
    return mending.alone or mending.together


def _from(sector: str) -> str:
    words = many_of(sector)
    return words if words.startswith("from ") else f"who are {words}"
