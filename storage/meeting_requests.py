"""Members' requests for extraordinary meetings."""

from sqlmodel import col, select

from storage.meetings import MeetingRequest
from storage.transaction import Tx


def behind(tx: Tx, meeting_id: str) -> MeetingRequest | None:
    """The request that a meeting goes back to, if it does."""
    return tx.session.exec(
        select(MeetingRequest).where(MeetingRequest.meeting_id == meeting_id)
    ).one_or_none()


def unanswered(tx: Tx, group_id: str) -> list[MeetingRequest]:
    """The requests that wait for the chair, the oldest first."""
    return list(
        tx.session.exec(
            select(MeetingRequest)
            .where(MeetingRequest.group_id == group_id, col(MeetingRequest.granted).is_(None))
            .order_by(col(MeetingRequest.requested_at))
        )
    )


def for_answer(tx: Tx, request_id: str) -> MeetingRequest | None:
    """A request with its row locked: it is answered once."""
    return tx.session.exec(
        select(MeetingRequest).where(MeetingRequest.id == request_id).with_for_update()
    ).one_or_none()
