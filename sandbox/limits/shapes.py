"""The building bricks of a limit: each checks one JSON value and yields what is wrong with it.

A check takes the value, its JSON pointer and the surface (`message`, `modal`, `home`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str, str], Iterator[str]]


def wrong(message: str, pointer: str) -> str:
    """One complaint, as Slack words it."""
    return f"{message} [json-pointer:{pointer}]"


def string(longest: int = 0, *, shortest: int = 1, pattern: str = "") -> Check:
    """A string of `shortest` to `longest` characters (0: no limit)."""

    def check(value: Any, at: str, _surface: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield wrong("must provide a string", at)
        elif len(value) < shortest:
            yield wrong(f"must be more than {shortest - 1} characters", at)
        elif longest and len(value) > longest:
            yield wrong(f"must be less than {longest + 1} characters", at)
        elif pattern and not re.fullmatch(pattern, value):
            yield wrong("does not match the required pattern", at)

    return check


def boolean(value: Any, at: str, _surface: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield wrong("must provide a boolean", at)


def integer(lowest: int, highest: int | None = None) -> Check:
    """A whole number within bounds."""

    def check(value: Any, at: str, _surface: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield wrong("must provide a number", at)
        elif value < lowest:
            yield wrong(f"must be greater than or equal to {lowest}", at)
        elif highest is not None and value > highest:
            yield wrong(f"must be less than or equal to {highest}", at)

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, at: str, _surface: str) -> Iterator[str]:
        if value not in allowed:
            yield wrong(f"value must be one of {', '.join(allowed)}", at)

    return check


def list_of(item: Check, *, most: int = 0, fewest: int = 1) -> Check:
    """A list whose every item passes."""

    def check(value: Any, at: str, surface: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield wrong("must provide an array", at)
            return
        if len(value) < fewest:
            yield wrong(f"no less than {fewest} items allowed", at)
        if most and len(value) > most:
            yield wrong(f"no more than {most} items allowed", at)
        for index, each in enumerate(value):
            yield from item(each, f"{at}/{index}", surface)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these fields and no others."""
    fields = {**required, **optional}

    def check(value: Any, at: str, surface: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield wrong("must provide an object", at)
            return
        for name in required.keys() - value.keys():
            yield wrong(f"missing required field: {name}", at)
        for name, part in value.items():
            if name in fields:
                yield from fields[name](part, f"{at}/{name}", surface)
            else:
                yield wrong(f"invalid additional property: {name}", at)

    return check


def anything(_value: Any, _at: str, _surface: str) -> Iterator[str]:
    """Whatever Slack does not look into."""
    return iter(())


def both(*checks: Check) -> Check:
    """All of these; the later ones are asked only once the earlier ones are content."""

    def check(value: Any, at: str, surface: str) -> Iterator[str]:
        for each in checks:
            found = list(each(value, at, surface))
            yield from found
            if found:
                return

    return check


def only_on(*surfaces: str) -> Check:
    """Refused on every other surface."""

    def check(_value: Any, at: str, surface: str) -> Iterator[str]:
        if surface not in surfaces:
            yield wrong(f"is not supported on the surface: {surface}", at)

    return check


def exactly_one(*names: str) -> Check:
    """An object that has one of these fields, and not two."""

    def check(value: Any, at: str, _surface: str) -> Iterator[str]:
        present = [name for name in names if name in value]
        if not present:
            yield wrong(f"missing required field: {names[0]}", at)
        elif len(present) > 1:
            yield wrong(f"only one of {', '.join(names)} is allowed", at)

    return check


def at_least_one(*names: str) -> Check:
    """An object that has one of these fields or several."""

    def check(value: Any, at: str, _surface: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield wrong(f"missing required field: {names[0]}", at)

    return check
