"""Every kind of notice that is told anywhere can be carried: it has its state, and a look on each surface."""

import ast
from pathlib import Path

import pytest

from bot.delivery import writers
from bot.settings import Settings
from handlers.renderings import BUILDERS
from rules.notice_kinds import NoticeKind, Recipients
from usecases.kinds import KINDS

LETTERS = set(map(str, writers(Settings(_env_file=None))))
SHOWN = set(map(str, BUILDERS)) | LETTERS


@pytest.mark.parametrize("kind", sorted(map(str, KINDS)))
def test_a_kind_is_shown_or_done(kind: str) -> None:
    known = KINDS[kind]
    if known.act is not None:
        return
    assert known.load is not None
    assert kind in SHOWN


def test_nothing_is_shown_that_nobody_loads() -> None:
    assert set(map(str, KINDS)) >= SHOWN


def test_every_kind_of_the_rules_is_known() -> None:
    assert set(map(str, KINDS)) >= set(map(str, NoticeKind))


def test_what_is_said_to_persons_has_a_letter() -> None:
    personal = {str(kind) for kind in NoticeKind if kind.recipients is not Recipients.CHANNEL}
    assert personal | {kind for kind, known in KINDS.items() if known.in_slack} <= LETTERS


def test_every_kind_that_is_told_by_its_name_is_known() -> None:
    told = {
        kind
        for path in sorted((Path(__file__).parents[2] / "usecases").glob("*.py"))
        for kind in _told_in(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert "dues" in told  # the reading finds something
    assert told - set(map(str, KINDS)) == set()


def _told_in(module: ast.Module) -> list[str]:
    """The kinds given as words to `tell`."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    tells = [call for call in calls if _name(call.func) in {"tell", "_tell"} and len(call.args) > 1]
    return [
        argument.value
        for call in tells
        for argument in call.args[1:]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
