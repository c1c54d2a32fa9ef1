"""A small world for tests of learning events: a unit, an event with two agencies, and a clock that can be moved."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import select

from rules.learning_path import Message
from storage.audit import AuditLine
from storage.notices import Notice, NoticeState
from storage.people import Person
from storage.transaction import Store, Tx
from usecases import business_unit, learning_events, learning_notes, learning_people
from usecases.callers import Caller
from usecases.learning_access import Holder, Whoever
from usecases.learning_events import Details
from usecases.learning_people import Somebody

TEAM = "T1"
UNIT, MAIR, ALUN, REVIEWER = (
    Caller(TEAM, slack_id, slack_id) for slack_id in ("UUNIT", "UMAIR", "UALUN", "UREV")
)
CONVENED = datetime(2027, 4, 1, 9, tzinfo=UTC)
STARTS = datetime(2027, 5, 26, 9, tzinfo=UTC)  # a Wednesday, 10:00 in Cardiff
T = TypeVar("T")


@dataclass
class World:
    """The store, and the ids of an event with Mair's and Alun's agencies."""

    store: Store
    clock: "Clock"
    event_id: str = ""
    panel: dict[str, str] = field(default_factory=dict)
    practitioners: dict[str, str] = field(default_factory=dict)

    async def do(self, verb: Callable[..., T], caller: Whoever = UNIT, **facts: Any) -> T:
        return await self.store.perform(verb, caller=caller, **facts)

    async def see(self, query: Callable[..., T], caller: Whoever = UNIT, **facts: Any) -> T:
        return await self.store.look(query, caller=caller, **facts)

    async def convene(self, **changes: Any) -> None:
        await self.store.perform(
            business_unit.grant, caller=Caller(TEAM, "UADMIN"), is_admin=True, slack_id="UUNIT"
        )
        await self.do(business_unit.describe, name="Cardiff unit", contact="029 2018 0123")
        self.event_id = await self.do(learning_events.convene, regime="wales-cpr", details=details(**changes))
        await self.do(learning_people.name_reviewer, event_id=self.event_id, somebody=Somebody("UREV"))
        for agency, slack_id in (("Health Board", "UMAIR"), ("Police", "UALUN")):
            self.panel[slack_id] = await self.do(
                learning_people.add_panel_member,
                event_id=self.event_id,
                agency=agency,
                somebody=Somebody(slack_id),
            )

    async def add(self, name: str, panel: Caller = MAIR, *, told: bool = True, email: str = "") -> str:
        somebody = Somebody(name=name, email=email) if email else Somebody(slack_id=f"U{name.upper()}")
        part = await self.do(
            learning_people.add_practitioner, panel_member_id=self.panel[panel.slack_id], somebody=somebody
        )
        self.practitioners[name] = part
        if told:
            await self.tell(name, panel)
        return part

    async def tell(self, name: str, panel: Caller = MAIR) -> None:
        await self.do(
            learning_people.told,
            panel,
            panel_member_id=self.panel[panel.slack_id],
            practitioner_id=self.practitioners[name],
        )

    async def due(self, name: str = "", text: str = "") -> list[tuple[str, str]]:
        """What is still to be said (of one text, or to one practitioner), as (text, when in UTC)."""
        part = self.practitioners.get(name, name)
        return [
            (row.facts["text"], f"{row.due_at:%d %b %H:%M}")
            for row in await self.notices()
            if row.state is NoticeState.DUE
            and (not part or row.facts.get("to") == part)
            and text in row.facts.get("text", "-")
            and "text" in row.facts
        ]

    async def notices(self) -> list[Notice]:
        def every(tx: Tx) -> list[Notice]:
            rows = list(tx.session.exec(select(Notice).order_by(Notice.due_at, Notice.turn)))
            tx.session.expunge_all()
            return rows

        return await self.store.look(every)

    async def deliver(self) -> list[tuple[str, str]]:
        """Send what is due by now, as a courier would: the state is read again, then the row is settled."""

        def send(tx: Tx) -> list[tuple[str, str]]:
            said = []
            rows = tx.session.exec(
                select(Notice)
                .where(Notice.state == NoticeState.DUE, Notice.due_at <= tx.now)
                .order_by(Notice.due_at, Notice.turn)
            )
            for row in rows:
                if not row.kind.startswith("learning-") or row.kind == "learning-erasure":
                    continue
                note = learning_notes.load(tx, row.facts)
                late = row.best_before is not None and row.best_before <= tx.now
                withheld = late or isinstance(note, str)
                row.state = NoticeState.DROPPED if withheld else NoticeState.SENT
                row.remote = {} if withheld else {"channel": "D1", "ts": row.id}
                tx.session.add(row)
                if not isinstance(note, str) and not late:
                    person = tx.session.get_one(Person, row.person_id)
                    said.append((person.slack_id or person.name, note.text))
            return said

        return await self.store.perform(send)

    async def audit(self) -> list[str]:
        def verbs(tx: Tx) -> list[str]:
            return list(tx.session.exec(select(AuditLine.verb).order_by(AuditLine.at)))

        return await self.store.look(verbs)


@dataclass
class Clock:
    """The time of the test."""

    now: datetime = CONVENED

    def __call__(self) -> datetime:
        return self.now

    def to(self, month: int, day: int, hour: int = 9, minute: int = 0) -> None:
        """Move to this moment of 2027 (UTC)."""
        self.now = datetime(2027, month, day, hour, minute, tzinfo=UTC)


def details(**changes: Any) -> Details:
    return Details(
        **{
            "starts_at": STARTS,
            "ends_at": STARTS + timedelta(hours=5),
            "place": "County Hall, Cardiff CF10 4UW",
            "access": "step-free",
            "facilitator": "Gwen Sample",
            "ground_rules": "we listen",
            "wanted": (Message.PURPOSE, Message.PREPARE, Message.PRACTICAL, Message.AFTERWARDS),
            **changes,
        }
    )


__all__ = ["ALUN", "MAIR", "REVIEWER", "STARTS", "UNIT", "Clock", "Holder", "World", "details"]
