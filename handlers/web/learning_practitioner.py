"""A practitioner's own page: everything that their buttons in Slack do, and nobody else sees."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData

from handlers.links import Target
from handlers.texts import library
from handlers.web.pages import Shown
from rules.learning_support import Preparation
from rules.moments import span_in_words
from rules.refusals import Refusal, Unknown
from storage.transaction import Store
from usecases import learning_notes, learning_support
from usecases.learning_access import Holder


class PractitionersPage:
    """What a press does is answered in the words that Slack would say."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._acts: dict[str, Callable[[Holder, str, FormData], Awaitable[str]]] = {
            "prepare": self._prepare,
            "talk": self._talk,
            "hard": self._hard,
            "pause": self._pause,
            "go-on": self._go_on,
            "needs": self._needs,
            "leave": self._leave,
        }

    async def does(self, target: Target, form: FormData) -> str:
        act = self._acts.get(str(form.get("act", "")))
        if act is None:
            raise Refusal("Please choose one of the buttons.")
        text = await act(Holder(target.person_id), target.subject_id, form)
        return await self._said(target, text) if text else "Kept. Nobody else sees it."

    async def shows(self, target: Target, said: str) -> Shown:
        if said and not await self._still_there(target):
            return "learning_said.html", {"said": said}
        own = await self._store.look(
            learning_support.own, caller=Holder(target.person_id), practitioner_id=target.subject_id
        )
        return "learning_practitioner.html", {
            "own": own,
            "when": span_in_words(own.starts_at, own.ends_at, own.zone),
            "items": [(item.value, item.label, item in own.ticks) for item in Preparation],
            "languages": library.LANGUAGES,
            "said": said,
        }

    async def _still_there(self, target: Target) -> bool:
        try:
            await self._store.look(
                learning_support.own, caller=Holder(target.person_id), practitioner_id=target.subject_id
            )
        except Unknown:
            return False
        return True

    async def _said(self, target: Target, text: str) -> str:
        note = await self._store.look(
            learning_notes.reply,
            caller=Holder(target.person_id),
            practitioner_id=target.subject_id,
            text=text,
        )
        message = library.compose(note.text, note.values, note.language)
        return "\n".join((message.opening, *message.paragraphs))

    async def _prepare(self, holder: Holder, part: str, form: FormData) -> str:
        ticked = frozenset(item for item in Preparation if item.value in form.getlist("ticks"))
        await self._store.perform(learning_support.tick, caller=holder, practitioner_id=part, ticked=ticked)
        return ""

    async def _talk(self, holder: Holder, part: str, form: FormData) -> str:
        await self._store.perform(
            learning_support.ask_to_talk,
            caller=holder,
            practitioner_id=part,
            reviewer_too=form.get("reviewer") == "yes",
        )
        return "support-asked"

    async def _hard(self, holder: Holder, part: str, _form: FormData) -> str:
        await self._store.perform(
            learning_support.ask_to_talk, caller=holder, practitioner_id=part, hard=True
        )
        return "hard"

    async def _pause(self, holder: Holder, part: str, _form: FormData) -> str:
        await self._store.perform(learning_support.pause, caller=holder, practitioner_id=part)
        return "paused"

    async def _go_on(self, holder: Holder, part: str, _form: FormData) -> str:
        await self._store.perform(learning_support.resume, caller=holder, practitioner_id=part)
        return "resumed"

    async def _needs(self, holder: Holder, part: str, form: FormData) -> str:
        await self._store.perform(
            learning_support.say_needs,
            caller=holder,
            practitioner_id=part,
            needs=str(form.get("needs", "")),
            language=str(form.get("language", "")),
        )
        return "needs"

    async def _leave(self, holder: Holder, part: str, _form: FormData) -> str:
        await self._store.perform(learning_support.not_taking_part, caller=holder, practitioner_id=part)
        return "withdrawn"
