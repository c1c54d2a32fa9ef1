"""How each kind of notice looks: in Slack, and as a letter. One line for each kind that is told anywhere."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers.mail import answers, consulting, quorum
from handlers.mail import meeting_news as meeting_letters
from handlers.mail import notices as letters
from handlers.mail import people as people_letters
from handlers.mail.carrier import Writer, written
from handlers.slack.blocks import (
    attendance,
    card,
    decisions,
    guests,
    joining,
    kit,
    learning,
    meeting_news,
    people,
    programme,
    quorum_notices,
    setup,
)
from handlers.slack.blocks import notices as blocks
from handlers.slack.blocks.kit import Message
from rules.notice_kinds import NoticeKind
from usecases import learning_telling, preparation, replies

# Pure builders: the value that the kind's `load` gives, to a message.
BUILDERS: Mapping[str, Callable[[Any], Message]] = {
    NoticeKind.PROGRAMME: programme.post,
    NoticeKind.CARD: card.card,
    NoticeKind.MOVED: meeting_news.moved,
    NoticeKind.CANCELLED: meeting_news.cancelled,
    NoticeKind.EXTRAORDINARY: meeting_news.extraordinary,
    NoticeKind.REQUESTED: meeting_news.requested,
    NoticeKind.REQUEST_ANSWERED: meeting_news.request_answered,
    NoticeKind.PAPERS: blocks.papers,
    NoticeKind.DAY_BEFORE: blocks.day_before,
    NoticeKind.ANSWER_14: blocks.unanswered,
    NoticeKind.ANSWER_7: blocks.unanswered,
    NoticeKind.JOIN_LINK: blocks.join_link,
    NoticeKind.MINUTES: blocks.minutes,
    NoticeKind.MINUTES_DUE: blocks.minutes_due,
    NoticeKind.ACTION_DUE: blocks.action,
    NoticeKind.ACTION_LATE: blocks.action,
    "place-offered": blocks.offered,
    "offer-lapsed": blocks.offer_lapsed,
    NoticeKind.PROGRAMME_DUE: blocks.programme_due,
    NoticeKind.QUIET_QUARTER: blocks.quiet_quarter,
    NoticeKind.REVIEW_AHEAD: blocks.review_ahead,
    NoticeKind.REVIEW: blocks.review,
    NoticeKind.REVIEW_OPEN: blocks.review_open,
    NoticeKind.DUES: blocks.dues,
    learning_telling.PATH: learning.note,
    learning_telling.WORD: learning.note,
    learning_telling.CALL: learning.note,
    learning_telling.GONE: lambda _nothing: kit.GONE,
    preparation.POST: lambda _told: learning.channel_post(),
    NoticeKind.QUORUM: attendance.card,
    NoticeKind.OPENING: quorum_notices.opening,
    NoticeKind.FORECAST: quorum_notices.outlook,
    NoticeKind.QUORUM_LOST: quorum_notices.lost,
    NoticeKind.ASKED_TO_COME: quorum_notices.asked_to_come,
    NoticeKind.VIEW_ASKED: decisions.asked_for_view,
    NoticeKind.VIEW_GIVEN: decisions.to_decide,
    NoticeKind.URGENT_RULED: decisions.ruled,
    NoticeKind.JOIN_ASKED: joining.asked,
    NoticeKind.JOIN_ANSWERED: joining.answered,
    NoticeKind.MEMBERSHIP: people.membership_told,
    NoticeKind.GUEST: guests.told,
    NoticeKind.GUEST_INVITED: guests.invited,
    "group-set-up": lambda told: setup.announcement(told.group, told.by, told.id),
}

# Kinds that reach a mailbox: what is said to persons. What is said in channels has no letter.
WRITERS: Mapping[str, Writer] = {
    NoticeKind.MOVED: written(meeting_letters.moved),
    NoticeKind.CANCELLED: written(meeting_letters.cancelled),
    NoticeKind.REQUESTED: written(meeting_letters.requested),
    NoticeKind.REQUEST_ANSWERED: written(meeting_letters.request_answered),
    NoticeKind.ANSWER_14: written(letters.unanswered),
    NoticeKind.ANSWER_7: written(letters.unanswered),
    NoticeKind.JOIN_LINK: written(letters.join_link),
    NoticeKind.MINUTES_DUE: written(letters.minutes_due),
    NoticeKind.ACTION_DUE: written(letters.action),
    NoticeKind.ACTION_LATE: written(letters.action),
    "place-offered": written(letters.offered),
    "offer-lapsed": written(letters.offer_lapsed),
    NoticeKind.PROGRAMME_DUE: written(letters.programme_due),
    NoticeKind.QUIET_QUARTER: written(letters.quiet_quarter),
    NoticeKind.REVIEW_AHEAD: written(letters.review),
    NoticeKind.REVIEW_OPEN: written(letters.review),
    NoticeKind.DUES: written(letters.dues),
    NoticeKind.OPENING: written(quorum.opening),
    NoticeKind.FORECAST: written(quorum.outlook),
    NoticeKind.QUORUM_LOST: written(quorum.lost),
    NoticeKind.ASKED_TO_COME: written(quorum.asked_to_come),
    NoticeKind.VIEW_GIVEN: written(quorum.view_given),
    NoticeKind.URGENT_RULED: written(consulting.ruled),
    replies.RECEIPT: written(answers.receipt),
    replies.REFUSAL: written(answers.refusal),
    NoticeKind.JOIN_ASKED: written(people_letters.join_asked),
    NoticeKind.JOIN_ANSWERED: written(people_letters.join_answered),
    NoticeKind.MEMBERSHIP: written(people_letters.membership),
    NoticeKind.GUEST: written(people_letters.guest),
    NoticeKind.GUEST_INVITED: written(people_letters.invited),
}
