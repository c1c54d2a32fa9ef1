"""A token that Slack takes no longer: what is due waits, one call in five minutes asks again, nothing is lost."""

from structlog.testing import capture_logs

from handlers.slack.access import EVERY_SECONDS
from tests.handlers.delivering import World, delivering

CHANNELS = [f"room-{number}" for number in range(20)]


def _revoke(world: World, *, revoked: bool = True) -> None:
    for token in world.slack.workspace.tokens.values():
        token.revoked = revoked


def _calls(world: World) -> int:
    return len(world.slack.desk.inspector.calls("chat.postMessage"))


async def test_a_revoked_token_is_tried_once_in_five_minutes_however_much_is_due(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        _revoke(world)
        for room in CHANNELS:
            await world.say(f"hello {room}", channel=room)
        with capture_logs() as lines:
            await world.deliver()
            at_first = _calls(world)
            assert at_first <= world.courier.pace.at_once
            for _ in range(12):
                await world.deliver(seconds=EVERY_SECONDS)
        assert 12 <= _calls(world) - at_first <= 13
        assert len([line for line in lines if line["log_level"] == "error"]) == 1
        assert {(await world.row(f"hello {room}"))["state"] for room in CHANNELS} == {"due"}


async def test_what_waited_arrives_once_when_slack_lets_us_in_again(sqlite_url: str) -> None:
    async with delivering(sqlite_url) as world:
        _revoke(world)
        for room in CHANNELS:
            await world.say(f"hello {room}", channel=room)
        await world.deliver()
        _revoke(world, revoked=False)
        for _ in range(3):
            await world.deliver(seconds=EVERY_SECONDS + 1)
        assert [world.read(room) for room in CHANNELS] == [[f"hello {room}"] for room in CHANNELS]
