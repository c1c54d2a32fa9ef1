"""The business unit's learning events: granted by an admin, run from the Home tab, never from a channel."""

from datetime import date, time

from handlers.slack.blocks import learning_home, learning_lists
from handlers.slack.blocks import learning_unit as words
from handlers.slack.blocks.kit import Choice
from handlers.slack.door import opens_modal
from handlers.slack.profiles import profile_of
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from rules.learning_path import Message
from rules.learning_stages import Stage
from rules.moments import local, to_utc
from rules.nations import Nation
from rules.refusals import Refusal
from usecases import business_unit, callers, learning_events, learning_people, learning_report
from usecases import learning_home as homes
from usecases.callers import Caller
from usecases.learning_events import Details
from usecases.learning_people import Somebody

NO_WAY_TO_ANSWER = (
    "Somebody without Slack needs a way to pause, to ask for support or to withdraw. Ask whoever runs Convenor "
    "to set CONVENOR_PUBLIC_URL, or choose somebody of the workspace."
)


async def typed_grant(visit: Visit) -> Reply:
    """`/sig unit grant @someone`"""
    slack_id = await _mentioned(visit)
    me = await profile_of(visit.client, visit.caller)
    await visit.perform(business_unit.grant, is_admin=me.is_admin, slack_id=slack_id)
    return Say(words.done(f"<@{slack_id}> now runs learning events. You will not see anything of them."))


async def typed_revoke(visit: Visit) -> Reply:
    """`/sig unit revoke @someone`"""
    slack_id = await _mentioned(visit)
    me = await profile_of(visit.client, visit.caller)
    await visit.perform(business_unit.revoke, is_admin=me.is_admin, slack_id=slack_id)
    return Say(words.done(f"<@{slack_id}> does not run learning events any more."))


@opens_modal
async def clicked_about_us(visit: Visit) -> Reply:
    """*About us*"""
    return Open(words.about_us(await visit.look(business_unit.shown)))


async def submitted_about_us(visit: Visit) -> Reply:
    """The unit's name and contact."""
    await visit.perform(business_unit.describe, name=visit.typed("name"), contact=visit.typed("contact"))
    return Say(words.done("Kept. It stands below every message from now on."))


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
async def clicked_people(visit: Visit) -> Reply:
    """*People*: that the list was looked at is kept."""
    [event] = visit.ids(1)
    return Open(learning_lists.whole_list(await visit.perform(learning_people.listed, event_id=event), event))


@opens_modal
async def clicked_add_agency(visit: Visit) -> Reply:
    """*Add an agency*"""
    [event] = visit.ids(1)
    return Open(words.somebody("learning-add-agency", "Add an agency", event, agency=True))


async def submitted_agency(visit: Visit) -> Reply:
    """An agency with its panel member."""
    somebody = await _somebody(visit)
    await visit.perform(
        learning_people.add_panel_member,
        event_id=visit.about,
        agency=visit.typed("agency"),
        somebody=somebody,
    )
    return Say(words.done("Added. They are asked to speak with their practitioners first."))


@opens_modal
async def clicked_add(visit: Visit) -> Reply:
    """*Add somebody* to a panel member's list."""
    [panel_member] = visit.ids(1)
    return Open(words.somebody("learning-add", "Add a practitioner", panel_member, practitioner=True))


async def submitted_practitioner(visit: Visit) -> Reply:
    """A practitioner, who hears nothing yet."""
    nation = visit.typed("nation")
    await visit.perform(
        learning_people.add_practitioner,
        panel_member_id=visit.about,
        somebody=await _somebody(visit),
        nation=Nation(nation) if nation else None,
        language=visit.typed("language"),
    )
    return Say(words.done("Added. They hear nothing before their panel member has told them."))


@opens_modal
async def clicked_reviewer(visit: Visit) -> Reply:
    """*Name the reviewer*"""
    [event] = visit.ids(1)
    return Open(words.somebody("learning-reviewer", "Name the reviewer", event))


async def submitted_reviewer(visit: Visit) -> Reply:
    """Who leads the event."""
    await visit.perform(learning_people.name_reviewer, event_id=visit.about, somebody=await _somebody(visit))
    return Say(words.done("Named."))


@opens_modal
async def clicked_record(visit: Visit) -> Reply:
    """*Record a step*"""
    event = await _event(visit)
    choices = learning_home.stage_choices(event)
    if not choices:
        raise Refusal("Every step of this event is recorded.")
    return Open(words.record(choices, event.id, local(visit.now, event.zone).date()))


async def submitted_record(visit: Visit) -> Reply:
    """A step, on its day."""
    await visit.perform(
        learning_report.record, event_id=visit.about, stage=Stage(visit.typed("stage")), on=_day(visit, "on")
    )
    return Say(words.done("Recorded. “Take back a step” undoes it."))


async def clicked_take_back(visit: Visit) -> Reply:
    """*Take back a step*"""
    [event] = visit.ids(1)
    await visit.perform(learning_report.take_back, event_id=event)
    return Say(words.done("Taken back."))


@opens_modal
async def clicked_expect(visit: Visit) -> Reply:
    """*Expected days*"""
    event = await _event(visit)
    choices = [Choice(stage.value, name) for stage, name in event.to_come]
    if not choices:
        raise Refusal("Every step of this event is recorded.")
    return Open(words.expect(choices, event.id))


async def submitted_expect(visit: Visit) -> Reply:
    """By when, and who."""
    owner = visit.typed("owner")
    owner_id = await _introduced(visit, owner) if owner else ""
    on = visit.typed("on")
    await visit.perform(
        learning_report.expect,
        event_id=visit.about,
        stage=Stage(visit.typed("stage")),
        on=date.fromisoformat(on) if on else None,
        owner_id=owner_id,
    )
    return Say(words.done("Kept. You are told if the day passes without it."))


@opens_modal
async def clicked_publication(visit: Visit) -> Reply:
    """*Plan publication*"""
    [event] = visit.ids(1)
    return Open(words.publication(event))


async def submitted_publication(visit: Visit) -> Reply:
    """The day of publication."""
    await visit.perform(learning_report.plan_publication, event_id=visit.about, on=_day(visit, "on"))
    return Say(words.done("Planned. Each panel member has a draft to pass on."))


@opens_modal
async def clicked_regimes(visit: Visit) -> Reply:
    """*Regimes*, each with its sources."""
    return Open(words.regimes(await visit.look(business_unit.known_regimes)))


@opens_modal
async def clicked_regime(visit: Visit) -> Reply:
    """*Edit* a regime."""
    [key] = visit.ids(1)
    return Open(words.regime((await visit.look(business_unit.known_regimes))[key]))


async def submitted_regime(visit: Visit) -> Reply:
    """The unit's own version."""
    changes = {field: visit.typed(field) for field in words.REGIME_FIELDS}
    await visit.perform(
        business_unit.edit_regime_as_typed, key=visit.about, typed=changes, source=visit.typed("source")
    )
    return Say(
        words.done("Kept, with its source and today's date. Events convened before keep what they had.")
    )


@opens_modal
async def clicked_how_it_reads(visit: Visit) -> Reply:
    """*How it reads*"""
    [name] = visit.ids(1)
    return Open(words.how_it_reads(name))


async def _event(visit: Visit) -> homes.EventShown:
    [event] = visit.ids(1)
    return await visit.look(homes.event_shown, event_id=event)


async def _mentioned(visit: Visit) -> str:
    mentioned = visit.words.strip()
    if not (mentioned.startswith("<@") and mentioned.endswith(">")):
        raise Refusal("Please mention the person: `/sig unit grant @someone`.")
    slack_id = mentioned[2:-1].partition("|")[0]
    await _introduced(visit, slack_id)
    return slack_id


async def _introduced(visit: Visit, slack_id: str) -> str:
    profile = await profile_of(visit.client, Caller(visit.caller.team_id, slack_id))
    return await visit.store.perform(callers.introduce, profile=profile)


async def _somebody(visit: Visit) -> Somebody:
    slack_id = visit.typed("somebody")
    if slack_id:
        await _introduced(visit, slack_id)
        return Somebody(slack_id=slack_id)
    if visit.typed("email") and not visit.public_url:
        raise Refusal(NO_WAY_TO_ANSWER, field="email")
    return Somebody(name=visit.typed("name"), email=visit.typed("email"))


def _details(visit: Visit) -> Details:
    day, zone = _day(visit, "date"), Details.zone
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


def _day(visit: Visit, name: str) -> date:
    return date.fromisoformat(visit.typed(name))


COMMANDS = {"unit grant": typed_grant, "unit revoke": typed_revoke}
CLICKS = {
    "learning-about-us": clicked_about_us,
    "learning-convene": clicked_convene,
    "learning-change": clicked_change,
    "learning-event-pause": clicked_pause,
    "learning-event-go-on": clicked_go_on,
    "learning-event-cancel": clicked_cancel,
    "learning-people": clicked_people,
    "learning-add-agency": clicked_add_agency,
    "learning-add": clicked_add,
    "learning-reviewer": clicked_reviewer,
    "learning-record": clicked_record,
    "learning-take-back": clicked_take_back,
    "learning-expect": clicked_expect,
    "learning-publication": clicked_publication,
    "learning-regimes": clicked_regimes,
    "learning-regime": clicked_regime,
    "learning-how-it-reads": clicked_how_it_reads,
}
SUBMISSIONS = {
    "learning-about-us": submitted_about_us,
    "learning-convene": submitted_convene,
    "learning-change": submitted_change,
    "learning-add-agency": submitted_agency,
    "learning-add": submitted_practitioner,
    "learning-reviewer": submitted_reviewer,
    "learning-record": submitted_record,
    "learning-expect": submitted_expect,
    "learning-publication": submitted_publication,
    "learning-regime": submitted_regime,
}
