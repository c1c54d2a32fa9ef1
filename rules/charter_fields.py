"""The settings of a charter as people read and type them, each with where its default comes from.

The quorum has a form of its own. `[S n]` is the numbered requirement of the sources, `[D]` ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from rules.charter import Charter
from rules.refusals import Refusal
from rules.typed_times import time_from

LONGEST = 500


class Form(StrEnum):
    """How a setting is typed."""

    POUNDS = "pounds"
    NUMBER = "number"
    CLOCK = "clock"
    YES_NO = "yes-no"
    WORDS = "words"


@dataclass(frozen=True)
class Setting:
    """One setting: `name` is the charter's field, `most` the largest number that makes sense."""

    name: str
    label: str
    source: str
    form: Form
    most: int = 0
    hint: str = ""


SETTINGS = (
    Setting("member_pence", "Price for members, in pounds", "[S 5]", Form.POUNDS, 100_000),
    Setting("non_member_pence", "Price for non-members, in pounds", "[S 5]", Form.POUNDS, 100_000),
    Setting("how_to_pay", "How to pay", "[D]", Form.WORDS, hint="Shown beside every price that is owed."),
    Setting("virtual_meetings", "Virtual meetings a year", "[S 4]", Form.NUMBER, 24),
    Setting("face_to_face_meetings", "Face-to-face meetings a year", "[S 4]", Form.NUMBER, 24),
    Setting("every_quarter", "A meeting in every quarter", "[S 19]", Form.YES_NO),
    Setting("start", "Face-to-face meetings begin at", "[D]", Form.CLOCK),
    Setting("end", "Face-to-face meetings end at", "[D]", Form.CLOCK),
    Setting("virtual_start", "Virtual meetings begin at", "[D]", Form.CLOCK),
    Setting("virtual_end", "Virtual meetings end at", "[D]", Form.CLOCK),
    Setting("face_to_face_capacity", "Places at a face-to-face meeting", "[D]", Form.NUMBER, 10_000),
    Setting("booking_closes_hours", "Booking closes, hours before", "[D]", Form.NUMBER, 24 * 30),
    Setting("offer_hours", "An offered place is held, hours", "[D]", Form.NUMBER, 24 * 30),
    Setting("card_days", "A meeting's card is posted, days before", "[D]", Form.NUMBER, 365),
    Setting("papers_clear_days", "Agenda and papers, clear days before", "[D]", Form.NUMBER, 90),
    Setting("minutes_working_days", "Draft minutes, working days after", "[D]", Form.NUMBER, 90),
    Setting(
        "extraordinary_clear_days", "Notice of an extraordinary meeting, clear days", "[D]", Form.NUMBER, 90
    ),
    Setting(
        "request_is_binding",
        "A member's request for an extraordinary meeting is binding",
        "[S 20]",
        Form.YES_NO,
        hint="If not, the chair answers it with a reason.",
    ),
    Setting(
        "independent_chair_veto",
        "The independent chair may veto urgent business",
        "[D]",
        Form.YES_NO,
        hint="The terms ask for consultation and give no veto.",
    ),
    Setting("invite_members", "Invite all members by e-mail, if they agreed to letters", "[D]", Form.YES_NO),
    Setting(
        "preparation_posts",
        "Four times a year, post how to prepare for a learning event",
        "[D]",
        Form.YES_NO,
        hint="Posted whether or not there is an event.",
    ),
)


def as_typed(setting: Setting, charter: Charter) -> str:
    """A setting's value as it stands in the form."""
    value = getattr(charter, setting.name)
    if setting.form is Form.POUNDS:
        return f"{value // 100}" if value % 100 == 0 else f"{value / 100:.2f}"
    return ("yes" if value else "no") if setting.form is Form.YES_NO else str(value)


def read(charter: Charter, typed: Mapping[str, str]) -> Charter:
    """The charter with what was typed; each `Refusal` names the setting that it is about."""
    changed = charter.with_changes(
        **{one.name: _read(one, typed[one.name]) for one in SETTINGS if one.name in typed}
    )
    if changed.virtual_meetings + changed.face_to_face_meetings == 0:
        raise Refusal("The group meets at least once a year.", field="virtual_meetings")
    for begins, ends in (("start", "end"), ("virtual_start", "virtual_end")):
        if getattr(changed, ends) <= getattr(changed, begins):
            raise Refusal("A meeting ends after it begins, on the same day.", field=ends)
    return changed


def _read(setting: Setting, typed: str) -> Any:
    text = " ".join(typed.split())
    if setting.form is Form.WORDS:
        if not text or len(text) > LONGEST:
            raise Refusal(f"Please say it in 1 to {LONGEST} characters.", field=setting.name)
        return text
    if setting.form is Form.CLOCK:
        return time_from(text, field=setting.name).strftime("%H:%M")
    if setting.form is Form.YES_NO:
        return text == "yes"
    return _number(setting, text)


def _number(setting: Setting, text: str) -> int:
    pounds = setting.form is Form.POUNDS
    try:
        value = Decimal(text.removeprefix("£")) * (100 if pounds else 1)
        whole = int(value) if value == value.to_integral_value() else None
    except (InvalidOperation, ValueError, OverflowError):
        whole = None
    if whole is None or not 0 <= whole <= setting.most:
        most = setting.most // 100 if pounds else setting.most
        raise Refusal(f"Please give a number from 0 to {most}.", field=setting.name)
    return whole
