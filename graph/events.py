"""An event as it is sent to Graph and as it comes back.

https://learn.microsoft.com/graph/api/resources/event
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

from marshmallow import fields

from graph._shapes import (
    MailShape,
    MomentShape,
    Shape,
    load,
    moment_from,
    stamp,
    truth,
    wall_clock,
    web_link,
)
from graph.errors import GraphContractError
from graph.recurrence import RecurrenceShape, Weekly, end_of, written

CORRELATION = "String {c1f0a7de-5b53-4c43-9d6f-3d4a0c2b7e15} Name mentoringSession"
"""The extended property that carries our id on the event, so that it can be found again."""

Reply = Literal["none", "organizer", "tentativelyAccepted", "accepted", "declined", "notResponded"]


@dataclass(frozen=True, slots=True)
class When:
    """Start and end, aware, and the IANA zone of the wall clock they are meant on."""

    starts_at: datetime
    ends_at: datetime
    zone: str

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at <= self.starts_at:
            raise ValueError("an event has aware moments and ends after it starts")


@dataclass(frozen=True, slots=True)
class Invitee:
    """Someone to invite. `address` need not belong to a Microsoft account."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Someone invited, and what they answered. `address` is empty where Exchange knows none.

    `proposed` is another time that they would rather have: start and end.
    """

    address: str
    name: str
    reply: Reply
    proposed: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDraft:
    """An event to be made.

    Attributes:
        body_html: shown in the invitation. Whoever makes it escapes what people typed.
        invitees: everybody but the owner of the calendar.
        correlation_id: our own id of what this event is about; `find` looks for it.
        transaction_id: Graph drops a second create that carries the same. How long it remembers is
            written nowhere, hence `find`.
        repeats: how it repeats after `when`; None for once.

    """

    subject: str
    body_html: str
    when: When
    invitees: tuple[Invitee, ...]
    correlation_id: str
    transaction_id: str
    online: bool = True
    repeats: Weekly | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """What to change; None leaves it. `invitees` is the whole new list, as Graph wants it.

    `repeats` is the whole new rule of a series, with when it begins: that stays as it is. It turns
    an event of one time into a series. `correlation_id` is what it is to be found by from then on.
    """

    subject: str | None = None
    when: When | None = None
    invitees: tuple[Invitee, ...] | None = None
    repeats: tuple[Weekly, When] | None = None
    correlation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as Graph holds it.

    Attributes:
        event_id: stays the same when the event is moved between folders; of this mailbox only.
        ical_uid: the same in every attendee's copy.
        etag: changes with every change; compare it to recognise our own.
        join_url: None for a meeting in a room, and until Teams has made the meeting.
        series_id: of the event that holds the whole series, for one of its times.
        original_start: when that time was planned for, wherever it was moved since.
        repeats_until: the last day of a series; None for any other event.
        kind: "singleInstance", "seriesMaster", "occurrence" or "exception"; empty where not told.
        sensitivity: "normal", "personal", "private" or "confidential"; empty as above.

    """

    event_id: str
    etag: str
    ical_uid: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    is_organizer: bool
    join_url: str | None
    web_url: str | None
    attendees: tuple[Attendee, ...]
    series_id: str | None = None
    original_start: datetime | None = None
    repeats_until: date | None = None
    kind: str = ""
    sensitivity: str = ""
    all_day: bool = False


class _ReplyShape(Shape):
    response = fields.String(load_default="none", allow_none=True)


class _SlotShape(Shape):
    start = fields.Nested(MomentShape, load_default=None, allow_none=True)
    end = fields.Nested(MomentShape, load_default=None, allow_none=True)


class _AttendeeShape(Shape):
    mail = fields.Nested(MailShape, required=True, data_key="emailAddress")
    status = fields.Nested(_ReplyShape, load_default=None, allow_none=True)
    proposed = fields.Nested(
        _SlotShape, load_default=None, allow_none=True, data_key="proposedNewTime"
    )


class _MeetingShape(Shape):
    join_url = fields.String(load_default=None, allow_none=True, data_key="joinUrl")


class _EventShape(Shape):
    event_id = fields.String(required=True, data_key="id")
    etag = fields.String(required=True, data_key="@odata.etag")
    ical_uid = fields.String(required=True, data_key="iCalUId")
    subject = fields.String(load_default="", allow_none=True)
    start = fields.Nested(MomentShape, required=True)
    end = fields.Nested(MomentShape, required=True)
    cancelled = truth("isCancelled")
    is_organizer = truth("isOrganizer")
    meeting = fields.Nested(
        _MeetingShape, load_default=None, allow_none=True, data_key="onlineMeeting"
    )
    web_url = fields.String(load_default=None, allow_none=True, data_key="webLink")
    attendees = fields.List(fields.Nested(_AttendeeShape), load_default=[], allow_none=True)
    series_id = fields.String(load_default=None, allow_none=True, data_key="seriesMasterId")
    original_start = fields.String(load_default=None, allow_none=True, data_key="originalStart")
    recurrence = fields.Nested(RecurrenceShape, load_default=None, allow_none=True)
    kind = fields.String(load_default="", allow_none=True, data_key="type")
    sensitivity = fields.String(load_default="", allow_none=True)
    all_day = truth("isAllDay")


def new_event(draft: EventDraft) -> dict[str, Any]:
    """Return the body that makes the event."""
    teams = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    repeats = (draft.repeats, draft.when) if draft.repeats else None
    return {
        "subject": draft.subject,
        "body": {"contentType": "html", "content": draft.body_html},
        **_times(draft.when),
        "attendees": _invitations(draft.invitees),
        "transactionId": draft.transaction_id,
        **_named(draft.correlation_id),
        "sensitivity": "private",
        **(teams if draft.online else {}),
        **(_recurrence(*repeats) if repeats else {}),
    }


def changed_parts(change: EventChange) -> dict[str, Any]:
    """Return the body that changes the event: only what changes, and never `body`."""
    body: dict[str, Any] = {}
    if change.subject is not None:
        body["subject"] = change.subject
    if change.when is not None:
        body |= _times(change.when)
    if change.invitees is not None:
        body["attendees"] = _invitations(change.invitees)
    if change.repeats is not None:
        body |= _recurrence(*change.repeats)
    if change.correlation_id is not None:
        body |= _named(change.correlation_id)
    return body


def last_day(repeats: Weekly, when: When) -> date:
    """Return the day of the last time of a series that begins then, as Outlook counts days."""
    return repeats.last(_first_day(when))


def _recurrence(repeats: Weekly, when: When) -> dict[str, Any]:
    zone = wall_clock(when.starts_at, when.zone)["timeZone"]
    return {"recurrence": written(repeats, _first_day(when), zone)}


def _first_day(when: When) -> date:
    return datetime.fromisoformat(wall_clock(when.starts_at, when.zone)["dateTime"]).date()


def _named(correlation_id: str) -> dict[str, Any]:
    return {"singleValueExtendedProperties": [{"id": CORRELATION, "value": correlation_id}]}


def _times(when: When) -> dict[str, Any]:
    return {
        "start": wall_clock(when.starts_at, when.zone),
        "end": wall_clock(when.ends_at, when.zone),
    }


def _invitations(invitees: tuple[Invitee, ...]) -> list[dict[str, Any]]:
    return [
        {
            "emailAddress": {"address": invitee.address, "name": invitee.name or invitee.address},
            # "resource" would make Exchange take the person for a room.
            "type": "required",
        }
        for invitee in invitees
    ]


def event_from(body: object) -> Event:
    """Return the event in an answer.

    Raises:
        GraphContractError: something we rely on is missing or of another kind.

    """
    values = load(_EventShape, body, "an event")
    starts_at, ends_at = moment_from(values["start"]), moment_from(values["end"])
    if ends_at < starts_at:
        raise GraphContractError("an event that ends before it starts")
    meeting = values["meeting"] or {}
    return Event(
        event_id=values["event_id"],
        etag=values["etag"],
        ical_uid=values["ical_uid"],
        subject=values["subject"] or "",
        starts_at=starts_at,
        ends_at=ends_at,
        cancelled=bool(values["cancelled"]),
        is_organizer=bool(values["is_organizer"]),
        join_url=web_link(meeting.get("join_url")),
        web_url=web_link(values["web_url"]),
        attendees=tuple(_attendee(each) for each in values["attendees"] or ()),
        series_id=values["series_id"] or None,
        original_start=stamp(values["original_start"]) if values["original_start"] else None,
        repeats_until=end_of(values["recurrence"]),
        kind=values["kind"] or "",
        sensitivity=values["sensitivity"] or "",
        all_day=bool(values["all_day"]),
    )


def _attendee(values: Mapping[str, Any]) -> Attendee:
    """Read one attendee; an answer Microsoft invents later counts as none."""
    said = (values["status"] or {}).get("response")
    reply = said if said in get_args(Reply) else "none"
    mail, slot = values["mail"], values["proposed"] or {}
    ends = [moment_from(slot[name]) for name in ("start", "end") if slot.get(name)]
    return Attendee(
        address=mail["address"] or "",
        name=mail["name"] or "",
        reply=cast("Reply", reply),
        proposed=(ends[0], ends[1]) if len(ends) == 2 and ends[0] < ends[1] else None,
    )
