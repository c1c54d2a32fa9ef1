"""The four nations, and the three divisions in which bank holidays are fixed (domain 4)."""

from enum import StrEnum


class Division(StrEnum):
    """England and Wales share their bank holidays; Scotland and Northern Ireland have their own."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class Nation(StrEnum):
    """A nation of the United Kingdom; the face-to-face meetings visit all four (source item 4)."""

    ENGLAND = "england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern-ireland"

    @property
    def label(self) -> str:
        """The name as people write it, e.g. "Northern Ireland"."""
        return self.value.replace("-", " ").title()

    @property
    def division(self) -> Division:
        """The bank-holiday division that the nation belongs to."""
        if self in {Nation.ENGLAND, Nation.WALES}:
            return Division.ENGLAND_AND_WALES
        return Division(self.value)
