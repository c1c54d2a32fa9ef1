"""Every role × every command: who is let in, who is told who can, and that nobody meets a fault of ours."""

import pytest

from bot.assembly import Convenor
from handlers.slack.blocks.help import PHRASES
from handlers.slack.routes import gather
from rules.offices import WHO, Act, Office, may
from sandbox import Slack, Workspace
from tests.journeys.conftest import CHANNEL, clock, convenor, slack, workspace  # noqa: F401 - fixtures
from tests.journeys.stage import a_meeting, an_officer

# What only some may do, by the command that begins it
GUARDED = {
    "dues": Act.SEE_ANSWERS,
    "meeting new": Act.PLAN_PROGRAMME,
    "officers name": Act.NAME_OFFICERS,
    "programme plan 2028": Act.PLAN_PROGRAMME,
    "quorum rule": Act.CHANGE_CHARTER,
    "reminders": Act.MANAGE_REMINDERS,
}
REFUSED = "Only the"
FAULT = "Something went wrong on our side"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Roles are rules: one database is enough to see who is let in."""
    return sqlite_url


def test_every_phrase_of_the_help_is_a_command() -> None:
    known = gather().commands
    for phrases in PHRASES.values():
        for phrase, _ in phrases:
            for alternative in phrase.replace(" or ", ", ").split(", "):
                words = [word for word in alternative.split() if not word.isdecimal()]
                assert " ".join(words) in known, f"/sig {phrase} is in the help and nobody listens"


def test_every_act_is_somebodys() -> None:
    assert set(WHO) == set(Act)
    assert all(WHO.values())


@pytest.mark.parametrize("office", [None, *Office])
async def test_every_command_lets_in_whom_it_should(
    slack: Slack,  # noqa: F811 - the fixture
    workspace: Workspace,  # noqa: F811 - the fixture
    convenor: Convenor,  # noqa: F811 - the fixture
    office: Office | None,
) -> None:
    await a_meeting(convenor, workspace)
    held = frozenset({office}) if office else frozenset()
    if office is not None:
        await an_officer(convenor, workspace, "Iona", office)
    iona = slack.person("Iona")
    # What is open to all is tried once, as somebody without an office
    for phrase in GUARDED if office else [*sorted(gather().commands), *GUARDED]:
        await iona.types(f"/sig {phrase}", in_=CHANNEL)
        await slack.settled()
        await convenor.door.close()  # a modal opens after the acknowledgement
        assert not iona.sees(FAULT), f"/sig {phrase} broke for {office}"
        act = GUARDED.get(phrase)
        if act is not None:
            told = iona.messages(CHANNEL)[-1].text if iona.modal is None else ""
            refused = told.startswith(REFUSED)
            assert refused != may(held, act), f"/sig {phrase} for {office}: {told}"
        await iona.closes(everything=True) if iona.modal else None
