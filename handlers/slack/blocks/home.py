"""The words of the Home tab."""

from handlers.slack.blocks import kit
from handlers.slack.blocks.kit import View
from usecases.home import Overview


def tab(overview: Overview) -> View:
    """The Home tab, for whoever looks at it."""
    if not overview.groups:
        text = "No group is set up in this workspace yet. An admin can do it with `/sig setup` in the group's channel."
        return {"type": "home", "blocks": [kit.header("Welcome"), kit.section(text)]}
    return {"type": "home", "blocks": [kit.header(group.name) for group in overview.groups]}
