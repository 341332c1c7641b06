"""Attendees without a mailbox in the tenant get their invitations by mail, as Exchange does."""

from email.message import EmailMessage
from email.utils import format_datetime

from .mailbox import keep_mail
from .odata import new_id, parse_stamp, stamp
from .state import Document
from .world import World

_KINDS = {"REQUEST": ("", "CONFIRMED"), "CANCEL": ("Canceled: ", "CANCELLED")}


class Outsiders:
    """Writes to the attendees whom the tenant does not know."""

    def __init__(self, world: World) -> None:
        self._world, self._state = world, world.state

    def hear(self, kind: str, event: Document) -> None:
        """Invite, tell of another time, or cancel; an answer of somebody else tells nothing."""
        if event["organiser"] != event["owner"]:
            return
        known = self._state.get("invited", event["uid"]) or self._of_series(event)
        who = [] if kind == "deleted" else self._outsiders(event)
        time = [event["start"], event["end"], event.get("recurrence")]
        same_time = time == known.get("time")
        gone = [a for a in known["who"] if a not in who]
        asked = [a for a in who if a not in known["who"] or not same_time]
        if not gone and not asked:
            return
        sequence = known["sequence"] + (1 if not same_time or not who else 0)
        kept = {"sequence": sequence, "who": who, "time": time}
        self._state.put("invited", event["uid"], kept)
        for method, addresses in (("CANCEL", gone), ("REQUEST", asked)):
            for address in addresses:
                mail = self._mail(method, event, address, sequence=sequence)
                keep_mail(self._state, [address], mail.as_bytes())

    def _of_series(self, event: Document) -> Document:
        """Return what people know of one time of a series before it differs from the others."""
        whole = self._state.get("invited", event["uid"][: -len("20260101")])
        if "master" not in event or whole is None:
            return {"sequence": -1, "who": []}
        length = parse_stamp(event["end"]) - parse_stamp(event["start"])
        end = stamp(parse_stamp(event["planned"]) + length)
        return {**whole, "time": [event["planned"], end, None]}

    def _outsiders(self, event: Document) -> list[str]:
        addresses = [str(a["emailAddress"]["address"]) for a in event["attendees"]]
        return [a for a in addresses if self._world.accounts.find(a) is None]

    def _mail(self, method: str, event: Document, address: str, *, sequence: int) -> EmailMessage:
        organiser = self._world.accounts.of(event["organiser"])
        subject = f"{_KINDS[method][0]}{event.get('subject') or 'Meeting'}"
        message = EmailMessage()
        message["From"], message["To"] = f"{organiser.name} <{organiser.mail}>", address
        message["Subject"], message["Message-ID"] = subject, f"<{new_id()}@northmoor.example>"
        message["Date"] = format_datetime(self._world.clock())
        way_in = f"\nJoin: {event['join_url']}\n" if event.get("join_url") else "\n"
        message.set_content(f"{organiser.name} sends you a meeting from Outlook.{way_in}")
        calendar = _calendar(method, event, sequence=sequence, organiser=organiser.mail)
        message.add_alternative(calendar, subtype="calendar", params={"method": method})
        return message


def _identity(event: Document) -> list[str]:
    if "master" in event:
        planned = f"{parse_stamp(event['planned']):%Y%m%dT%H%M%SZ}"
        return [f"UID:{event['uid'][: -len('20260101')]}", f"RECURRENCE-ID:{planned}"]
    if not event.get("recurrence"):
        return [f"UID:{event['uid']}"]
    weeks, last = (
        event["recurrence"]["pattern"]["interval"],
        event["recurrence"]["range"].get("endDate"),
    )
    until = f";UNTIL={last.replace('-', '')}T235959Z" if last else ""
    return [f"UID:{event['uid']}", f"RRULE:FREQ=WEEKLY;INTERVAL={weeks}{until}"]


def _calendar(method: str, event: Document, *, sequence: int, organiser: str) -> str:
    start, end = (f"{parse_stamp(event[n]):%Y%m%dT%H%M%SZ}" for n in ("start", "end"))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Northmoor//Pretend Exchange//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        *_identity(event),
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{parse_stamp(event['changed_at']):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{start}",
        f"DTEND:{end}",
        f"SUMMARY:{event.get('subject') or 'Meeting'}",
        f"STATUS:{_KINDS[method][1]}",
        f"ORGANIZER:mailto:{organiser}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines)
