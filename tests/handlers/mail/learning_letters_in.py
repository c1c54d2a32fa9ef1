"""Replies to a letter about a learning event as people's programs write them; `{words}` is what they typed."""

from dataclasses import dataclass
from email.message import EmailMessage

SERVER = "mx.example.org"
OURS = "unit@sig.example.org"


@dataclass(frozen=True)
class Answered:
    """The letter of ours that is answered, as it was received."""

    message_id: str
    subject: str
    plain: str

    @classmethod
    def of(cls, letter: EmailMessage) -> "Answered":
        part = letter.get_body(("plain",))
        assert part is not None
        return cls(letter["Message-ID"], letter["Subject"], part.get_content())

    def quoted(self, before: str = "> ") -> str:
        return "\n".join(f"{before}{line}".rstrip() for line in self.plain.splitlines())


def reply(
    answered: Answered,
    sender: str,
    body: str,
    *,
    html: str = "",
    verified: bool = True,
    threaded: bool = True,
) -> bytes:
    """A reply; `threaded` says whether the names of our letter came through."""
    domain = sender.rpartition("@")[2]
    message = EmailMessage()
    message["Authentication-Results"] = (
        f"{SERVER}; dmarc={'pass' if verified else 'fail'} header.from={domain}"
    )
    message["From"] = sender
    message["To"] = OURS
    message["Subject"] = f"Re: {answered.subject}"
    message["Message-ID"] = f"<{abs(hash((sender, body, html)))}@{domain}>"
    if threaded:
        message["In-Reply-To"] = answered.message_id
        message["References"] = f"<older@{domain}> {answered.message_id}"
    if html:
        message.set_content(html, subtype="html")
    else:
        message.set_content(body)
    return message.as_bytes()


def outlook(answered: Answered, sender: str, words: str, **facts: bool) -> bytes:
    """Outlook for Windows: HTML only, a signature of the house, and the old letter below a line of headers."""
    old = "".join(f"<p class=MsoNormal>{line}</p>" for line in answered.plain.splitlines() if line)
    typed = "".join(f"<p class=MsoNormal>{line}<o:p></o:p></p>" for line in words.splitlines())
    html = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p.MsoNormal {{margin:0cm;}} --></style></head><body lang=EN-GB><div class=WordSection1>
{typed}<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal><b>Social Worker | Cardiff Council</b></p>
<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>
<p class=MsoNormal><b>From:</b> Convenor &lt;{OURS}&gt; <br><b>Sent:</b> 05 May 2027 10:00<br>
<b>To:</b> {sender}<br><b>Subject:</b> {answered.subject}</p></div>
{old}</div></body></html>"""
    return reply(answered, sender, "", html=html, **facts)


def outlook_on_a_phone(answered: Answered, sender: str, words: str, **facts: bool) -> bytes:
    """Outlook for Android and iOS: plain text with a rule of underscores."""
    body = f"{words}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n"
    head = f"From: Convenor <{OURS}>\nSent: Wednesday, May 5, 2027 10:00\nTo: {sender}\nSubject: {answered.subject}\n"
    return reply(answered, sender, f"{body}{head}\n{answered.plain}", **facts)


def google(answered: Answered, sender: str, words: str, **facts: bool) -> bytes:
    """Gmail: the old letter behind ">", below an attribution that is wrapped."""
    body = f"{words}\n\nOn Wed, 5 May 2027 at 10:00, Convenor\n<{OURS}> wrote:\n\n{answered.quoted()}\n"
    return reply(answered, sender, body, **facts)


def google_html(answered: Answered, sender: str, words: str, **facts: bool) -> bytes:
    """Gmail where only HTML is kept: everything of the old letter is in one block."""
    lines = "".join(f"<div>{line}</div>" for line in words.splitlines())
    html = f"""<div dir="ltr">{lines}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr"
class="gmail_attr">On Wed, 5 May 2027 at 10:00, Convenor &lt;{OURS}&gt; wrote:<br></div><blockquote
class="gmail_quote">{answered.plain.replace(chr(10), "<br>")}</blockquote></div>"""
    return reply(answered, sender, "", html=html, **facts)


def apple(answered: Answered, sender: str, words: str, **facts: bool) -> bytes:
    """Apple Mail: an attribution on one line, and the sender's device."""
    body = (
        f"{words}\n\nSent from my iPhone\n\n> On 5 May 2027, at 10:00, Convenor <{OURS}> wrote:\n> \n"
        f"{answered.quoted('> ')}\n"
    )
    return reply(answered, sender, body, **facts)


def below_the_quote(answered: Answered, sender: str, words: str, **facts: bool) -> bytes:
    """Thunderbird, with the answer below what it quotes."""
    return reply(answered, sender, f"{answered.quoted()}\n\n{words}\n", **facts)


PROGRAMS = (outlook, outlook_on_a_phone, google, google_html, apple, below_the_quote)
