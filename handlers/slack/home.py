"""The Home tab: the reader's own next meeting, answers and dues, and what needs an officer."""

from handlers.slack import calendar_choice
from handlers.slack.blocks import home as words
from handlers.slack.blocks import kit
from handlers.slack.blocks import learning_home as learning_words
from handlers.slack.blocks.kit import View
from handlers.slack.visit import Visit
from usecases import home, learning_home


async def drawn(visit: Visit) -> View:
    """The Home tab of the caller, from how things stand now."""
    tab = words.tab(await visit.look(home.overview), {})
    learning = learning_words.blocks(await visit.look(learning_home.overview))
    calendar = await calendar_choice.blocks(visit)
    return {**tab, "blocks": [*tab["blocks"], *calendar, *learning][: kit.MODAL_BLOCKS]}
