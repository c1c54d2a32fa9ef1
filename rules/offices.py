"""The offices of a group, and what each of them may do."""

from collections.abc import Iterable
from enum import StrEnum

from rules.refusals import NotAllowed


class Office(StrEnum):
    """An office of the group, or one of the association's that the terms of reference name."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    SUCCESSOR = "successor"
    TREASURER = "treasurer"
    INDEPENDENT_CHAIR = "independent-chair"
    ASSOCIATION_CHAIR = "association-chair"

    @property
    def label(self) -> str:
        """The office as people write it; `SUCCESSOR` is the secretary's, who takes over when they leave."""
        return _LABELS[self]


_LABELS = {
    Office.CHAIR: "chair",
    Office.DEPUTY: "deputy chair",
    Office.SECRETARY: "secretary",
    Office.SUCCESSOR: "secretary's successor",
    Office.TREASURER: "treasurer",
    Office.INDEPENDENT_CHAIR: "independent chair of the association",
    Office.ASSOCIATION_CHAIR: "chair of the association",
}


class Act(StrEnum):
    """Something that not everybody may do; the value completes "only … can ___"."""

    NAME_OFFICERS = "name officers"
    CHANGE_CHARTER = "change the charter"
    PLAN_PROGRAMME = "plan and change the programme"
    CALL_EXTRAORDINARY = "call an extraordinary meeting"
    ANSWER_REQUEST = "answer a request for a meeting"
    CONFIRM_MEMBERS = "confirm memberships and import people"
    APPROVE_JOINING = "approve people who ask to join"
    SEE_ANSWERS = "see who is coming"
    BOOK_FOR_OTHERS = "book for someone else"
    WAIVE = "waive a price"
    KEEP_ACCOUNTS = "record payments and settle prices"
    EXPORT_ACCOUNTS = "export the accounts"
    MANAGE_REMINDERS = "see and change what will be sent"
    RUN_MEETING = "run a meeting"
    JUDGE_DIVERSITY = "say whether the attendance reflects professional diversity"


_CHAIRS = {Office.CHAIR, Office.DEPUTY}
_ORGANISERS = _CHAIRS | {Office.SECRETARY}

WHO: dict[Act, frozenset[Office]] = {
    Act.NAME_OFFICERS: frozenset({Office.SECRETARY, Office.CHAIR}),
    Act.CHANGE_CHARTER: frozenset(_ORGANISERS),
    Act.PLAN_PROGRAMME: frozenset(_ORGANISERS),
    Act.CALL_EXTRAORDINARY: frozenset({Office.CHAIR}),  # "of his or her own volition", terms 5.1
    Act.ANSWER_REQUEST: frozenset({Office.CHAIR}),
    Act.CONFIRM_MEMBERS: frozenset({Office.SECRETARY}),
    Act.APPROVE_JOINING: frozenset({Office.SECRETARY}),
    Act.SEE_ANSWERS: frozenset(_ORGANISERS | {Office.TREASURER}),
    Act.BOOK_FOR_OTHERS: frozenset(_ORGANISERS),
    Act.WAIVE: frozenset({Office.TREASURER, Office.CHAIR}),
    Act.KEEP_ACCOUNTS: frozenset({Office.TREASURER}),
    Act.EXPORT_ACCOUNTS: frozenset({Office.TREASURER, Office.CHAIR}),
    Act.MANAGE_REMINDERS: frozenset(_ORGANISERS),
    Act.RUN_MEETING: frozenset(_ORGANISERS),
    Act.JUDGE_DIVERSITY: frozenset(_CHAIRS),
}


def require(held: Iterable[Office], act: Act) -> None:
    """Refuse (`NotAllowed`) unless one of the offices held covers the act; the sentence says who can."""
    if not may(held, act):
        raise NotAllowed(f"Only {_either(WHO[act])} can {act.value}. `/sig officers` says who that is.")


def may(held: Iterable[Office], act: Act) -> bool:
    """Whether one of the offices held covers the act."""
    return not WHO[act].isdisjoint(held)


def _either(offices: Iterable[Office]) -> str:
    named = [f"the {office.label}" for office in Office if office in set(offices)]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
