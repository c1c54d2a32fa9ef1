"""The quorum through a meeting, without anybody in it: what stays when the times of stays are erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rules.attendance import Sitting, Stay, course
from rules.diversity import Moment, Word
from rules.diversity import moments as moments_of
from rules.quorum import Rule
from rules.quorum_verdict import Colour, Evaluation


@dataclass(frozen=True)
class Step:
    """So many members from this instant on."""

    at: datetime
    members: int


@dataclass(frozen=True)
class QuorumCourse:
    """How the meeting opened, when its quorum was gained and lost, and how many members were there when."""

    first: Evaluation
    moments: tuple[Moment, ...]
    steps: tuple[Step, ...]

    def to_data(self) -> dict[str, Any]:
        """Plain values for storage as JSON: verdicts in words and numbers, but no sector and no person.

        The steps are kept by the minute, so that nobody can find out whose step it was from other records.
        """
        return {
            "first": _verdict(self.first),
            "moments": [
                {"at": one.at.isoformat(), "quorate": one.quorate, **_verdict(one.evaluation)}
                for one in self.moments
            ],
            "steps": [
                {"at": one.at.replace(second=0, microsecond=0).isoformat(), "members": one.members}
                for one in self.steps
            ],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "QuorumCourse":
        """A course read back from storage; its verdicts know their sentence, but no parts of the rule."""
        return cls(
            first=_read(data["first"]),
            moments=tuple(
                Moment(datetime.fromisoformat(one["at"]), one["quorate"], _read(one))
                for one in data["moments"]
            ),
            steps=tuple(Step(datetime.fromisoformat(one["at"]), one["members"]) for one in data["steps"]),
        )


def quorum_course(
    rule: Rule, stays: Iterable[Stay], sittings: Iterable[Sitting], words: Iterable[Word]
) -> QuorumCourse:
    """The course that follows from everybody's stays, under the settled rule of the first sitting."""
    held = tuple(sittings)
    points = course(rule, stays, held)
    pauses = [Step(sitting.closed, 0) for sitting in held if sitting.closed]
    steps = [*(Step(point.at, point.evaluation.members) for point in points), *pauses]
    return QuorumCourse(
        first=points[0].evaluation,
        moments=moments_of(points, words),
        steps=tuple(sorted(steps, key=lambda step: step.at)),
    )


def _verdict(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "colour": evaluation.colour.value,
        "members": evaluation.members,
        "sentence": evaluation.sentence,
    }


def _read(data: dict[str, Any]) -> Evaluation:
    return Evaluation(Colour(data["colour"]), (), data["members"], (), data["sentence"])
