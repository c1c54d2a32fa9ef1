"""How a command uses the database: in one transaction, like the bot itself, which may be running."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from typing import Concatenate, ParamSpec, TypeVar

from bot import settings
from bot.clock import wall_clock
from rules.refusals import Refusal
from storage import migrate
from storage.transaction import Store, Tx

P = ParamSpec("P")
T = TypeVar("T")


def perform(verb: Callable[Concatenate[Tx, P], T], /, *args: P.args, **facts: P.kwargs) -> T:
    """Run a use case on the database of the settings, which must be at this version's schema."""
    store = Store.open(settings.load().database_url, clock=wall_clock)
    with closing(store):
        with store.engine.connect() as connection:
            if migrate.current_revision(connection) != migrate.newest_revision():
                raise Refusal(
                    "The database is not at this version's schema. First run `convenor db upgrade`."
                )
        return asyncio.run(store.perform(verb, *args, **facts))
