"""The Letters port: invitations as iCalendar mail, for people whom no Outlook invites.

RFC 5545 (iCalendar), RFC 5546 (REQUEST and CANCEL), RFC 6047 (both by mail).
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.errors import HeaderDefect, HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plugin.gateways.ics_series import for_reader, moved_alone, slot_of, whole_event
from plugin.gateways.ics_words import is_off, series_text, series_turn, text, title_of, turn_of
from plugin.gateways.mail_headers import SEVEN_BIT
from plugin.gateways.mail_speech import plain, speech_to
from plugin.gateways.mail_texts import Turn
from plugin.mentoring.people import Person
from plugin.mentoring.spans import on_wall_clock
from plugin.ports.errors import RefusedError
from plugin.ports.mail_answers import ReplyAddresses
from plugin.ports.series import InSeries
from plugin.ports.values import Invitation, Letter

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

NO_ADDRESS = "no-address"
PRODUCT = "-//Alongside//alongside-lti//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class IcsLetters:
    """Writes one mail for each reader, in their language, by words that name people, never topics.

    Attributes:
        public_url: of this tool; its host makes identifiers that nobody else makes.
        sender: the tool's own address. It stands as organiser too, so that no member's address is
            told to another.
        answers: makes each reader's own organiser, where calendars may answer by mail; None where
            nobody reads what comes to `sender`.

    """

    public_url: str
    sender: str
    answers: ReplyAddresses | None = None

    def write(self, invitation: Invitation, reader: Person, *, now: datetime) -> Letter:
        """Return the invitation or cancellation for one reader.

        The same session, generation, sequence, reader and method give the same key and Message-ID.

        Raises:
            RefusedError: the reader has no address that mail can be sent to.

        """
        session = invitation.session
        method = "CANCEL" if is_off(invitation) else "REQUEST"
        turn = f"{session.session_id}/{session.generation}/{session.sequence}"
        address = _address(invitation.addresses.get(reader.person_id, ""))
        event = self._event(invitation, reader, address, now)
        message = self._headed(invitation, reader, address, turn_of(invitation))
        message.set_content(text(invitation, reader))
        return self._letter(invitation, reader, (turn, method, address), message, [event], now)

    def write_series(
        self, invitation: Invitation, series: InSeries, reader: Person, *, now: datetime
    ) -> Letter:
        """Return the invitation to a whole series, or its cancellation once none of it is left.

        None of it is left for a reader who has left; times without the reader are left out.

        What was moved or called off alone is said with it: a newer rule makes some calendars
        forget what they knew.

        Raises:
            RefusedError: the reader has no address that mail can be sent to.

        """
        plan = series.plan
        parted = invitation.parting
        method = "REQUEST" if plan.count and not parted else "CANCEL"
        turn = f"{plan.series_id}/1/{plan.sequence}"
        address = _address(invitation.addresses.get(reader.person_id, ""))
        whole = self._event(invitation, reader, address, now)
        caller = self._organizer(invitation, plan.name, reader)
        own = None if parted else for_reader(series, reader.person_id)
        events = [whole_event(whole, series, own, f"{plan.name}@{self._host}", caller)]
        for one in moved_alone(own) if own else ():
            alone = replace(invitation, session=one, series=replace(series, by_mail=True))
            events.append(self._event(alone, reader, address, now))
        message = self._headed(invitation, reader, address, series_turn(invitation, series, reader))
        message.set_content(series_text(invitation, series, reader))
        return self._letter(invitation, reader, (turn, method, address), message, events, now)

    def _letter(
        self,
        invitation: Invitation,
        reader: Person,
        about: tuple[str, str, str],
        message: EmailMessage,
        events: "list[Event]",
        now: datetime,
    ) -> Letter:
        turn, method, address = about
        self._reply_to(message, events[0])
        key = f"{turn}/{reader.person_id}/{method}"
        message_id = f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{self._host}>"
        message["Date"] = format_datetime(now)
        message["Message-ID"] = message_id
        _attach(message, _calendar(events, method, invitation), method)
        session = invitation.session
        return Letter(
            key,
            session.tenant_id,
            reader.person_id,
            session.session_id,
            address,
            message_id,
            method,
            message.as_bytes(),
        )

    @property
    def _host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"

    def _headed(
        self, invitation: Invitation, reader: Person, address: str, turn: Turn
    ) -> EmailMessage:
        message = EmailMessage(policy=SEVEN_BIT)
        texts = speech_to(reader).texts
        organiser = texts.via.format(name=plain(invitation.organiser.label))
        message["From"] = Address(organiser, addr_spec=self.sender)
        message["To"] = Address(plain(reader.label), addr_spec=address)
        message["Subject"] = plain(f"{texts.subjects[turn]}: {title_of(invitation, reader)}")
        message["Auto-Submitted"] = "auto-generated"  # keeps holiday answers away
        return message

    def _event(
        self, invitation: Invitation, reader: Person, address: str, now: datetime
    ) -> "Event":
        from icalendar import Event

        session = invitation.session
        event = Event()
        series, thing = invitation.series, str(session.session_id)
        if series is not None and series.by_mail:
            thing = series.plan.name
            event.add("recurrence-id", slot_of(series, session))
            event.add("sequence", series.plan.number + session.sequence)
        else:
            event.add("sequence", session.sequence)
        event.add("uid", f"{thing}@{self._host}")
        event.add("dtstamp", now)
        event.add("dtstart", on_wall_clock(session.span.starts_at, session.zone))
        event.add("dtend", on_wall_clock(session.span.ends_at, session.zone))
        event.add("summary", title_of(invitation, reader))
        event.add("description", speech_to(reader).texts.event.format(link=invitation.link))
        event.add("url", invitation.link)
        event.add("status", "CANCELLED" if is_off(invitation) else "CONFIRMED")
        event.add("class", "PRIVATE")
        event.add("organizer", self._organizer(invitation, thing, reader))
        event.add("attendee", _guest(address, reader))
        return event

    def _organizer(self, invitation: Invitation, thing: str, reader: Person) -> "vCalAddress":
        address = self.sender
        if self.answers is not None:
            tenant = invitation.session.tenant_id
            address = self.answers.address(tenant, thing, reader.person_id)
        return _caller(address, invitation.organiser)

    def _reply_to(self, message: EmailMessage, event: "Event") -> None:
        """Have programs that look at the mail and not into the calendar answer there too."""
        if self.answers is not None:
            message["Reply-To"] = str(event["organizer"]).removeprefix("mailto:")


def _calendar(events: "list[Event]", method: str, invitation: Invitation) -> str:
    from icalendar import Calendar  # 80 modules, and only a worker ever writes a letter

    year = invitation.session.span.starts_at.year
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones(date(year - 1, 1, 1), date(year + 3, 1, 1))
    return str(calendar.to_ical(), "utf-8")


def _attach(message: EmailMessage, calendar: str, method: str) -> None:
    """Put the calendar in twice: mail programs show the one, people can open the other."""
    message.add_alternative(
        calendar, subtype="calendar", charset="utf-8", cte="base64", params={"method": method}
    )
    message.add_attachment(
        calendar.encode(), maintype="application", subtype="ics", filename="session.ics"
    )


def _caller(address: str, person: Person) -> "vCalAddress":
    from icalendar import vCalAddress

    caller = vCalAddress(f"mailto:{address}")
    caller.params["CN"] = plain(person.label)
    return caller


def _guest(address: str, reader: Person) -> "vCalAddress":
    guest = _caller(address, reader)
    guest.params["ROLE"] = "REQ-PARTICIPANT"
    guest.params["PARTSTAT"] = "NEEDS-ACTION"
    guest.params["RSVP"] = "TRUE"
    return guest


def _address(text: str) -> str:
    """Return the address with its domain as mail servers want it, if it is exactly one address."""
    local, _, domain = text.strip().rpartition("@")
    try:
        written = f"{local}@{domain.encode('idna').decode()}"
        understood = Address(addr_spec=written).addr_spec
    except (ValueError, HeaderParseError, HeaderDefect, IndexError) as error:
        raise RefusedError(NO_ADDRESS) from error
    if understood != written:
        raise RefusedError(NO_ADDRESS)
    return understood
