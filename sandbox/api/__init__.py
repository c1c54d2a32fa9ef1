"""The Web API, one module per family of methods."""

from sandbox.api import apps, chat, conversations, files, oauth, users, views

__all__ = ["apps", "chat", "conversations", "files", "oauth", "users", "views"]
