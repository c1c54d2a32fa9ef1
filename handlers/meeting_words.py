"""A meeting in plain words: when, where, at what price, and what became of it; every surface says them alike."""

from rules import moments, money
from rules.meetings import Kind, Mode, Plan
from usecases.meetings import MeetingShown


def title(meeting: MeetingShown, group: str) -> str:
    """What a meeting is called: whose it is, and its theme."""
    kind = "Extraordinary meeting" if meeting.kind is Kind.EXTRAORDINARY else "Meeting"
    return f"{kind} of {group}: {meeting.plan.theme}" if meeting.plan.theme else f"{kind} of {group}"


def in_sentence(meeting: MeetingShown, group: str) -> str:
    """The same in the middle of a sentence, with its day and hours."""
    kind = "extraordinary meeting" if meeting.kind is Kind.EXTRAORDINARY else "meeting"
    theme = f" (“{meeting.plan.theme}”)" if meeting.plan.theme else ""
    return f"the {kind} of {group}{theme} on {when(meeting.plan)}"


def day(plan: Plan) -> str:
    """ "Friday 14 May 2027"."""
    return moments.day_in_words(moments.local(plan.starts_at, plan.zone).date())


def short(plan: Plan) -> str:
    """ "Fri 14 May", for labels."""
    return moments.short_day(moments.local(plan.starts_at, plan.zone).date())


def when(plan: Plan) -> str:
    """Day and hours in the meeting's own zone, as plain text."""
    return moments.span_in_words(plan.starts_at, plan.ends_at, plan.zone)


def where(plan: Plan) -> str:
    """Where it is held, as plain text; a virtual meeting's link is never part of it."""
    if plan.mode is Mode.VIRTUAL:
        return "Online"
    nation = f" ({plan.nation.label})" if plan.nation else ""
    place = ", ".join(part for part in (plan.venue, plan.address.replace("\n", ", ")) if part)
    return f"{place or 'Place to be announced'}{nation}"


def briefly(plan: Plan) -> str:
    """Mode, nation or venue, and theme in half a line."""
    place = "Virtual" if plan.mode is Mode.VIRTUAL else f"Face to face, {where(plan)}"
    return f"{place} · {plan.theme}" if plan.theme else place


def price(member_pence: int, non_member_pence: int) -> str:
    """What it costs, in a sentence (source item 5)."""
    if member_pence == non_member_pence:
        return f"{money.price(member_pence)} for everyone."
    return (
        f"Members {money.price(member_pence).lower()}; non-members {money.price(non_member_pence).lower()}."
    )
