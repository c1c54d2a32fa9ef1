"""The house's habits: doors that open one way, strict types, one style. The same tools as by hand."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "command",
    [
        ["lint-imports", "--no-cache"],
        ["mypy"],
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
    ],
    ids=["imports", "types", "lint", "format"],
)
def test_the_house_keeps_its_habits(command: list[str]) -> None:
    tool = shutil.which(command[0])
    assert tool is not None, f"{command[0]} is not installed: uv sync"

    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
