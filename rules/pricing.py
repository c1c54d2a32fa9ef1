"""The price of a place: members free, non-members £50, computed and never chosen (source item 5).

The rates are frozen when the place is booked; the standing is the one on the day of the meeting. Where
that can't be known yet nothing is owed, and the sentence says what it depends on (domain 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules import money


class Standing(StrEnum):
    """What is known today of someone's membership of the association on the day of a meeting."""

    MEMBER = "member"
    EXPIRING = "expiring"  # a member today, but not yet for that day
    NON_MEMBER = "non-member"
    UNKNOWN = "unknown"

    @property
    def certain(self) -> bool:
        """Whether a price follows from it."""
        return self in {Standing.MEMBER, Standing.NON_MEMBER}


@dataclass(frozen=True)
class Period:
    """A confirmed period of membership; `ends_on` is its last day, None while it runs on."""

    starts_on: date
    ends_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the person is a member on this day, both ends included."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Rates:
    """The two prices of a charter, in pence, as they stood at booking."""

    member_pence: int
    non_member_pence: int


@dataclass(frozen=True)
class Waiver:
    """Who let someone off the price, and why (speaker, bursary, support worker)."""

    granted_by: str
    reason: str


@dataclass(frozen=True)
class Price:
    """What a place costs: `pence` is None while nothing is owed yet; `sentence` says why, to the person."""

    pence: int | None
    standing: Standing
    sentence: str


def standing_on(day: date, *, today: date, periods: Iterable[Period], declared_non_member: bool) -> Standing:
    """Someone's standing on the day of the meeting, as far as it is known `today`."""
    known = tuple(periods)
    if any(period.covers(day) for period in known):
        return Standing.MEMBER
    if any(period.covers(today) for period in known):
        return Standing.EXPIRING
    return Standing.NON_MEMBER if known or declared_non_member else Standing.UNKNOWN


def quote(rates: Rates, standing: Standing, *, day: date, waiver: Waiver | None = None) -> Price:
    """The price by the rule, in pence, with the sentence that explains it."""
    member, non_member = money.price(rates.member_pence), money.price(rates.non_member_pence)
    if waiver is not None:
        return Price(0, standing, f"Free: {waiver.granted_by} waived the price ({waiver.reason}).")
    if rates.member_pence == rates.non_member_pence:
        return Price(rates.member_pence, standing, f"{member} for everyone.")
    if standing is Standing.MEMBER:
        return Price(
            rates.member_pence, standing, f"{member}: you are a member of the association on {_day(day)}."
        )
    if standing is Standing.NON_MEMBER:
        return Price(rates.non_member_pence, standing, f"{non_member}: the price for non-members.")
    sentence = f"{member} if your membership is confirmed for {_day(day)}; otherwise {non_member}."
    return Price(None, standing, f"{sentence} Nothing is owed yet.")


def final(rates: Rates, standing: Standing) -> int:
    """The price in pence once the day has come: who is not confirmed by then pays as a non-member."""
    return rates.member_pence if standing is Standing.MEMBER else rates.non_member_pence


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
