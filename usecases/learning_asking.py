"""Who asked to talk, as far as each reader may know it.

Their panel member knows at once. The reviewer knows of those alone who agreed to that, once nobody has been in
touch in a working day. The business unit is never told how many ask, or who: only that somebody is waiting.
"""

from dataclasses import dataclass

from rules.learning_support import is_overdue
from storage import roster
from storage.learning import LearningEvent, PanelMember, Practitioner, SupportRequest
from storage.people import Person
from storage.transaction import Tx
from usecases import learning_telling as telling
from usecases.learning_access import Whoever, as_reviewer, note


@dataclass(frozen=True)
class Asker:
    """Somebody who would like to talk, for the reviewer whom they agreed to."""

    request_id: str
    name: str
    slack_id: str | None
    panel_member: str


def of_panel_member(tx: Tx, event: LearningEvent, member: PanelMember) -> list[SupportRequest]:
    """What a panel member's own practitioners asked and nobody has answered, the oldest first."""
    return [
        request for request, asker in roster.open_requests(tx, event.id) if asker.panel_member_id == member.id
    ]


def of_reviewer(tx: Tx, event: LearningEvent) -> list[tuple[SupportRequest, Practitioner]]:
    """What the reviewer may know of: with consent, and unanswered for a working day."""
    return [(request, asker) for request, asker in _overdue(tx, event) if request.reviewer_too]


def is_somebody_waiting(tx: Tx, event: LearningEvent) -> bool:
    """Whether anybody has waited for longer than a working day: all that the business unit learns."""
    return bool(_overdue(tx, event))


def listed(tx: Tx, *, caller: Whoever, event_id: str) -> tuple[Asker, ...]:
    """Those who agreed that the reviewer may know, by name, for the reviewer; that it was looked at is kept."""
    event, reviewer = as_reviewer(tx, caller, event_id)
    note(tx, "list of those who would like to talk viewed", event, reviewer.id)
    return tuple(_asker(tx, request, practitioner) for request, practitioner in of_reviewer(tx, event))


def _overdue(tx: Tx, event: LearningEvent) -> list[tuple[SupportRequest, Practitioner]]:
    return [
        (request, asker)
        for request, asker in roster.open_requests(tx, event.id)
        if is_overdue(request.asked_at, now=tx.now, closed=telling.closed_for(asker.nation, tx.now))
    ]


def _asker(tx: Tx, request: SupportRequest, practitioner: Practitioner) -> Asker:
    person = tx.session.get_one(Person, practitioner.person_id)
    member = tx.session.get_one(PanelMember, practitioner.panel_member_id)
    panel_member = tx.session.get_one(Person, member.person_id).name
    return Asker(request.id, person.name, person.slack_id, panel_member)
