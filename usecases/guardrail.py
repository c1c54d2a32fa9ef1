"""The guardrail: text that may identify a child is refused before it is stored, and never repeated.

Every free-text field passes through `refuse_identifiers`, and so does a direct message typed to the bot.
Typed address, e-mail and id fields do not: a venue has a postcode. Nothing here logs or quotes the text.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from stdnum.gb import nhs

from rules import identifiers
from rules.identifiers import Kind
from rules.refusals import Refusal

_WHAT = {
    Kind.NHS: "an NHS number",
    Kind.CHI: "a CHI number",
    Kind.HC: "a Health and Care number",
    Kind.NINO: "a National Insurance number",
    Kind.POSTCODE: "a full postcode",
    Kind.BIRTH: "a date of birth, or a date beside an age",
}


@dataclass(frozen=True)
class Figures:
    """How the guardrail does on a set of lines: what it let through and what it refused wrongly."""

    identifiers: int
    missed: tuple[str, ...]
    harmless: int
    refused: tuple[str, ...]
    by_kind: tuple[tuple[str, int, int], ...]

    @property
    def miss_rate(self) -> float:
        """The share of identifiers that were let through."""
        return len(self.missed) / self.identifiers

    @property
    def false_alarm_rate(self) -> float:
        """The share of harmless lines that were refused."""
        return len(self.refused) / self.harmless


def is_suspicious(text: str) -> Kind | None:
    """What the text seems to contain that could identify a child; None is no promise that it is clean."""
    return identifiers.find(text, passes_check=nhs.is_valid)


class Identifies(Refusal):
    """What was typed seems to identify somebody: it is not shown again, not even to whoever typed it."""


def refuse_identifiers(text: str, *, field: str | None = None) -> None:
    """Raise `Identifies` if the text seems to contain an identifier (domain 3); it never quotes the text."""
    kind = is_suspicious(text)
    if kind is not None:
        raise Identifies(
            f"This looks as if it contains {_WHAT[kind]}, so it has not been kept. Nothing about a child, a "
            "family or a case belongs here: please take it out and send the rest again.",
            field=field,
        )


def measure(lines: Iterable[str]) -> Figures:
    """The figures on lines of a kind (or "pass"), a tab and a text, as in `tests/data/identifiers.tsv`."""
    total, caught = Counter[str](), Counter[str]()
    missed, refused = [], []
    for kind, text in map(_entry, filter(_is_entry, lines)):
        total[kind] += 1
        suspicious = is_suspicious(text) is not None
        caught[kind] += suspicious
        if suspicious and kind == "pass":
            refused.append(text)
        elif not suspicious and kind != "pass":
            missed.append(text)
    return Figures(
        identifiers=total.total() - total["pass"],
        missed=tuple(missed),
        harmless=total["pass"],
        refused=tuple(refused),
        by_kind=tuple((kind, total[kind], caught[kind]) for kind in sorted(total)),
    )


def report(figures: Figures) -> str:
    """The figures as a small table, for the person who runs `convenor guardrail`."""
    kinds = "\n".join(
        f"  {kind:<10} {total:>4} lines, {caught:>4} refused" for kind, total, caught in figures.by_kind
    )
    return (
        f"{kinds}\n"
        f"let through: {len(figures.missed)} of {figures.identifiers} identifiers ({figures.miss_rate:.1%})\n"
        f"refused by mistake: {len(figures.refused)} of {figures.harmless} ({figures.false_alarm_rate:.1%})"
    )


def _is_entry(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _entry(line: str) -> tuple[str, str]:
    kind, _, text = line.rstrip("\n").partition("\t")
    for escape, character in (("\\n", "\n"), ("\\t", "\t")):
        text = text.replace(escape, character)
    return kind, _decoded(text)


def _decoded(text: str) -> str:
    head, *tails = text.split("\\u")
    return head + "".join(chr(int(tail[:4], 16)) + tail[4:] for tail in tails)
