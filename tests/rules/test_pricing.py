"""The price by the rule, against an oracle that walks day by day and knows nothing of the rule's code."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.pricing import Period, Rates, Standing, Waiver, final, quote, standing_on

RATES = Rates(0, 5000)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    starts_on = draw(DAYS)
    length = draw(st.none() | st.integers(0, 500))
    return Period(starts_on, None if length is None else starts_on + timedelta(days=length))


def days_of(period: Period) -> set[date]:
    """Every day of a period, one by one, up to the end of the world as these tests know it."""
    last = period.ends_on if period.ends_on is not None else date(2030, 12, 31)
    return {period.starts_on + timedelta(days=offset) for offset in range((last - period.starts_on).days + 1)}


def oracle(day: date, today: date, held: list[Period], declared: bool, waived: bool) -> int | None:
    """£0 for whoever is a member on that day or was let off, £50 for whoever is known not to be."""
    member_days: set[date] = set().union(*map(days_of, held)) if held else set()
    if waived or day in member_days:
        return 0
    if today in member_days:
        return None
    return 5000 if held or declared else None


@given(
    st.lists(periods(), max_size=3),
    st.booleans(),
    st.none() | st.just(Waiver("Grace Obi", "speaker")),
    DAYS,
    st.integers(0, 400),
)
def test_price_is_by_the_rule_or_waived_with_a_name(
    held: list[Period], declared: bool, waiver: Waiver | None, today: date, ahead: int
) -> None:
    day = today + timedelta(days=ahead)
    standing = standing_on(day, today=today, periods=held, declared_non_member=declared)
    price = quote(RATES, standing, day=day, waiver=waiver)
    assert price.pence == oracle(day, today, held, declared, waiver is not None)
    if waiver is not None:
        assert "Grace Obi" in price.sentence
        assert "speaker" in price.sentence
    if price.pence is None:
        assert (
            f"Free if your membership is confirmed for {day.day} {day:%B}; otherwise £50." in price.sentence
        )


@given(periods(), st.integers(-2, 2))
def test_membership_counts_on_its_first_and_last_day_and_on_no_other(period: Period, beside: int) -> None:
    for edge in (period.starts_on, period.ends_on):
        if edge is not None:
            day = edge + timedelta(days=beside)
            assert period.covers(day) == (day in days_of(period))


def test_membership_that_ends_the_day_before_is_expiring() -> None:
    day = date(2027, 5, 14)
    until_the_day_before = [Period(date(2026, 6, 1), date(2027, 5, 13))]
    facts = {"today": date(2027, 5, 1), "declared_non_member": False}
    assert standing_on(day, periods=until_the_day_before, **facts) is Standing.EXPIRING


def test_membership_that_lapsed_yesterday_pays_as_a_non_member() -> None:
    lapsed = [Period(date(2026, 6, 1), date(2027, 4, 30))]
    facts = {"today": date(2027, 5, 1), "declared_non_member": False}
    assert standing_on(date(2027, 5, 14), periods=lapsed, **facts) is Standing.NON_MEMBER


def test_price_once_the_day_has_come_is_fifty_pounds_for_whoever_is_not_confirmed() -> None:
    assert {standing: final(RATES, standing) for standing in Standing} == {
        Standing.MEMBER: 0,
        Standing.EXPIRING: 5000,
        Standing.NON_MEMBER: 5000,
        Standing.UNKNOWN: 5000,
    }


def test_group_with_one_rate_charges_it_whatever_the_standing() -> None:
    price = quote(Rates(1000, 1000), Standing.UNKNOWN, day=date(2027, 5, 14))
    assert (price.pence, price.sentence) == (1000, "£10 for everyone.")
