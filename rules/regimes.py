"""The regimes of the four nations: what a review is called, who agrees it, is sent it, and publishes it.

Each is data (`usecases/data/regimes.toml`), editable by the business unit; every figure names its source and
the day it was looked up. Nothing here is a silent rule of ours: a default says that it is one.
"""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from rules.nations import Nation
from rules.refusals import Refusal


@dataclass(frozen=True)
class Source:
    """Where a regime's facts come from, and when they were looked up there."""

    about: str
    source: str
    checked: date


@dataclass(frozen=True)
class StageNames:
    """What each stage is called in this regime."""

    convened: str = "Convened"
    held: str = "Event held"
    drafted: str = "Report drafted"
    agreed: str = "Agreed"
    sent: str = "Sent"
    published: str = "Published"
    taken_down: str = "Taken down"
    closed: str = "Closed without publication"


@dataclass(frozen=True)
class Regime:
    """The settings of one nation's reviews (domain 3).

    `notice_days` counts days, or working days if `notice_in_working_days`, from sending the report to the
    recipient until it may be published. `publication_weeks` is None where no minimum is laid down.
    """

    key: str
    name: str
    nation: Nation
    review: str
    body: str
    decides: str
    recipient: str
    published_on: str
    sources: tuple[Source, ...]
    notice_days: int = 0
    notice_in_working_days: bool = False
    publication_weeks: int | None = None
    publication_may_be_waived: bool = False
    kept_in: str = ""
    panel_member: str = "panel member"
    reviewer: str = "reviewer"
    stages: StageNames = StageNames()

    def to_data(self) -> dict[str, Any]:
        """Plain values for storage as JSON: how a business unit's own version is kept."""
        data = asdict(self)
        data["sources"] = [{**source, "checked": str(source["checked"])} for source in data["sources"]]
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Regime":
        """A regime from TOML or from storage; refuses a field that is missing, unknown or impossible."""
        unknown = data.keys() - {field.name for field in fields(cls)}
        if unknown:
            raise Refusal(f"A regime has no “{min(unknown)}”. Check the spelling, or leave it out.")
        try:
            regime = cls(**{**data, **_nested(data)})
        except (KeyError, TypeError, ValueError) as problem:
            raise Refusal(
                "A regime needs its names, its nation, its bodies and where each fact comes from. "
                "Compare it with one of the four that ship."
            ) from problem
        if regime.notice_days < 0 or (regime.publication_weeks or 0) < 0:
            raise Refusal("Periods count forwards: write 0, or a number of days or weeks.")
        if not regime.sources:
            raise Refusal("Say where the facts come from, with the day they were looked up.")
        return regime

    def with_changes(self, **changes: Any) -> "Regime":
        """The same regime with some settings changed."""
        return replace(self, **changes)

    def publication_ends(self, published_on: date) -> date | None:
        """The first day on which the report may come down; None where no minimum is laid down."""
        if self.publication_weeks is None:
            return None
        return published_on + timedelta(weeks=self.publication_weeks)


def _nested(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "nation": Nation(data["nation"]),
        "stages": StageNames(**data.get("stages", {})),
        "sources": tuple(
            Source(source["about"], source["source"], _day(source["checked"])) for source in data["sources"]
        ),
    }


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
