"""Replies to letters about learning events: what each word does, for people without Slack and without a page.

The door has checked who sent a reply and to which letter of ours; whatever is not one of the words is passed on to
a person of the business unit and kept nowhere. Every answer is a letter, told in the transaction of the act.
"""

import re
from typing import Any

from rules.learning_replies import Command
from rules.refusals import Unknown
from storage import roster
from storage.learning import LearningEvent
from storage.notices import Notice
from storage.people import Person
from storage.transaction import Tx
from usecases import learning_telling as telling
from usecases.learning_acts import ACTS, Answer, Letter
from usecases.replies import Reader

_ADDRESS = re.compile(r"[^@\s<>,;:]+@[\w.-]+\w")


def letter(tx: Tx, *, notice_id: str) -> Letter | None:
    """The letter that a notice became; None once everything about its event has been erased."""
    notice = tx.session.get(Notice, notice_id)
    if notice is None or "text" not in notice.facts or not notice.person_id:
        return None
    person = tx.session.get_one(Person, notice.person_id)
    return Letter(
        notice_id=notice.id,
        person_id=person.id,
        name=person.name,
        email=person.email or "",
        event_id=notice.facts["event"],
        audience=notice.facts["text"].partition("/")[0],
        text=notice.facts["text"].partition("/")[2],
        part_id=notice.facts["to"],
        request_id=notice.facts.get("request", ""),
        listed=tuple(notice.facts.get("listed", ())),
    )


def act(tx: Tx, *, key: str, answered: Letter, command: Command) -> None:
    """Do what a word asks for, as by button, and answer by letter; raises what the button would raise."""
    verb = ACTS[answered.audience].get(command.verb)
    if verb is None:
        raise Unknown("This word belongs to another letter.")
    _tell(tx, key, answered, verb(tx, answered, command))


def tell_not_done(tx: Tx, *, key: str, answered: Letter) -> None:
    """Tell somebody that a letter came in answer to theirs, and that nothing was done: it may not be from them."""
    _tell(tx, key, answered, Answer("could-not"))


def tell_passed_on(tx: Tx, *, key: str, answered: Letter) -> None:
    """Tell somebody that a person reads what they wrote."""
    _tell(tx, key, answered, Answer("passed-on"))


def reader(tx: Tx, *, answered: Letter) -> Reader | None:
    """Who reads what somebody wrote: one of the event's business unit, or its own address; None if none is known."""
    event = tx.session.get(LearningEvent, answered.event_id)
    if event is None:
        return None
    unit = telling.unit_of(tx, event)
    for member in roster.unit_members(tx, unit.id):
        if member.email:
            return Reader(member.name, member.email, answered.name)
    found = _ADDRESS.search(unit.contact)
    return Reader(unit.name, found[0], answered.name) if found else None


def _tell(tx: Tx, key: str, answered: Letter, answer: Answer) -> None:
    event = tx.session.get(LearningEvent, answered.event_id)
    if event is None:
        return
    facts: dict[str, Any] = {"listed": list(answer.listed)} if answer.listed else {}
    facts |= {} if answer.count is None else {"count": answer.count}
    telling.say(
        tx,
        event,
        answered.person_id,
        f"{answered.audience}/{answer.text}",
        to=answered.part_id,
        kind=telling.REPLY,
        by="mail",
        occasion=key,
        reply=event.standing.value,
        **facts,
    )
