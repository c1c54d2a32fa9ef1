"""Officers see what will be said, to whom and when, and decide; people choose how they are told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from rules.notice_kinds import NoticeKind
from rules.refusals import NotAllowed, Refusal, Unknown
from rules.rsvp import Answer
from storage.groups import Group
from storage.leases import Settlement, Taken, take
from storage.meetings import Meeting
from storage.notices import Notice, NoticeState, Preference
from storage.people import Person
from storage.transaction import Tx
from tests.usecases.gathering import STARTS, Gathering, caller
from usecases import delivery, meeting_news, notices, preferences, reminders, rsvp
from usecases.delivery import Parcel
from usecases.kinds import KINDS
from usecases.reminders import Reminder, Reminders


def _plan(tx: Tx, **_facts: Any) -> str:
    meeting = tx.session.exec(select(Meeting)).one()
    meeting.published_at = meeting.created_at = tx.now
    notices.plan_meeting(tx, meeting)
    return tx.session.exec(select(Group)).one().id


async def _planned(gathering: Gathering) -> str:
    """The group's id, six weeks before its meeting, with everything planned."""
    gathering.clock.now = STARTS - timedelta(weeks=6)
    await gathering.begin()
    await gathering.members(nurse=2)
    return await gathering.store.perform(_plan)


async def _seen(gathering: Gathering, group_id: str, name: str = "sara") -> Reminders:
    return await gathering.store.look(reminders.reminders, caller=caller(name), group_id=group_id)


def _one(found: Reminders, kind: NoticeKind) -> Reminder:
    return next(each for each in found.coming if each.kind == kind)


async def test_officers_see_what_is_said_to_whom_and_when(gathering: Gathering) -> None:
    found = await _seen(gathering, await _planned(gathering))
    assert [each.kind for each in found.coming] == [
        *("card", "answer-14", "forecast", "papers", "answer-7"),
        *("day-before", "join-link", "opening", "minutes-due"),
    ]
    assert _one(found, NoticeKind.ANSWER_14).whom == ("Nurse0", "Nurse1")
    assert _one(found, NoticeKind.CARD).channel_id == "C1"
    assert _one(found, NoticeKind.MINUTES_DUE).whom == ("Cora", "Sara")


async def test_whoever_answered_is_not_asked_again(gathering: Gathering) -> None:
    group_id = await _planned(gathering)
    await gathering.does("nurse0", rsvp.answer, answer=Answer.APOLOGIES)
    found = await _seen(gathering, group_id)
    assert _one(found, NoticeKind.ANSWER_14).whom == ("Nurse1",)


async def test_a_crowd_is_told_one_by_one_and_never_twice(gathering: Gathering) -> None:
    await _planned(gathering)
    gathering.clock.now = STARTS - timedelta(days=14)
    await gathering.does("nurse0", rsvp.answer, answer=Answer.ATTENDING)
    for _ in range(3):
        await _carry_house(gathering)
    asked = [each for each in await gathering.told("answer-14") if each.person_id]
    assert [each.person_id for each in asked] == [gathering.ids["nurse1"]]


async def test_whoever_answers_in_the_last_moment_is_left_in_peace(gathering: Gathering) -> None:
    await _planned(gathering)
    gathering.clock.now = STARTS - timedelta(days=14)
    await _carry_house(gathering)
    taken = {each.person_id: each for each in await _take(gathering)}
    await gathering.does("nurse1", rsvp.answer, answer=Answer.MAYBE)
    instead = await _unwrapped(gathering, taken[gathering.ids["nurse1"]])
    assert isinstance(instead, Settlement)
    assert (instead.state, instead.outcome) == (NoticeState.DROPPED, "they have answered")
    assert isinstance(await _unwrapped(gathering, taken[gathering.ids["nurse0"]]), Parcel)


async def test_a_skipped_reminder_is_never_said_even_when_the_meeting_is_planned_again(
    gathering: Gathering,
) -> None:
    group_id = await _planned(gathering)
    day_before = _one(await _seen(gathering, group_id), NoticeKind.DAY_BEFORE)
    await gathering.store.perform(reminders.skip, caller=caller("sara"), notice_id=day_before.id)
    await gathering.store.perform(_plan)
    assert "day-before" not in [each.kind for each in (await _seen(gathering, group_id)).coming]


async def test_a_chosen_time_stays_when_the_meeting_is_planned_again(gathering: Gathering) -> None:
    group_id = await _planned(gathering)
    card = _one(await _seen(gathering, group_id), NoticeKind.CARD)
    chosen = STARTS - timedelta(days=20)
    await gathering.store.perform(reminders.change, caller=caller("sara"), notice_id=card.id, due_at=chosen)
    await gathering.store.perform(_plan)
    assert _one(await _seen(gathering, group_id), NoticeKind.CARD).due_at == chosen


async def test_send_now_makes_it_due(gathering: Gathering) -> None:
    group_id = await _planned(gathering)
    card = _one(await _seen(gathering, group_id), NoticeKind.CARD)
    await gathering.store.perform(reminders.send_now, caller=caller("sara"), notice_id=card.id)
    assert [each.kind for each in await _take(gathering)] == ["card"]


async def test_a_time_after_it_is_of_use_is_refused(gathering: Gathering) -> None:
    group_id = await _planned(gathering)
    card = _one(await _seen(gathering, group_id), NoticeKind.CARD)
    with pytest.raises(Refusal, match="no use"):
        await gathering.store.perform(
            reminders.change, caller=caller("sara"), notice_id=card.id, due_at=STARTS + timedelta(days=9)
        )


async def test_a_moved_meeting_drops_its_old_dates_and_plans_the_new_ones(gathering: Gathering) -> None:
    group_id = await _planned(gathering)

    def move(tx: Tx) -> None:
        meeting = tx.session.exec(select(Meeting)).one()
        meeting.starts_at += timedelta(days=14)
        meeting.ends_at += timedelta(days=14)
        notices.replan_meeting(tx, meeting)

    before = _one(await _seen(gathering, group_id), NoticeKind.DAY_BEFORE)
    await gathering.store.perform(move)
    found = await _seen(gathering, group_id)
    assert _one(found, NoticeKind.DAY_BEFORE).due_at == before.due_at + timedelta(days=14)
    assert [each.kind for each in found.coming].count("day-before") == 1


@pytest.mark.parametrize(("moved_by", "state"), [(0, "due"), (14, "dropped")])
async def test_people_who_wait_to_be_asked_are_still_asked_unless_the_meeting_moves(
    gathering: Gathering, moved_by: int, state: str
) -> None:
    await _planned(gathering)
    gathering.clock.now = STARTS - timedelta(days=14)
    await _carry_house(gathering)

    def change(tx: Tx) -> None:
        meeting = tx.session.exec(select(Meeting)).one()
        meeting.venue = "Another room"
        meeting.starts_at += timedelta(days=moved_by)
        meeting.ends_at += timedelta(days=moved_by)
        notices.replan_meeting(tx, meeting)

    await gathering.store.perform(change)
    asked = [each for each in await gathering.told("answer-14") if each.person_id]
    assert [each.state for each in asked] == [state, state]


async def test_only_organisers_see_and_change_reminders(gathering: Gathering) -> None:
    group_id = await _planned(gathering)
    card = _one(await _seen(gathering, group_id), NoticeKind.CARD)
    with pytest.raises(NotAllowed):
        await _seen(gathering, group_id, "nurse0")
    with pytest.raises(NotAllowed):
        await gathering.store.perform(reminders.skip, caller=caller("nurse0"), notice_id=card.id)


async def test_a_learning_event_s_notices_and_failures_are_hidden_from_officers(gathering: Gathering) -> None:
    group_id = await _planned(gathering)

    def tell(tx: Tx, state: NoticeState, key: str) -> str:
        notices.tell(
            tx,
            "learning-word",
            key=key,
            destination=f"person:{gathering.ids['nurse0']}",
            team_id="T1",
            group_id=group_id,
            audience="event:e1",
        )
        notice = tx.session.exec(select(Notice).where(Notice.key == key)).one()
        notice.state = state
        return notice.id

    due = await gathering.store.perform(tell, state=NoticeState.DUE, key="learning:1")
    dead = await gathering.store.perform(tell, state=NoticeState.DEAD, key="learning:2")
    found = await _seen(gathering, group_id)
    assert not {due, dead} & {each.id for each in (*found.coming, *found.failed)}
    for verb in (reminders.skip, reminders.send_now, reminders.retry):
        with pytest.raises(Unknown):
            await gathering.store.perform(verb, caller=caller("sara"), notice_id=dead)


async def test_a_dead_letter_can_be_retried(gathering: Gathering) -> None:
    group_id = await _planned(gathering)
    card = _one(await _seen(gathering, group_id), NoticeKind.CARD)

    def bury(tx: Tx) -> None:
        notice = tx.session.get_one(Notice, card.id)
        notice.state, notice.outcome, notice.attempts = NoticeState.DEAD, "Invite the bot.", 5

    await gathering.store.perform(bury)
    (failed,) = (await _seen(gathering, group_id)).failed
    assert failed.what_to_do == "Invite the bot."
    await gathering.store.perform(reminders.retry, caller=caller("sara"), notice_id=card.id)
    assert [(each.kind, each.attempts) for each in await _take(gathering)] == [("card", 1)]


# Preferences


async def _prefer(gathering: Gathering, name: str, **choices: Any) -> None:
    facts: dict[str, Any] = {
        "by_letter": False,
        "quiet_from": "",
        "quiet_until": "",
        "working_days_only": False,
        "muted": (),
        **choices,
    }
    await gathering.store.perform(preferences.choose, caller=caller(name), **facts)


async def _asked(gathering: Gathering, name: str) -> Parcel | Settlement:
    """What becomes of the question to somebody, two weeks before the meeting (Friday, 10:30 in London)."""
    gathering.clock.now = max(gathering.clock.now, STARTS - timedelta(days=14))
    await _carry_house(gathering)
    taken = {each.person_id: each for each in await _take(gathering)}
    return await _unwrapped(gathering, taken[gathering.ids[name]])


async def test_a_muted_kind_is_dropped(gathering: Gathering) -> None:
    await _planned(gathering)
    await _prefer(gathering, "nurse0", muted=["answer-14"])
    instead = await _asked(gathering, "nurse0")
    assert isinstance(instead, Settlement)
    assert instead.outcome == "they have muted this kind"


async def test_what_comes_in_quiet_hours_waits_for_their_end(gathering: Gathering) -> None:
    await _planned(gathering)
    await _prefer(gathering, "nurse0", quiet_from="10:00", quiet_until="12:15")
    instead = await _asked(gathering, "nurse0")
    assert isinstance(instead, Settlement)
    assert (instead.state, instead.due_at) == (
        NoticeState.DUE,
        datetime(2027, 4, 30, 11, 15, tzinfo=UTC),
    )


async def test_on_working_days_only_a_bank_holiday_weekend_is_waited_out(gathering: Gathering) -> None:
    await _planned(gathering)
    await _prefer(gathering, "nurse0", working_days_only=True)

    def in_wales(tx: Tx) -> None:
        tx.session.get_one(Person, gathering.ids["nurse0"]).nation = (
            tx.session.exec(select(Group)).one().nation
        )

    await gathering.store.perform(in_wales)
    gathering.clock.now = datetime(2027, 5, 1, 8, 0, tzinfo=UTC)  # a Saturday; Monday is a bank holiday
    instead = await _asked(gathering, "nurse0")
    assert isinstance(instead, Settlement)
    assert instead.due_at == datetime(2027, 5, 3, 23, 0, tzinfo=UTC)  # Tuesday begins in London


def _muted_for_good(tx: Tx, *, person_id: str) -> None:
    """As by a letter that asks to stop: it names the kind, whichever it is."""
    preference = tx.session.get_one(Preference, person_id)
    preference.muted = ["moved"]
    tx.session.add(preference)


async def test_a_move_reaches_people_at_any_hour_although_they_muted_it_and_once(
    gathering: Gathering,
) -> None:
    await _planned(gathering)
    await gathering.does("nurse0", rsvp.answer, answer=Answer.ATTENDING)
    await _prefer(gathering, "nurse0", quiet_from="00:00", quiet_until="23:59", working_days_only=True)
    await gathering.store.perform(_muted_for_good, person_id=gathering.ids["nurse0"])

    def move(tx: Tx, **_facts: Any) -> int:
        meeting = tx.session.get_one(Meeting, gathering.meeting_id)
        group, before = tx.session.get_one(Group, meeting.group_id), meeting.plan
        meeting.starts_at += timedelta(days=7)
        meeting.ends_at += timedelta(days=7)
        meeting.sequence += 1
        return meeting_news.moved(tx, group, meeting, before)

    assert await gathering.store.perform(move) == 1
    taken = [each for each in await _take(gathering) if each.kind == NoticeKind.MOVED]
    parcels = [await _unwrapped(gathering, each) for each in taken]
    assert [parcel.address.name for parcel in parcels if isinstance(parcel, Parcel)] == ["Nurse0"]


async def test_letters_go_to_whoever_chose_them(gathering: Gathering) -> None:
    await _planned(gathering)

    def give_address(tx: Tx) -> None:
        tx.session.get_one(Person, gathering.ids["nurse0"]).email = "nurse@example.org"

    await gathering.store.perform(give_address)
    await _prefer(gathering, "nurse0", by_letter=True)
    parcel = await _asked(gathering, "nurse0")
    assert isinstance(parcel, Parcel)
    assert (parcel.address.by, parcel.address.email) == ("mail", "nurse@example.org")


async def test_letters_without_an_address_are_refused(gathering: Gathering) -> None:
    await _planned(gathering)
    with pytest.raises(Refusal, match="no e-mail address"):
        await _prefer(gathering, "nurse0", by_letter=True)


async def test_half_of_the_quiet_hours_is_refused(gathering: Gathering) -> None:
    await _planned(gathering)
    with pytest.raises(Refusal, match="beginning and an end"):
        await _prefer(gathering, "nurse0", quiet_from="20:00")
    assert await gathering.store.look(_preferences) == 0


def _preferences(tx: Tx) -> int:
    return len(tx.session.exec(select(Preference)).all())


async def _take(gathering: Gathering) -> list[Taken]:
    return await gathering.store.perform(take, owner="test", limit=99, lease_seconds=60)


async def _unwrapped(gathering: Gathering, notice: Taken) -> Parcel | Settlement:
    return await gathering.store.look(delivery.unwrap, notice=notice, kinds=KINDS)


async def _carry_house(gathering: Gathering) -> None:
    """Do what is Convenor's own to do; what is to be carried elsewhere is put back."""
    for notice in await _take(gathering):
        if delivery.in_the_house(notice):
            await gathering.store.perform(delivery.do_in_the_house, notice=notice, kinds=KINDS)
    from storage import leases

    await gathering.store.perform(leases.recover, everything=True)
