"""Errors of a database, told without what they quote."""

from typing import TypeVar

from sqlalchemy.engine import ExceptionContext

E = TypeVar("E", bound=BaseException)


def without_detail(problem: E) -> E:
    """A driver's error, with the text that PostgreSQL adds to it taken away.

    That quotes the row that was in the way (`Key (email)=(…) already exists`). The first line stays, which
    names the constraint: what people are called must not reach a log.
    """
    primary = getattr(getattr(problem, "diag", None), "message_primary", None)
    if primary is not None:
        problem.args = (primary,)
    return problem


def tell_without_detail(context: ExceptionContext) -> None:
    """The same for an error that SQLAlchemy wraps."""
    problem, told = without_detail(context.original_exception), context.sqlalchemy_exception
    if told is not None:
        kind = type(problem)
        told.args = (f"({kind.__module__}.{kind.__name__}) {problem}",)
