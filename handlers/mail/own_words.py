"""What somebody wrote themselves in a reply: the text above, or between, what their program quotes.

Outlook repeats the old letter below a line or a block of headers, Google and Apple below "On … wrote:", each line
behind ">"; in HTML it stands in a `blockquote` or behind a mark of the program. Everything here is untrusted.
"""

import re
from collections.abc import Callable, Iterator
from email.message import Message
from html.parser import HTMLParser

MOST_PARTS = 40
_LONGEST_TEXT = 200_000
_ATTRIBUTION = re.compile(r"(on\b.{5,250}\bwrote:|ar\b.{5,250}\bysgrifennodd\b.{0,100}:)", re.IGNORECASE)
_RULE = re.compile(r"-{2,} *(original message|forwarded message|neges wreiddiol) *-{2,}|_{8,}", re.IGNORECASE)
_HEADER = re.compile(r"\W*(from|sent|date|to|subject|oddi wrth|anfonwyd|at|pwnc)\W*:", re.IGNORECASE)
_GREETING = re.compile(
    r"(dear|hello|hi|good (morning|afternoon|evening)|annwyl|helo|bore da)\b[^.?!]{0,40}", re.I
)
_PROGRAMS_OWN = {"appendonsend", "divrplyfwdmsg", "mail-editor-reference-message-container", "gmail_quote"}
_BREAKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "hr", "table"}
_UNSEEN = {"style", "script", "head", "title", "blockquote"}


def own_words(message: Message, *, until: str = "") -> str:
    """What was typed above or between what is quoted; cut, for good measure, where the line `until` stands."""
    lines = _own_lines(message)
    if until:
        lines = _before(lines, lambda line: line.lstrip("> ").rstrip() == until)
    return "\n".join(lines).strip()


def first_line(message: Message) -> str:
    """The first line that somebody typed, after a greeting if there is one; empty if there is none."""
    lines = [line for line in _own_lines(message) if line.strip()]
    if len(lines) > 1 and _GREETING.fullmatch(lines[0].strip(" ,")):
        lines = lines[1:]
    return lines[0].strip()[:200] if lines else ""


def whole_text(message: Message) -> str:
    """Every text in it, with what is quoted: for marks of ours that it may repeat."""
    return "\n".join(_text_of(part) for part in _parts(message) if part.get_content_maintype() == "text")


def _own_lines(message: Message) -> list[str]:
    lines = _shown_text(message).splitlines()
    for number in range(len(lines)):
        if _begins_a_quote(lines, number):
            lines = lines[:number]
            break
    return [line for line in lines if not line.lstrip().startswith(">")]


def _begins_a_quote(lines: list[str], number: int) -> bool:
    if _RULE.fullmatch(lines[number].strip()):
        return True
    # Long attributions are wrapped; a block of headers has several lines.
    for count in (1, 2, 3):
        if _ATTRIBUTION.fullmatch(" ".join(lines[number : number + count]).strip()):
            return True
    return sum(bool(_HEADER.match(line)) for line in lines[number : number + 4]) >= 3


def _before(lines: list[str], ends: Callable[[str], bool]) -> list[str]:
    return lines[: next((number for number, line in enumerate(lines) if ends(line)), len(lines))]


def _shown_text(message: Message) -> str:
    """The plain text, or what is read of the HTML where there is no plain one."""
    for kind in ("text/plain", "text/html"):
        for part in _parts(message):
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                text = _text_of(part)
                return text if kind == "text/plain" else _read_html(text)
    return ""


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number == MOST_PARTS:
            return
        yield part


def _text_of(part: Message) -> str:
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return ""
    try:
        return body.decode(part.get_content_charset() or "utf-8", errors="replace")[:_LONGEST_TEXT]
    except LookupError:  # a character set that nobody knows
        return body.decode("latin-1")[:_LONGEST_TEXT]


def _read_html(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.said)


class _Reader(HTMLParser):
    """Reads a letter's HTML as lines, up to where a program's quotation begins."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._unseen = 0
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = {
            word.lower() for name, value in attrs if name in {"id", "class"} for word in (value or "").split()
        }
        self._over = self._over or bool(marks & _PROGRAMS_OWN)
        self._unseen += tag in _UNSEEN
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        self._say(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _BREAKS and self.said and not self.said[-1].endswith("\n"):
            self._say("\n")

    def _say(self, text: str) -> None:
        if not self._unseen and not self._over:
            self.said.append(text)
