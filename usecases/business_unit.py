"""The business unit: who runs learning events in a workspace, granted by an admin who sees none of them."""

from dataclasses import dataclass
from typing import Any

from rules.learning_stages import Stage
from rules.moments import local
from rules.refusals import NotAllowed, Refusal, Unknown
from rules.regimes import Regime
from storage import audit, people, roster
from storage.learning import BusinessUnit, UnitMember
from storage.people import Person
from storage.transaction import Tx
from usecases import regimes
from usecases.callers import Caller, person_of
from usecases.guardrail import refuse_identifiers

NOT_THE_UNIT = (
    "Learning events are run by the safeguarding board's business unit. "
    "A workspace admin can grant that role with `/sig unit grant @someone`."
)


@dataclass(frozen=True)
class Unit:
    """The unit as its members see it; members as (name, Slack id)."""

    name: str
    contact: str
    members: tuple[tuple[str, str | None], ...]


def grant(tx: Tx, *, caller: Caller, is_admin: bool, slack_id: str) -> None:
    """Let someone run learning events. Only an admin can, and sees nothing of them by it."""
    _require_admin(is_admin)
    unit = roster.unit_of_team(tx, caller.team_id)
    if unit is None:
        unit = BusinessUnit(team_id=caller.team_id, created_at=tx.now)
        tx.session.add(unit)
        tx.session.flush()
    member = person_of(tx, Caller(caller.team_id, slack_id))
    if tx.session.get(UnitMember, (unit.id, member.id)) is None:
        tx.session.add(
            UnitMember(unit_id=unit.id, person_id=member.id, granted_by=caller.slack_id, granted_at=tx.now)
        )
        _note(tx, "business unit granted", caller.team_id, person_of(tx, caller).id, member.id)


def revoke(tx: Tx, *, caller: Caller, is_admin: bool, slack_id: str) -> None:
    """Take the role back; the events stay with the rest of the unit."""
    _require_admin(is_admin)
    unit = roster.unit_of_team(tx, caller.team_id)
    member = people.by_slack(tx, caller.team_id, slack_id)
    granted = tx.session.get(UnitMember, (unit.id, member.id)) if unit and member else None
    if granted is None or member is None:
        raise Unknown("They don't have that role. There is nothing to take back.")
    tx.session.delete(granted)
    _note(tx, "business unit revoked", caller.team_id, person_of(tx, caller).id, member.id)


def acting(tx: Tx, caller: Caller) -> tuple[BusinessUnit, Person]:
    """The unit and the person, if they belong to it; otherwise `NotAllowed`."""
    unit = roster.unit_of_team(tx, caller.team_id)
    person = people.by_slack(tx, caller.team_id, caller.slack_id)
    if unit is None or person is None or tx.session.get(UnitMember, (unit.id, person.id)) is None:
        raise NotAllowed(NOT_THE_UNIT)
    return unit, person


def shown(tx: Tx, *, caller: Caller) -> Unit:
    """The unit's name, contact and members, for one of them."""
    unit, _ = acting(tx, caller)
    members = tuple((person.name, person.slack_id) for person in roster.unit_members(tx, unit.id))
    return Unit(unit.name, unit.contact, members)


def describe(tx: Tx, *, caller: Caller, name: str, contact: str) -> None:
    """Set how the unit is named in messages and where questions go (a typed address: not guarded)."""
    unit, person = acting(tx, caller)
    refuse_identifiers(name, field="name")
    if not name.strip() or not contact.strip():
        raise Refusal(
            "People need a name and a way to reach you.", field="contact" if name.strip() else "name"
        )
    unit.name, unit.contact = name.strip(), contact.strip()
    tx.session.add(unit)
    _note(tx, "business unit described", unit.team_id, person.id, unit.id)


def regimes_of(unit: BusinessUnit) -> dict[str, Regime]:
    """The regimes that ship, each replaced by the unit's own version where it has one."""
    edited = {key: Regime.from_data(data) for key, data in unit.regimes.items()}
    return {**regimes.shipped(), **edited}


def known_regimes(tx: Tx, *, caller: Caller) -> dict[str, Regime]:
    """The regimes that the caller's unit may convene an event under."""
    return regimes_of(acting(tx, caller)[0])


def edit_regime_as_typed(
    tx: Tx, *, caller: Caller, key: str, typed: dict[str, str], stages: dict[Stage, str], source: str
) -> Regime:
    """The same from a form: numbers are read, and where the change comes from is kept with today's date."""
    refuse_identifiers(source, field="source")
    known = known_regimes(tx, caller=caller)[key].to_data()
    changes: dict[str, Any] = {field: value.strip() for field, value in typed.items()}
    for field in ("notice_days", "publication_weeks"):
        changes[field] = _number(changes[field], field)
    changes["notice_days"] = changes["notice_days"] or 0
    named = {stage.value.replace("-", "_"): name.strip() for stage, name in stages.items()}
    changes["stages"] = {**known["stages"], **named}
    for stage, name in stages.items():
        refuse_identifiers(name, field=f"stage-{stage.value}")
    today = local(tx.now, "Europe/London").date().isoformat()
    changes["sources"] = [
        *known["sources"],
        {"about": "as edited here", "source": source.strip(), "checked": today},
    ]
    return edit_regime(tx, caller=caller, key=key, changes=changes)


def edit_regime(tx: Tx, *, caller: Caller, key: str, changes: dict[str, Any]) -> Regime:
    """Keep the unit's own version of a regime; events convened before keep the version they had."""
    unit, person = acting(tx, caller)
    known = regimes_of(unit)
    if key not in known:
        regimes.named(key)
    for field, value in changes.items():
        if isinstance(value, str):
            refuse_identifiers(value, field=field)
    edited = Regime.from_data({**known[key].to_data(), **changes})
    unit.regimes = {**unit.regimes, key: edited.to_data()}
    tx.session.add(unit)
    _note(tx, "regime edited", unit.team_id, person.id, key)
    return edited


def _number(typed: str, field: str) -> int | None:
    if typed and not typed.isdecimal():
        raise Refusal("Please write a number, like 12.", field=field)
    return int(typed) if typed else None


def _require_admin(is_admin: bool) -> None:
    if not is_admin:
        raise NotAllowed("Only a workspace admin can say who runs learning events.")


def _note(tx: Tx, verb: str, team_id: str, actor_id: str, subject: str) -> None:
    audit.note(tx, verb, team_id=team_id, group_id=None, actor_id=actor_id, subject=subject)
