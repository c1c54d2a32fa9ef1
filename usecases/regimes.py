"""The regimes that ship with Convenor, read from the file that an editor can open."""

import tomllib
from functools import cache
from importlib.resources import files

from rules.refusals import Unknown
from rules.regimes import Regime


@cache
def shipped() -> dict[str, Regime]:
    """Every regime of `usecases/data/regimes.toml`, by its key."""
    return parse((files("usecases") / "data" / "regimes.toml").read_text(encoding="utf-8"))


def parse(toml: str) -> dict[str, Regime]:
    """The regimes in a TOML text, by key; refuses what is incomplete."""
    return {key: Regime.from_data({"key": key, **section}) for key, section in tomllib.loads(toml).items()}


def named(key: str) -> Regime:
    """The shipped regime with this key."""
    try:
        return shipped()[key]
    except KeyError:
        raise Unknown("That regime is not known here. Choose one from the list.", field="regime") from None
