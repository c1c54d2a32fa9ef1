"""The Home tab: the reader's own next meeting, answers and dues, and what needs an officer."""

import asyncio
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from handlers.slack import calendar_choice
from handlers.slack.blocks import home as words
from handlers.slack.blocks import kit
from handlers.slack.blocks import learning_home as learning_words
from handlers.slack.blocks import me as me_words
from handlers.slack.blocks.kit import View
from handlers.slack.visit import Visit
from usecases import home, learning_home, me


@dataclass
class Tabs:
    """Publishes Home tabs, each person's one after another.

    A tab is read first and sent then: of two at once, the older could arrive last and cover the newer.
    """

    _turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def publish(self, visit: Visit) -> None:
        """Show the caller how things stand when their turn has come."""
        who = (visit.caller.team_id, visit.caller.slack_id)
        turn = self._turns.setdefault(who, asyncio.Lock())
        async with turn:
            view = await drawn(visit)
            await visit.client.views_publish(user_id=visit.caller.slack_id, view=view)


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
