"""One process delivers from a SQLite file; on PostgreSQL there may be several."""

import pytest

from rules.refusals import Refusal
from storage.alone import alone


def test_a_second_process_is_refused_in_a_sentence(sqlite_url: str) -> None:
    with (
        alone(sqlite_url) as by_itself,
        pytest.raises(Refusal, match="is running with this database already"),
        alone(sqlite_url),
    ):
        pass
    assert by_itself


def test_the_next_process_may_have_it(sqlite_url: str) -> None:
    for _ in range(2):
        with alone(sqlite_url) as by_itself:
            assert by_itself


def test_on_postgresql_nobody_is_alone(postgresql_url: str) -> None:
    with alone(postgresql_url) as first, alone(postgresql_url) as second:
        assert (first, second) == (False, False)
