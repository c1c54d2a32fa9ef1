"""Learning events, run by the business unit from its Home tab and never from a channel."""

from datetime import date, time

from handlers.slack.blocks import learning_unit as words
from handlers.slack.door import opens_modal
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from rules.learning_path import Message
from rules.moments import to_utc
from usecases import business_unit, learning_events, learning_notes
from usecases.learning_events import Details


@opens_modal
async def clicked_convene(visit: Visit) -> Reply:
    """*Convene an event*"""
    return Open(words.convene(await visit.look(business_unit.known_regimes)))


async def submitted_convene(visit: Visit) -> Reply:
    """A new event."""
    await visit.perform(learning_events.convene, regime=visit.typed("regime"), details=_details(visit))
    return Say(
        words.done("Convened. Next: “People”, to name the reviewer, the agencies and their practitioners.")
    )


@opens_modal
async def clicked_change(visit: Visit) -> Reply:
    """*Change*"""
    [event] = visit.ids(1)
    return Open(words.change(await visit.look(learning_events.details, event_id=event), event))


async def submitted_change(visit: Visit) -> Reply:
    """An event with a new day, place or path."""
    await visit.perform(learning_events.change, event_id=visit.about, details=_details(visit))
    return Say(words.done("Changed. Whoever has had a message is told of a new day or place."))


async def clicked_pause(visit: Visit) -> Reply:
    """*Pause*: every message stops in the same transaction."""
    [event] = visit.ids(1)
    await visit.perform(learning_events.pause, event_id=event)
    return Say(
        words.done("Paused. Nothing goes out; the panel members are asked to tell their practitioners.")
    )


async def clicked_go_on(visit: Visit) -> Reply:
    """*Go on*"""
    [event] = visit.ids(1)
    await visit.perform(learning_events.resume, event_id=event)
    return Say(words.done("It goes on. Panel members hear now; practitioners after the next working day."))


async def clicked_cancel(visit: Visit) -> Reply:
    """*Cancel*"""
    [event] = visit.ids(1)
    await visit.perform(learning_events.cancel, event_id=event)
    return Say(words.done("Cancelled. Its people are erased in 30 days."))


@opens_modal
async def clicked_how_it_reads(visit: Visit) -> Reply:
    """*How it reads*"""
    event, *texts = (visit.value or visit.about).split(" ")
    notes = [await visit.look(learning_notes.preview, event_id=event, text=text) for text in texts]
    return Open(words.how_it_reads(notes))


def _details(visit: Visit) -> Details:
    day, zone = date.fromisoformat(visit.typed("date")), Details.zone
    start, end = (time.fromisoformat(visit.typed(name)) for name in ("start", "end"))
    return Details(
        starts_at=to_utc(day, start, zone, field="start"),
        ends_at=to_utc(day, end, zone, field="end"),
        place=visit.typed("place"),
        access=visit.typed("access"),
        facilitator=visit.typed("facilitator"),
        ground_rules=visit.typed("ground_rules"),
        wanted=tuple(map(Message, visit.chosen("wanted"))),
    )


CLICKS = {
    "learning-convene": clicked_convene,
    "learning-change": clicked_change,
    "learning-event-pause": clicked_pause,
    "learning-event-go-on": clicked_go_on,
    "learning-event-cancel": clicked_cancel,
    "learning-how-it-reads": clicked_how_it_reads,
}
SUBMISSIONS = {
    "learning-convene": submitted_convene,
    "learning-change": submitted_change,
}
