"""Replies to letters about learning events: a word is acted on, anything else goes to the business unit.

What somebody wrote is passed on at once and kept nowhere, not even in the mailbox. What they quote is left out:
the letter they answer may hold what is theirs alone.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message

from handlers.calendar import Party
from handlers.links import Marks
from handlers.mail.carrier import Post
from handlers.mail.own_words import MOST_PARTS, first_line, own_words, whole_text
from handlers.mail.passing_on import addressed, was_acted_on
from handlers.mail.replies import Reason, Refused, Reply, Wrote
from rules.learning_replies import understood
from rules.refusals import Refusal
from storage.inbox import AlreadyHandled
from storage.transaction import Store
from usecases import learning_replies
from usecases.learning_acts import Letter
from usecases.replies import Reader

# What may be somebody's own reply although it could not be shown to be: they are told so, at their own address.
_DOUBTFUL = {Reason.UNVERIFIED, Reason.SENDER_UNCLEAR}
SUBJECT = "A letter in your own words"
LARGEST_ENCLOSURES = 1_500_000


class LearningReplies:
    """Takes replies to such letters. `marks` tells which letter is answered."""

    def __init__(
        self, store: Store, post: Post, sender: Party, marks: Marks, *, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._post = post
        self._sender = sender
        self._marks = marks
        self._clock = clock

    def answered_by(self, said: Reply, raw: bytes) -> str | None:
        """The notice whose letter this answers; None if it is about something else, or written by a machine."""
        if not (isinstance(said, Wrote) or (isinstance(said, Refused) and said.reason in _DOUBTFUL)):
            return None
        message = message_from_bytes(raw)
        heads = f"{message.get('In-Reply-To', '')} {message.get('References', '')}"
        return self._marks.read(Marks.PATTERN.findall(f"{heads} {whole_text(message)}"))

    async def take(self, said: Reply, notice_id: str, *, key: str, raw: bytes) -> str:
        """Act on a reply, once; returns what became of it in words without names, to be counted."""
        answered: Letter | None = await self._store.look(learning_replies.letter, notice_id=notice_id)
        if answered is None:
            return "too late"
        if not isinstance(said, Wrote) or said.sender != answered.email:
            await self._store.perform_once(key, learning_replies.tell_not_done, key=key, answered=answered)
            return Reason.UNVERIFIED.value
        message = message_from_bytes(raw)
        command = understood(first_line(message), answered.audience)
        if command is None:
            return await self._pass_on(message, answered, key)
        try:
            await self._store.perform_once(
                key, learning_replies.act, key=key, answered=answered, command=command
            )
        except Refusal:
            await self._store.perform_once(key, learning_replies.tell_not_done, key=key, answered=answered)
        return "acted on"

    async def _pass_on(self, message: Message, answered: Letter, key: str) -> str:
        """Hand it on before recording that it was: better twice, under one name, than never."""
        if await self._store.look(was_acted_on, key=key):
            raise AlreadyHandled(key)
        reader = await self._store.look(learning_replies.reader, answered=answered)
        if reader is None:
            await self._store.perform_once(key, learning_replies.tell_not_done, key=key, answered=answered)
            return "nobody to read it"
        await self._post.hand_in(self._forwarded(message, reader, answered, key))
        await self._store.perform_once(key, learning_replies.tell_passed_on, key=key, answered=answered)
        return "passed on"

    def _forwarded(self, message: Message, reader: Reader, answered: Letter, key: str) -> EmailMessage:
        letter = addressed(
            to=reader.email,
            reply_to=answered.email,
            subject=SUBJECT,  # it shows on a lock screen: no name, and nothing of what it is about
            key=key,
            sender=self._sender,
            at=self._clock(),
        )
        words = own_words(message, until=f"Dear {answered.name},")
        letter.set_content(
            f"{reader.sender_name} answered a letter about a learning event in their own words, which follow. "
            f"We keep no copy. Reply to this letter to answer them.\n\n{words}\n",
            cte="quoted-printable",
        )
        for kind, name, body in _enclosures(message):
            main, _, sub = kind.partition("/")
            letter.add_attachment(body, maintype=main, subtype=sub, filename=name)
        return letter


def _enclosures(message: Message) -> Iterator[tuple[str, str, bytes]]:
    """The files that somebody put in, as (kind, name, bytes)."""
    left = LARGEST_ENCLOSURES
    for number, part in enumerate(message.walk()):
        body = part.get_payload(decode=True)
        if (
            number == MOST_PARTS
            or part.get_content_disposition() != "attachment"
            or not isinstance(body, bytes)
        ):
            continue
        left -= len(body)
        if left >= 0:
            yield part.get_content_type(), part.get_filename("enclosure"), body
