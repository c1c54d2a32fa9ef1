"""Who is asking: someone of a Slack workspace, known to us by their account or their e-mail address."""

from dataclasses import dataclass

from storage import people
from storage.people import Person
from storage.transaction import Tx


@dataclass(frozen=True)
class Caller:
    """Someone acting in Slack. `name` is their handle until Slack has told us more."""

    team_id: str
    slack_id: str
    name: str = ""


@dataclass(frozen=True)
class Profile:
    """What Slack says of a person. `email` is None where the workspace hides it."""

    caller: Caller
    name: str
    email: str | None
    zone: str
    is_admin: bool = False


def person_of(tx: Tx, caller: Caller) -> Person:
    """The person who asks; someone who was never seen before becomes known by their handle."""
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    if person is None:
        person = Person(
            team_id=caller.team_id,
            slack_id=caller.slack_id,
            name=caller.name or "Someone",
            first_seen_at=tx.now,
        )
        tx.session.add(person)
        tx.session.flush()
    return person


def introduce(tx: Tx, *, profile: Profile) -> str:
    """Know a person by what Slack says of them, and return their id.

    Someone who was imported, or booked by e-mail, is recognised by their address, so that their
    membership counts from the first click.
    """
    caller = profile.caller
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    by_address = people.by_email(tx, caller.team_id, profile.email) if profile.email else None
    if person is None:
        person = (
            by_address if by_address is not None and by_address.slack_id is None else person_of(tx, caller)
        )
    person.slack_id = caller.slack_id
    person.name = profile.name or person.name
    person.zone = profile.zone or person.zone
    if profile.email and by_address is None:
        person.email = profile.email.strip().lower()
    tx.session.add(person)
    return person.id
