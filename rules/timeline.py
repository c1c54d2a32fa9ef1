"""The quorum through a meeting, as a picture needs it and as a sentence says it."""

from dataclasses import dataclass
from datetime import datetime

from rules.decisions import Force
from rules.diversity import Moment
from rules.minutes_words import Held
from rules.moments import listed, local, time_in_words
from rules.quorum import Headcount, Rule
from rules.quorum_count import leaves
from rules.quorum_course import Step


@dataclass(frozen=True)
class Mark:
    """A decision; `for_ratification` if the meeting was not quorate when it was taken."""

    at: datetime
    for_ratification: bool


@dataclass(frozen=True)
class Timeline:
    """Members present over time, how many are needed, and when decisions were taken and how it stood then."""

    title: str
    zone: str
    begins: datetime
    ends: datetime
    steps: tuple[Step, ...]
    needed: int
    quorate: tuple[tuple[datetime, datetime], ...]
    decisions: tuple[Mark, ...]


def timeline(held: Held, rule: Rule, *, now: datetime) -> Timeline:
    """The timeline of a meeting that was opened; one that is still open is drawn until `now`."""
    begins, ends = held.sittings[0].opened, held.sittings[-1].closed or now
    return Timeline(
        title=held.title,
        zone=held.zone,
        begins=begins,
        ends=max(begins, ends),
        steps=tuple(Step(max(step.at, begins), step.members) for step in held.course.steps),
        needed=max((leaf.members for leaf in leaves(rule) if isinstance(leaf, Headcount)), default=0),
        quorate=_spans(held.course.moments, ends),
        decisions=tuple(Mark(made.at, made.force is not Force.IN_FORCE) for made in held.decisions),
    )


def in_words(drawn: Timeline) -> str:
    """The text equivalent of the picture."""
    begins, ends = _clock(drawn, drawn.begins), _clock(drawn, drawn.ends)
    most = max((step.members for step in drawn.steps), default=0)
    said = [f"From {begins} to {ends} at most {most} members were present; {drawn.needed} are needed."]
    spans = [f"{_clock(drawn, since)} to {_clock(drawn, until)}" for since, until in drawn.quorate]
    said.append(f"Quorate {', '.join(spans)}." if spans else "It was never quorate.")
    if drawn.decisions:
        said.append(f"Decisions at {listed(_marked(drawn, mark) for mark in drawn.decisions)}.")
    return " ".join(said)


def _spans(moments: tuple[Moment, ...], ends: datetime) -> tuple[tuple[datetime, datetime], ...]:
    spans, since = list[tuple[datetime, datetime]](), None
    for moment in moments:
        if moment.quorate:
            since = moment.at
        elif since is not None:
            spans.append((since, moment.at))
            since = None
    return tuple([*spans, (since, ends)] if since is not None else spans)


def _marked(drawn: Timeline, mark: Mark) -> str:
    return f"{_clock(drawn, mark.at)}{' (for ratification)' if mark.for_ratification else ''}"


def _clock(drawn: Timeline, at: datetime) -> str:
    return time_in_words(local(at, drawn.zone).time())
