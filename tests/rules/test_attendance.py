"""Attendance as intervals: nobody is counted twice, or at a moment at which they were not there."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.attendance import (
    Change,
    Sitting,
    Stay,
    arrival,
    closing,
    confirmed,
    course,
    departure,
    late_stay,
    minutes_present,
    present_at,
    present_now,
    reopening,
)
from rules.quorum import Headcount
from rules.quorum_count import Present, Standing
from rules.refusals import Refusal

TEN = datetime(2027, 5, 14, 10, 0, tzinfo=UTC)
ANN, BOB = Present("ann", "nurse"), Present("bob", "police")


def at(minute: int) -> datetime:
    return TEN + timedelta(minutes=minute)


class Register:
    """A register kept by hand, as storage would keep it."""

    def __init__(self) -> None:
        self.stays: list[Stay] = []

    def of(self, person_id: str) -> list[Stay]:
        return [stay for stay in self.stays if stay.person.person_id == person_id]

    def apply(self, change: Change) -> None:
        if change.ended:
            self.stays = [
                stay
                for stay in self.stays
                if not (stay.left is None and stay.person.person_id == change.ended.person.person_id)
            ]
            self.stays.append(change.ended)
        if change.begun:
            self.stays.append(change.begun)

    def arrive(self, person: Present, minute: int) -> None:
        self.apply(arrival(self.of(person.person_id), person, at(minute)))

    def leave(self, person: Present, minute: int) -> None:
        self.apply(departure(self.of(person.person_id), at(minute)))


def test_checking_in_twice_is_checking_in_once() -> None:
    register = Register()
    register.arrive(ANN, 0)
    register.arrive(ANN, 5)
    assert register.stays == [Stay(ANN, at(0))]


def test_checking_in_after_leaving_begins_another_stay() -> None:
    register = Register()
    register.arrive(ANN, 0)
    register.leave(ANN, 10)
    register.arrive(ANN, 25)
    assert register.stays == [Stay(ANN, at(0), at(10)), Stay(ANN, at(25))]
    assert [present_at(register.stays, at(minute)) for minute in (9, 10, 24, 25)] == [(ANN,), (), (), (ANN,)]


def test_leaving_twice_or_without_having_come_changes_nothing() -> None:
    register = Register()
    register.leave(ANN, 3)
    register.arrive(ANN, 5)
    register.leave(ANN, 8)
    register.leave(ANN, 9)
    assert register.stays == [Stay(ANN, at(5), at(8))]


def test_visitor_counts_from_the_moment_of_being_confirmed() -> None:
    register = Register()
    register.arrive(Present("ann", "nurse", Standing.UNCONFIRMED), 0)
    register.arrive(ANN, 12)
    points = course(Headcount(1), register.stays, [Sitting(at(0))])
    assert [(point.at, point.evaluation.enough) for point in points] == [(at(0), False), (at(12), True)]


def test_clock_that_jumps_back_leaves_no_stay_upside_down() -> None:
    register = Register()
    register.arrive(ANN, 30)
    register.leave(ANN, 20)
    register.arrive(ANN, 10)
    assert register.stays == [Stay(ANN, at(30), at(30)), Stay(ANN, at(30))]
    assert present_now(register.stays) == (ANN,)


@given(st.lists(st.tuples(st.sampled_from([ANN, BOB]), st.booleans(), st.integers(0, 90)), max_size=20))
def test_stays_of_a_person_never_overlap_whatever_the_clock_does(
    events: list[tuple[Present, bool, int]],
) -> None:
    register = Register()
    for person, comes, minute in events:
        if comes:
            register.arrive(person, minute)
        else:
            register.leave(person, minute)
    for person in (ANN, BOB):
        own = register.of(person.person_id)
        assert all(stay.left is None or stay.arrived <= stay.left for stay in own)
        for first, second in itertools.pairwise(own):
            assert first.left is not None
            assert first.left <= second.arrived
        last = [comes for who, comes, _ in events if who == person][-1:]
        assert (person in present_now(register.stays)) == (last == [True])


def test_closing_ends_forgotten_stays_and_reopening_resumes_only_those() -> None:
    register = Register()
    register.arrive(ANN, 0)
    register.arrive(BOB, 0)
    register.leave(BOB, 20)
    ended = closing(register.stays, at(60))
    assert ended == (Stay(ANN, at(0), at(60), forgotten=True),)
    stays = [*ended, *register.of("bob")]
    assert reopening(stays, at(70)) == (Stay(ANN, at(70)),)


def test_reopening_a_second_time_does_not_bring_back_who_left_in_between() -> None:
    first = [Stay(ANN, at(0), at(60), forgotten=True), Stay(BOB, at(0), at(60), forgotten=True)]
    second = [Stay(ANN, at(70), at(80)), Stay(BOB, at(70), at(90), forgotten=True)]
    assert reopening([*first, *second], at(95)) == (Stay(BOB, at(95)),)


def test_late_addition_counts_only_once_the_chair_has_confirmed_it() -> None:
    sittings = [Sitting(at(0), at(60))]
    stay = late_stay(ANN, at(-30), at(90), sittings)
    assert (stay.arrived, stay.left, stay.late) == (at(0), at(60), True)
    assert not course(Headcount(1), [stay], sittings)[0].evaluation.enough
    assert course(Headcount(1), [confirmed(stay, Standing.MEMBER)], sittings)[0].evaluation.enough


@pytest.mark.parametrize(
    ("sittings", "arrived", "left"),
    [
        ([], 0, 60),
        ([Sitting(at(0))], 0, 60),
        ([Sitting(at(0), at(60))], 30, 30),
        ([Sitting(at(0), at(60))], 61, 90),
    ],
)
def test_late_addition_that_can_not_be_true_is_refused(
    sittings: list[Sitting], arrived: int, left: int
) -> None:
    with pytest.raises(Refusal):
        late_stay(ANN, at(arrived), at(left), sittings)


stays = st.lists(
    st.builds(
        lambda who, standing, begins, lasts: Stay(
            Present(who, "nurse", standing), at(begins), None if lasts is None else at(begins + lasts)
        ),
        st.sampled_from("abcd"),
        st.sampled_from([Standing.MEMBER, Standing.GUEST]),
        st.integers(0, 40),
        st.one_of(st.none(), st.integers(0, 30)),
    ),
    max_size=8,
)


@given(stays, st.integers(1, 3))
def test_course_says_at_each_minute_what_counting_the_room_says(register: list[Stay], needed: int) -> None:
    points = course(Headcount(needed), register, [Sitting(at(0), at(60))])
    assert points[0].at == at(0)
    assert [point.at for point in points] == sorted({point.at for point in points})
    for minute in range(60):
        inside = {
            stay.person.person_id
            for stay in register
            if stay.person.standing is Standing.MEMBER
            and stay.arrived <= at(minute)
            and (stay.left is None or stay.left > at(minute))
        }
        shown = [point for point in points if point.at <= at(minute)][-1]
        assert shown.evaluation.members == len(inside)
        assert shown.evaluation.enough == (len(inside) >= needed)


@given(stays)
def test_time_present_counts_no_minute_twice(register: list[Stay]) -> None:
    own = [stay for stay in register if stay.person.person_id == "a"]
    covered = [minute for minute in range(60) if any(stay.covers(at(minute)) for stay in own)]
    clipped = [Stay(stay.person, stay.arrived, min(stay.left or at(60), at(60))) for stay in own]
    assert minutes_present(clipped, at(60)) == len(covered)


def test_closing_the_meeting_is_not_losing_its_quorum() -> None:
    sittings = [Sitting(at(0), at(60)), Sitting(at(70), at(80))]
    register = [Stay(ANN, at(5), at(60), forgotten=True), Stay(ANN, at(70), at(80), forgotten=True)]
    points = course(Headcount(1), register, sittings)
    assert [(point.at, point.evaluation.enough) for point in points] == [
        (at(0), False),
        (at(5), True),
        (at(70), True),
    ]
