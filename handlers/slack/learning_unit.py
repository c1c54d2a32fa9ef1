"""The business unit itself: granted by an admin, how it is reached, and its own versions of the regimes."""

from handlers.slack.blocks import learning_unit as words
from handlers.slack.door import opens_modal
from handlers.slack.learning_people import introduced
from handlers.slack.profiles import profile_of
from handlers.slack.replies import Open, Reply, Say
from handlers.slack.visit import Visit
from rules.learning_stages import Stage
from rules.refusals import Refusal
from usecases import business_unit


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
    stages = {stage: visit.typed(f"stage-{stage.value}") for stage in Stage}
    await visit.perform(
        business_unit.edit_regime_as_typed,
        key=visit.about,
        typed=changes,
        stages=stages,
        source=visit.typed("source"),
    )
    return Say(
        words.done("Kept, with its source and today's date. Events convened before keep what they had.")
    )


async def _mentioned(visit: Visit) -> str:
    mentioned = visit.words.strip()
    if not (mentioned.startswith("<@") and mentioned.endswith(">")):
        raise Refusal("Please mention the person: `/sig unit grant @someone`.")
    slack_id = mentioned[2:-1].partition("|")[0]
    await introduced(visit, slack_id)
    return slack_id


COMMANDS = {"unit grant": typed_grant, "unit revoke": typed_revoke}
CLICKS = {
    "learning-about-us": clicked_about_us,
    "learning-regimes": clicked_regimes,
    "learning-regime": clicked_regime,
}
SUBMISSIONS = {
    "learning-about-us": submitted_about_us,
    "learning-regime": submitted_regime,
}
