"""What the documents promise about commands, settings and files is there."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from bot import settings
from bot.__main__ import COMMANDS, main

ROOT = Path(__file__).parents[2]
GUIDES = [
    ROOT / "docs" / "operating.md",
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
SOURCES = ROOT / "docs" / "sources.md"
NAMES = {
    str(field.validation_alias or name).upper() for name, field in settings.Settings.model_fields.items()
}


def commands(text: str) -> set[tuple[str, ...]]:
    """Every `convenor …` of the code in a text, up to the first word that is no command."""
    code = re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)
    typed = (
        words.split() for block in code for words in re.findall(r"(?<![/\w@-])convenor((?: [a-z]+)+)", block)
    )
    return {tuple(words) for words in typed if words[0] in COMMANDS}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_commands_in_a_guide_are_there(guide: Path) -> None:
    for words in commands(guide.read_text(encoding="utf-8")):
        assert CliRunner().invoke(main, [*words[:2], "--help"]).exit_code == 0, words


def test_the_guide_speaks_of_every_command_for_operators() -> None:
    spoken = {words[0] for words in commands(GUIDES[0].read_text(encoding="utf-8"))}

    assert {"run", "doctor", "manifest", "backup", "restore", "people", "db"} <= spoken


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_settings_and_files_in_a_guide_are_there(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")

    spoken = set(re.findall(r"\b(?:SLACK|CONVENOR|SMTP|IMAP|STRIPE|DATABASE|LOG)_[A-Z_]+\b", text))
    linked = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]

    assert spoken <= NAMES
    assert [link for link in linked if not (guide.parent / link).exists()] == []


def test_the_compose_file_sets_what_there_is_and_copies_what_is_there() -> None:
    file = ROOT / "docs" / "compose.yml"
    convenor = yaml.safe_load(file.read_text(encoding="utf-8"))["services"]["convenor"]
    recipe = convenor["build"]["dockerfile_inline"].splitlines()

    copied = [name for line in recipe if line.startswith("COPY") for name in line.split()[1:-1]]

    assert set(convenor["environment"]) <= NAMES
    assert [name for name in copied if not (ROOT / name).exists()] == []
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"benchmarks"} <= set(copied)


def test_every_requirement_of_the_sources_names_tests_that_exist_or_says_not_yet() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"def (test_\w+)", code))
    rows = re.findall(r"^\| (\d+) \| .*? \| (.*) \|$", SOURCES.read_text(encoding="utf-8"), re.MULTILINE)

    assert [int(number) for number, _ in rows] == list(range(1, 30))
    for number, shown in rows:
        named = set(re.findall(r"`(test_\w+)`", shown))
        assert named or "not yet" in shown, f"requirement {number} shows nothing"
        assert named <= there, f"requirement {number}: {named - there} are not there"
