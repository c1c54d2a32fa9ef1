from collections import Counter
from datetime import UTC, date, datetime

import pytest

from rules.meeting_facts import settle
from rules.meetings import Mode
from rules.nations import Nation
from rules.offices import Office
from rules.pricing import Period
from rules.professions import ROLES
from rules.targets import check
from usecases.closed_days import closed_days
from usecases.sample_year import SampleStanding, read_sample

YEARS = [2020, 2027, 2031]


@pytest.mark.parametrize("year", YEARS)
def test_the_sample_s_programme_meets_the_charter_in_any_year(year: int) -> None:
    sample = read_sample(year)
    targets = check(sample.charter, year, sample.meetings, closed_days([year]))
    assert [target.sentence for target in targets if not (target.met or target.warning)] == []
    assert Counter(each.mode for each in sample.meetings) == {Mode.VIRTUAL: 4, Mode.FACE_TO_FACE: 4}
    assert {each.nation for each in sample.meetings if each.nation} == set(Nation)


def test_the_first_meeting_is_at_birmingham_children_s_hospital() -> None:
    first = read_sample().meetings[0]
    assert "Birmingham Children's Hospital" in first.venue
    assert (first.starts_at.year, first.starts_at.month, first.nation) == (2020, 1, Nation.ENGLAND)


@pytest.mark.parametrize("year", YEARS)
def test_every_meeting_of_the_sample_could_be_kept_as_it_is(year: int) -> None:
    before = datetime(year - 1, 12, 1, tzinfo=UTC)
    for meeting in read_sample(year).meetings:
        assert settle(meeting, before) == meeting


def test_there_are_sixty_different_people_of_every_profession_and_nation() -> None:
    people = read_sample().people
    assert len({person.email for person in people}) == len({person.name for person in people}) == 60
    assert {person.role for person in people} == set(ROLES)
    assert {person.nation for person in people} == set(Nation)
    assert all(person.email.endswith("@example.org") and person.email.isascii() for person in people)


def test_every_office_is_held_once_by_a_member() -> None:
    holders = {person.office: person for person in read_sample().people if person.office}
    assert holders.keys() == set(Office)
    assert all(person.standing is SampleStanding.CURRENT for person in holders.values())


@pytest.mark.parametrize("year", YEARS)
def test_each_standing_is_what_the_dates_say_in_that_year(year: int) -> None:
    new_year, new_years_eve = date(year, 1, 1), date(year, 12, 31)
    found = Counter(person.standing for person in read_sample(year).people)
    assert found == {
        SampleStanding.CURRENT: 34,
        SampleStanding.EXPIRING: 8,
        SampleStanding.LAPSED: 6,
        SampleStanding.NONE: 7,
        SampleStanding.UNKNOWN: 5,
    }
    for person in read_sample(year).people:
        covered = (False, False)
        if person.member_from:
            period = Period(person.member_from, person.member_until)
            covered = period.covers(new_year), period.covers(new_years_eve)
        assert covered == {
            SampleStanding.CURRENT: (True, True),
            SampleStanding.EXPIRING: (True, False),
        }.get(person.standing, (False, False))
        assert bool(person.membership_number) == bool(person.member_from)
