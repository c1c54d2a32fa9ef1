"""Modals as Slack handles them: answers to a submission, what is kept, what Slack itself asks for."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Slack
from sandbox.delivery.payloads import new_trigger
from sandbox.driver import Person
from sandbox.forms import complaints, empty_state, state_of
from tests.sandbox.bot import Bot
from tests.sandbox.pieces import FORM, asks, md, option, plain

SHORT = {
    "type": "modal",
    "title": plain("Short"),
    "submit": plain("Save"),
    "blocks": [asks("Name", {"type": "plain_text_input"})],
}
OTHER = {"type": "modal", "title": plain("Other"), "blocks": [{"type": "section", "text": md("Another one")}]}
TROUBLE = "We had some trouble connecting. Try again?"


@pytest.fixture
async def sara(slack: Slack, client: AsyncWebClient) -> Person:
    """Sara, with a short modal open in which she has written her name."""
    sara = slack.person("Sara")
    await client.views_open(trigger_id=new_trigger(slack.workspace, sara.user), view=SHORT)
    await sara.fills("Name", "Sara")
    return sara


async def submitted(sara: Person, bot: Bot, answer: Any) -> None:
    async def say(_payload: dict[str, Any]) -> Any:
        return answer

    bot.on["view_submission"] = say
    await sara.submits()


def stack(slack: Slack, sara: Person) -> list[str]:
    return [view.body["title"]["text"] for view in slack.workspace.modals.get(sara.id, [])]


async def test_update_puts_another_view_in_its_place(slack: Slack, bot: Bot, sara: Person) -> None:
    await submitted(sara, bot, {"response_action": "update", "view": OTHER})
    assert stack(slack, sara) == ["Other"]


async def test_push_lays_another_view_over_it_and_closing_brings_it_back(
    slack: Slack, bot: Bot, sara: Person
) -> None:
    await submitted(sara, bot, {"response_action": "push", "view": OTHER})
    assert stack(slack, sara) == ["Short", "Other"]
    await sara.closes()
    assert "Name: [Sara]" in sara.reads()


async def test_empty_answer_closes_one_and_clear_closes_all(
    slack: Slack, bot: Bot, client: AsyncWebClient, sara: Person
) -> None:
    for answer, left in ((None, ["Short"]), ({"response_action": "clear"}, [])):
        await client.views_push(trigger_id=new_trigger(slack.workspace, sara.user), view=SHORT)
        await sara.fills("Name", "Sara")
        await submitted(sara, bot, answer)
        assert stack(slack, sara) == left


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "Not an input"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "shout"},
        "not JSON",
    ],
)
async def test_answer_that_makes_no_sense_is_trouble(bot: Bot, sara: Person, answer: Any) -> None:
    await submitted(sara, bot, answer)
    assert sara.sees(TROUBLE)


async def test_app_that_fails_is_trouble_and_the_entry_is_kept(bot: Bot, sara: Person) -> None:
    bot.statuses = [500]
    await sara.submits()
    assert sara.sees(TROUBLE)
    assert sara.sees("Name: [Sara]")


async def test_update_keeps_entries_under_the_same_ids_only(
    slack: Slack, client: AsyncWebClient, sara: Person
) -> None:
    view = slack.workspace.modals[sara.id][0]
    await client.views_update(view_id=view.id, view={**SHORT, "title": plain("Longer")})
    assert "Name: [Sara]" in sara.reads()
    renamed = {**SHORT["blocks"][0], "block_id": "other"}  # type: ignore[index]  # a list of blocks
    await client.views_update(view_id=view.id, view={**SHORT, "blocks": [renamed]})
    assert "Name: [ ]" in sara.reads()


async def test_modal_opened_by_a_new_command_takes_the_place_of_the_old(
    slack: Slack, client: AsyncWebClient, sara: Person
) -> None:
    await client.views_open(trigger_id=new_trigger(slack.workspace, sara.user), view=OTHER)
    assert stack(slack, sara) == ["Other"]


async def test_closing_everything_tells_the_app_of_each_that_asked(
    slack: Slack, bot: Bot, client: AsyncWebClient
) -> None:
    sara = slack.person("Sara")
    await client.views_open(trigger_id=new_trigger(slack.workspace, sara.user), view=FORM)
    await client.views_push(trigger_id=new_trigger(slack.workspace, sara.user), view=SHORT)
    await sara.closes(everything=True)
    assert [kind for kind, _ in bot.heard] == ["view_closed"]
    assert bot.last("view_closed")["is_cleared"] is True


async def test_file_and_external_choice_reach_the_app(slack: Slack, bot: Bot, client: AsyncWebClient) -> None:
    async def suggest(payload: dict[str, Any]) -> dict[str, Any]:
        return {"options": [option(f"{payload['value']} board")]}

    bot.on["block_suggestion"] = suggest
    sara = slack.person("Sara")
    await client.views_open(trigger_id=new_trigger(slack.workspace, sara.user), view=FORM)
    await sara.fills("Theme", "Neglect")
    await sara.chooses("Nation", "Wales")
    await sara.chooses("Mode", "Virtual")
    await sara.chooses("Needs", "Loop", "Step-free")
    await sara.chooses("Speakers", "Tom", "Ana")
    with pytest.raises(AssertionError, match="there is Cardiff board"):
        await sara.chooses("Host", "Cardiff")
    await sara.fills("Start", "2027-05-12T10:00")
    with pytest.raises(AssertionError, match="takes csv"):
        await sara.uploads("Members", ("a.xlsx", b"x"))
    await sara.uploads("Members", ("a.csv", b"name"))
    await sara.submits()
    values = bot.last("view_submission")["view"]["state"]["values"]
    assert [o["value"] for o in values["needs"]["needs"]["selected_options"]] == ["loop", "step-free"]
    assert values["speakers"]["speakers"]["selected_users"] == [
        slack.workspace.user(name).id for name in ("Tom", "Ana")
    ]
    assert values["start"]["start"]["selected_date_time"] == 1810112400
    assert values["members"]["members"]["files"][0]["url_private"].startswith(slack.url)


@pytest.mark.parametrize(
    ("element", "value", "said"),
    [
        ({"type": "plain_text_input", "max_length": 3}, "four", "at most 3"),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3"),
        ({"type": "plain_text_input", "min_length": 3}, "abc", ""),
        ({"type": "email_text_input"}, "sara at home", "email"),
        ({"type": "email_text_input"}, "sara@example.org", ""),
        ({"type": "url_text_input"}, "example", "valid URL"),
        ({"type": "url_text_input"}, "https://example.org", ""),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole number"),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5", ""),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "2"}, "1", "at least 2"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "2"}, "3", "at most 2"),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U1", "U2"], "at most 1"),
        ({"type": "datepicker"}, None, "required"),
    ],
)
def test_slack_itself_looks_at_what_was_entered(element: dict[str, Any], value: Any, said: str) -> None:
    block = asks("Field", element)
    state = state_of(block["element"], value)
    found = complaints([block], {"field": {"field": state}}).get("field", "")
    assert said in found
    assert bool(found) == bool(said)


def test_optional_input_may_stay_empty() -> None:
    block = asks("Field", {"type": "plain_text_input"}, optional=True)
    assert complaints([block], {"field": {"field": empty_state(block["element"])}}) == {}
