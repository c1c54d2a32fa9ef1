"""A year at fast-forward, over both clock changes: everything is said at its time by the clock on the wall.

The report of it is `docs/a-year-of-notices.md`; run with `WRITE_REPORT=1` to write it anew.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.assembly import Convenor
from handlers import clock as clock_door
from handlers.slack.blocks.reminders import what
from rules.rsvp import Answer
from sandbox import Slack, Workspace
from storage.groups import Belonging, Group, GroupMember
from storage.meetings import Meeting
from storage.notices import Notice, NoticeState
from storage.people import Person
from storage.transaction import Tx
from tests.journeys.conftest import Clock
from tests.journeys.steps import publish_year
from usecases import rsvp
from usecases.callers import Caller, person_of

REPORT = Path(__file__).parents[2] / "docs" / "a-year-of-notices.md"
LONDON = ZoneInfo("Europe/London")
END = datetime(2028, 1, 31, tzinfo=UTC)
# What is planned for an hour by the group's clock; the rest is said when something happens
BY_THE_CLOCK = {
    *("card", "papers", "day-before", "answer-14", "answer-7", "minutes-due", "review", "review-ahead"),
    *("review-open", "programme-due", "quiet-quarter", "plan-year"),
}
HEAD = """# A year of notices

What the bot says on its own initiative in a year with eight meetings, to a channel, its secretary, one member
who attends every meeting (Sara) and one who never answers (Tom). All times are by the clock on the wall in
London; in 2027 the clocks change on 28 March and 31 October.

This page is written by `tests/journeys/test_a_year.py`, which lives through the year; don't edit it.

| When | What | To whom |
|---|---|---|
"""


@dataclass(frozen=True)
class Said:
    """One notice that was sent."""

    kind: str
    due_at: datetime
    sent_at: datetime
    whom: str

    @property
    def line(self) -> str:
        here = self.sent_at.astimezone(LONDON)
        return f"| {here:%a %d %b %Y, %H:%M} | {what(self.kind)} | {self.whom} |"


async def test_a_year_is_said_at_the_right_local_times_and_once(
    slack: Slack, workspace: Workspace, convenor: Convenor, clock: Clock
) -> None:
    await publish_year(slack)
    meetings = await convenor.store.perform(
        _prepare, team_id=workspace.team_id, slack_id=workspace.user("Tom").id
    )
    sara = Caller(workspace.team_id, workspace.user("Sara").id, "Sara Lloyd")
    for meeting_id in meetings:
        await convenor.store.perform(rsvp.answer, caller=sara, meeting_id=meeting_id, answer=Answer.ATTENDING)
    await _live(convenor, clock)

    said = await convenor.store.look(_said)
    # Slack's tiers hold a few up for seconds: they run by real time, of which this year takes little.
    late = [each for each in said if each.sent_at - each.due_at > timedelta(seconds=59)]
    assert late == []
    wrong = [
        each
        for each in said
        if each.kind in BY_THE_CLOCK and f"{each.due_at.astimezone(LONDON):%H:%M}" != "09:00"
    ]
    assert wrong == []
    for meeting_id, starts_at in meetings.items():
        links = [
            each
            for each in said
            if each.kind == "join-link" and each.due_at == starts_at - timedelta(hours=1)
        ]
        assert len(links) == 1, meeting_id
    assert [each.whom for each in said if each.kind == "answer-14"] == ["Tom Reid"] * 8
    assert [each for each in said if each.kind.startswith("answer") and each.whom == "Sara Lloyd"] == []

    page = HEAD + "\n".join(each.line for each in said) + "\n"
    if os.environ.get("WRITE_REPORT"):
        REPORT.write_text(page, encoding="utf-8")
    assert REPORT.read_text(encoding="utf-8") == page


def _prepare(tx: Tx, team_id: str, slack_id: str) -> dict[str, datetime]:
    """Tom belongs to the group; every meeting has a link. Their starts by their ids."""
    tom = person_of(tx, Caller(team_id, slack_id, "Tom Reid"))
    tom.name = "Tom Reid"
    group = tx.session.exec(select(Group)).one()
    tx.session.add(GroupMember(group_id=group.id, person_id=tom.id, state=Belonging.BELONGS, asked_at=tx.now))
    found = tx.session.exec(select(Meeting).order_by(col(Meeting.starts_at))).all()
    for meeting in found:
        meeting.join_link = "https://example.org/join"
        _plan_again(tx, meeting)
    return {meeting.id: meeting.starts_at for meeting in found}


def _plan_again(tx: Tx, meeting: Meeting) -> None:
    from usecases import notices

    tx.session.flush()
    notices.replan_meeting(tx, meeting)


async def _live(convenor: Convenor, clock: Clock) -> None:
    """Go from each instant at which something is due to the next, to the end."""
    while True:
        await clock_door.tick(convenor.store, tidying=True)
        await convenor.delivery.courier.until_idle()
        following = await clock_door.next_wake(convenor.store)
        if following is None or following > END:
            return
        clock.now = max(clock.now, following)


def _said(tx: Tx) -> list[Said]:
    rows = tx.session.exec(
        select(Notice, Person.name)
        .outerjoin(Person, col(Person.id) == col(Notice.person_id))
        .where(Notice.state == NoticeState.SENT, ~col(Notice.destination).startswith("crowd:"))
        .order_by(col(Notice.settled_at), col(Notice.turn))
    )
    said = [
        _first(notice, _whom(notice, name))
        for notice, name in rows
        if not notice.destination.startswith("house:")
    ]
    return sorted(said, key=lambda each: (each.sent_at.replace(second=0, microsecond=0), each.line))


def _whom(notice: Notice, name: str | None) -> str:
    return "the channel" if notice.destination.startswith("channel:") else str(name)


def _first(notice: Notice, whom: str) -> Said:
    """When it was said first: what stands in a channel is redrawn later, and due again each time."""
    assert notice.first_tried_at is not None
    assert notice.settled_at is not None
    if notice.wanted > 1:
        return Said(notice.kind, notice.first_tried_at, notice.first_tried_at, whom)
    return Said(notice.kind, notice.due_at, notice.settled_at, whom)
