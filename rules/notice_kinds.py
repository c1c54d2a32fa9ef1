"""The kinds of notices that the bot sends on its own initiative: to whom, and why each exists at all.

A kind without a good reason is noise. Only the essential ones reach people who have muted the rest.
"""

from dataclasses import dataclass
from enum import StrEnum


class Recipients(StrEnum):
    """Who a notice is for; who exactly that is, is looked up when it is sent."""

    CHANNEL = "channel"
    OFFICERS = "officers"
    UNANSWERED = "unanswered"  # members of the group who have not answered for this meeting
    ATTENDING = "attending"
    ANSWERED = "answered"  # whoever said that they attend, may come, or wait for a place
    PERSON = "person"  # the one whom it concerns


class NoticeKind(StrEnum):
    """Why something is said."""

    # In the channel
    PROGRAMME = "programme"
    CARD = "card"
    PAPERS = "papers"
    DAY_BEFORE = "day-before"
    MINUTES = "minutes"
    REVIEW = "review"
    EXTRAORDINARY = "extraordinary"
    QUORUM = "quorum"
    # To officers
    PROGRAMME_DUE = "programme-due"
    QUIET_QUARTER = "quiet-quarter"
    MINUTES_DUE = "minutes-due"
    REVIEW_AHEAD = "review-ahead"
    REVIEW_OPEN = "review-open"
    REQUESTED = "meeting-requested"
    FORECAST = "forecast"
    OPENING = "opening"
    JOIN_ASKED = "join-asked"
    # Personal
    ANSWER_14 = "answer-14"
    ANSWER_7 = "answer-7"
    JOIN_LINK = "join-link"
    MOVED = "moved"
    CANCELLED = "cancelled"
    ACTION_DUE = "action-due"
    ACTION_LATE = "action-late"
    DUES = "dues"
    REQUEST_ANSWERED = "request-answered"
    QUORUM_LOST = "quorum-lost"
    ASKED_TO_COME = "asked-to-come"
    VIEW_ASKED = "view-asked"
    VIEW_GIVEN = "view-given"
    URGENT_RULED = "urgent-ruled"
    JOIN_ANSWERED = "join-answered"
    MEMBERSHIP = "membership"
    GUEST = "guest"
    GUEST_INVITED = "guest-invited"

    @property
    def recipients(self) -> Recipients:
        """Who it is for."""
        return _ABOUT[self].recipients

    @property
    def why(self) -> str:
        """The reason it exists, in a line that people read where they mute it."""
        return _ABOUT[self].why

    @property
    def essential(self) -> bool:
        """Whether it reaches people although they muted it, once."""
        return self in {NoticeKind.MOVED, NoticeKind.CANCELLED}


@dataclass(frozen=True)
class _About:
    recipients: Recipients
    why: str


_ABOUT = {
    NoticeKind.PROGRAMME: _About(
        Recipients.CHANNEL, "The whole year in one post, so that diaries can be kept free."
    ),
    NoticeKind.CARD: _About(
        Recipients.CHANNEL, "The meeting's card: where people answer, and see who else will come."
    ),
    NoticeKind.PAPERS: _About(Recipients.CHANNEL, "Agenda and papers, with clear days left to read them."),
    NoticeKind.DAY_BEFORE: _About(Recipients.CHANNEL, "One line the day before, so that nobody misses it."),
    NoticeKind.MINUTES: _About(Recipients.CHANNEL, "What was decided, while it is fresh."),
    NoticeKind.REVIEW: _About(
        Recipients.CHANNEL, "The terms are reviewed every year; everyone may suggest changes."
    ),
    NoticeKind.EXTRAORDINARY: _About(
        Recipients.CHANNEL, "An extraordinary meeting is called, with the charter's days of notice."
    ),
    NoticeKind.QUORUM: _About(
        Recipients.CHANNEL, "The open meeting's card: where people check in, and whether it is quorate."
    ),
    NoticeKind.PROGRAMME_DUE: _About(Recipients.OFFICERS, "Next year's programme is not published yet."),
    NoticeKind.QUIET_QUARTER: _About(Recipients.OFFICERS, "No meeting is planned in this quarter yet."),
    NoticeKind.MINUTES_DUE: _About(Recipients.OFFICERS, "The draft minutes are due today."),
    NoticeKind.REVIEW_AHEAD: _About(Recipients.OFFICERS, "The terms are to be reviewed next month."),
    NoticeKind.REVIEW_OPEN: _About(Recipients.OFFICERS, "The review of the terms is not recorded yet."),
    NoticeKind.REQUESTED: _About(Recipients.OFFICERS, "A member asks for an extraordinary meeting."),
    NoticeKind.FORECAST: _About(
        Recipients.OFFICERS, "How many members are likely to come, early enough to ask others."
    ),
    NoticeKind.OPENING: _About(Recipients.OFFICERS, "The button that opens a meeting, as it begins."),
    NoticeKind.JOIN_ASKED: _About(Recipients.OFFICERS, "Somebody asks to join the group."),
    NoticeKind.ANSWER_14: _About(
        Recipients.UNANSWERED, "Two weeks before a meeting that you have not answered for."
    ),
    NoticeKind.ANSWER_7: _About(
        Recipients.UNANSWERED, "A week before a meeting that you have not answered for."
    ),
    NoticeKind.JOIN_LINK: _About(
        Recipients.ATTENDING, "The link, an hour before a virtual meeting that you attend."
    ),
    NoticeKind.MOVED: _About(Recipients.ANSWERED, "A meeting that you answered for has moved."),
    NoticeKind.CANCELLED: _About(Recipients.ANSWERED, "A meeting that you answered for is cancelled."),
    NoticeKind.ACTION_DUE: _About(Recipients.PERSON, "Something that you took on is due in a week."),
    NoticeKind.ACTION_LATE: _About(Recipients.PERSON, "Something that you took on was due."),
    NoticeKind.DUES: _About(Recipients.PERSON, "A price that you owe, two weeks on."),
    NoticeKind.REQUEST_ANSWERED: _About(
        Recipients.PERSON, "What became of the extraordinary meeting that you asked for."
    ),
    NoticeKind.QUORUM_LOST: _About(Recipients.PERSON, "The meeting that you run has lost its quorum."),
    NoticeKind.ASKED_TO_COME: _About(
        Recipients.PERSON, "The officers ask whether you can come, because your field is missing."
    ),
    NoticeKind.VIEW_ASKED: _About(Recipients.PERSON, "You are consulted on urgent business (terms 4.1)."),
    NoticeKind.VIEW_GIVEN: _About(Recipients.PERSON, "The view that you waited for is given."),
    NoticeKind.URGENT_RULED: _About(
        Recipients.PERSON, "What became of urgent business that you were consulted on."
    ),
    NoticeKind.JOIN_ANSWERED: _About(Recipients.PERSON, "What became of your asking to join the group."),
    NoticeKind.MEMBERSHIP: _About(
        Recipients.PERSON, "Your membership of the association was confirmed or taken back."
    ),
    NoticeKind.GUEST: _About(
        Recipients.PERSON, "Your place as somebody's guest: booked, waiting, given back."
    ),
    NoticeKind.GUEST_INVITED: _About(
        Recipients.PERSON, "A member would like to bring you; the answer is your own."
    ),
}
