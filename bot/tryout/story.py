"""The story panel: what to try, who does it and where."""

from bot.tryout import cast
from rules.offices import Office
from sandbox import Workspace
from sandbox.pages import Step
from usecases.sample_year import SampleGroup, SampleStanding


def steps(workspace: Workspace, sample: SampleGroup) -> list[Step]:
    """A tour of ten steps, in an order that makes sense; each can also be done by itself."""
    officers = {one.office: workspace.user(one.name).id for one in sample.people if one.office}
    secretary, chair = officers[Office.SECRETARY], officers[Office.CHAIR]
    treasurer = officers[Office.TREASURER]
    member, lapsing, outsider = (
        next(
            workspace.user(one.name).id
            for one in sample.people
            if one.office is None and one.standing is kind
        )
        for kind in (SampleStanding.CURRENT, SampleStanding.EXPIRING, SampleStanding.NONE)
    )
    practitioner = workspace.user(next(iter(cast.PRACTITIONERS.values()))).id
    panel_member = workspace.user(next(iter(cast.PANEL.values()))).id
    channel = workspace.channel(cast.CHANNEL).id
    return [
        Step(
            "See the year",
            "The programme is in the channel. Type /sig programme to see your own answers.",
            member,
            channel,
        ),
        Step(
            "Answer as a member",
            "Type /sig attend. It is free, and the reason is in one sentence.",
            member,
            channel,
        ),
        Step("Answer as a non-member", "Type /sig attend. It costs £50, with how to pay.", outsider, channel),
        Step(
            "Answer before a membership ends",
            "Type /sig attend. Nothing is owed until it is certain.",
            lapsing,
            channel,
        ),
        Step(
            "Keep the accounts",
            "Type /sig dues: record a payment, waive a price, settle what is certain.",
            treasurer,
            channel,
        ),
        Step(
            "Move a meeting",
            "Type /sig meetings and change a date. Everyone who answered is told once.",
            secretary,
            channel,
        ),
        Step(
            "Send the clock on",
            "Jump to the next reminder at the top, and watch the channel.",
            secretary,
            channel,
        ),
        Step(
            "Open a meeting as the chair",
            "Jump to the meeting's start and type /sig open. Then check in as seven members and five guests.",
            chair,
            channel,
        ),
        Step(
            "Say “I have told them”",
            "In your Home tab. Nobody hears of a learning event from a bot first.",
            panel_member,
            "home",
        ),
        Step(
            "Prepare for a learning event",
            "Jump until the first message comes. Your list in the Home tab is seen by nobody else.",
            practitioner,
            "home",
        ),
    ]
