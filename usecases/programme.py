"""The year's programme: planned from the charter, adjusted, published, and seen by everyone."""

from rules.refusals import Unknown
from storage import meetings
from storage.transaction import Tx
from usecases.callers import Caller

NONE_PUBLISHED = "No meeting is published yet. The secretary plans the year with `/sig programme plan`."


def next_meeting_id(tx: Tx, *, caller: Caller, group_id: str) -> str:  # noqa: ARG001 - everyone may ask
    """The id of the group's next published meeting; `Unknown` if there is none."""
    coming = meetings.published_from(tx, group_id, tx.now)
    if not coming:
        raise Unknown(NONE_PUBLISHED)
    return coming[0].id
