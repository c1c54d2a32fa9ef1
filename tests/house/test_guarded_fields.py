"""Every field in which somebody can type passes the guardrail: the fields are read from the forms themselves."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handlers.slack.access import Access
from handlers.slack.door import Door
from handlers.slack.guarding import EXEMPT
from handlers.slack.listeners import Listeners
from handlers.slack.routes import gather
from handlers.slack.visit import Visit
from storage.tables import metadata
from storage.transaction import Store, Tx
from tests.journeys.conftest import Clock
from tests.usecases.test_guardrail import MEASURED_SET

ROOT = Path(__file__).parents[2]
FORMS, PAGES = ROOT / "handlers" / "slack" / "blocks", ROOT / "handlers" / "web"
NUMBER = next(
    line.split("\t")[1].strip()
    for line in MEASURED_SET.read_text(encoding="utf-8").splitlines()
    if re.fullmatch(r"nhs\t\d{3} \d{3} \d{4}", line.strip())
)
REFUSED = "This looks as if it contains an NHS number"
ROUTES = gather()


@cache
def declared() -> dict[str, set[str]]:
    """The fields that the builders of forms declare, by module: literal names, and "…" for names made as they go."""
    found: dict[str, set[str]] = {}
    for file in sorted(FORMS.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "text_input":
                name = node.args[0].value if isinstance(node.args[0], ast.Constant) else "…"
                found.setdefault(file.stem, set()).add(name)
    return found


def fields() -> list[str]:
    """Every literal name, those that are exempt somewhere, and one that nobody has thought of yet."""
    literal = {name for names in declared().values() for name in names} - {"…"}
    return sorted({*literal, *(name for _, name in EXEMPT), "a-field-of-tomorrow"})


@dataclass
class Slack:
    """Slack, as far as a listener sees it: what it was answered."""

    said: list[dict[str, Any]] = field(default_factory=list)

    async def ack(self, *_: Any, **answer: Any) -> None:
        self.said.append(answer)

    def request(self, body: dict[str, Any]) -> Any:
        context = SimpleNamespace(team_id="T1", user_id="U1", channel_id="C1", client=None)
        return SimpleNamespace(raw_body=json.dumps(body), body=body, context=context)


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    store = Store.open(sqlite_url, clock=Clock())
    yield store
    store.close()


class WithoutHome(Listeners):
    """Draws no Home tab again after each of a thousand forms."""

    def _redraw_home(self, visit: Visit) -> Any:  # noqa: ARG002 - nothing is drawn
        return None


@pytest.fixture
def listeners(store: Store) -> Listeners:
    return WithoutHome(store, Door(), ROUTES, Access(lambda: 0.0))


def everything_kept(tx: Tx) -> str:
    return repr([list(tx.connection.execute(table.select())) for table in metadata.sorted_tables])


def submitted(form: str, name: str) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": name, "value": f"themes from {NUMBER}"}
    view = {
        "callback_id": form,
        "blocks": [{"type": "input", "block_id": name, "element": element}],
        "state": {"values": {name: {name: element}}},
    }
    return {"user": {"id": "U1"}, "view": view}


def test_forms_and_their_fields_are_found() -> None:
    assert {"needs", "ground_rules", "text", "purpose", "agenda"} <= set(fields())
    assert len(ROUTES.submissions) > 20


async def test_nhs_number_is_refused_in_every_field_of_every_form(listeners: Listeners, store: Store) -> None:
    before = await store.look(everything_kept)
    for form, name in product(sorted(ROUTES.submissions), fields()):
        if (form, name) in EXEMPT:
            continue
        slack, body = Slack(), submitted(form, name)
        await listeners.submission(slack.ack, slack.request(body))
        [answer] = slack.said
        assert answer["response_action"] == "errors"
        assert answer["errors"][name].startswith(REFUSED)
        assert NUMBER not in repr(answer)
    assert await store.look(everything_kept) == before


async def test_nhs_number_is_refused_after_every_command(listeners: Listeners, store: Store) -> None:
    before = await store.look(everything_kept)
    for phrase in sorted(ROUTES.commands):
        slack, body = Slack(), {"text": f"{phrase} about {NUMBER}", "user_name": "ann"}
        await listeners.command(slack.ack, slack.request(body))
        [answer] = slack.said
        assert answer["text"].startswith(REFUSED)
        assert NUMBER not in repr(answer)
    assert await store.look(everything_kept) == before


async def test_words_that_are_no_command_are_not_repeated(listeners: Listeners) -> None:
    slack, body = Slack(), {"text": f"tell them {NUMBER}", "user_name": "ann"}
    await listeners.command(slack.ack, slack.request(body))
    assert NUMBER not in repr(slack.said)


def test_every_exemption_is_a_field_that_is_there_and_says_why() -> None:
    names = {name for names in declared().values() for name in names}
    for (form, name), reason in EXEMPT.items():
        assert form in ROUTES.submissions, form
        assert name in names or any("…" in names for names in declared().values()), name
        assert len(reason.split()) > 3


# Pages


def fields_of_pages() -> set[tuple[str, str]]:
    """What can be typed on our own pages, as (template, name)."""
    kinds = r'type="(?:hidden|checkbox|radio|email)"'
    return {
        (file.name, found[1])
        for file in (PAGES / "templates").glob("*.html")
        for found in re.finditer(
            r'<(?:input|textarea)\b[^>]*?\bname="(\w+)"[^>]*>', file.read_text(encoding="utf-8")
        )
        if not re.search(kinds, found[0])
    }


SUBMITTED_BY = {
    ("learning_practitioner.html", "needs"): "test_identifier_is_refused_on_a_page_and_not_echoed",
    (
        "consulting.html",
        "words",
    ): "test_words_that_may_not_be_kept_are_never_shown_again_and_the_choice_stays",
    ("check_in.html", "name"): "test_name_that_may_not_be_kept_is_never_shown_again",
}


def test_every_field_of_a_page_has_a_test_that_types_an_identifier_into_it() -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    assert fields_of_pages() == set(SUBMITTED_BY)
    assert [name for name in SUBMITTED_BY.values() if f"async def {name}(" not in written] == []
