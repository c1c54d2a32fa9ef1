"""Rows of figures, each a ratio against something bare in the same run, with its goal."""

import os
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Fewer only while something is being tried out
ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "9"))


@dataclass(frozen=True)
class Row:
    """One figure. `at_least` says which way is good; `goal` is None for what is only shown."""

    work: str
    figure: float
    unit: str
    goal: float | None = None
    at_least: bool = True
    told: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        if self.goal is None:
            return True
        return self.figure >= self.goal if self.at_least else self.figure <= self.goal

    @property
    def missed_by(self) -> float:
        """How far a missed goal is away, as a share of it."""
        return 0.0 if self.met or self.goal is None else abs(self.figure - self.goal) / self.goal


def interleaved(runs: int, *measures: Callable[[], float]) -> list[list[float]]:
    """Each measure once per round, round after round, so that a slow minute of the machine hits all alike."""
    rounds = [[measure() for measure in measures] for _ in range(runs)]
    return [list(column) for column in zip(*rounds, strict=True)]


def ratio(ours: Iterable[float], bare: Iterable[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(one / other for one, other in zip(ours, bare, strict=True))


def printed(rows: Iterable[Row]) -> str:
    """The table, in Markdown."""
    lines = ["| work | measured | goal | |", "|---|---|---|---|"]
    for row in rows:
        sign = "≥" if row.at_least else "≤"
        goal = "" if row.goal is None else f"{sign} {row.goal:g} {row.unit}"
        verdict = "" if row.goal is None else ("met" if row.met else f"missed by {row.missed_by:.0%}")
        told = f" ({row.told})" if row.told else ""
        lines.append(f"| {row.work}{told} | {row.figure:.3g} {row.unit} | {goal} | {verdict} |")
    return "\n".join(lines)
