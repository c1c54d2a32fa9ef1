"""Dates beside a birth or an age, in English and Welsh prose (domain 3)."""

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)\b"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ORDINAL = r"(?:st|nd|rd|th)?"
_NUMERIC = "|".join(rf"\d\d?{sep}\d\d?{sep}(?:\d{{4}}|\d\d)(?!\d)" for sep in ("/", r"\.", "-", " "))
_DATE = (
    rf"(?:{_NUMERIC}|\d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\d)"
    rf"|\d{{1,2}}{_ORDINAL}\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{2,4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}{_ORDINAL}(?!\d)(?:,?\s+\d{{4}})?|{_MONTH}\s+\d{{4}})"
)
# Only a label makes bare digits a date: "DOB 120319".
_BARE_DATE = r"(?:\d{8}|\d{6})(?!\d)"
_LABEL = (
    r"(?<![\w-])(?:d[. ]{0,2}o[. ]{0,2}b\b\.?|dates?[ -]of[ -]birth|birth[ -]?date|dyddiad geni"
    r"|(?:his|her|their|whose|'s) birthday)"
)
_GLUE = rf"(?:(?:is|was|of|the|on|given|recorded|as|{_WEEKDAY})\s+)*"
_PERSON = r"(?:(?:is|was|were|as|the|a|he|she|they|his|her|their|baby|boy|girl|child)\s+)*"
_BORN = r"(?<![\w-])(?:born|ganwyd|ganed)\b(?!\s+into\b)"
_BIRTHPLACE = rf"(?:(?:on|in|at|the|ar|yn|ym|ef|hi|early|home|hospital|{_WEEKDAY}|(?-i:[A-Z])\w+),?\s+)*"
_AGE = r"\d{1,2}(?:\s*(?:years?|yrs?|months?|mths?|weeks?|wks?|days?|y|m)\b)?(?:\s+old)?"

_BESIDE_A_BIRTH = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LABEL}[\s:=(-]*{_GLUE}(?:{_DATE}|{_BARE_DATE})",
        rf"{_DATE}[\s,()-]*{_PERSON}{_LABEL}",
        rf"(?:{_BORN}|(?<![\w.])b\.)[\s:(,]*{_BIRTHPLACE}{_DATE}",
        rf"{_BORN}[^.;:!?\n]{{0,40}}?\s(?:on|ar)\s+(?:the\s+|{_WEEKDAY}\s+)*{_DATE}",
        rf"{_DATE}[\s,]*{_PERSON}{_BORN}",
        rf"(?<![\w-])aged?\s*(?:{_AGE})?[\s,(]*(?:(?:on|at|as|of|by|the)\s+)*{_DATE}",
        # "14 May: aged 5 to 11" is who a meeting is about; "12 March, aged 4" is a child.
        rf"{_DATE}[\s,(-]*aged?\s+\d{{1,2}}(?!\d|\s*(?:to|and|or|-|\+))",
        rf"\d\s+oed[\s,]*(?:ar\s+|\(){_DATE}",
    )
)


def mentions_birth(text: str) -> bool:
    """Whether a date stands beside "born", "DOB", "date of birth" or an age."""
    return any(pattern.search(text) for pattern in _BESIDE_A_BIRTH)
