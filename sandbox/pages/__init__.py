"""The workspace in a browser: server-rendered, live, usable by keyboard and on a phone."""

from sandbox.pages.extras import Extras, Jump, Role, Step
from sandbox.pages.routes import page_routes

__all__ = ["Extras", "Jump", "Role", "Step", "page_routes"]
