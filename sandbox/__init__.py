"""A stand-in Slack workspace: real HTTP, signed requests, Slack's limits. It knows nothing of Convenor."""

from sandbox.app import App, Command, Shortcut
from sandbox.driver import Person
from sandbox.errors import SlackError
from sandbox.people.answers import CannotAnswer
from sandbox.people.eyes import HOME, NotThere
from sandbox.people.render import render_text
from sandbox.running import running
from sandbox.stand import Slack, serve
from sandbox.workspace import Workspace

__all__ = [
    "HOME",
    "App",
    "CannotAnswer",
    "Command",
    "NotThere",
    "Person",
    "Shortcut",
    "Slack",
    "SlackError",
    "Workspace",
    "render_text",
    "running",
    "serve",
]
