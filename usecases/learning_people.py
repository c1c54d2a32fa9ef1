"""Who belongs to a learning event: the reviewer, a panel member for each agency, and their practitioners."""

from dataclasses import dataclass

from rules.learning_stages import Standing
from rules.nations import Nation
from rules.refusals import Refusal
from rules.regimes import Regime
from storage import people, roster
from storage.learning import LearningEvent, PanelMember, Part, Practitioner
from storage.people import Person
from storage.transaction import Tx
from usecases import learning_telling as telling
from usecases.callers import Caller, person_of
from usecases.guardrail import refuse_identifiers
from usecases.learning_access import Whoever, as_panel_member, note, run_by, supports


@dataclass(frozen=True)
class Somebody:
    """A person as the unit names them: somebody of the workspace, or a name and an address for letters."""

    slack_id: str | None = None
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Listed:
    """A practitioner on a list. It says nothing of ticks, pauses or what was read.

    `requests` (to talk, not answered yet) is filled for the panel member alone, who was promised to them;
    `needs` for the business unit alone, which arranges them.
    """

    id: str
    name: str
    slack_id: str | None
    told: bool
    withdrawn: bool
    requests: tuple[str, ...] = ()
    needs: str = ""


@dataclass(frozen=True)
class Agency:
    """A panel member and their practitioners."""

    panel_member_id: str
    agency: str
    name: str
    slack_id: str | None
    practitioners: tuple[Listed, ...]


def name_reviewer(tx: Tx, *, caller: Caller, event_id: str, somebody: Somebody) -> None:
    """Say who leads the event."""
    event, actor = run_by(tx, caller, event_id)
    event.reviewer_id = _known(tx, caller, somebody).id
    tx.session.add(event)
    tx.session.flush()
    telling.say_to_reviewer(tx, event, "invited", occasion=event.reviewer_id)
    note(tx, "reviewer named", event, actor.id)


def add_panel_member(tx: Tx, *, caller: Caller, event_id: str, agency: str, somebody: Somebody) -> str:
    """Put an agency's panel member on the panel, and return the id of their part; one for each agency."""
    event, actor = run_by(tx, caller, event_id)
    agency = " ".join(agency.split())
    refuse_identifiers(agency, field="agency")
    if not agency:
        raise Refusal("Please name the agency.", field="agency")
    if any(one.agency.casefold() == agency.casefold() for one in roster.panel_of(tx, event.id)):
        raise Refusal("This agency has its panel member already; there is one for each.", field="agency")
    member = PanelMember(event_id=event.id, person_id=_known(tx, caller, somebody).id, agency=agency)
    tx.session.add(member)
    tx.session.flush()
    telling.say(tx, event, member.person_id, "panel-member/invited", to=member.id)
    telling.plan_panel_member(tx, event, member)
    note(tx, "panel member added", event, actor.id)
    return member.id


def add_practitioner(
    tx: Tx,
    *,
    caller: Caller,
    panel_member_id: str,
    somebody: Somebody,
    nation: Nation | None = None,
    language: str = "en",
) -> str:
    """Put somebody on a panel member's list, by the unit or that panel member. They hear nothing yet."""
    member = tx.session.get(PanelMember, panel_member_id)
    if member is not None and member.person_id == person_of(tx, caller).id:
        event, actor_id = as_panel_member(tx, caller, panel_member_id)[0], member.person_id
    else:
        event, actor = run_by(tx, caller, member.event_id if member else "")
        actor_id = actor.id
    person = _known(tx, caller, somebody)
    if any(one.id == person.id for _, one in roster.practitioners_of(tx, event.id)):
        raise Refusal("They are on a list of this event already.", field="somebody")
    practitioner = Practitioner(
        event_id=event.id,
        panel_member_id=panel_member_id,
        person_id=person.id,
        nation=nation or Regime.from_data(event.regime).nation,
        language=language,
    )
    tx.session.add(practitioner)
    tx.session.flush()
    note(tx, "practitioner added", event, actor_id)
    return practitioner.id


def told(tx: Tx, *, caller: Whoever, panel_member_id: str, practitioner_id: str) -> None:
    """ "I have told them": from now on a practitioner may be written to. Saying it twice is saying it once."""
    event, practitioner, actor = supports(tx, caller, practitioner_id)
    as_panel_member(tx, caller, panel_member_id)
    if event.standing is Standing.CANCELLED or practitioner.part is Part.WITHDRAWN:
        raise Refusal("Nothing is sent to them any more, so there is nothing to begin.")
    if practitioner.told_at is None:
        practitioner.told_at = tx.now
        tx.session.add(practitioner)
        tx.session.flush()
        telling.plan_practitioner(tx, event, practitioner)
        note(tx, "practitioner told by their panel member", event, actor.id)


def withdraw(tx: Tx, *, caller: Whoever, practitioner_id: str) -> None:
    """Take somebody off the list, quietly: nothing more reaches them, and no reason is kept."""
    event, practitioner, actor = supports(tx, caller, practitioner_id)
    leave(tx, event, practitioner)
    note(tx, "practitioner withdrawn", event, actor.id)


def leave(tx: Tx, event: LearningEvent, practitioner: Practitioner) -> None:
    """End somebody's part: every pending message stops, in this transaction; what they told us goes."""
    practitioner.part, practitioner.needs = Part.WITHDRAWN, ""
    tx.session.add(practitioner)
    for tick in roster.tick_rows(tx, practitioner.id):
        tx.session.delete(tick)
    for request, asker in roster.open_requests(tx, event.id):
        if asker.id == practitioner.id:
            request.answered_at = tx.now
            tx.session.add(request)
            telling.stop_calls(tx, request.id)
    tx.session.flush()
    telling.stop_practitioner(tx, practitioner, "they are not taking part")


def listed(tx: Tx, *, caller: Caller, event_id: str) -> tuple[Agency, ...]:
    """The whole list, for the unit that runs the event; that it was looked at is kept."""
    event, actor = run_by(tx, caller, event_id)
    note(tx, "list of an event viewed", event, actor.id)
    return tuple(_agency(tx, event, member, for_unit=True) for member in roster.panel_of(tx, event.id))


def own_list(tx: Tx, *, caller: Whoever, panel_member_id: str) -> Agency:
    """A panel member's own list; that it was looked at is kept."""
    event, member = as_panel_member(tx, caller, panel_member_id)
    note(tx, "list of a panel member viewed", event, member.person_id)
    return _agency(tx, event, member)


def _agency(tx: Tx, event: LearningEvent, member: PanelMember, *, for_unit: bool = False) -> Agency:
    person = tx.session.get_one(Person, member.person_id)
    # Whoever asks to talk is promised that their panel member is told: the unit sees how many, never who.
    asked = [] if for_unit else roster.open_requests(tx, event.id)
    return Agency(
        panel_member_id=member.id,
        agency=member.agency,
        name=person.name,
        slack_id=person.slack_id,
        practitioners=tuple(
            Listed(
                id=one.id,
                name=each.name,
                slack_id=each.slack_id,
                told=one.told_at is not None,
                withdrawn=one.part is Part.WITHDRAWN,
                requests=tuple(request.id for request, asker in asked if asker.id == one.id),
                needs=one.needs if for_unit else "",
            )
            for one, each in roster.practitioners_of(tx, event.id, panel_member_id=member.id)
        ),
    )


def _known(tx: Tx, caller: Caller, somebody: Somebody) -> Person:
    if somebody.slack_id:
        return person_of(tx, Caller(caller.team_id, somebody.slack_id))
    email = somebody.email.strip().lower()
    if "@" not in email or not somebody.name.strip():
        raise Refusal(
            "Choose somebody of the workspace, or give a name and an e-mail address.", field="somebody"
        )
    refuse_identifiers(somebody.name, field="name")
    known = people.by_email(tx, caller.team_id, email)
    if known is None:
        known = Person(team_id=caller.team_id, email=email, name=somebody.name.strip(), first_seen_at=tx.now)
        tx.session.add(known)
        tx.session.flush()
    return known
