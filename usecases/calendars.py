"""How someone wants meetings in their calendar: by letter or by feed, and never both unasked."""

from dataclasses import dataclass

from rules.invitations import Choice
from rules.refusals import Refusal, Unknown
from storage import calendars, people
from storage.calendars import CalendarChoice
from storage.people import Person
from storage.transaction import Tx
from usecases import invitations
from usecases.callers import Caller, person_of

NO_ADDRESS = (
    "Invitations come by e-mail, and your Slack profile shows no address. "
    "Choose the feed instead, or ask the secretary to record your address."
)
UNKNOWN_LINK = "That link is not known here (any more). Your Home tab shows what you receive, and changes it."


@dataclass(frozen=True)
class Chosen:
    """What someone chose; `email` is where letters go, `feed_token` ends the address of their feed."""

    choice: Choice
    email: str
    feed_token: str


def chosen(tx: Tx, *, caller: Caller) -> Chosen:
    """What the caller chose; nothing while they have not."""
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    if person is None:
        return Chosen(Choice.NOTHING, "", "")
    return _seen(person, tx.session.get(CalendarChoice, person.id))


def choose(tx: Tx, *, caller: Caller, choice: Choice) -> Chosen:
    """Record the caller's choice, which for letters is their consent; a feed gets its address.

    Choosing something else ends the feed's address. Letters go to the address that Slack or the secretary
    vouches for, never to one just typed: that could be anybody's. Refuses them where there is none.
    """
    return choose_for(tx, person_of(tx, caller), choice)


def choose_for(tx: Tx, person: Person, choice: Choice) -> Chosen:
    """The same for someone without Slack, who chose by letter."""
    if choice is Choice.INVITATIONS and not person.email:
        raise Refusal(NO_ADDRESS)
    row = _row(tx, person.id)
    _take(tx, row, choice)
    if choice is not Choice.FEED:
        row.feed_token = None
    elif row.feed_token is None:
        row.feed_token = calendars.new_token()
    tx.session.add(row)
    return _seen(person, row)


def renew_feed(tx: Tx, *, caller: Caller) -> Chosen:
    """Give the caller's feed a new address; the old one shows nothing from now on."""
    person = person_of(tx, caller)
    row = _row(tx, person.id)
    if row.choice is not Choice.FEED:
        raise Refusal("You have no feed yet. Choose it first, then it can be given a new address.")
    row.feed_token = calendars.new_token()
    tx.session.add(row)
    return _seen(person, row)


def stop(tx: Tx, *, token: str) -> None:
    """End the letters of whoever holds this token; done twice, it is done once. Raises `Unknown`."""
    row = calendars.by_stop_token(tx, token)
    if row is None:
        raise Unknown(UNKNOWN_LINK)
    if row.choice is Choice.INVITATIONS:
        _take(tx, row, Choice.NOTHING)


def _take(tx: Tx, row: CalendarChoice, choice: Choice) -> None:
    """Change the choice, and with it what the person's calendar is told of meetings ahead."""
    before, row.choice, row.chosen_at = row.choice, choice, tx.now
    tx.session.add(row)
    tx.session.flush()  # an answer reads it past the session
    if choice is Choice.INVITATIONS and before is not choice:
        invitations.bring_in(tx, row.person_id)
    elif before is Choice.INVITATIONS and choice is not before:
        invitations.let_go(tx, row.person_id)


def _row(tx: Tx, person_id: str) -> CalendarChoice:
    row = tx.session.get(CalendarChoice, person_id)
    return row or CalendarChoice(person_id=person_id, choice=Choice.NOTHING, chosen_at=tx.now)


def _seen(person: Person, row: CalendarChoice | None) -> Chosen:
    choice = Choice(row.choice) if row is not None else Choice.NOTHING
    return Chosen(choice, person.email or "", (row.feed_token or "") if row is not None else "")
