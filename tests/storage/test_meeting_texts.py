"""What the rules let through must fit the columns: SQLite would not mind, PostgreSQL would."""

import pytest

from rules.meeting_facts import LONGEST
from storage.meetings import Meeting


@pytest.mark.parametrize("name", LONGEST)
def test_the_longest_text_of_a_meeting_fits_its_column(name: str) -> None:
    column = Meeting.__table__.c[name]  # type: ignore[attr-defined]  # SQLModel adds `__table__`
    assert column.type.length >= LONGEST[name]
