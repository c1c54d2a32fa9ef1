"""What each kind of notice is when its time comes: what it shows, whom a crowd is made of, what is done.

One entry for each kind that is told anywhere. A kind that is shown also needs an entry in the doors'
`handlers.renderings`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rules.notice_kinds import NoticeKind
from storage.leases import Taken
from storage.transaction import Tx
from usecases import (
    after_meeting,
    guest_letters,
    invitation_letters,
    invitations,
    joining,
    learning_erasure,
    learning_notes,
    learning_telling,
    meeting_news,
    meeting_told,
    memberships,
    preparation,
    quorum_told,
    replies,
    told,
    waiting,
)


@dataclass(frozen=True)
class Kind:
    """How one kind of notice is carried out.

    `load` reads the state at the moment of sending and returns a frozen value for the doors' builders; it
    raises `told.Withheld` when there is no reason left to say it. `act` is for destinations of the house:
    it does something instead, and returns what it did in a few words without names.
    """

    load: Callable[[Tx, Taken], Any] | None = None
    act: Callable[[Tx, Taken], str] | None = None
    # Whether it reaches people who muted its kind, and at any hour
    essential: bool = False
    # Whether it goes to Slack also for those who prefer letters: there is something to press, and soon
    in_slack: bool = False
    # Whether a letter of invitation, which goes to the same mailbox, brings this news to the person already
    told_by_invitation: Callable[[Tx, Taken], bool] | None = None


Kinds = Mapping[str, Kind]


KINDS: Kinds = {
    NoticeKind.PROGRAMME: Kind(meeting_told.year),
    NoticeKind.CARD: Kind(meeting_told.card),
    NoticeKind.MOVED: Kind(
        meeting_told.moved, essential=True, told_by_invitation=invitation_letters.tells_of_change
    ),
    NoticeKind.CANCELLED: Kind(
        meeting_told.cancelled, essential=True, told_by_invitation=invitation_letters.takes_the_place_of
    ),
    NoticeKind.EXTRAORDINARY: Kind(meeting_told.extraordinary),
    NoticeKind.REQUESTED: Kind(meeting_told.requested),
    NoticeKind.REQUEST_ANSWERED: Kind(meeting_told.request_answered),
    NoticeKind.PAPERS: Kind(told.meeting_ahead),
    NoticeKind.DAY_BEFORE: Kind(told.meeting_ahead),
    NoticeKind.ANSWER_14: Kind(told.unanswered),
    NoticeKind.ANSWER_7: Kind(told.unanswered),
    NoticeKind.JOIN_LINK: Kind(told.attending),
    NoticeKind.MINUTES: Kind(told.meeting_behind),
    NoticeKind.MINUTES_DUE: Kind(after_meeting.minutes_missing),
    NoticeKind.ACTION_DUE: Kind(after_meeting.action_told),
    NoticeKind.ACTION_LATE: Kind(after_meeting.action_told),
    NoticeKind.PROGRAMME_DUE: Kind(told.year_unpublished),
    NoticeKind.QUIET_QUARTER: Kind(told.quarter_quiet),
    NoticeKind.REVIEW_AHEAD: Kind(told.review_open),
    NoticeKind.REVIEW: Kind(told.review_open),
    NoticeKind.REVIEW_OPEN: Kind(told.review_open),
    NoticeKind.DUES: Kind(told.owing),
    NoticeKind.JOIN_ASKED: Kind(joining.asked),
    NoticeKind.JOIN_ANSWERED: Kind(joining.answered),
    NoticeKind.MEMBERSHIP: Kind(memberships.told),
    NoticeKind.GUEST: Kind(guest_letters.told),
    NoticeKind.GUEST_INVITED: Kind(guest_letters.invited),
    "group-set-up": Kind(told.group_itself),
    NoticeKind.QUORUM: Kind(quorum_told.card),
    NoticeKind.OPENING: Kind(quorum_told.opening, essential=True, in_slack=True),
    NoticeKind.FORECAST: Kind(quorum_told.forecast, in_slack=True),
    NoticeKind.QUORUM_LOST: Kind(quorum_told.lost, essential=True, in_slack=True),
    NoticeKind.ASKED_TO_COME: Kind(quorum_told.asked, in_slack=True),
    NoticeKind.VIEW_ASKED: Kind(quorum_told.urgent, essential=True),
    NoticeKind.VIEW_GIVEN: Kind(quorum_told.urgent, essential=True, in_slack=True),
    NoticeKind.URGENT_RULED: Kind(quorum_told.urgent),
    # Somebody waits for an answer, and the next one for the place
    "place-offered": Kind(told.offered, essential=True, told_by_invitation=invitation_letters.tells_of_offer),
    "offer-lapsed": Kind(
        told.offer_lapsed, essential=True, told_by_invitation=invitation_letters.takes_the_place_of
    ),
    waiting.OFFERS_LAPSE: Kind(act=waiting.when_offers_lapse),
    "plan-year": Kind(act=told.plan_year),
    meeting_news.OVER: Kind(act=meeting_told.over),
    "invitation-opening": Kind(act=invitations.open_invitations),
    invitations.ROUND: Kind(act=invitations.carry_round),
    replies.RECEIPT: Kind(replies.told, essential=True),
    replies.REFUSAL: Kind(replies.told, essential=True),
    # They chose these letters themselves, and a calendar that is late is wrong.
    invitations.LETTER: Kind(invitation_letters.letter_told, essential=True),
    learning_telling.PATH: Kind(learning_notes.at_the_moment),
    learning_telling.WORD: Kind(learning_notes.at_the_moment),
    # Somebody asked for help: that reaches people at any hour.
    learning_telling.CALL: Kind(learning_notes.at_the_moment, essential=True),
    # They wrote just now, and wait for the answer.
    learning_telling.REPLY: Kind(learning_notes.at_the_moment, essential=True),
    learning_telling.GONE: Kind(lambda _tx, _notice: None),
    learning_telling.ERASURE: Kind(act=learning_erasure.when_due),
    preparation.POST: Kind(told.preparation),
}
