"""Who really wrote a letter: what our own mail server found out about the sender (RFC 8601).

The From line is what anybody can type. The receiving server checks it (DMARC, DKIM, SPF) and writes the
outcome at the top, under its own name; results under another name were written by someone else.
"""

import re
from email.message import Message
from email.utils import getaddresses

_COMMENT = re.compile(r"\([^()]*\)")
_DEEPEST = 20  # more than that is meant to keep us busy
_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*pass\b", re.IGNORECASE)
# The property that names the domain which each method vouches for.
_VOUCHED = {
    "dmarc": re.compile(r"\bheader\.from\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE),
    "dkim": re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE),
    "spf": re.compile(r"\bsmtp\.mailfrom\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE),
}
_ADDRESS = re.compile(r"[^@\s<>()\[\],;:\"\\]{1,64}@[a-z0-9.-]{1,253}")


def address_in(text: str) -> str:
    """One plain address in lower case, with or without `mailto:`; nothing if it is not one."""
    address = text.strip().lower().removeprefix("mailto:")
    return address if _ADDRESS.fullmatch(address) else ""


def sender_of(message: Message) -> str:
    """The one address in the one From line; nothing if that is unclear."""
    lines = [str(line) for line in message.get_all("From", [])]
    addresses = [address for _, address in getaddresses(lines)]
    return address_in(addresses[0]) if len(lines) == len(addresses) == 1 else ""


def is_verified(message: Message, sender: str, authserv_id: str) -> bool:
    """Whether the server that calls itself `authserv_id` found that the sender's domain sent this.

    Only its topmost results count: it writes above whatever came in.
    """
    for line in message.get_all("Authentication-Results", []):
        server, _, results = _without_comments(str(line)).partition(";")
        if server.split()[:1] == [authserv_id]:
            domain = sender.rpartition("@")[2]
            return any(_vouches(result, domain) for result in results.split(";"))
    return False


def _vouches(result: str, domain: str) -> bool:
    """Whether one method passed for the sender's own domain, or for one above or below it."""
    passed = _RESULT.match(result.strip())
    vouched = passed and _VOUCHED[passed[1].lower()].search(result)
    if not vouched:
        return False
    other = vouched[1].rpartition("@")[2].lower()
    return domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")


def _without_comments(line: str) -> str:
    """The line without its comments, which may stand inside each other; only its beginning if they go on and on."""
    for _ in range(_DEEPEST):
        before, line = line, _COMMENT.sub(" ", line)
        if before == line:
            return line
    return line.partition("(")[0]
