"""The guardrail at Slack's door: whatever is typed into a form, or after a command, is looked at before anything
else happens with it.

So no field can be forgotten: what may hold an address, or a number that only looks like a person's, is named here
with its reason. The use cases look again, since not everything comes by this door.
"""

import re
from collections.abc import Mapping
from functools import wraps
from typing import Any

from handlers.slack.door import Listener
from handlers.slack.replies import Reply
from handlers.slack.visit import Visit
from usecases.guardrail import refuse_identifiers

_VENUE = "a venue has a postcode"
_LINK = "a link holds the number of its meeting"
_MAIL = "an e-mail address may hold any number"
_NUMBER = "an association's membership numbers have ten digits too; nothing else is kept there"

# By form and field: what may be typed there although it looks like an identifier, and why.
EXEMPT: Mapping[tuple[str, str], str] = {
    ("new-meeting", "venue"): _VENUE,
    ("new-meeting", "address"): _VENUE,
    ("new-meeting", "join_link"): _LINK,
    ("change-meeting", "venue"): _VENUE,
    ("change-meeting", "address"): _VENUE,
    ("change-meeting", "join_link"): _LINK,
    ("learning-convene", "place"): _VENUE,
    ("learning-change", "place"): _VENUE,
    ("learning-about-us", "contact"): "a unit's address has a postcode, and its telephone number ten digits",
    ("learning-add-agency", "email"): _MAIL,
    ("learning-add", "email"): _MAIL,
    ("learning-reviewer", "email"): _MAIL,
    ("check-in-someone", "email"): _MAIL,
    ("my-details", "membership_number"): _NUMBER,
    ("people", "find"): "people are found by their membership number, and what is looked for is not kept",
}
# <@U024BE7LH|name> and its kin: Slack's own ids are not somebody's words.
_SLACKS_OWN = re.compile(r"<[@#!][^<>]*>")


def in_form(form: str, listener: Listener) -> Listener:
    """A listener that hears of a form only when everything typed into it has passed."""

    @wraps(listener)
    async def guarded(visit: Visit) -> Reply:
        for field, elements in visit.state.items():
            for element in elements.values():
                if (form, field) not in EXEMPT:
                    refuse_identifiers(_typed(element), field=field)
        return await listener(visit)

    return guarded


def after_command(listener: Listener) -> Listener:
    """A listener that hears of a command only when the words after it have passed."""

    @wraps(listener)
    async def guarded(visit: Visit) -> Reply:
        refuse_identifiers(_SLACKS_OWN.sub(" ", visit.words))
        return await listener(visit)

    return guarded


def _typed(element: Mapping[str, Any]) -> str:
    return (element.get("value") or "") if element.get("type") == "plain_text_input" else ""
