"""The AnswerReader port: reads what Outlook, Gmail and Apple's calendar send back by mail.

Whoever can send a mail chooses every byte of it, so what is read is little, and bounded before it
is read. RFC 5546 3.2.3 (REPLY) and 3.2.7 (COUNTER); RFC 6047 for the mail around them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses
from typing import TYPE_CHECKING, Any, TypeVar

from plugin.mentoring.answers import Answer
from plugin.mentoring.spans import Span
from plugin.ports.mail_answers import AnswerRefusedError, MailAnswer, Refusal

if TYPE_CHECKING:
    from icalendar import Component

T = TypeVar("T")
LARGEST_MAIL = 1_000_000
LARGEST_CALENDAR = 100_000
LONGEST_HEADERS = 16_000
"""Of those that name recipients; a calendar answers one organizer."""
MOST_PARTS = 50
MOST_EVENTS = 30
CALENDARS = frozenset({"text/calendar", "application/ics"})
READERS = ("x-original-to", "delivered-to", "to", "cc")
SAID = {"ACCEPTED": Answer.YES, "TENTATIVE": Answer.MAYBE, "DECLINED": Answer.NO}
_THING = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ZONE = "BEGIN:VTIMEZONE", "END:VTIMEZONE"
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the libraries raise for what is no mail or no calendar."""


class IcsAnswers:
    """Reads answers."""

    def recipients(self, mail: bytes) -> Sequence[str]:
        """See `plugin.ports.mail_answers.AnswerReader.recipients`."""
        message = _message(mail)
        named = [str(one) for name in READERS for one in message.get_all(name, ())]
        if sum(map(len, named)) > LONGEST_HEADERS:
            raise AnswerRefusedError(Refusal.HUGE)
        return [address for _name, address in _guarded(lambda: getaddresses(named))]

    def read(self, mail: bytes) -> Sequence[MailAnswer]:
        """See `plugin.ports.mail_answers.AnswerReader.read`."""
        message = _message(mail)
        text = _calendar_in(message)
        if text is None and _is_machine(message):
            return ()
        if text is None:
            raise AnswerRefusedError(Refusal.NONE)
        return _guarded(lambda: _answers(text))


def _message(mail: bytes) -> Message:
    if len(mail) > LARGEST_MAIL:
        raise AnswerRefusedError(Refusal.HUGE)
    return _guarded(lambda: message_from_bytes(mail, policy=compat32))


def _guarded(read: Callable[[], T]) -> T:
    try:
        return read()
    except _UNREADABLE as error:
        raise AnswerRefusedError(Refusal.MALFORMED) from error


def _is_machine(message: Message) -> bool:
    """Whether nobody wrote it, such as a holiday answer; to answer that would make a loop."""
    return str(message.get("auto-submitted", "no")).strip().casefold() != "no"


def _calendar_in(message: Message) -> str | None:
    """Return the first calendar of the mail as text, or None."""
    for number, part in enumerate(_guarded(lambda: list(message.walk()))):
        if number >= MOST_PARTS:
            raise AnswerRefusedError(Refusal.MALFORMED)
        if part.get_content_type() in CALENDARS and not part.is_multipart():
            return _text(part)
    return None


def _text(part: Message) -> str:
    content = _guarded(lambda: part.get_payload(decode=True))
    if not isinstance(content, bytes) or len(content) > LARGEST_CALENDAR:
        raise AnswerRefusedError(Refusal.HUGE)
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset)
    except (LookupError, UnicodeDecodeError) as error:
        raise AnswerRefusedError(Refusal.MALFORMED) from error


def without_zones(text: str) -> str:
    """Return the calendar unfolded, with neither its zones nor empty lines.

    In one pass: a pattern that looks for an end from each of many beginnings takes minutes, and so
    does the library's own over empty lines.

    Raises:
        AnswerRefusedError: a zone is left, as it does not end or is written oddly.

    """
    kept: list[str] = []
    in_zone = False
    for line in _unfolded(text):
        if line.upper() == _ZONE[in_zone]:
            in_zone = not in_zone
        elif not in_zone:
            kept.append(line)
    if in_zone or "VTIMEZONE" in "".join("".join(kept).split()).upper():
        raise AnswerRefusedError(Refusal.MALFORMED)
    return "\r\n".join(kept) + "\r\n"


def _unfolded(text: str) -> Iterator[str]:
    """Yield the lines that are not empty, each with those that go on with it (RFC 5545 3.1)."""
    parts: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith((" ", "\t")):
            parts.append(line[1:])
        elif line:
            if parts:
                yield "".join(parts)
            parts = [line]
    yield "".join(parts)


def _answers(text: str) -> Sequence[MailAnswer]:
    """Return what the calendar says.

    Its own zones are left out unread: a rule of theirs may name every second until 2038, and what
    IANA and Windows call a zone is known without them.
    """
    from icalendar import Calendar

    calendar = Calendar.from_ical(without_zones(text))
    method = str(calendar.get("method", "")).upper()
    if method not in ("REPLY", "COUNTER"):
        raise AnswerRefusedError(Refusal.NONE)
    found = calendar.walk("VEVENT")
    if not 1 <= len(found) <= MOST_EVENTS:
        raise AnswerRefusedError(Refusal.MALFORMED)
    return [_answer(one, counter=method == "COUNTER") for one in found]


def _answer(event: "Component", *, counter: bool) -> MailAnswer:
    attendees = event.get("attendee", ())
    attendee = attendees[0] if isinstance(attendees, list) and len(attendees) == 1 else attendees
    thing, _, host = str(event["uid"]).rpartition("@")
    if not _THING.fullmatch(thing):
        raise AnswerRefusedError(Refusal.FOREIGN)
    scheme, _, address = str(attendee).partition(":")
    if scheme.casefold() != "mailto":
        raise AnswerRefusedError(Refusal.MALFORMED)
    said = SAID.get(str(attendee.params.get("PARTSTAT", "")).upper())
    if said is None and not counter:
        raise AnswerRefusedError(Refusal.NONE)
    slot = event.get("recurrence-id")
    return MailAnswer(
        thing,
        host.casefold(),
        address.strip().casefold(),
        int(event.get("sequence", 0)),
        _moment(slot) if slot is not None else None,
        said,
        _span(event) if counter else None,
    )


def _span(event: "Component") -> Span:
    """Return when it is to be: its end is told, or how long it takes (RFC 5545 3.6.1)."""
    start, end = _moment(event["dtstart"]), event.get("dtend")
    if end is not None:
        return Span(start, _moment(end))
    length: Any = event["duration"]
    return Span(start, start + length.dt)


def _moment(value: Any) -> datetime:
    """Return a moment; a bare day, or a clock whose zone nobody knows, is none."""
    moment = value.dt
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise AnswerRefusedError(Refusal.MALFORMED)
    return moment.astimezone(UTC)
