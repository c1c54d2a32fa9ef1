"""A letter that came in, brought to where it belongs: an answer, a request to stop, words for someone.

Each letter is acted on once, whatever happens: its key is recorded with what it did. Nothing of what it
says is stored; words are passed on and forgotten.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import compat32

import structlog

from handlers.calendar import Party
from handlers.mail.carrier import Post
from handlers.mail.learning_replies import LearningReplies
from handlers.mail.passing_on import addressed, was_acted_on
from handlers.mail.replies import Answered, AskedForInvitations, AskedToStop, Refused, Reply, Wrote, read
from rules.refusals import Refusal, Unknown
from storage.inbox import AlreadyHandled
from storage.transaction import Store, Tx
from usecases import replies
from usecases.replies import Heard, Reader

log = structlog.get_logger("mail")


class Receiver:
    """Takes letters one by one. `authserv_id` is how our mail server signs its findings about senders.

    `learning` takes those that answer a letter about a learning event. `count` is told what became of each,
    by a word without names.
    """

    def __init__(
        self,
        store: Store,
        post: Post,
        sender: Party,
        *,
        authserv_id: str,
        clock: Callable[[], datetime],
        count: Callable[[str], None],
        learning: LearningReplies | None = None,
    ) -> None:
        self._store = store
        self._post = post
        self._sender = sender
        self._authserv_id = authserv_id
        self._clock = clock
        self._count = count
        self._learning = learning

    async def take(self, raw: bytes) -> bool:
        """Act on one letter. What it raises (no database, no mail server) passes: take it again later.

        Returns whether it may stay in the mailbox: a reply to a letter about a learning event may not.
        """
        said = read(raw, authserv_id=self._authserv_id)
        key = f"mail:{hashlib.sha256(raw).hexdigest()[:48]}"
        about_learning = self._learning.answered_by(said, raw) if self._learning is not None else None
        try:
            if self._learning is not None and about_learning is not None:
                outcome = await self._learning.take(said, about_learning, key=key, raw=raw)
            else:
                outcome = await self._acted_on(said, key, raw)
        except AlreadyHandled:
            outcome = "seen before"
        self._count(outcome)
        log.info("letter read", outcome=outcome)
        return about_learning is None

    async def _acted_on(self, said: Reply, key: str, raw: bytes) -> str:
        match said:
            case Answered():
                return await self._answer(said, key)
            case AskedToStop(token):
                return await self._asked(replies.stop, token, key, "stopped")
            case AskedForInvitations(token):
                return await self._asked(replies.start, token, key, "invitations asked for")
            case Wrote():
                return await self._pass_on(said, key, raw)
            case Refused(reason):
                return reason.value

    async def _answer(self, said: Answered, key: str) -> str:
        try:
            heard: Heard = await self._store.perform_once(
                key,
                replies.take_answer,
                key=key,
                uid=said.uid,
                guest=said.guest,
                partstat=said.partstat,
                sequence=said.sequence,
            )
        except Refusal as refusal:
            await self._store.perform_once(
                key, replies.tell_refusal, key=key, uid=said.uid, guest=said.guest, sentence=refusal.sentence
            )
            return "refused by the rules"
        return heard.value

    async def _asked(self, verb: Callable[..., None], token: str, key: str, outcome: str) -> str:
        try:
            await self._store.perform_once(key, verb, token=token)
        except Unknown:
            return "unknown token"
        return outcome

    async def _pass_on(self, said: Wrote, key: str, raw: bytes) -> str:
        """Hand the letter on before recording that it was: better twice, under one name, than never."""
        try:
            reader = await self._store.look(
                replies.reader_of, sender=said.sender, uid=said.uid, about=said.about
            )
        except Unknown:
            return "stranger"
        if await self._store.look(was_acted_on, key=key):
            raise AlreadyHandled(key)
        await self._post.hand_in(self._forwarded(said, reader, key, raw))
        await self._store.perform_once(key, _nothing_more)
        return "passed on"

    def _forwarded(self, said: Wrote, reader: Reader, key: str, raw: bytes) -> EmailMessage:
        letter = addressed(
            to=reader.email,
            reply_to=said.sender,
            subject=f"{reader.sender_name} wrote in reply to a letter",
            key=key,
            sender=self._sender,
            at=self._clock(),
        )
        letter.set_content(
            f"{reader.sender_name} answered a letter of ours with their own words.\n"
            "What they wrote is attached. We keep no copy. Reply to this letter to answer them.\n",
            cte="quoted-printable",
        )
        letter.add_attachment(message_from_bytes(raw, policy=compat32))
        return letter


def _nothing_more(_tx: Tx) -> None:
    """The letter was acted on; only that is recorded."""
