"""The Home tab: the reader's own next meeting, answers and dues, and what needs an officer."""

from handlers.slack.blocks import home as words
from handlers.slack.blocks.kit import View
from handlers.slack.visit import Visit
from usecases import home


async def drawn(visit: Visit) -> View:
    """The Home tab of the caller, from how things stand now."""
    return words.tab(await visit.look(home.overview))
