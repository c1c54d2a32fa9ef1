"""The letters of urgent business: the Independent Chair is asked for a view, and told what became of it."""

from collections.abc import Callable

from handlers.mail.letter import Fact, Letter
from usecases.urgent import Business


def asked(link: Callable[[Business], str] | None) -> Callable[[Business], Letter]:
    """The builder of the question; `link` makes the page's address, where there is a public one."""

    def letter(business: Business) -> Letter:
        way = (
            (f"Give your view here, once: {link(business)}",)
            if link is not None
            else ("Please ring the Chair, who records what you say, or answer in Slack.",)
        )
        return Letter(
            subject=f"Your view on urgent business of {business.group}",
            opening=(
                f"{business.chair}, Chair of {business.group}, consults you as Independent Chair.",
                "The meeting is not quorate. The Chair decides after your view, which is kept with the minutes.",
            ),
            facts=(Fact("Business", (business.urgent.text,)), Fact("Why now", (business.urgent.reason,))),
            closing=way,
        )

    return letter


def ruled(business: Business) -> Letter:
    """What became of it."""
    ruling = business.urgent.ruling
    verb = "approved" if ruling is not None and ruling.approved else "did not approve"
    return Letter(
        subject=f"Urgent business of {business.group}",
        opening=(f"The Chair, {business.chair}, {verb} it after consulting you.",),
        facts=(Fact("Business", (business.urgent.text,)),),
    )
