"""The words of the Home tab: the reader's next meeting, their way to everything, and what waits for them."""

from collections.abc import Mapping, Sequence

from handlers import meeting_words
from handlers.slack.blocks import card, kit, officer_needs, times
from handlers.slack.blocks.kit import Block, View
from rules.offices import Act
from usecases.cards import MyMeeting
from usecases.home import GroupHome, Overview


def tab(overview: Overview, own: Mapping[str, Sequence[Block]]) -> View:
    """The Home tab, for whoever looks at it; `own` are the blocks of the reader's own matters by group."""
    if not overview.groups:
        text = "No group is set up in this workspace yet. An admin can do it with `/sig setup` in the group's channel."
        return {"type": "home", "blocks": [kit.header("Welcome"), kit.section(text)]}
    blocks = [block for home in overview.groups for block in _group(home, own.get(home.group.id, ()))]
    return {"type": "home", "blocks": blocks[: kit.MODAL_BLOCKS]}


def _group(home: GroupHome, own: Sequence[Block]) -> list[Block]:
    officer = bool(home.group.offices)
    return [
        kit.header(home.group.name),
        *(officer_needs.blocks(home.group, home.needs) if officer else []),
        *(_next(home.next) if home.next else [kit.section("No meeting is published yet.")]),
        *own,
        kit.actions(*_ways(home)),
        *([kit.actions(*offered)] if (offered := _officers_ways(home)) else []),
        kit.divider(),
    ]


def _next(mine: MyMeeting) -> list[Block]:
    found, plan = mine.card.meeting, mine.card.meeting.plan
    lines = [
        f"*Next: {kit.escape(meeting_words.title(found, mine.card.group))}*",
        meeting_words.when(plan),
        f"Your time: {times.for_reader(plan)}",
        kit.escape(meeting_words.where(plan)),
        card.my_answer(mine),
    ]
    return [kit.section("\n".join(lines)), kit.actions(*card.answer_buttons(mine.card))]


def _ways(home: GroupHome) -> list[Block]:
    group, year = home.group, f"{home.group.id} {home.year}"
    return [
        kit.button("Programme", "show-programme", year),
        kit.button("Calendar file", "year-file", year),
        kit.button("Ask for a meeting", "request-meeting", group.id),
    ]


def _officers_ways(home: GroupHome) -> list[Block]:
    """What this officer can open; nobody is shown a button that would refuse them."""
    group = home.group
    offered = (
        (Act.PLAN_PROGRAMME, "Change meetings", "open-desk", f"{group.id} {home.year}"),
        (Act.CALL_EXTRAORDINARY, "Call a meeting", "call-meeting", group.id),
        (Act.SEE_ANSWERS, "Answers", "open-answers", group.id),
        (Act.CONFIRM_MEMBERS, "People", "open-people", group.id),
        (Act.SEE_ANSWERS, "Accounts", "dues", group.id),
        (Act.MANAGE_REMINDERS, "Reminders", "reminders", group.id),
        (Act.NAME_OFFICERS, "Name officers", "name-officers", group.id),
    )
    return [kit.button(label, action, value) for act, label, action, value in offered if group.may(act)]
