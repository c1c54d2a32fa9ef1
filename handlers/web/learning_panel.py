"""The pages of panel members and of the reviewer, and the one behind a call for support.

Lists are shown only after a button was pressed, so that every look at one is a person's, and is audited.
"""

from starlette.datastructures import FormData

from handlers.learning_words import in_touch, passed_on
from handlers.links import Target
from handlers.texts import library
from handlers.web.pages import Shown
from rules.moments import span_in_words
from storage.transaction import Store
from usecases import (
    learning_asking,
    learning_home,
    learning_notes,
    learning_people,
    learning_report,
    learning_support,
)
from usecases.learning_access import Holder
from usecases.learning_notes import Enclosed

YOUR_LIST = "Here is your list."


class PanelMembersPage:
    """Their list, who asked to talk, what goes out next, and what they may pass on."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def does(self, target: Target, form: FormData) -> str:
        holder, part = Holder(target.person_id), str(form.get("part", ""))
        match form.get("act"):
            case "told":
                await self._store.perform(
                    learning_people.told,
                    caller=holder,
                    panel_member_id=target.subject_id,
                    practitioner_id=part,
                )
            case "take-off":
                await self._store.perform(learning_people.withdraw, caller=holder, practitioner_id=part)
            case "answer":
                told = await self._store.perform(learning_support.answer, caller=holder, request_id=part)
                return in_touch(told)
            case "pass-on":
                count = await self._store.perform(
                    learning_report.pass_on, caller=holder, panel_member_id=target.subject_id, text=part
                )
                return passed_on(count)
        return YOUR_LIST

    async def shows(self, target: Target, said: str) -> Shown:
        holder = Holder(target.person_id)
        part = await self._store.look(
            learning_home.panel_part, caller=holder, panel_member_id=target.subject_id
        )
        listed = None
        if said:
            listed = await self._store.perform(
                learning_people.own_list, caller=holder, panel_member_id=target.subject_id
            )
        event = part.event
        return "learning_panel.html", {
            "part": part,
            "when": span_in_words(event.starts_at, event.ends_at, event.zone),
            "list": listed,
            "next_out": _read(
                await self._store.look(
                    learning_notes.how_it_reads, caller=holder, panel_member_id=target.subject_id
                )
            ),
            "draft": await self._draft(holder, target.subject_id, part.to_pass_on),
            "said": said,
        }

    async def _draft(self, holder: Holder, panel_member_id: str, text: str) -> str:
        if not text:
            return ""
        note = await self._store.look(
            learning_notes.draft_for, caller=holder, panel_member_id=panel_member_id, text=text
        )
        return library.compose(note.text, note.values, note.language).as_text()


class ReviewersPage:
    """How an event stands, what goes out next, and those who agreed that the reviewer may know."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def does(self, target: Target, form: FormData) -> str:
        if form.get("act") != "answer":
            return YOUR_LIST
        told = await self._store.perform(
            learning_support.answer, caller=Holder(target.person_id), request_id=str(form.get("part", ""))
        )
        return in_touch(told)

    async def shows(self, target: Target, said: str) -> Shown:
        holder, event_id = Holder(target.person_id), target.subject_id
        part = await self._store.look(learning_home.lead_part, caller=holder, event_id=event_id)
        listed = None
        if said:
            listed = await self._store.perform(learning_asking.listed, caller=holder, event_id=event_id)
        reads = await self._store.look(
            learning_notes.how_it_reads_for_reviewer, caller=holder, event_id=event_id
        )
        event = part.event
        return "learning_reviewer.html", {
            "part": part,
            "when": span_in_words(event.starts_at, event.ends_at, event.zone),
            "list": listed,
            "next_out": _read(reads),
            "said": said,
        }


class RequestsPage:
    """Somebody would like to talk: the letter says who, the page says nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def does(self, target: Target, _form: FormData) -> str:
        told = await self._store.perform(
            learning_support.answer, caller=Holder(target.person_id), request_id=target.subject_id
        )
        return in_touch(told)

    async def shows(self, target: Target, said: str) -> Shown:  # noqa: ARG002 - it says nothing of the request
        return ("learning_said.html", {"said": said}) if said else ("learning_request.html", {})


def _read(enclosed: tuple[Enclosed, ...]) -> list[tuple[str, str, str]]:
    """What goes out next, as (when, subject, words)."""
    messages = [(each.label, library.compose(each.note.text, each.note.values)) for each in enclosed]
    return [(label, message.subject, message.as_text()) for label, message in messages]
