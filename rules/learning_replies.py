"""The words with which somebody answers a letter about a learning event, where there is no page to press on.

Only the first line counts, and only if it is such a word and nothing else: what says more than that is for a
person to read. English and Welsh are both understood, whatever the letter was written in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What somebody asks for."""

    PAUSE = "pause"
    GO_ON = "go-on"
    TALK = "talk"
    TALK_REVIEWER = "talk-reviewer"
    HARD = "hard"
    READY = "ready"
    NOT_READY = "not-ready"
    LEAVE = "leave"
    ENGLISH = "english"
    WELSH = "welsh"
    LIST = "list"
    TOLD = "told"
    TAKE_OFF = "take-off"
    IN_TOUCH = "in-touch"
    SEND = "send"
    NEXT = "next"


@dataclass(frozen=True)
class Command:
    """A verb with the numbers of the lines that it is about; `everything` stands for all of them."""

    verb: Verb
    numbers: tuple[int, ...] = ()
    everything: bool = False

    def picks(self, listed: tuple[str, ...]) -> tuple[str, ...]:
        """Those of a numbered list that are meant; numbers that are not on it are left out."""
        if self.everything:
            return listed
        return tuple(listed[number - 1] for number in self.numbers if 0 < number <= len(listed))


PRACTITIONER: Mapping[str, Verb] = {
    "pause": Verb.PAUSE,
    "stop": Verb.PAUSE,
    "saib": Verb.PAUSE,
    "go on": Verb.GO_ON,
    "ymlaen": Verb.GO_ON,
    "talk": Verb.TALK,
    "siarad": Verb.TALK,
    "talk reviewer": Verb.TALK_REVIEWER,
    "siarad adolygydd": Verb.TALK_REVIEWER,
    "can't come": Verb.HARD,
    "hard": Verb.HARD,
    "methu dod": Verb.HARD,
    "anodd": Verb.HARD,
    "ready": Verb.READY,
    "barod": Verb.READY,
    "not ready": Verb.NOT_READY,
    "ddim yn barod": Verb.NOT_READY,
    "not taking part": Verb.LEAVE,
    "ddim yn cymryd rhan": Verb.LEAVE,
    "english": Verb.ENGLISH,
    "saesneg": Verb.ENGLISH,
    "cymraeg": Verb.WELSH,
    "welsh": Verb.WELSH,
}
PANEL_MEMBER: Mapping[str, Verb] = {
    "list": Verb.LIST,
    "told": Verb.TOLD,
    "take off": Verb.TAKE_OFF,
    "in touch": Verb.IN_TOUCH,
    "send": Verb.SEND,
    "next": Verb.NEXT,
}
REVIEWER: Mapping[str, Verb] = {"list": Verb.LIST, "in touch": Verb.IN_TOUCH, "next": Verb.NEXT}
OF_AUDIENCE: Mapping[str, Mapping[str, Verb]] = {
    "practitioner": PRACTITIONER,
    "panel-member": PANEL_MEMBER,
    "reviewer": REVIEWER,
}
_COUNTED = {Verb.READY, Verb.NOT_READY, Verb.TOLD, Verb.TAKE_OFF, Verb.IN_TOUCH}
_COURTESY = re.compile(r"\b(please|thank you|thanks|os gwelwch yn dda|diolch)\b")
_ALSO_WRITTEN = re.compile(r"\b(cannot|can not|cant) come\b")
_NUMBERS = re.compile(r"(?:(all|pob un)|(?:\d{1,3}(?:\s+and\s+|\s+|$))+)")


def understood(line: str, audience: str) -> Command | None:
    """What a line asks for, from somebody of this audience; None if it is anything but one of their words."""
    known, said = OF_AUDIENCE.get(audience, {}), _plainly(line)
    verb = known.get(said)
    if verb is not None:
        return Command(verb)
    words = re.split(r"\s+(?=(?:\d|all\b|pob un\b))", said, maxsplit=1)
    verb = known.get(words[0])
    if verb not in _COUNTED or len(words) == 1:
        return None
    return _counted(verb, words[1])


def _counted(verb: Verb, numbers: str) -> Command | None:
    found = _NUMBERS.fullmatch(numbers)
    if found is None:
        return None
    return Command(verb, tuple(map(int, re.findall(r"\d+", numbers))), everything=bool(found[1]))


def _plainly(line: str) -> str:
    """The line without capitals, punctuation and courtesies; "can't come" however it is written."""
    plain = line.casefold().replace("’", "'")
    plain = re.sub(r"[^\w\s']|_", " ", plain)
    plain = _ALSO_WRITTEN.sub("can't come", _COURTESY.sub(" ", plain))
    return " ".join(plain.split()).strip("' ")
