"""How a person wants to be told: by message or letter, when, and which kinds not at all."""

from collections.abc import Collection
from dataclasses import dataclass

from rules.notice_kinds import NoticeKind, Recipients
from rules.quiet_hours import hours_from_words
from rules.refusals import Refusal
from storage.notices import Preference
from storage.people import Person
from storage.transaction import Tx
from usecases.callers import Caller, person_of

# What is said to persons can be muted; what is essential can't, and what is said in channels is Slack's to mute.
MUTABLE = tuple(
    kind for kind in NoticeKind if kind.recipients is not Recipients.CHANNEL and not kind.essential
)


@dataclass(frozen=True)
class Preferences:
    """A person's choices; wall times ("20:00") in their own zone, empty for no quiet hours."""

    by_letter: bool
    has_email: bool
    quiet_from: str
    quiet_until: str
    working_days_only: bool
    muted: tuple[NoticeKind, ...]
    zone: str


def mine(tx: Tx, *, caller: Caller) -> Preferences:
    """The caller's choices."""
    person = person_of(tx, caller)
    return _seen(person, tx.session.get(Preference, person.id) or Preference(person_id=person.id))


def choose(
    tx: Tx,
    *,
    caller: Caller,
    by_letter: bool,
    quiet_from: str,
    quiet_until: str,
    working_days_only: bool,
    muted: Collection[str],
) -> Preferences:
    """Keep the caller's choices; they hold from the next notice on."""
    person = person_of(tx, caller)
    hours_from_words(person.zone, quiet_from, quiet_until, working_days_only=working_days_only)
    if by_letter and not person.email:
        raise Refusal("We have no e-mail address of yours. Ask the secretary to add it.", field="by")
    preference = tx.session.get(Preference, person.id) or Preference(person_id=person.id)
    preference.by_letter = by_letter
    preference.quiet_from, preference.quiet_until = quiet_from or None, quiet_until or None
    preference.working_days_only = working_days_only
    preference.muted = [kind.value for kind in MUTABLE if kind.value in muted]
    tx.session.add(preference)
    return _seen(person, preference)


def _seen(person: Person, preference: Preference) -> Preferences:
    return Preferences(
        by_letter=preference.by_letter,
        has_email=bool(person.email),
        quiet_from=preference.quiet_from or "",
        quiet_until=preference.quiet_until or "",
        working_days_only=preference.working_days_only,
        muted=tuple(kind for kind in MUTABLE if kind.value in preference.muted),
        zone=person.zone,
    )
