"""Changing the quorum rule in Slack: a form, a preview of what it means, and a new version of the charter."""

from handlers.slack.blocks import quorum_rule as words
from handlers.slack.door import opens_modal
from handlers.slack.replies import Open, Redraw, Reply, Say
from handlers.slack.visit import Visit
from rules import quorum_fields
from usecases import quorum_rule


@opens_modal
async def typed_rule(visit: Visit) -> Reply:
    """`/sig quorum rule`"""
    group = await visit.group()
    return Open(words.form(await visit.look(quorum_rule.in_force, group_id=group.id)))


@opens_modal
async def clicked_rule(visit: Visit) -> Reply:
    """*Change the quorum rule*, below the charter."""
    [visit.group_id] = visit.ids(1)
    return await typed_rule(visit)


async def submitted_rule(visit: Visit) -> Reply:
    """The form: what it would mean."""
    group_id, number = visit.about.split()
    version = int(number)
    typed = {name: " ".join(visit.chosen(name)) for name in quorum_fields.NAMES}
    rule = await visit.look(quorum_rule.meant, group_id=group_id, version=version, typed=typed)
    shown = await visit.look(quorum_rule.preview, group_id=group_id, rule=rule)
    return Redraw(words.preview(group_id, version, rule, shown))


async def submitted_agreed(visit: Visit) -> Reply:
    """*Put in force*, below the preview."""
    group_id, version, rule = words.read(visit.about)
    following = await visit.perform(quorum_rule.put_in_force, group_id=group_id, version=version, rule=rule)
    return Say(words.in_force(following, rule))


COMMANDS = {"quorum rule": typed_rule}
CLICKS = {"quorum-rule": clicked_rule}
SUBMISSIONS = {"quorum-rule": submitted_rule, "quorum-rule-agreed": submitted_agreed}
