"""What will be sent, for officers; and what each person is told, by their own choice."""

from datetime import date, time

from handlers.slack.blocks import reminders as words
from handlers.slack.door import opens_modal
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from rules.moments import to_utc
from usecases import preferences, reminders


async def typed_reminders(visit: Visit) -> Reply:
    """`/sig reminders`"""
    group = await visit.group()
    return Say(words.coming(await visit.look(reminders.reminders, group_id=group.id)))


async def clicked_reminders(visit: Visit) -> Reply:
    """*Reminders*, on the Home tab."""
    [visit.group_id] = visit.ids(1)
    return await typed_reminders(visit)


@opens_modal
async def chose_for_reminder(visit: Visit) -> Reply:
    """*Send now*, *Another time* or *Skip*, beside one of them."""
    choice, notice_id = visit.ids(2)
    if choice == "change":
        return Open(words.change_form(await visit.look(reminders.one, notice_id=notice_id)))
    if choice == "now":
        return Say(words.sent_now(await visit.perform(reminders.send_now, notice_id=notice_id)))
    return Say(words.skipped(await visit.perform(reminders.skip, notice_id=notice_id)))


async def submitted_change(visit: Visit) -> Reply:
    """Another day and time."""
    [notice_id] = visit.ids(1)
    found = await visit.look(reminders.one, notice_id=notice_id)
    due_at = to_utc(
        date.fromisoformat(visit.typed("day")),
        time.fromisoformat(visit.typed("time")),
        found.zone,
        field="time",
    )
    return Say(words.changed(await visit.perform(reminders.change, notice_id=notice_id, due_at=due_at)))


async def clicked_retry(visit: Visit) -> Reply:
    """*Retry*, on a dead letter."""
    [notice_id] = visit.ids(1)
    return Say(words.retried(await visit.perform(reminders.retry, notice_id=notice_id)))


async def clicked_skip(visit: Visit) -> Reply:
    """*Skip*, on a dead letter."""
    [notice_id] = visit.ids(1)
    return Say(words.skipped(await visit.perform(reminders.skip, notice_id=notice_id)))


async def clicked_reviewed(visit: Visit) -> Reply:
    """*The review is done*"""
    group_id, year = visit.ids(2)
    await visit.perform(reminders.record_review, group_id=group_id, year=year)
    return Say(words.review_recorded())


@opens_modal
async def typed_notices(visit: Visit) -> Reply:
    """`/sig notices`, or the button on the Home tab: what the caller is told, and how."""
    mine = await visit.look(preferences.mine)
    return Open(words.preferences_form(mine, letters=visit.letters))


async def submitted_notices(visit: Visit) -> Reply:
    """The caller's choices."""
    chosen = await visit.perform(
        preferences.choose,
        by_letter=visit.typed("by") == "letter",
        quiet_from=visit.typed("quiet_from"),
        quiet_until=visit.typed("quiet_until"),
        working_days_only="working" in visit.chosen("days"),
        muted=[*visit.chosen("muted0"), *visit.chosen("muted10")],
    )
    return Say(words.preferences_saved(chosen))


COMMANDS = {"reminders": typed_reminders, "notices": typed_notices}
CLICKS = {
    "reminders": clicked_reminders,
    "reminder": chose_for_reminder,
    "reminder-retry": clicked_retry,
    "reminder-skip": clicked_skip,
    "terms-reviewed": clicked_reviewed,
    "notices": typed_notices,
}
SUBMISSIONS = {"reminder-change": submitted_change, "notices": submitted_notices}
