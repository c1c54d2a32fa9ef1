"""People who are known by what they say of themselves: a name and an e-mail address."""

from rules.refusals import Refusal
from storage import people
from storage.people import Person
from storage.transaction import Tx
from usecases.guardrail import refuse_identifiers


def somebody(tx: Tx, team_id: str, *, name: str, email: str, role: str | None = None) -> Person:
    """Whoever has this address, as we know them; somebody new is known by what they say.

    Raises `Refusal` beside `name` or `email` when one of them can't be used.
    """
    kept, address = _name(name), _email(email)
    person = people.by_email(tx, team_id, address)
    if person is None:
        person = Person(team_id=team_id, email=address, name=kept, role=role, first_seen_at=tx.now)
        tx.session.add(person)
        tx.session.flush()
    return person


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    refuse_identifiers(name, field="name")
    if not name:
        raise Refusal("Please give the name.", field="name")
    if len(name) > 120:
        raise Refusal("Please shorten the name to 120 letters.", field="name")
    return name


def _email(typed: str) -> str:
    email = typed.strip().lower()
    name, at, domain = email.partition("@")
    if not name or not at or "." not in domain or " " in email or len(email) > 254:
        raise Refusal("Please give the e-mail address, like ann@example.org.", field="email")
    return email
