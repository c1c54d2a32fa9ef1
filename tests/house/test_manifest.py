"""The manifest: valid as Slack has it, in both variants, and asking for nothing that is not used."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from bot import manifest
from bot.__main__ import main
from handlers.slack.listeners import COMMANDS, EVENTS
from handlers.slack.routes import gather
from tests.house import slack_use

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT.parent / "shared" / "data" / "manifest.schema.2.0.0.json"
ADDRESS = "https://convenor.example.org"

both = pytest.mark.parametrize(
    "app", [manifest.socket_mode(), manifest.http(ADDRESS)], ids=["socket-mode", "http"]
)


@both
def test_the_manifest_follows_slacks_own_schema(app: manifest.Manifest) -> None:
    if not SCHEMA.exists():
        pytest.skip("Slack's schema is not beside this checkout (slackapi/manifest-schema)")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    jsonschema.validate(app, _strict(schema))


def _strict(schema: Any) -> Any:
    """The schema with unknown top-level keys refused, as Slack does."""
    return {**schema, "additionalProperties": False}


@both
def test_texts_are_as_long_as_slack_allows(app: manifest.Manifest) -> None:
    display = app["display_information"]

    assert 1 <= len(display["name"]) <= 35
    assert 1 <= len(display["description"]) <= 140
    assert 175 <= len(display["long_description"]) <= 4000
    assert len(app["features"]["bot_user"]["display_name"]) <= 80


@both
def test_commands_and_shortcuts_are_within_slacks_limits(app: manifest.Manifest) -> None:
    commands, shortcuts = app["features"]["slash_commands"], app["features"]["shortcuts"]

    assert [command["command"] for command in commands] == ["/sig"]
    assert all(command["usage_hint"] and len(command["usage_hint"]) <= 1000 for command in commands)
    assert all(len(command["description"]) <= 2000 for command in commands)
    assert 1 <= len(shortcuts) <= 10
    assert all(len(shortcut["name"]) <= 24 and len(shortcut["description"]) <= 150 for shortcut in shortcuts)
    assert len({shortcut["callback_id"] for shortcut in shortcuts}) == len(shortcuts)


@both
def test_nothing_is_asked_twice(app: manifest.Manifest) -> None:
    scopes = app["oauth_config"]["scopes"]["bot"]
    events = app["settings"]["event_subscriptions"]["bot_events"]

    assert scopes == sorted(set(scopes))
    assert events == sorted(set(events))


def test_socket_mode_names_no_address() -> None:
    text = manifest.as_text(manifest.socket_mode())

    assert "http" not in text
    assert manifest.socket_mode()["settings"]["socket_mode_enabled"] is True


def test_http_sends_every_kind_of_request_to_our_one_door() -> None:
    app = manifest.http(ADDRESS)
    settings = app["settings"]

    assert settings["socket_mode_enabled"] is False
    assert {
        app["features"]["slash_commands"][0]["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        settings["interactivity"]["message_menu_options_url"],
    } == {f"{ADDRESS}/slack/events"}
    assert app["oauth_config"]["redirect_urls"] == [f"{ADDRESS}/slack/oauth_redirect"]


def test_making_the_http_variant_leaves_the_other_as_it_was() -> None:
    before = manifest.socket_mode()
    manifest.http(ADDRESS)

    assert manifest.socket_mode() == before


def test_the_command_prints_what_slack_can_read() -> None:
    printed = CliRunner().invoke(main, ["manifest", "--http", "--url", f"{ADDRESS}/"])

    assert printed.exit_code == 0
    assert yaml.safe_load(printed.output) == manifest.http(ADDRESS)


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["--http"], "CONVENOR_PUBLIC_URL"),
        (["--http", "--url", "http://convenor.example.org"], "https://"),
        (["--url", ADDRESS], "--http"),
    ],
)
def test_the_command_says_what_it_lacks(
    arguments: list[str], advice: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CONVENOR_PUBLIC_URL", raising=False)

    refused = CliRunner().invoke(main, ["manifest", *arguments])

    assert refused.exit_code == 2
    assert advice in refused.output


def test_every_method_the_code_calls_is_one_whose_scopes_are_known() -> None:
    assert slack_use.methods() - slack_use.SCOPES_OF_METHODS.keys() == set()


def test_the_manifest_asks_for_the_scopes_that_are_used_and_no_other() -> None:
    assert manifest.scopes() == slack_use.scopes()


def test_the_manifest_subscribes_to_the_events_that_are_listened_to_and_no_other() -> None:
    subscribed = manifest.socket_mode()["settings"]["event_subscriptions"]["bot_events"]

    assert {event.partition(".")[0] for event in subscribed} == set(EVENTS)


def test_the_manifest_and_the_code_have_the_same_commands_and_shortcuts() -> None:
    features = manifest.socket_mode()["features"]

    assert {command["command"] for command in features["slash_commands"]} == set(COMMANDS)
    assert {shortcut["callback_id"] for shortcut in features["shortcuts"]} == set(gather().shortcuts)
