"""Our app as a stand-in Slack installs it: by the manifest, so that what works there is allowed in Slack."""

from bot import manifest
from handlers.slack.routes import gather
from sandbox import App, Command, Shortcut


def app() -> App:
    """The app with the manifest's commands, shortcuts, events and scopes, and no more."""
    kept = manifest.socket_mode()
    features = kept["features"]
    return App(
        name=kept["display_information"]["name"],
        scopes=tuple(sorted(manifest.scopes())),
        commands=tuple(
            Command(
                command["command"], command["description"], command["usage_hint"], tuple(gather().commands)
            )
            for command in features["slash_commands"]
        ),
        shortcuts=tuple(
            Shortcut(shortcut["name"], shortcut["callback_id"], on_message=shortcut["type"] == "message")
            for shortcut in features["shortcuts"]
        ),
        events=frozenset(kept["settings"]["event_subscriptions"]["bot_events"]),
    )
