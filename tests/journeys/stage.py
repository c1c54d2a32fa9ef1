"""A group with a meeting, where a journey is about something that comes later."""

from datetime import datetime, timedelta

from bot.assembly import Convenor
from rules.meetings import Kind, Mode, State
from rules.nations import Nation
from rules.offices import Office
from sandbox import Workspace
from storage.groups import in_channel
from storage.meetings import Meeting
from storage.transaction import Tx
from tests.journeys.conftest import CHANNEL
from usecases import groups, notices, officers
from usecases.callers import Caller


async def a_meeting(convenor: Convenor, workspace: Workspace, **facts: object) -> str:
    """The id of a published meeting of the channel's group, which Owen set up; face to face in Wales."""
    caller = Caller(workspace.team_id, workspace.user("Owen").id, "owen")
    channel_id = workspace.channel(CHANNEL).id
    return await convenor.store.perform(_staged, caller=caller, channel_id=channel_id, facts=facts)


def _staged(tx: Tx, *, caller: Caller, channel_id: str, facts: dict[str, object]) -> str:
    bound = in_channel(tx, caller.team_id, channel_id)
    if bound is None:
        groups.set_up(
            tx,
            caller=caller,
            channel_id=channel_id,
            is_admin=True,
            name="Practice Learning Reviews",
            nation=Nation.WALES,
            zone="Europe/London",
        )
    group = groups.here(tx, caller=caller, channel_id=channel_id)
    starts_at = datetime(2027, 5, 12, 9, 30, tzinfo=tx.now.tzinfo)
    given: dict[str, object] = {
        "mode": Mode.FACE_TO_FACE,
        "nation": Nation.WALES,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=5),
        "venue": "City Hall, Cardiff",
        "state": State.PUBLISHED,
        **facts,
    }
    meeting = Meeting(
        group_id=group.id,
        kind=Kind.ORDINARY,
        zone="Europe/London",
        created_at=tx.now,
        revised_at=tx.now,
        published_at=tx.now,
        **given,
    )
    tx.session.add(meeting)
    tx.session.flush()
    notices.plan_meeting(tx, meeting)
    return meeting.id


async def an_officer(convenor: Convenor, workspace: Workspace, name: str, office: Office) -> None:
    """Give somebody an office of the channel's group."""
    caller = Caller(workspace.team_id, workspace.user("Owen").id, "owen")

    def named(tx: Tx) -> None:
        group = groups.here(tx, caller=caller, channel_id=workspace.channel(CHANNEL).id)
        holders = {office: [workspace.user(name).id]}
        officers.name_officers(tx, caller=caller, group_id=group.id, holders=holders)

    await convenor.store.perform(named)
