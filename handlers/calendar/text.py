"""Typed text made fit for a calendar: no control characters, no HTML, no Slack markup."""

import re

# A calendar program shows these as boxes, or refuses the file; a lone surrogate can't be encoded at all.
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_LINE_BREAKS = re.compile(r"\r\n?|<br\s*/?>|[\x0b\x0c\x85\u2028\u2029]", re.IGNORECASE)
_HTML = re.compile(r"</?(?:a|b|i|u|p|em|li|ol|ul|div|span|strong|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE)
_SLACK_LINK = re.compile(r"<((?:https?://|mailto:|tel:)[^|<>\s]+)(?:\|([^<>]*))?>")
_SLACK_MENTION = re.compile(r"<([@#!])[^|<>\s]+(?:\|([^<>]*))?>")
# The ampersand last, so that nothing is unescaped twice.
_SLACK_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_SPACES = re.compile(r"\s+")
_WEB_ADDRESS = re.compile(r"https?://[!-~]+")


def plain(text: str, *, one_line: bool = False) -> str:
    """The text as a calendar may show it; with `one_line`, line breaks become spaces.

    Links keep their label and their address, mentions keep their name.
    """
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    if "<" in text or "&" in text:
        text = _without_markup(text)
    text = _UNPRINTABLE.sub("", text)
    return _SPACES.sub(" ", text).strip() if one_line else text.strip("\n")


def web_address(text: str) -> str:
    """The text if it is a web address that may stand unescaped in a calendar, otherwise nothing."""
    return text if _WEB_ADDRESS.fullmatch(text) else ""


def _without_markup(text: str) -> str:
    text = _SLACK_LINK.sub(_link_words, text)
    text = _SLACK_MENTION.sub(_mention_words, text)
    text = _HTML.sub("", text)
    for escaped, character in _SLACK_ESCAPES:
        text = text.replace(escaped, character)
    return text


def _link_words(link: re.Match[str]) -> str:
    address, label = link[1].removeprefix("mailto:").removeprefix("tel:"), link[2]
    return f"{label} ({address})" if label and label != address else address


def _mention_words(mention: re.Match[str]) -> str:
    label = (mention[2] or "").lstrip("@#")
    # `<!date^…|Thursday 14 May>` carries a fallback meant to be read as it is.
    return label if mention[1] == "!" else f"{mention[1]}{label}" if label else ""
