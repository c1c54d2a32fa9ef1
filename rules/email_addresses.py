"""E-mail addresses as people type them; whether anybody reads the mail, only a letter can tell."""

import re

from rules.refusals import Refusal

LONGEST = 254
_ADDRESS = re.compile(r"[^\s@<>,;\"()\[\]\\]+@[^\s@<>,;\"()\[\]\\]+\.[^\s@<>,;\"()\[\]\\.]+")


def is_address(text: str) -> bool:
    """Whether this can be one e-mail address."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None


def address_from(text: str, *, field: str) -> str:
    """The address that was typed, in lower case as it is stored; refuses what can't be one."""
    typed = text.strip().lower()
    if not is_address(typed):
        raise Refusal("This does not look like an e-mail address. Please check it.", field=field)
    return typed
