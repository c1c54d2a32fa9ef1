"""The Home tab: the reader's own next meeting, answers and dues, and what needs an officer."""

from handlers.slack import calendar_choice
from handlers.slack.blocks import home as words
from handlers.slack.blocks import kit
from handlers.slack.blocks import learning_home as learning_words
from handlers.slack.blocks import me as me_words
from handlers.slack.blocks.kit import View
from handlers.slack.visit import Visit
from usecases import home, learning_home, me


async def drawn(visit: Visit) -> View:
    """The Home tab of the caller, from how things stand now."""
    overview = await visit.look(home.overview)
    own = {
        one.group.id: me_words.home_blocks(await visit.look(me.mine, group_id=one.group.id))
        for one in overview.groups
    }
    tab = words.tab(overview, own)
    learning = learning_words.blocks(await visit.look(learning_home.overview))
    calendar = await calendar_choice.blocks(visit)
    # First, since whoever takes part in a learning event may have come for nothing else
    return {**tab, "blocks": [*learning, *tab["blocks"], *calendar][: kit.MODAL_BLOCKS]}
