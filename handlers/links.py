"""Links made for one person: signed, so that nobody can make one, and saying nothing of what they lead to."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

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
