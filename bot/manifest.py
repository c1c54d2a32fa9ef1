"""The Slack app's manifest: one file, read by the doctor, and turned into the HTTP variant when asked."""

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

# In a checkout the file stands at the root; in an installed package, beside this module.
_PLACES = (Path(__file__).with_name("manifest.yml"), Path(__file__).parent.parent / "manifest.yml")

Manifest = dict[str, Any]


def socket_mode() -> Manifest:
    """The manifest as it is kept: Slack is reached over a WebSocket."""
    return copy.deepcopy(_read())


def http(public_url: str) -> Manifest:
    """The same app, reached by Slack at this address (no trailing slash)."""
    manifest = socket_mode()
    requests = f"{public_url}/slack/events"
    for command in manifest["features"]["slash_commands"]:
        command["url"] = requests
    settings = manifest["settings"]
    settings["socket_mode_enabled"] = False
    settings["event_subscriptions"] = {"request_url": requests, **settings["event_subscriptions"]}
    settings["interactivity"] |= {"request_url": requests, "message_menu_options_url": requests}
    manifest["oauth_config"]["redirect_urls"] = [f"{public_url}/slack/oauth_redirect"]
    return manifest


def scopes() -> frozenset[str]:
    """What the bot asks to be allowed."""
    return frozenset(_read()["oauth_config"]["scopes"]["bot"])


def as_text(manifest: Manifest) -> str:
    """The YAML that Slack's page takes."""
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)


@cache
def _read() -> Manifest:
    file = next(place for place in _PLACES if place.exists())
    manifest: Manifest = yaml.safe_load(file.read_text(encoding="utf-8"))
    return manifest
