"""Pretend mailboxes for any address: an SMTP server that keeps what it is given.

Nothing is ever sent on. A mail's calendar part is read as far as a person wants to see it.
"""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .odata import Json, new_id
from .state import State

_LINK = re.compile(r"https?://[^\s<>\"')\]]+")
_TIME = re.compile(
    r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)T(?P<h>\d\d)(?P<min>\d\d)\d\d(?P<utc>Z)?"
    r"(?: \(TZID=(?P<zone>[^;)]+).*\))?$"
)
_CALENDAR = ("METHOD", "UID", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "STATUS", "LOCATION")


class _Keeper:
    def __init__(self, state: State) -> None:
        self._state = state

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del server, session
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        keep_mail(self._state, list(envelope.rcpt_tos), raw)
        return "250 Kept, and sent to nobody"


def start_smtp(host: str, port: int, state: State) -> Controller:
    """Start the SMTP server in a thread of its own; `stop()` on the result ends it."""
    controller = Controller(_Keeper(state), hostname=host, port=port)
    controller.start()
    return controller


def keep_mail(state: State, recipients: list[str], raw: bytes) -> None:
    """Keep a mail for each recipient. The same Message-ID to the same address counts again."""
    message = message_from_bytes(raw, policy=policy.default)
    for address in recipients:
        mail = {"id": new_id(), "to": address.lower(), **_read(message)}
        state.put("mail", mail["id"], mail, owner=address.lower())


def _read(message: EmailMessage) -> Json:
    plain, html = _part(message, "text/plain"), _part(message, "text/html")
    calendar = _part(message, "text/calendar")
    shown = plain or html_words(html)
    links = dict.fromkeys(_LINK.findall(shown) + _links(html))
    return {
        "from": str(message.get("From", "")),
        "subject": str(message.get("Subject", "")),
        "date": str(message.get("Date", "")),
        "message_id": str(message.get("Message-ID", "")),
        "text": plain,
        "html_as_text": html_words(html),
        "links": list(links),
        "calendar": calendar_facts(calendar) if calendar else None,
        "calendar_text": calendar,
    }


def calendar_facts(text: str) -> Json:
    """Return the lines of an iCalendar object that say what it is about."""
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    facts: Json = {}
    inside = ""
    for line in lines:
        name, _, value = line.partition(":")
        name, _, parameters = name.partition(";")
        if name.upper() in ("BEGIN", "END"):
            inside = value.upper() if name.upper() == "BEGIN" else ""
        elif name.upper() in _CALENDAR and inside in ("VCALENDAR", "VEVENT"):
            facts.setdefault(name.upper(), f"{value} ({parameters})" if parameters else value)
    return facts


def calendar_time(value: str) -> str:
    """Return a date and time of iCalendar in a readable form; anything else as it is."""
    time = _TIME.match(value)
    if time is None:
        return value
    zone = "UTC" if time["utc"] else (time["zone"] or "local time")
    return f"{time['y']}-{time['m']}-{time['d']} {time['h']}:{time['min']} {zone}"


def _part(message: EmailMessage, kind: str) -> str:
    for part in message.walk():
        if part.get_content_type() == kind:
            content: Any = part.get_content()
            return content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    return ""


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script", "head")
        self.links += [v for k, v in attrs if k == "href" and v and _LINK.fullmatch(v)]
        if tag in ("p", "br", "div", "li", "tr", "h1", "h2", "h3"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script", "head")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _parsed(html: str) -> _Text:
    parser = _Text()
    parser.feed(html)
    return parser


def html_words(html: str) -> str:
    """Return what a person would read of some HTML, a line for each paragraph."""
    lines = "".join(_parsed(html).words).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _links(html: str) -> list[str]:
    return _parsed(html).links
