"""A guest's mail program and calendar, written from RFC 5546 and sharing no code with Convenor.

`receive` takes a letter as it arrives, believes its calendar part only from the organizer, applies it by
SEQUENCE and DTSTAMP (2.1.5), and stores what results on a CalDAV server (RFC 4791).
"""

import base64
import email
import http.client
import re
from urllib.parse import quote

import vobject

CALENDAR = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><D:getetag/><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>"""


class CalDav:
    """One person's calendar on a CalDAV server."""

    def __init__(self, address: tuple[str, int], person: str) -> None:
        self._address = address
        self._home = f"/{person}/calendar/"
        self._login = "Basic " + base64.b64encode(f"{person}:any".encode()).decode()
        assert self._ask("MKCALENDAR", self._home)[0] == 201

    def get(self, uid: str) -> str | None:
        status, body = self._ask("GET", self._place(uid))
        return body if status == 200 else None

    def put(self, uid: str, data: str) -> None:
        status, answer = self._ask("PUT", self._place(uid), data, {"Content-Type": "text/calendar"})
        assert status in {201, 204}, answer

    def everything(self) -> list[str]:
        """Each stored object, as a REPORT gives it back."""
        status, body = self._ask("REPORT", self._home, CALENDAR, {"Depth": "1"})
        assert status == 207
        return re.findall(r"BEGIN:VCALENDAR.*?END:VCALENDAR", body.replace("&#13;", ""), re.DOTALL)

    def _place(self, uid: str) -> str:
        return f"{self._home}{quote(uid, safe='')}.ics"

    def _ask(
        self, verb: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection(*self._address, timeout=10)
        try:
            connection.request(verb, path, body.encode(), {"Authorization": self._login, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


class MailProgram:
    """What Outlook, Gmail or Apple Mail do with an invitation, as far as the RFC says."""

    def __init__(self, address: str, store: CalDav) -> None:
        self.address = address
        self.store = store
        self.letters = 0

    def receive(self, raw: bytes) -> None:
        letter = email.message_from_bytes(raw)
        assert self.address in letter["To"]
        self.letters += 1
        part = next(each for each in letter.walk() if each.get_content_type() == "text/calendar")
        text = part.get_payload(decode=True).decode()
        news = Entry(text)
        assert part.get_param("method") == news.method
        assert news.organizer in letter["From"]
        assert news.attendees == [self.address]
        self._apply(news)

    def _apply(self, news: "Entry") -> None:
        stored = self.store.get(news.uid)
        known = Entry(stored) if stored else None
        if known and (news.organizer != known.organizer or news.age <= known.age):
            return
        if news.method == "REQUEST":
            self.store.put(news.uid, news.without_method())
        elif news.method == "CANCEL" and known:
            self.store.put(news.uid, known.cancelled_by(news))


class Entry:
    """An iCalendar object with one VEVENT, read line by line."""

    def __init__(self, text: str) -> None:
        self.lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
        self.method = self._value("METHOD")
        self.uid = self._value("UID")
        self.organizer = self._value("ORGANIZER").removeprefix("mailto:")
        self.attendees = [line.rpartition("mailto:")[2] for line in self.lines if line.startswith("ATTENDEE")]
        self.age = (int(self._value("SEQUENCE")), self._value("DTSTAMP"))

    def without_method(self) -> str:
        return self._joined(line for line in self.lines if not line.startswith("METHOD"))

    def cancelled_by(self, news: "Entry") -> str:
        """The entry that was known, marked as cancelled with the newer numbers."""
        newer = {
            "STATUS": "STATUS:CANCELLED",
            "SEQUENCE": f"SEQUENCE:{news.age[0]}",
            "DTSTAMP": f"DTSTAMP:{news.age[1]}",
        }
        return self._joined(newer.get(line.partition(":")[0], line) for line in self.lines)

    def _joined(self, lines: object) -> str:
        return "\r\n".join(lines) + "\r\n"

    def _value(self, name: str) -> str:
        found = [line for line in self._own_lines() if re.match(rf"{name}[;:]", line)]
        assert len(found) <= 1, found
        # A parameter's colon may stand in quotes.
        return re.sub(r'"[^"]*"', "", found[0]).partition(":")[2] if found else ""

    def _own_lines(self) -> list[str]:
        """The lines outside the VTIMEZONE, which has a DTSTART of its own."""
        text = "\n".join(self.lines)
        return re.sub(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE\n", "", text, flags=re.DOTALL).split("\n")


def seen_by(store: CalDav) -> list[dict[str, str]]:
    """What the person sees in their calendar: every stored entry, by vobject."""
    entries = []
    for text in store.everything():
        event = vobject.readOne(text).vevent
        entries.append(
            {
                "uid": event.uid.value,
                "sequence": event.sequence.value,
                "status": event.status.value,
                "summary": event.summary.value,
                "starts": event.dtstart.value.strftime("%Y-%m-%d %H:%M"),
                "location": event.location.value,
                "partstat": event.attendee.params["PARTSTAT"][0],
            }
        )
    return entries
