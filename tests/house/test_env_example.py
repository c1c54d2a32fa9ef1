"""`.env.example` names every setting, each with words before it, and can be used as it is."""

from pathlib import Path

import pytest

from bot import settings

FILE = Path(__file__).parents[2] / ".env.example"


def names() -> list[str]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [line.partition("=")[0] for line in lines if line and not line.startswith("#")]


def test_every_setting_is_in_the_example_and_no_other() -> None:
    fields = settings.Settings.model_fields.items()
    expected = {str(field.validation_alias or name).upper() for name, field in fields}

    assert sorted(names()) == sorted(expected)


def test_the_example_as_it_stands_sets_nothing_but_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in names():
        monkeypatch.delenv(name, raising=False)

    assert settings.load(FILE) == settings.load(None)


def test_each_setting_is_explained() -> None:
    paragraphs = FILE.read_text(encoding="utf-8").split("\n\n")

    for paragraph in paragraphs:
        lines = paragraph.splitlines()
        if any("=" in line and not line.startswith("#") for line in lines):
            assert lines[0].startswith("# ")
