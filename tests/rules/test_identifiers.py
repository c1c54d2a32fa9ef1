"""Identifiers in free text: whatever their spacing they are found, and the bot's own numbers are not."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rules import identifiers
from rules.identifiers import Kind

_UNICODE_BETWEEN = "\u00a0\u2002\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212"
BETWEEN = st.sampled_from(["", *identifiers.SEPARATORS, *_UNICODE_BETWEEN, " - ", ", ", ") ", "\u200b"])
LAYOUTS = st.sampled_from([(10,), (3, 3, 4), (5, 5), (6, 4), (4, 6), (4, 3, 3), (3, 4, 3), (2, 2, 2, 4)])
PROSE = st.sampled_from(["", "the number is ", "Reason: ", "On 14/05/2027 ", "10:30 ", "2 children, "])


def passes_modulus_11(digits: str) -> bool:
    """The check written a second time, so that the rule is not measured with its own ruler."""
    weighted = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return (11 - weighted % 11) % 11 == int(digits[9])


def find(text: str) -> Kind | None:
    return identifiers.find(text, passes_check=passes_modulus_11)


@st.composite
def health_numbers(draw: st.DrawFn) -> str:
    nine = draw(st.text("0123456789", min_size=9, max_size=9))
    valid = [nine + digit for digit in "0123456789" if passes_modulus_11(nine + digit)]
    assume(valid)
    return valid[0]


@given(
    number=health_numbers(),
    layout=LAYOUTS,
    between=BETWEEN,
    before=PROSE,
    after=st.sampled_from(["", ".", " x"]),
)
@example("9992158107", (3, 3, 4), " ", "", "")
def test_health_number_in_any_spacing_is_found(
    number: str, layout: tuple[int, ...], between: str, before: str, after: str
) -> None:
    ends = list(accumulate(layout))
    spaced = between.join(number[start:end] for start, end in zip([0, *ends], ends, strict=False))
    assert find(before + spaced + after) in {Kind.NHS, Kind.CHI, Kind.HC}


@given(
    seconds=st.integers(10**9, 4 * 10**9),
    micro=st.integers(0, 999_999),
    before=st.sampled_from(["", "thread ", "ts="]),
)
def test_slack_timestamp_is_let_through(seconds: int, micro: int, before: str) -> None:
    assert find(f"{before}{seconds}.{micro:06d}") is None
    assert find(f"<!date^{seconds}^{{date_short_pretty}} {{time}}|14 May 2027>") is None
    assert find(f"https://example.slack.com/archives/C024BE91L/p{seconds}{micro:06d}") is None


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2059, 12, 31)),  # noqa: DTZ001 -- shown, never compared
    minutes=st.integers(30, 300),
    shape=st.sampled_from(
        [
            "{0:%d/%m/%Y} {0:%H:%M}-{1:%H:%M}",
            "{0:%d.%m.%Y} {0:%H.%M}-{1:%H.%M}",
            "{0:%d-%m-%Y} {0:%H.%M}–{1:%H.%M}",
            "{0:%Y-%m-%d} {0:%H:%M}",
            "{0:%Y-%m-%d %H.%M}",
            "{0:%A %d %B %Y}, {0:%H:%M} to {1:%H:%M}",
            "{0:%H.%M}-{1:%H.%M}, {0:%d %b}",
            "{0:%Y%m%dT%H%M%SZ}",
            "{0:%Y-%m-%dT%H:%M:%SZ}/{1:%Y-%m-%dT%H:%M:%SZ}",
        ]
    ),
)
def test_meeting_time_is_let_through(start: datetime, minutes: int, shape: str) -> None:
    start = start.replace(tzinfo=UTC)
    assert find(shape.format(start, start + timedelta(minutes=minutes))) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("999 215 8107", Kind.NHS),
        ("010101 1237", Kind.CHI),
        ("399 999 0006", Kind.HC),
        ("XA 12 34 56 C", Kind.NINO),
        ("CF10 4UW", Kind.POSTCODE),
        ("born 12/03/2019", Kind.BIRTH),
    ],
)
def test_identifier_is_named_by_its_kind(text: str, kind: Kind) -> None:
    assert identifiers.find(text, passes_check=lambda _: True) is kind


def test_number_failing_the_check_is_let_through_unless_it_is_labelled() -> None:
    assert find("reference 999 215 8108") is None
    assert find("NHS number 999 215 8108") is Kind.NHS


def test_labelled_invoice_of_ten_digits_is_let_through_but_not_a_bare_one() -> None:
    assert find("Invoice number: 9992158107") is None
    assert find("the invoice is for 9992158107") is Kind.NHS


def test_long_text_is_read_quickly_enough_for_a_modal() -> None:
    # Slack's largest input; a pattern that backtracks badly would never come back.
    for hostile in ("born Aa ", "1 ", "9-", "aged 4 ", "d o b ", "AB 1 2 "):
        find((hostile * 3000)[:3000])
