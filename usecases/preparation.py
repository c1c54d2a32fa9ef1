"""The quarterly post on how to prepare for a learning event, in every group's channel, by the calendar alone.

It comes whether or not there is an event, so that nothing can be read from it.
"""

from rules import preparation_posts
from storage import outbox
from storage.groups import Group
from storage.transaction import Tx
from usecases import notice_rows
from usecases.closed_days import bank_holidays_of

POST = "preparation"


def plan(tx: Tx, group: Group) -> None:
    """Plan this year's posts and the next year's; planning them again changes nothing."""
    years = (tx.now.year, tx.now.year + 1)
    closed = bank_holidays_of(group.nation.division, *years)
    outbox.plan(
        tx,
        [
            {
                "kind": POST,
                "key": f"group:{group.id}:{POST}:{due_at:%Y-%m}",
                "destination": notice_rows.in_channel(group),
                "team_id": group.team_id,
                "group_id": group.id,
                "due_at": due_at,
                "best_before": due_at + preparation_posts.LASTS,
            }
            for year in years
            for due_at in preparation_posts.posts(year, closed=closed, zone=group.zone)
            if due_at > tx.now
        ],
    )
