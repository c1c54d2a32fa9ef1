"""Replies as Outlook, Google and Apple write them, made from the RFCs and Microsoft's specifications."""

import base64
from textwrap import dedent

UID = "Zk3-x_9aQ1bW7c2d@convenor"
GUEST = "sian.oneil@cardiff.example"
OURS = "sig@example.org"
SERVER = "mx.example.org"
VERIFIED = f"{SERVER}; dkim=pass (2048-bit key) header.d=cardiff.example; spf=pass smtp.mailfrom={GUEST}"


def _calendar(text: str) -> bytes:
    return dedent(text).strip().replace("\n", "\r\n").encode() + b"\r\n"


def _letter(head: str, calendar: bytes, *, encoded: bool) -> bytes:
    """A head whose last part is the calendar; `{boundary}` closes it."""
    body = base64.encodebytes(calendar).replace(b"\n", b"\r\n") if encoded else calendar
    return dedent(head).strip().replace("\n", "\r\n").encode() + b"\r\n\r\n" + body + b"\r\n--b1--\r\n"


def outlook(partstat: str = "ACCEPTED", *, results: str = VERIFIED, sender: str = GUEST) -> bytes:
    """Exchange: no ORGANIZER, a Windows zone, the calendar in base64, an upper-case MAILTO."""
    calendar = _calendar(
        f"""
        BEGIN:VCALENDAR
        METHOD:REPLY
        PRODID:Microsoft Exchange Server 2010
        VERSION:2.0
        BEGIN:VTIMEZONE
        TZID:GMT Standard Time
        BEGIN:STANDARD
        DTSTART:16010101T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0000
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T010000
        TZOFFSETFROM:+0000
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE
        BEGIN:VEVENT
        ATTENDEE;PARTSTAT={partstat};CN=Siân O'Neil:MAILTO:Sian.ONeil@cardiff.example
        COMMENT;LANGUAGE=en-GB:Looking forward to it\\n
        UID:{UID}
        SUMMARY;LANGUAGE=en-GB:Accepted: Case Reviews: listening to children
        DTSTART;TZID=GMT Standard Time:20270513T103000
        DTEND;TZID=GMT Standard Time:20270513T153000
        CLASS:PUBLIC
        PRIORITY:5
        DTSTAMP:20270402T081502Z
        TRANSP:OPAQUE
        STATUS:CONFIRMED
        SEQUENCE:0
        LOCATION;LANGUAGE=en-GB:Tŷ Hywel\\, Cathedral Road\\, Cardiff
        X-MICROSOFT-CDO-APPT-SEQUENCE:0
        X-MICROSOFT-CDO-BUSYSTATUS:BUSY
        X-MICROSOFT-DISALLOW-COUNTER:FALSE
        END:VEVENT
        END:VCALENDAR
        """
    )
    head = f"""
        Return-Path: <{sender}>
        Authentication-Results: {results}
        Received: from eur.outbound.example by mx.example.org; Fri, 2 Apr 2027 08:15:04 +0000
        From: =?iso-8859-1?Q?Si=E2n_O'Neil?= <{sender}>
        To: Case Reviews <{OURS}>
        Subject: Accepted: Case Reviews: listening to children
        Thread-Topic: Case Reviews: listening to children
        Date: Fri, 2 Apr 2027 08:15:02 +0000
        Message-ID: <VI1PR0701MB2345@VI1PR0701MB2345.eurprd07.example>
        In-Reply-To: <0df7687e16072de9b9762eb183740efe@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="b1"

        --b1
        Content-Type: text/plain; charset="iso-8859-1"

        Looking forward to it

        --b1
        Content-Type: text/calendar; charset="utf-8"; method=REPLY
        Content-Transfer-Encoding: base64
    """
    return _letter(head, calendar, encoded=True)


def google(partstat: str = "TENTATIVE") -> bytes:
    """Gmail: the whole entry sent back, with X-NUM-GUESTS and the calendar as 8-bit text, then a file."""
    calendar = _calendar(
        f"""
        BEGIN:VCALENDAR
        PRODID:-//Google Inc//Google Calendar 70.9054//EN
        VERSION:2.0
        CALSCALE:GREGORIAN
        METHOD:REPLY
        BEGIN:VEVENT
        DTSTART:20270513T093000Z
        DTEND:20270513T143000Z
        DTSTAMP:20270402T081502Z
        ORGANIZER;CN=Case Reviews:mailto:{OURS}
        UID:{UID}
        ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat};CN={GUEST}
         ;X-NUM-GUESTS=0:mailto:{GUEST}
        CREATED:20270401T090000Z
        DESCRIPTION:
        LAST-MODIFIED:20270402T081501Z
        LOCATION:Tŷ Hywel\\, Cardiff
        SEQUENCE:2
        STATUS:CONFIRMED
        SUMMARY:Case Reviews: listening to children
        TRANSP:OPAQUE
        END:VEVENT
        END:VCALENDAR
        """
    )
    head = f"""
        Return-Path: <{GUEST}>
        Authentication-Results: {SERVER};
         dkim=pass header.i=@cardiff.example header.s=20230601;
         spf=pass (google.example: domain designates (203.0.113.7) as permitted) smtp.mailfrom={GUEST};
         dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=cardiff.example
        MIME-Version: 1.0
        Reply-To: {GUEST}
        Sender: Google Calendar <calendar-notification@google.example>
        Message-ID: <calendar-7a1e@google.example>
        Date: Fri, 02 Apr 2027 08:15:02 +0000
        Subject: Tentatively Accepted: Case Reviews: listening to children
        From: {GUEST}
        To: {OURS}
        Content-Type: multipart/mixed; boundary="b1"

        --b1
        Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes

        {GUEST} might attend.

        --b1
        Content-Type: text/calendar; charset="UTF-8"; method=REPLY
        Content-Transfer-Encoding: 8bit
    """
    return _letter(head, calendar, encoded=False)


def apple(partstat: str = "DECLINED") -> bytes:
    """Apple Mail: ORGANIZER repeated, a name in quotes, London's zone, the calendar as a file in base64."""
    calendar = _calendar(
        f"""
        BEGIN:VCALENDAR
        CALSCALE:GREGORIAN
        VERSION:2.0
        METHOD:REPLY
        PRODID:-//Apple Inc.//macOS 14.4//EN
        BEGIN:VEVENT
        SUMMARY:Case Reviews: listening to children
        DTSTART;TZID=Europe/London:20270513T103000
        DTEND;TZID=Europe/London:20270513T153000
        UID:{UID}
        DTSTAMP:20270402T081502Z
        SEQUENCE:1
        ORGANIZER;CN="Case Reviews";EMAIL="{OURS}":mailto:{OURS}
        ATTENDEE;CN="O'Neil, Siân";CUTYPE=INDIVIDUAL;EMAIL="{GUEST}";PARTSTAT={partstat}:
         mailto:{GUEST}
        END:VEVENT
        END:VCALENDAR
        """
    )
    head = f"""
        Return-Path: <{GUEST}>
        Authentication-Results: {SERVER}; dmarc=pass (p=quarantine) header.from=cardiff.example
        From: =?utf-8?Q?Si=C3=A2n_O=E2=80=99Neil?= <{GUEST}>
        Content-Type: multipart/mixed; boundary="b1"
        Mime-Version: 1.0 (Mac OS X Mail 16.0)
        Subject: Declined: Case Reviews: listening to children
        Message-Id: <6B1E9A50-1F0D-4F38@cardiff.example>
        Date: Fri, 2 Apr 2027 09:15:02 +0100
        To: {OURS}

        --b1
        Content-Type: text/plain; charset=us-ascii

        Siân has declined this invitation.

        --b1
        Content-Disposition: attachment; filename=iCal-20270402.ics
        Content-Type: text/calendar; x-unix-mode=0644; name="iCal-20270402.ics"
        Content-Transfer-Encoding: base64
    """
    return _letter(head, calendar, encoded=True)


def words(subject: str = "Re: Invitation", **headers: str) -> bytes:
    """A letter that a person typed."""
    extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (
        f"Authentication-Results: {VERIFIED}\r\n{extra}From: {GUEST}\r\nTo: {OURS}\r\nSubject: {subject}\r\n"
        "References: <first@example.org> <second@example.org>\r\nIn-Reply-To: <second@example.org>\r\n"
        "\r\nCould we start at eleven?\r\n"
    ).encode()
