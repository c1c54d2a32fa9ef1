"""The charter: a group's own settings, with the defaults of its terms of reference.

Every number that the terms leave open is a field here, so that the bot can show which rule it
applied and the chair can change it. Each field says where its default comes from: `[S n]` is the
numbered requirement of the sources, `[D]` a default of ours.
"""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from rules import quorum as quorum_rules
from rules.nations import Nation


@dataclass(frozen=True)
class RefundTier:
    """From this many working days before the meeting, this share of the price is refunded."""

    working_days: int
    percent: int


@dataclass(frozen=True)
class Charter:
    """One version of a group's settings; money in pence, periods in the unit of their name."""

    # Money [S 5], refunds [D]
    member_pence: int = 0
    non_member_pence: int = 5000
    how_to_pay: str = "The treasurer will write to you with how to pay."
    refunds: tuple[RefundTier, ...] = (RefundTier(10, 100), RefundTier(5, 50))
    # The year [S 4, 19]
    virtual_meetings: int = 4
    face_to_face_meetings: int = 4
    nations: tuple[Nation, ...] = tuple(Nation)
    every_quarter: bool = True
    review_month: int = 6  # [S 23]
    # Quorum [S 17], diversity [D]
    quorum: quorum_rules.Rule = quorum_rules.DEFAULT
    # Urgent business while inquorate [S 18]: a consulted Independent Chair has no veto by the terms [D].
    independent_chair_veto: bool = False
    # Extraordinary meetings [S 20]: at the request of any one member; the sources do not say whether
    # the chair may decline, so the group chooses [D].
    request_is_binding: bool = True
    extraordinary_clear_days: int = 7
    # Periods of notice [D]
    programme_weeks: int = 12
    card_days: int = 28
    # With the card, calendar invitations to all members who chose them; otherwise to those who attend [D]
    invite_members: bool = True
    papers_clear_days: int = 7
    minutes_working_days: int = 10
    # A reminder in the channel, four times a year, of how to prepare for a learning event [D]
    preparation_posts: bool = True
    # A meeting's usual shape [D], in the group's zone
    start: str = "10:30"
    end: str = "15:30"
    virtual_start: str = "13:00"
    virtual_end: str = "15:00"
    face_to_face_capacity: int = 40
    offer_hours: int = 48
    booking_closes_hours: int = 24

    def to_data(self) -> dict[str, Any]:
        """Plain values for storage as JSON."""
        return {**asdict(self), "quorum": quorum_rules.to_data(self.quorum)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Charter":
        """A charter read back from storage; a field that is not there yet has its default."""
        known = {name: data[name] for name in (f.name for f in fields(cls)) if name in data}
        if "refunds" in known:
            known["refunds"] = tuple(RefundTier(**tier) for tier in known["refunds"])
        if "nations" in known:
            known["nations"] = tuple(Nation(nation) for nation in known["nations"])
        if "quorum" in known:
            known["quorum"] = quorum_rules.from_data(known["quorum"])
        return cls(**known)

    def with_changes(self, **changes: Any) -> "Charter":
        """The next version, with these fields changed."""
        return replace(self, **changes)
