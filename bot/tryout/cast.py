"""The people of the sandbox: the sample group's, in a workspace of the stand-in, and who can be played."""

from collections.abc import Callable
from datetime import datetime

from bot import manifest
from handlers.slack.routes import gather
from rules import professions
from rules.offices import Office
from sandbox import App, Command, Shortcut, Workspace
from sandbox.pages import Role
from usecases.sample_year import SampleGroup, SamplePerson, SampleStanding

CHANNEL = "learning-reviews"
ADMIN = "Alex Morgan"
UNIT = "Bethan Pryce"
REVIEWER = "Martin Adeyemi"
# Each plays a part in the made-up learning event; they are no members of the group.
PANEL = {"Northgate Health": "Lowri Ellis", "Harbour Police": "Imran Siddiqui"}
PRACTITIONERS = {"Northgate Health": "Jo Carter", "Harbour Police": "Dafydd Rowe"}


def workspace(sample: SampleGroup, clock: Callable[[], datetime]) -> Workspace:
    """A workspace with the sample's people, an admin, and the channel that the bot was let into."""
    found = Workspace(clock=clock, app=_app(), name="Practice Learning")
    found.add_person(ADMIN, owner=True, title="Workspace admin")
    for one in sample.people:
        found.add_person(one.name, email=one.email, title=_title(one))
    for name in (UNIT, REVIEWER, *PANEL.values(), *PRACTITIONERS.values()):
        found.add_person(name)
    everyone = [ADMIN, *(one.name for one in sample.people)]
    channel = found.add_channel(CHANNEL, members=everyone, topic="Practice Learning Reviews")
    channel.members.append(found.bot.id)
    found.add_channel("general", members=everyone)
    return found


def roles(workspace: Workspace, sample: SampleGroup) -> list[Role]:
    """Who can be played, and as what: the officers, members of several professions, and the event's people."""
    chosen = [(one.name, _part(one)) for one in sample.people if one.office is not None]
    sectors: set[str] = set()
    for one in sample.people:
        sector = professions.role(one.role).sector
        if one.office is None and one.standing is SampleStanding.CURRENT and sector not in sectors:
            sectors.add(sector)
            chosen.append((one.name, f"Member, {professions.role(one.role).label}"))
    non_member = next(one for one in sample.people if one.standing is SampleStanding.NONE)
    chosen += [
        (non_member.name, "Not a member"),
        (UNIT, "Board's business unit"),
        (next(iter(PANEL.values())), "Panel member"),
        (next(iter(PRACTITIONERS.values())), "Practitioner"),
        (ADMIN, "Workspace admin"),
    ]
    return [Role(workspace.user(name).id, part) for name, part in chosen]


def _app() -> App:
    """The app as its manifest declares it, so that nothing works here that would not in Slack."""
    declared = manifest.socket_mode()
    features = declared["features"]
    words = tuple(sorted(gather().commands))
    commands = tuple(
        Command(one["command"], one["description"], one.get("usage_hint", ""), words)
        for one in features["slash_commands"]
    )
    shortcuts = tuple(
        Shortcut(one["name"], one["callback_id"], on_message=one["type"] == "message")
        for one in features.get("shortcuts", [])
    )
    return App(
        name=features["bot_user"]["display_name"],
        scopes=tuple(declared["oauth_config"]["scopes"]["bot"]),
        commands=commands,
        shortcuts=shortcuts,
        events=frozenset(declared["settings"]["event_subscriptions"]["bot_events"]),
    )


def _title(one: SamplePerson) -> str:
    return f"{professions.role(one.role).label}, {one.organisation}"


def _part(one: SamplePerson) -> str:
    office = one.office or Office.SECRETARY
    return f"{office.label[0].upper()}{office.label[1:]}"
