"""Answers, waivers, payments and settling in any order: the ledger always sums to what is owed."""

import csv
import io
from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from rules.offices import Office
from rules.refusals import Refusal
from rules.rsvp import Answer
from storage.engines import open_engine
from storage.ledger import LedgerEntry
from storage.transaction import Tx
from tests.usecases.world import NOW, a_world
from usecases import accounts, dues, groups, rsvp
from usecases.callers import Caller

# What stays of a charge when the place is given back, by the months that have passed since February: the
# meeting is on 12 May, so 2 May is between five and ten working days before.
KEPT_PERCENT = {0: 0, 1: 0, 2: 0, 3: 50}


class Booking(RuleBasedStateMachine):
    """One person and one meeting; `charged` and `paid` are kept by hand, in pence."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.world = self.stack.enter_context(a_world(self.url))
        self.charged = self.paid = self.months = 0
        self.waived = self.confirmed = self.attending = False

    @initialize(declared=st.booleans())
    def begin(self, declared: bool) -> None:
        self.declared = declared
        self.treasurer = self.world.officer("Tom Reid", Office.TREASURER)
        self.ana = self.world.person("Ana Costa", declared_non_member=date(2027, 1, 1) if declared else None)
        self.meeting = self.world.meeting()

    @precondition(lambda self: self.months < 4)
    @rule(answer=st.sampled_from(Answer))
    def answers(self, answer: Answer) -> None:
        if answer is Answer.ATTENDING and not self.attending:
            free = self.waived or self.confirmed or not self.declared
            self.charged, self.attending = 0 if free else 5000, True
        elif answer is not Answer.ATTENDING and self.attending:
            self.charged, self.attending = self.charged * KEPT_PERCENT[self.months] // 100, False
        receipt = rsvp.answer(self.world.tx, caller=self.ana, meeting_id=self.meeting.id, answer=answer)
        assert receipt.owed_pence == self.charged - self.paid

    @precondition(lambda self: self.account is not None)
    @rule()
    def is_let_off(self) -> None:
        dues.waive(self.world.tx, caller=self.treasurer, because="speaker", **self.row)
        self.waived, self.charged = True, 0

    @precondition(lambda self: self.charged > self.paid)
    @rule()
    def pays(self) -> None:
        owed = self.charged - self.paid
        dues.record_payment(self.world.tx, caller=self.treasurer, pence=owed, **self.row)
        self.paid += owed

    @precondition(lambda self: self.charged < self.paid)
    @rule()
    def is_refunded(self) -> None:
        owing = self.paid - self.charged
        dues.record_refund(self.world.tx, caller=self.treasurer, pence=owing, **self.row)
        self.paid -= owing

    @precondition(lambda self: self.charged <= self.paid and self.account is not None)
    @rule(pence=st.integers(-5000, 5000))
    def cannot_pay_what_is_not_owed(self, pence: int) -> None:
        with pytest.raises(Refusal, match="Nothing is owed"):
            dues.record_payment(self.world.tx, caller=self.treasurer, pence=pence, **self.row)

    @rule()
    def treasurer_settles(self) -> None:
        settled = dues.settle(self.world.tx, caller=self.treasurer, group_id=self.world.group.id)
        certain = self.confirmed or self.declared or self.months >= 4
        if self.attending and not self.waived and certain:
            self.charged = 0 if self.confirmed else 5000
        else:
            assert settled == []

    @precondition(lambda self: not self.confirmed)
    @rule()
    def membership_is_confirmed(self) -> None:
        self.world.join_association("Ana Costa", date(2026, 1, 1), None)
        self.confirmed = True

    @rule()
    def month_passes(self) -> None:
        self.world.tx.now += timedelta(days=30)
        self.months += 1

    @invariant()
    def ledger_sums_to_what_is_owed(self) -> None:
        entries = self.world.tx.session.exec(select(LedgerEntry)).all()
        assert sum(entry.pence for entry in entries) == self.charged - self.paid

    @property
    def account(self) -> accounts.Account | None:
        found = accounts.of_group(self.world.tx, self.world.group.id)
        return found[0] if found else None

    @property
    def row(self) -> dict[str, object]:
        assert self.account is not None
        person_id = self.world.people["Ana Costa"].id
        return {"meeting_id": self.meeting.id, "person_id": person_id, "revision": self.account.revision}

    def teardown(self) -> None:
        self.stack.close()


def test_ledger_always_sums_to_what_is_owed(database_url: str) -> None:
    machine = type("Booking", (Booking,), {"url": database_url})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=20, stateful_step_count=12, deadline=None)
    )


def test_account_edited_from_an_old_view_is_refused_and_nothing_is_saved(database_url: str) -> None:
    with a_world(database_url) as world:
        treasurer = world.officer("Tom Reid", Office.TREASURER)
        ana = world.person("Ana Costa", declared_non_member=date(2027, 1, 1))
        meeting = world.meeting()
        rsvp.answer(world.tx, caller=ana, meeting_id=meeting.id, answer=Answer.ATTENDING)
        row = {"meeting_id": meeting.id, "person_id": world.people["Ana Costa"].id}
        [seen_by_both] = accounts.of_group(world.tx, world.group.id)
        paid = dues.record_payment(
            world.tx, caller=treasurer, pence=5000, revision=seen_by_both.revision, **row
        )
        with pytest.raises(Refusal, match="changed since you opened it"):
            dues.waive(world.tx, caller=treasurer, because="speaker", revision=seen_by_both.revision, **row)
        assert paid.owed_pence == 0
        assert accounts.of_group(world.tx, world.group.id)[0].waived_because == ""


def test_rates_are_frozen_at_booking(database_url: str) -> None:
    with a_world(database_url) as world:
        secretary = world.officer("Sara Lloyd", Office.SECRETARY)
        ana = world.person("Ana Costa", declared_non_member=date(2027, 1, 1))
        meeting = world.meeting()
        rsvp.answer(world.tx, caller=ana, meeting_id=meeting.id, answer=Answer.ATTENDING)
        dearer = groups.seen_by(world.tx, world.group, secretary).charter.with_changes(non_member_pence=9000)
        groups.change_charter(world.tx, caller=secretary, group_id=world.group.id, charter=dearer)
        again = rsvp.answer(world.tx, caller=ana, meeting_id=meeting.id, answer=Answer.ATTENDING)
        assert again.price is not None
        assert (again.price.pence, again.owed_pence) == (5000, 5000)


def test_what_a_late_withdrawal_leaves_owing_is_not_reduced_by_answering_again(sqlite_url: str) -> None:
    with a_world(sqlite_url) as world:
        ana = world.person("Ana Costa", declared_non_member=date(2027, 1, 1))
        meeting = world.meeting(capacity=1)
        world.tx.now = meeting.starts_at - timedelta(days=9)

        def answers(caller: Caller, answer: Answer) -> int:
            return rsvp.answer(world.tx, caller=caller, meeting_id=meeting.id, answer=answer).owed_pence

        assert [answers(ana, one) for one in (Answer.ATTENDING, Answer.APOLOGIES)] == [5000, 2500]
        answers(world.person("Ben Hughes"), Answer.ATTENDING)  # so that Ana waits
        assert [answers(ana, one) for one in (Answer.MAYBE, Answer.ATTENDING, Answer.APOLOGIES)] == [2500] * 3


def test_account_that_comes_to_nothing_can_still_be_closed(database_url: str) -> None:
    with a_world(database_url) as world:
        treasurer = world.officer("Tom Reid", Office.TREASURER)
        meeting = world.meeting()

        def gives_back(name: str, *, days_before: int, paid: int) -> dict[str, object]:
            world.tx.now = meeting.starts_at - timedelta(days=days_before)
            ana = world.person(name, declared_non_member=date(2027, 1, 1))
            row = {"meeting_id": meeting.id, "person_id": world.people[name].id}
            rsvp.answer(world.tx, caller=ana, meeting_id=meeting.id, answer=Answer.ATTENDING)
            if paid:
                dues.record_payment(world.tx, caller=treasurer, pence=paid, revision=0, **row)
            rsvp.answer(world.tx, caller=ana, meeting_id=meeting.id, answer=Answer.APOLOGIES)
            seen = accounts.account(world.tx, caller=treasurer, **row)
            return {**row, "caller": treasurer, "revision": seen.revision}

        in_time = gives_back("Ana Costa", days_before=60, paid=5000)
        too_late = gives_back("Ben Hughes", days_before=1, paid=0)
        assert dues.record_refund(world.tx, pence=5000, **in_time).owed_pence == 0
        assert dues.waive(world.tx, because="bursary", **too_late).owed_pence == 0


def test_amounts_of_the_exported_ledger_are_numbers_that_sum_to_what_is_owed(sqlite_url: str) -> None:
    with a_world(sqlite_url) as world:
        treasurer = world.officer("Tom Reid", Office.TREASURER)
        ana = world.person("Ana Costa", declared_non_member=date(2027, 1, 1))
        meeting = world.meeting()
        rsvp.answer(world.tx, caller=ana, meeting_id=meeting.id, answer=Answer.ATTENDING)
        row = {"meeting_id": meeting.id, "person_id": world.people["Ana Costa"].id, "revision": 0}
        dues.record_payment(world.tx, caller=treasurer, pence=1205, **row)
        exported = accounts.export(world.tx, caller=treasurer, group_id=world.group.id).decode("utf-8-sig")
        amounts = [one["amount (£)"] for one in csv.DictReader(io.StringIO(exported))]
        assert sorted(amounts) == ["-12.05", "50.00"]


def test_nobody_withdraws_between_the_reading_and_the_settling(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdraws_meanwhile(tx: Tx, group_id: str) -> list[accounts.Account]:
        found = accounts.of_group(tx, group_id)
        engine = open_engine(postgresql_url)
        with engine.connect() as connection:
            connection.exec_driver_sql("SET lock_timeout = '100ms'")
            later = Tx(connection, tx.now)
            with pytest.raises(DBAPIError, match="lock timeout"):
                rsvp.answer(later, caller=ana, meeting_id=meeting_id, answer=Answer.APOLOGIES)
        engine.dispose()
        return found

    with a_world(postgresql_url) as world:
        treasurer = world.officer("Tom Reid", Office.TREASURER)
        ana = world.person("Ana Costa", declared_non_member=None)
        group_id, meeting_id = world.group.id, world.meeting().id
        rsvp.answer(world.tx, caller=ana, meeting_id=meeting_id, answer=Answer.ATTENDING)
        world.people["Ana Costa"].declared_non_member = date(2027, 1, 1)
        world.tx.session.flush()
        world.commit()
    engine = open_engine(postgresql_url)
    with engine.begin() as connection:
        monkeypatch.setattr(dues, "of_group", withdraws_meanwhile)
        [settled] = dues.settle(Tx(connection, NOW), caller=treasurer, group_id=group_id)
    engine.dispose()
    assert settled.settles_at == 5000
