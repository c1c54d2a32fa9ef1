"""`convenor texts` and `convenor guardrail`, as typed."""

from pathlib import Path

from click.testing import CliRunner

from bot.__main__ import main


def typed(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(words))
    return result.exit_code, result.output


def test_texts_are_listed_shown_and_checked(tmp_path: Path) -> None:
    assert "practitioner/purpose" in typed("texts", "preview")[1]
    assert "Mair Sample" in typed("texts", "preview", "practitioner/purpose")[1]
    assert (
        "translation not reviewed" in typed("texts", "preview", "practitioner/purpose", "--language", "cy")[1]
    )
    assert typed("texts", "check")[0] == 0
    assert typed("texts", "page", str(tmp_path / "docs" / "page.md"))[0] == 0
    assert "as people see it" in (tmp_path / "docs" / "page.md").read_text(encoding="utf-8")


def test_unknown_text_is_answered_with_what_to_do() -> None:
    code, output = typed("texts", "preview", "practitioner/nothing")
    assert code == 2
    assert "Without one, they are listed" in output


def test_guardrail_prints_its_figures(tmp_path: Path) -> None:
    lines = tmp_path / "lines.tsv"
    lines.write_text("nhs\t999 215 8107\nnhs\tnothing here\npass\t14 May 2027\n", encoding="utf-8")
    code, output = typed("guardrail", str(lines))
    assert code == 0
    assert "let through: 1 of 2 identifiers (50.0%)" in output
    assert "refused by mistake: 0 of 1 (0.0%)" in output
