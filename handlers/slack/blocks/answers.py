"""The words of who is coming, for officers only."""

from collections import Counter
from collections.abc import Sequence

from handlers import meeting_words
from handlers.slack.blocks import inputs, kit, persons
from handlers.slack.blocks.kit import Block, Choice, Message
from rules import professions
from rules.rsvp import Place
from usecases.answers import Answered, Answers

NAMES_SHOWN = 200
MEETINGS_OFFERED = 25


def answers(shown: Answers) -> Message:
    """Who is coming, waits, might come and sent apologies; with the professions of those who come."""
    intro = f"Answers for {meeting_words.when(shown.plan)}"
    parts = [
        ("Coming", shown.coming),
        ("Waiting for a place", shown.waiting),
        ("Maybe", shown.maybe),
        ("Apologies", shown.apologies),
    ]
    blocks = [
        kit.header(intro),
        kit.section(f"{_numbers(shown)}\n{_professions(shown.coming)}"),
        *(block for label, people in parts for block in _names(label, people)),
        kit.actions(*_tools(shown)),
        kit.context("Only officers see this. Names and answers are not for passing on."),
    ]
    return Message(f"{intro}. {_numbers(shown)} {_professions(shown.coming)}", tuple(blocks))


def file_name(shown: Answers) -> str:
    """What the export is called."""
    return f"answers-{shown.plan.starts_at:%Y-%m-%d}.csv"


def _numbers(shown: Answers) -> str:
    of = f" (there are {shown.capacity} places)" if shown.capacity is not None else ""
    waiting = f", {len(shown.waiting)} waiting" if shown.waiting else ""
    return (
        f"{len(shown.coming)} coming{of}{waiting}, {len(shown.maybe)} maybe, {len(shown.apologies)} sent apologies; "
        f"{shown.silent} of the group have not answered."
    )


def _professions(coming: Sequence[Answered]) -> str:
    if not coming:
        return "Nobody is coming yet."
    known = Counter(professions.role(one.role).label for one in coming if one.role)
    counted = [f"{count} {label}" for label, count in known.most_common()]
    unknown = sum(one.role is None for one in coming)
    return "Professions: " + ", ".join([*counted, *([f"{unknown} not given"] if unknown else [])]) + "."


def _names(label: str, people: Sequence[Answered]) -> list[Block]:
    if not people:
        return []
    lines = [f"• {_line(one)}" for one in people[:NAMES_SHOWN]]
    rest = len(people) - NAMES_SHOWN
    more = [f"…and {rest} more, in the file."] if rest > 0 else []
    return kit.sections([f"*{label} ({len(people)})*", *lines, *more])


def _line(one: Answered) -> str:
    number = f"{one.number}. " if one.number is not None and one.place is not Place.BOOKED else ""
    about = persons.does(one.role, one.organisation)
    notes = [about, f"guest of {kit.escape(one.guest_of)}" if one.guest_of else ""]
    notes.append("a place is offered" if one.place is Place.OFFERED else "")
    said = "; ".join(note for note in notes if note)
    return f"{number}{persons.called(one.name, one.slack_id)}{f' – {said}' if said else ''}"


def _tools(shown: Answers) -> list[Block]:
    about = f"{shown.group_id} {shown.meeting_id}"
    tools = [kit.button("Download as a file", "export-answers", about)]
    if shown.others:
        choices = [
            Choice(
                f"{shown.group_id} {meeting_id}",
                f"{meeting_words.short(plan)}: {meeting_words.briefly(plan)}",
            )
            for meeting_id, plan in shown.others[:MEETINGS_OFFERED]
        ]
        tools.append(inputs.select("answers-of", choices, placeholder="Another meeting"))
    return tools
