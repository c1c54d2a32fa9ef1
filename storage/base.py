"""What every table shares: names of constraints, unguessable ids, words stored as words."""

import secrets
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum
from sqlmodel import Field, SQLModel

# Named constraints, or a later migration can't name what it wants to drop.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# A row of a table is never validated by Pydantic, so its validator is made only if somebody asks for it.
SQLModel.model_config["defer_build"] = True

metadata = SQLModel.metadata


def new_id() -> str:
    """96 random bits as 16 characters: every id may leave the process, so none can be guessed."""
    return secrets.token_urlsafe(12)


def id_field() -> Any:
    """A primary key that is made here, not by the database, so that facts can refer to each other."""
    return Field(default_factory=new_id, primary_key=True, max_length=16)


def word(choices: type[StrEnum]) -> Any:
    """A column type that stores the word itself: SQLAlchemy would store the member's name."""
    return Enum(
        choices,
        native_enum=False,
        length=40,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )


def json_field(**options: Any) -> Any:
    """A field kept as JSON."""
    return Field(sa_type=JSON, **options)
