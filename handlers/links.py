"""Links made for one person, and marks on letters: signed, so that nobody can make one, and telling nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from itsdangerous import BadSignature, Signer, URLSafeSerializer

from rules.refusals import Unknown

BROKEN = "This link is not complete. Please open it from the letter once more, or ask for a new one."


@dataclass(frozen=True)
class Target:
    """What a link leads to (a kind of page and the id it is about), and the person it was made for."""

    page: str
    subject_id: str
    person_id: str


class Links:
    """Makes and reads the links of one installation."""

    def __init__(self, public_url: str, secret: str) -> None:
        self._public_url = public_url.rstrip("/")
        self._signer = URLSafeSerializer(secret, salt="personal link")

    def url(self, target: Target, *, under: str = "l") -> str:
        """The address of a person's page, under the path where its door is."""
        token = self._signer.dumps([target.page, target.subject_id, target.person_id])
        return f"{self._public_url}/{under}/{token if isinstance(token, str) else token.decode()}"

    def read(self, token: str) -> Target:
        """What a token was made for; refuses one that we did not make."""
        try:
            page, subject_id, person_id = self._signer.loads(token)
        except (BadSignature, ValueError) as fault:
            raise Unknown(BROKEN) from fault
        return Target(page, subject_id, person_id)


class Marks:
    """Makes and reads the marks by which a reply is known to answer one letter of ours.

    A mark is the letter's Message-ID, which Outlook, Google and Apple all repeat in In-Reply-To and References;
    and it stands at the letter's end, which they quote, for relays that give letters a Message-ID of their own.
    It is no permission by itself: the reply's sender is checked as well.
    """

    PATTERN = re.compile(r"[\w-]{16}\.[\w-]{27}", re.ASCII)

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, salt="reply by letter")

    def of(self, notice_id: str) -> str:
        """The mark of the letter that a notice became: 44 characters, the same each time."""
        return self._signer.sign(notice_id).decode()

    def read(self, found: Iterable[str]) -> str | None:
        """The notice that the first mark of ours among these belongs to; None if there is none."""
        for mark in found:
            if self._signer.validate(mark):
                return self._signer.unsign(mark).decode()
        return None
