"""What mail programs send back to an invitation, written as each of them writes it."""

from dataclasses import dataclass, field
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage

from icalendar import Calendar

STAMP = "{:%Y%m%dT%H%M%SZ}"


@dataclass
class Received:
    """One letter as its reader's calendar holds it."""

    mail: EmailMessage
    events: list = field(default_factory=list)

    @property
    def organizer(self):
        return str(self.events[0]["ORGANIZER"]).removeprefix("mailto:")

    @property
    def uid(self):
        return str(self.events[0]["UID"])

    def reply(self, partstat="ACCEPTED", *, method="REPLY", to=None, who=None, **lines):
        """The answer of its reader's calendar; `lines` stand instead of its own."""
        attendee = str(self.events[0]["ATTENDEE"])
        said = {
            "UID": self.uid,
            "SEQUENCE": self.events[0]["SEQUENCE"],
            "DTSTAMP": "20260301T080000Z",
            "ORGANIZER": f"mailto:{self.organizer}",
            f"ATTENDEE;PARTSTAT={partstat}": f"mailto:{who}" if who else attendee,
        }
        if "RECURRENCE-ID" in self.events[0]:
            slot = self.events[0]["RECURRENCE-ID"].dt.astimezone(UTC)
            said["RECURRENCE-ID"] = STAMP.format(slot)
        said |= {name.replace("_", "-").upper(): value for name, value in lines.items()}
        return answer(method, said, to=to or self.organizer)


def received(letter):
    mail = message_from_bytes(letter.body, policy=policy.default)
    part = next(p for p in mail.walk() if p.get_content_type() == "text/calendar")
    return Received(mail, Calendar.from_ical(part.get_content()).walk("VEVENT"))


def last_to(world, who):
    """The last letter to that person."""
    return received([one for one in world.post.letters if one.person_id == who.person_id][-1])


def answer(method, said, *, to):
    event = [f"{name}:{value}" for name, value in said.items() if value is not None]
    lines = ["BEGIN:VCALENDAR", "PRODID:-//Mail program//EN", "VERSION:2.0", f"METHOD:{method}",
             "BEGIN:VEVENT", *event, "END:VEVENT", "END:VCALENDAR", ""]  # fmt: skip
    return mail("\r\n".join(lines), to=to, method=method)


def mail(calendar, *, to, method="REPLY", **headers):
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = "Somebody <somebody@elsewhere.example>"
    message["To"] = to
    message["Subject"] = "Accepted: Mentoring"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("See the calendar.")
    if calendar is not None:
        message.add_alternative(calendar, subtype="calendar", params={"method": method})
    return message.as_bytes()


def moment(at):
    return STAMP.format(at.astimezone(UTC))


def together(raw, other):
    """One mail with the events of both."""
    second = other.decode()
    event = second[second.index("BEGIN:VEVENT") : second.index("END:VCALENDAR")]
    return raw.decode().replace("END:VCALENDAR", event + "END:VCALENDAR").encode()
