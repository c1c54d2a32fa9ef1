"""What SQLAlchemy says only in a dialect of its own: an insert that may find its row there already."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sqlalchemy import Dialect

Insert = Callable[..., Any]


class InDialect:
    """One statement for both databases, built from a dialect's `insert` when that database first asks for it.

    So the other one's dialect is never loaded, which would take a start 3 MB and a twentieth of its time.
    """

    def __init__(self, build: Callable[[Insert], Any]) -> None:
        self._build = build
        self._built: dict[str, Any] = {}

    def of(self, dialect: Dialect) -> Any:
        """The statement for this database."""
        if dialect.name not in self._built:
            insert = import_module(f"sqlalchemy.dialects.{dialect.name}").insert
            self._built[dialect.name] = self._build(insert)
        return self._built[dialect.name]
