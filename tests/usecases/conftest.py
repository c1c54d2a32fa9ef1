"""What the use cases' tests share: a store whose clock is moved by hand, and a gathering in it."""

from collections.abc import Iterator

import pytest

from storage.transaction import Store
from tests.usecases.gathering import Clock, Gathering


@pytest.fixture
def gathering(database_url: str) -> Iterator[Gathering]:
    """A workspace that `begin` makes a group in; once on SQLite and once on PostgreSQL."""
    clock = Clock()
    store = Store.open(database_url, clock=clock)
    yield Gathering(store, clock)
    store.close()
