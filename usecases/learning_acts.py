"""What each word of a reply to a letter about a learning event does: the same as the button of that name."""

from collections.abc import Callable
from dataclasses import dataclass

from rules.learning_replies import Command, Verb
from rules.learning_support import Preparation
from storage import roster
from storage.learning import Practitioner
from storage.transaction import Tx
from usecases import learning_asking, learning_people, learning_report, learning_support
from usecases.learning_access import Holder

_POINTS = tuple(Preparation)


@dataclass(frozen=True)
class Letter:
    """A letter of ours that somebody answers: whom it was for, and what it was about."""

    notice_id: str
    person_id: str
    name: str
    email: str
    event_id: str
    audience: str
    text: str
    part_id: str
    request_id: str
    listed: tuple[str, ...]

    @property
    def holder(self) -> Holder:
        """Whoever it was for, as the use cases know them."""
        return Holder(self.person_id)


@dataclass(frozen=True)
class Answer:
    """The letter that somebody gets in return: a text of their audience, and what it is to show."""

    text: str
    listed: tuple[str, ...] = ()
    count: int | None = None


# A practitioner's words


def _pause(tx: Tx, answered: Letter, _command: Command) -> Answer:
    learning_support.pause(tx, caller=answered.holder, practitioner_id=answered.part_id)
    return Answer("paused")


def _go_on(tx: Tx, answered: Letter, _command: Command) -> Answer:
    learning_support.resume(tx, caller=answered.holder, practitioner_id=answered.part_id)
    return Answer("resumed")


def _talk(tx: Tx, answered: Letter, command: Command) -> Answer:
    learning_support.ask_to_talk(
        tx,
        caller=answered.holder,
        practitioner_id=answered.part_id,
        reviewer_too=command.verb is Verb.TALK_REVIEWER,
    )
    return Answer("support-asked")


def _hard(tx: Tx, answered: Letter, _command: Command) -> Answer:
    learning_support.ask_to_talk(tx, caller=answered.holder, practitioner_id=answered.part_id, hard=True)
    return Answer("hard")


def _ready(tx: Tx, answered: Letter, command: Command) -> Answer:
    meant = frozenset(Preparation(each) for each in command.picks(_POINTS))
    own = learning_support.own(tx, caller=answered.holder, practitioner_id=answered.part_id)
    ticked = own.ticks - meant if command.verb is Verb.NOT_READY else own.ticks | meant
    learning_support.tick(tx, caller=answered.holder, practitioner_id=answered.part_id, ticked=ticked)
    return Answer("list")


def _leave(tx: Tx, answered: Letter, _command: Command) -> Answer:
    learning_support.not_taking_part(tx, caller=answered.holder, practitioner_id=answered.part_id)
    return Answer("withdrawn")


def _language(tx: Tx, answered: Letter, command: Command) -> Answer:
    own = learning_support.own(tx, caller=answered.holder, practitioner_id=answered.part_id)
    learning_support.say_needs(
        tx,
        caller=answered.holder,
        practitioner_id=answered.part_id,
        needs=own.needs,
        language="cy" if command.verb is Verb.WELSH else "en",
    )
    return Answer("language")


# A panel member's words


def _list(tx: Tx, answered: Letter, _command: Command) -> Answer:
    agency = learning_people.own_list(tx, caller=answered.holder, panel_member_id=answered.part_id)
    return Answer("list", listed=tuple(one.id for one in agency.practitioners))


def _told(tx: Tx, answered: Letter, command: Command) -> Answer:
    for part in command.picks(answered.listed):
        learning_people.told(
            tx, caller=answered.holder, panel_member_id=answered.part_id, practitioner_id=part
        )
    return _list(tx, answered, command)


def _take_off(tx: Tx, answered: Letter, command: Command) -> Answer:
    for part in command.picks(answered.listed):
        learning_people.withdraw(tx, caller=answered.holder, practitioner_id=part)
    return _list(tx, answered, command)


def _in_touch(tx: Tx, answered: Letter, command: Command) -> Answer:
    if answered.request_id:
        return _in_touch_with(tx, answered, answered.request_id)
    requests = [each for part in command.picks(answered.listed) for each in _open_requests(tx, part)]
    for request in requests:
        learning_support.answer(tx, caller=answered.holder, request_id=request)
    return Answer("in-touch") if requests else _list(tx, answered, command)


def _send(tx: Tx, answered: Letter, command: Command) -> Answer:
    if answered.text not in {learning_report.PLANNED, learning_report.PUBLISHED}:
        return _list(tx, answered, command)
    count = learning_report.pass_on(
        tx, caller=answered.holder, panel_member_id=answered.part_id, text=answered.text
    )
    return Answer("sent", count=count)


def _next(_tx: Tx, _answered: Letter, _command: Command) -> Answer:
    return Answer("next")


# The reviewer's words


def _askers(tx: Tx, answered: Letter, _command: Command) -> Answer:
    asking = learning_asking.listed(tx, caller=answered.holder, event_id=answered.event_id)
    return Answer("list", listed=tuple(one.request_id for one in asking))


def _in_touch_as_reviewer(tx: Tx, answered: Letter, command: Command) -> Answer:
    if answered.request_id:
        return _in_touch_with(tx, answered, answered.request_id)
    requests = command.picks(answered.listed)
    for request in requests:
        learning_support.answer(tx, caller=answered.holder, request_id=request)
    return Answer("in-touch") if requests else _askers(tx, answered, command)


def _in_touch_with(tx: Tx, answered: Letter, request: str) -> Answer:
    learning_support.answer(tx, caller=answered.holder, request_id=request)
    return Answer("in-touch")


def _open_requests(tx: Tx, part: str) -> list[str]:
    """What somebody on a list asked; a list may be old, and the part be erased since."""
    if tx.session.get(Practitioner, part) is None:
        return []
    return [request.id for request in roster.requests_of(tx, part) if request.answered_at is None]


Act = Callable[[Tx, Letter, Command], Answer]
ACTS: dict[str, dict[Verb, Act]] = {
    "practitioner": {
        Verb.PAUSE: _pause,
        Verb.GO_ON: _go_on,
        Verb.TALK: _talk,
        Verb.TALK_REVIEWER: _talk,
        Verb.HARD: _hard,
        Verb.READY: _ready,
        Verb.NOT_READY: _ready,
        Verb.LEAVE: _leave,
        Verb.ENGLISH: _language,
        Verb.WELSH: _language,
    },
    "panel-member": {
        Verb.LIST: _list,
        Verb.TOLD: _told,
        Verb.TAKE_OFF: _take_off,
        Verb.IN_TOUCH: _in_touch,
        Verb.SEND: _send,
        Verb.NEXT: _next,
    },
    "reviewer": {Verb.LIST: _askers, Verb.IN_TOUCH: _in_touch_as_reviewer, Verb.NEXT: _next},
}
