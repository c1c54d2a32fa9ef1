"""The sentences of the minutes: the quorum through time, decisions, urgent business."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rules.attendance import Sitting, Stay
from rules.decisions import Decision, Force
from rules.diversity import Word
from rules.moments import day_in_words, listed, local, time_in_words
from rules.quorum_count import Standing
from rules.quorum_course import QuorumCourse
from rules.quorum_verdict import Evaluation
from rules.report import Report
from rules.urgent import Step, Urgent

RATIFIED_LATER = {
    Force.FOR_RATIFICATION: "It awaits ratification at the next meeting.",
    Force.RATIFIED: "It was ratified on {day}.",
    Force.NOT_RATIFIED: "It was not ratified on {day}, and has no force.",
}


@dataclass(frozen=True)
class Attendee:
    """Somebody in the register, as the minutes name them; `stays` is empty once their times are erased."""

    name: str
    profession: str
    standing: Standing
    stays: tuple[Stay, ...]
    late: bool = False


@dataclass(frozen=True)
class Correction:
    """A later version's reason: who corrected what, and when."""

    what: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Held:
    """Everything that the minutes of one meeting are made from; `names` says who each id is."""

    group: str
    title: str
    where: str
    zone: str
    sittings: tuple[Sitting, ...]
    register: tuple[Attendee, ...]
    apologies: tuple[str, ...]
    absent: tuple[str, ...]
    course: QuorumCourse
    words: tuple[Word, ...]
    decisions: tuple[Decision, ...]
    urgent: tuple[Urgent, ...]
    report: Report
    names: Mapping[str, str]
    corrections: tuple[Correction, ...] = ()
    approved_on: date | None = None


def quorum_sentence(held: Held) -> str:
    """When the meeting was quorate and when not, and what was missing.

    E.g. "The meeting opened at 10:30 inquorate (7 members; one more member needed). It became quorate
    at 10:52 (9 members from 4 sectors)."
    """
    opened = held.sittings[0].opened
    moments = held.course.moments
    at_opening = [moment for moment in moments if moment.at == opened and moment.quorate]
    first = at_opening[0].evaluation if at_opening else held.course.first
    how = "quorate" if at_opening else "inquorate"
    state = _state(first, quorate=bool(at_opening))
    sentences = [f"The meeting opened at {clock(opened, held)} {how} ({state})."]
    for moment in moments:
        if moment in at_opening:
            continue
        verb = "became quorate" if moment.quorate else "lost its quorum"
        state = _state(moment.evaluation, quorate=moment.quorate)
        sentences.append(f"It {verb} at {clock(moment.at, held)} ({state}).")
    if not moments:
        sentences.append("It did not become quorate.")
    return " ".join(sentences)


def decision_line(decision: Decision, held: Held) -> str:
    """A decision with the quorum of its moment, who proposed it and who stood aside."""
    at = clock(decision.at, held)
    quorate = decision.force is Force.IN_FORCE
    how = f"Decided at {at}, quorate" if quorate else f"Agreed at {at}, inquorate"
    said = f"- {how} ({_state(decision.evaluation, quorate=quorate)}): {ended(decision.text)}"
    said += f" Proposed by {held.names[decision.proposer_id]}."
    if decision.conflicted:
        people = [held.names[person_id] for person_id in decision.conflicted]
        said += f" {listed(people)} declared a conflict of interest and did not count."
    if later := RATIFIED_LATER.get(decision.force):
        settled = decision.settled_at
        said += f" {later.format(day=day(settled, held) if settled else '')}"
    return said


def urgent_line(urgent: Urgent, held: Held) -> str:
    """Urgent business, with the view of the Independent Chair and the Chair's decision."""
    chair, independent = held.names[urgent.chair_id], held.names[urgent.independent_id]
    said = (
        f"- Put at {clock(urgent.proposed_at, held)} by the Chair ({chair}): {ended(urgent.text)}"
        f" It could not wait because: {ended(urgent.reason)}"
    )
    if kept := urgent.consultation:
        said += (
            f" The Independent Chair ({independent}), consulted {kept.way.label} at {clock(kept.at, held)},"
            f" {kept.view.label}{_quoted(kept.words)}."
        )
    else:
        said += f" The Independent Chair ({independent}) gave no view."
    if ruling := urgent.ruling:
        verb = "approved" if ruling.approved else "did not approve"
        said += f" The Chair {verb} it at {clock(ruling.at, held)}{_quoted(ruling.words)}."
    elif urgent.step is Step.WITHDRAWN:
        said += " The Chair withdrew it."
    else:
        said += " It was not decided."
    return said


def diversity_lines(held: Held) -> tuple[str, ...]:
    """What the chair recorded on professional diversity."""
    return tuple(
        f"At {clock(word.at, held)} the chair, {held.names[word.chair_id]}, recorded that the attendance"
        f" {'reflects' if word.reflects else 'does not reflect'} professional diversity"
        f"{_quoted(word.reason)}."
        for word in held.words
    )


def clock(at: datetime, held: Held) -> str:
    """The time on the clocks of the meeting's zone."""
    return time_in_words(local(at, held.zone).time())


def day(at: datetime, held: Held) -> str:
    """The day in the meeting's zone."""
    return day_in_words(local(at, held.zone).date())


def ended(text: str) -> str:
    """Text that ends as a sentence does."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _state(evaluation: Evaluation, *, quorate: bool) -> str:
    state = evaluation.sentence.removeprefix("Quorate: ").removesuffix(".")
    if quorate and not evaluation.met:
        return f"{state}; diversity by the chair’s word"
    if evaluation.met and not quorate:
        return f"{state}; not diverse by the chair’s word"
    return state


def _quoted(words: str) -> str:
    return f" (“{words}”)" if words else ""
