"""What may identify a child in free text, and what only looks like it (domain 3).

A hit is refused before anything is stored. No hit is no promise: a text is never called clean.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum

from rules.births import mentions_birth


class Kind(StrEnum):
    """What a text seems to contain; the value is also the word used in the measured set."""

    NHS = "nhs"
    CHI = "chi"
    HC = "hc"
    NINO = "nino"
    POSTCODE = "postcode"
    BIRTH = "birth"


# What people put between the digits of a number, beside nothing at all, once `_plain` has made one of the
# many spaces and dashes. Up to three of them: ") ", " - ", ", ".
SEPARATORS = (" ", "\t", "\n", "-", ".", "·", "/", "_", ",", "(", ")")
_BETWEEN = rf"[{re.escape(''.join(SEPARATORS))}]"
_TEN = rf"\d(?:{_BETWEEN}{{0,3}}\d){{9}}(?!\d)"
_DIGIT = re.compile(r"\d")
_CHAIN = re.compile(rf"\d+(?:{_BETWEEN}{{1,3}}\d+)*")

# How people group ten digits. The first are looked for anywhere in a row of numbers; the others are also how
# years, ages and dates stand in a row, and count only alone and evenly spaced.
_LAYOUTS = {"10", "3 3 4", "5 5", "6 4", "4 6", "4 3 3", "3 4 3", "3 7", "7 3", "9 1", "3 3 3 1"}
_LONE_LAYOUTS = {"2 2 2 4", "2 2 2 2 2", "4 4 2", "1 1 1 1 1 1 1 1 1 1"}

_NUMBER_LABEL = r"(?:\s*(?:numbers?|num|no\b\.?|is\b|#))*\s*[:=#]?\s*"
_LABELLED = re.compile(
    rf"(?:\bnhs|\bchi|\bh\s?[&+]\s?c|\bhcn|\bhsc|health and care|\bgig){_NUMBER_LABEL}({_TEN})", re.IGNORECASE
)
_JOINED_LABEL = re.compile(r"(?:nhs|chi|h&?c|hcn|hsc|gig|no|num|number|id|ref)$", re.IGNORECASE)

_LABEL_OF_AN_ID = (
    r"\b(?:(?:meeting|webinar|conference) id|isbn(?:-1[03])?|invoice|inv|po|purchase[ -]order"
    r"|tel|telephone|phone|mobile|fax|ffôn)\b"
)
_CONFERENCING = r"(?:zoom\.us|teams\.microsoft\.com|webex\.com|meet\.google\.com)"
# Ids of systems: one in eleven ten-digit numbers passes the check, and these would be refused by chance.
_SYSTEM_IDS = (
    re.compile(r"(?<!\d)\d{10}\.\d{6}(?!\d)"),  # Slack's timestamps
    re.compile(r"<!date\^\d+"),
    re.compile(r"\b[UWCDGTBFAE]\d[A-Z0-9]{7,9}\b"),  # Slack's people, channels and files
    re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE),
    re.compile(rf"https?://[\w.-]*{_CONFERENCING}/\S*", re.IGNORECASE),
    re.compile(r"\b10\.\d{4,9}/\S+"),  # DOIs
    re.compile(rf"{_LABEL_OF_AN_ID}{_NUMBER_LABEL}\d(?:{_BETWEEN}{{0,3}}\d){{8,12}}(?!\d)", re.IGNORECASE),
    re.compile(r"(?:\+|\b00)(?:44|353)[ .-]*(?:\(0\))?[ .-]*\d(?:[ .-]?\d){8,9}(?!\d)"),
)
_DATES_AND_TIMES = (
    re.compile(r"(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"),
    *(
        re.compile(rf"(?<!\d)(?<!\d{sep})\d\d?{sep}\d\d?{sep}(?:19|20)\d\d(?!\d|{sep}\d)")
        for sep in ("/", r"\.", "-")
    ),
    re.compile(r"(?<![\d.])(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d|\.\d)"),
)

_SIX_DIGITS = r"\d(?:[\s./_-]{0,2}\d){5}"
_NINO = re.compile(
    r"(?<![A-Z0-9])([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])([\s./_-]{0,2})"
    rf"{_SIX_DIGITS}[\s./_-]{{0,2}}[A-D](?![A-Z0-9])",
    re.IGNORECASE,
)
_LABELLED_NINO = re.compile(
    rf"\b(?:nino|ni|national insurance|yswiriant gwladol){_NUMBER_LABEL}[a-z]{{2}}\s?{_SIX_DIGITS}(?!\d)",
    re.IGNORECASE,
)
_NEVER_ISSUED = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}
_SHORT_WORDS = re.compile(r"a[mnst]|b[ey]|h[ae]|[lmp]a|m[ey]|o[hnr]|re|we|ye")  # "on 12 05 27 a meeting"

_POSTCODE = re.compile(
    r"(?<![A-Z0-9])([A-Z]{1,2})\d[A-Z\d]?[\s._-]{0,2}(\d[ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])", re.IGNORECASE
)
_ORDINAL = re.compile(r"1st|2nd|3rd|\dth")  # "Room B1 2nd floor"
# The 121 areas of the United Kingdom, and those of Jersey, Guernsey and the Isle of Man.
_AREAS = re.compile(
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]"
    "|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)


def find(text: str, *, passes_check: Callable[[str], bool]) -> Kind | None:
    """The first kind of identifier that the text seems to contain, or None.

    `passes_check` says whether ten digits satisfy the modulus-11 check that NHS, CHI and H&C numbers share.
    """
    plain = _plain(text)
    if _DIGIT.search(plain) is None:
        return None  # every kind has digits, and most of what people type has none
    if mentions_birth(plain):
        return Kind.BIRTH
    prose = _blank(plain, _SYSTEM_IDS)
    if _has_nino(prose):
        return Kind.NINO
    if _has_postcode(prose):
        return Kind.POSTCODE
    return _health_number(_blank(prose, _DATES_AND_TIMES), passes_check)


def _plain(text: str) -> str:
    """The text with one kind of space, dash and digit, and without what can't be seen."""
    if text.isascii():
        return text
    return "".join(_plain_character(c) for c in unicodedata.normalize("NFKC", text))


def _plain_character(character: str) -> str:
    match unicodedata.category(character):
        case "Cf":
            return ""
        case "Nd":
            return str(unicodedata.digit(character))
        case "Pd":
            return "-"
        case "Zs":
            return " "
    return "-" if character == "\N{MINUS SIGN}" else character


def _blank(text: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    for pattern in patterns:
        text = pattern.sub("¤", text)
    return text


def _health_number(text: str, passes_check: Callable[[str], bool]) -> Kind | None:
    labelled = _LABELLED.search(text)
    if labelled:
        return _kind_of_number("".join(re.findall(r"\d", labelled[1])))
    for chain in _CHAIN.finditer(text):
        if _is_part_of_a_code(text, chain):
            continue
        for digits in _ten_digits(chain[0]):
            if passes_check(digits):
                return _kind_of_number(digits)
    return None


def _is_part_of_a_code(text: str, chain: re.Match[str]) -> bool:
    """Letters touch the digits, and they are not a label such as "NHSno"."""
    before, after = text[: chain.start()], text[chain.end() :]
    if before[-1:].isalpha():
        return not _JOINED_LABEL.search(before)
    return after[:1].isalpha() and len(chain[0]) == 10


def _ten_digits(chain: str) -> Iterator[str]:
    groups = re.findall(r"\d+", chain)
    if _layout(groups) in _LONE_LAYOUTS and len(set(re.findall(rf"{_BETWEEN}+", chain))) == 1:
        yield "".join(groups)
    for start in range(len(groups)):
        for end in range(start + 1, start + 5):
            if _layout(groups[start:end]) in _LAYOUTS:
                yield "".join(groups[start:end])


def _layout(groups: list[str]) -> str:
    return " ".join(str(len(group)) for group in groups)


def _kind_of_number(digits: str) -> Kind:
    day, month = int(digits[:2]), int(digits[2:4])
    if 1 <= day <= 31 and 1 <= month <= 12:
        return Kind.CHI
    return Kind.HC if 32 <= day <= 39 else Kind.NHS


def _has_nino(text: str) -> bool:
    if _LABELLED_NINO.search(text):
        return True
    return any(
        match[1].upper() not in _NEVER_ISSUED and not (match[2] and _SHORT_WORDS.fullmatch(match[1]))
        for match in _NINO.finditer(text)
    )


def _has_postcode(text: str) -> bool:
    if re.search(r"\bGIR ?0AA\b", text, re.IGNORECASE):
        return True
    return any(
        _AREAS.fullmatch(match[1].upper()) and not _ORDINAL.fullmatch(match[2])
        for match in _POSTCODE.finditer(text)
    )
