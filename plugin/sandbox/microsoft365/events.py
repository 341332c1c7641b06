"""`/events` and `/calendarView` of a mailbox: Graph's words to and from the calendar's."""

import re
from datetime import datetime
from urllib.parse import urlencode

from .calendar import Calendar
from .calls import Call
from .event_drafts import attendees, fits, moment
from .odata import NEVER, Answer, GraphProblem, Json, parse_stamp, selected, stamp, top
from .series import checked
from .state import Document
from .world import World
from .zones import UnknownZoneError, to_local

# Members that are kept and given back as they come.
_PLAIN = (
    "subject", "body", "location", "importance", "sensitivity", "showAs", "categories",
    "allowNewTimeProposals", "responseRequested", "hideAttendees", "isAllDay",
    "isReminderOn", "reminderMinutesBeforeStart", "singleValueExtendedProperties",
)  # fmt: skip
_UNLESS_SET: Json = {
    "subject": None,
    "location": {"displayName": ""},
    "isAllDay": False,
    "sensitivity": "normal",
    "importance": "normal",
    "allowNewTimeProposals": True,
    "responseRequested": True,
    "hideAttendees": False,
    "categories": [],
    "isReminderOn": True,
    "reminderMinutesBeforeStart": 15,
}
_IMMUTABLE, _MUTABLE = "AAkALgAA", "AAMkAGNm"


def shown_id(event_id: str, *, immutable: bool) -> str:
    """Return an event's id as a caller sees it."""
    return f"{_IMMUTABLE if immutable else _MUTABLE}{event_id}"


def kept_id(shown: str) -> str:
    """Return the id that a caller means: both kinds are understood, as Graph does."""
    for prefix in (_IMMUTABLE, _MUTABLE):
        if shown.startswith(prefix):
            return shown[len(prefix) :]
    raise GraphProblem(400, "ErrorInvalidIdMalformed", "Id is malformed.")


def etag(event: Document) -> str:
    """Return the event's etag; each change makes another."""
    return f'W/"{event["id"][:12]}{event["version"]:06d}"'


class EventOperations:
    """The operations."""

    def __init__(self, world: World, calendar: Calendar) -> None:
        self._world, self._calendar = world, calendar

    def create(self, call: Call) -> Answer:
        """Make an event; the same transactionId gives the first one back."""
        if not {"start", "end"} <= call.body.keys():
            raise GraphProblem(400, "ErrorPropertyValidationFailure", "start and end are required.")
        draft = self._draft(call.body)
        transaction = call.body.get("transactionId")
        event = self._calendar.create(call.owner, draft, transaction=transaction)
        return self._answer(call, event, status=201)

    def get(self, call: Call) -> Answer:
        """Return an event."""
        wanted = kept_id(call.path["event-id"])
        return self._answer(call, self._calendar.readable(call.owner, wanted))

    def patch(self, call: Call) -> Answer:
        """Change an event."""
        with self._world.state.changing():
            event = self._event(call)
            self._check_version(call, event)
            if call.body.get("transactionId", event.get("transaction")) != event.get("transaction"):
                words = "transactionId cannot be changed."
                raise GraphProblem(400, "ErrorInvalidPropertySet", words)
            if event.get("online") and call.body.get("isOnlineMeeting") is False:
                words = "An online meeting cannot be turned off."
                raise GraphProblem(400, "ErrorInvalidPropertySet", words)
            changes = self._draft(self._as_taken(call.body, event), known=event)
            changed = self._calendar.change(call.owner, event["id"], changes)
        return self._answer(call, changed)

    def _as_taken(self, body: Json, event: Document) -> Json:
        """Return the change without a recurrence that a single event is not given here."""
        if not body.get("recurrence") or event.get("recurrence") or "master" in event:
            return body
        if not self._world.switch("singles_become_series"):
            words = "A single instance cannot be given a recurrence."
            raise GraphProblem(400, "ErrorInvalidRequest", words)
        ignored = self._world.switch("recurrence_ignored")
        return {name: one for name, one in body.items() if name != "recurrence" or not ignored}

    def delete(self, call: Call) -> Answer:
        """Take an event out; the organiser's deletion cancels the meeting."""
        self._check_version(call, self._event(call))
        self._calendar.cancel(call.owner, self._event(call)["id"], organiser_only=False)
        return Answer(204)

    def cancel(self, call: Call) -> Answer:
        """Cancel a meeting."""
        self._calendar.cancel(call.owner, self._event(call)["id"])
        return Answer(202)

    def accept(self, call: Call) -> Answer:
        """Accept an invitation."""
        return self._respond(call, "accept")

    def tentatively_accept(self, call: Call) -> Answer:
        """Accept an invitation tentatively."""
        return self._respond(call, "tentativelyAccept")

    def decline(self, call: Call) -> Answer:
        """Decline an invitation."""
        return self._respond(call, "decline")

    def search(self, call: Call) -> Answer:
        """Return the events of a mailbox, or those that a filter asks for."""
        events = self._calendar.events(call.owner)
        if wanted := call.query.get("$filter"):
            events = [e for e in events if fits(e, wanted)]
        return self._page(call, events)

    def view(self, call: Call) -> Answer:
        """Return the events between two moments."""
        return self._page(call, self._calendar.between(call.owner, *_window(call)))

    def instances(self, call: Call) -> Answer:
        """Return the times of a series between two moments."""
        master = self._event(call)
        if not master.get("recurrence"):
            raise GraphProblem(400, "ErrorInvalidRequest", "The event is not a series.")
        start, end = (stamp(moment) for moment in _window(call))
        found = self._calendar.series.times(master)
        return self._page(call, [e for e in found if e["start"] < end and e["end"] > start])

    def _respond(self, call: Call, answer: str) -> Answer:
        send = call.body.get("sendResponse") is not False
        rather = self._proposed(call, answer)
        event_id = self._event(call)["id"]
        self._calendar.answer(call.owner, event_id, answer, send=send, rather=rather)
        return Answer(202)

    def _proposed(self, call: Call, answer: str) -> Json | None:
        """Return another time that the guest would rather have."""
        slot = call.body.get("proposedNewTime")
        if slot is None:
            return None
        if answer == "accept" or not self._event(call).get("allowNewTimeProposals", True):
            raise GraphProblem(400, "ErrorInvalidRequest", "No new time can be proposed.")
        times = {name: stamp(moment(slot.get(name))) for name in ("start", "end")}
        return {name: {"dateTime": times[name][:-1], "timeZone": "UTC"} for name in times}

    def forward(self, call: Call) -> Answer:
        """Send the invitation on: whoever gets it is then invited by the organiser, too."""
        given = attendees(call.body.get("toRecipients"), None)
        self._calendar.forward(call.owner, self._event(call)["id"], given)
        return Answer(202)

    def _event(self, call: Call) -> Document:
        return self._calendar.event(call.owner, kept_id(call.path["event-id"]))

    @staticmethod
    def _check_version(call: Call, event: Document) -> None:
        if call.if_match not in (None, "*", etag(event)):
            words = "Your change could not be applied because the item has changed."
            raise GraphProblem(412, "ErrorIrresolvableConflict", words)

    def _answer(self, call: Call, event: Document, *, status: int = 200) -> Answer:
        return Answer(status, selected(self._shown(call, event), call.query))

    def _page(self, call: Call, events: list[Document]) -> Answer:
        size, skip = top(call.query), int(call.query.get("$skip") or 0)
        shown = [self._shown(call, e) for e in events[skip : skip + size]]
        body: Json = {"value": [selected(e, call.query) for e in shown]}
        if len(events) > skip + size:
            kept = {**call.query, "$skip": str(skip + size)}
            body["@odata.nextLink"] = f"{self._world.base_url}{call.address}?{urlencode(kept)}"
        return Answer(200, body)

    def _draft(self, body: Json, known: Document | None = None) -> Document:
        draft: Document = {name: body[name] for name in _PLAIN if name in body}
        for name in ("start", "end"):
            if name in body:
                draft[name] = stamp(moment(body[name]))
                draft["zone"] = body[name].get("timeZone") or "UTC"
        if "attendees" in body:
            draft["attendees"] = attendees(body["attendees"], known)
        if body.get("isOnlineMeeting"):
            draft["online"] = True
        times = {**(known or {}), **draft}
        if body.get("recurrence"):
            if "master" in times:
                words = "One time of a series has no recurrence."
                raise GraphProblem(400, "ErrorInvalidRequest", words)
            draft["recurrence"] = checked(body["recurrence"], times["start"])
        if times["end"] <= times["start"]:
            words = "The end time must be after the start time."
            raise GraphProblem(400, "ErrorPropertyValidationFailure", words)
        return draft

    def _shown(self, call: Call, event: Document) -> Json:
        body = shown(event, self._world, zone=call.zone, immutable=call.immutable)
        if "singleValueExtendedProperties" in call.query.get("$expand", ""):
            properties = event.get("singleValueExtendedProperties", [])
            body["singleValueExtendedProperties"] = properties
        return body


def shown(event: Document, world: World, *, zone: str, immutable: bool) -> Json:
    """Return the event as Graph writes it, its times in `zone`."""
    owner, organiser = (world.accounts.of(event[name]) for name in ("owner", "organiser"))
    return {
        "@odata.etag": etag(event),
        "id": shown_id(event["id"], immutable=immutable),
        "changeKey": etag(event)[3:-1],
        "createdDateTime": event["made_at"],
        "lastModifiedDateTime": event.get("changed_at", event["made_at"]),
        "iCalUId": event["uid"],
        "transactionId": event.get("transaction"),
        "start": _local(event["start"], zone),
        "end": _local(event["end"], zone),
        "originalStartTimeZone": event.get("zone", "UTC"),
        "originalEndTimeZone": event.get("zone", "UTC"),
        "attendees": event["attendees"],
        "organizer": {"emailAddress": organiser.address},
        "isOrganizer": organiser == owner,
        "isCancelled": event["cancelled"],
        "isDraft": False,
        "showAs": event["showAs"],
        **_repeating(event, immutable=immutable),
        "webLink": f"{world.base_url}/calendar/{owner.key}/{event['id']}",
        **_content(event),
        **_meeting(event),
    }


def _repeating(event: Document, *, immutable: bool) -> Json:
    if event.get("recurrence"):
        return {"type": "seriesMaster", "recurrence": event["recurrence"], "seriesMasterId": None}
    if "master" not in event:
        return {"type": "singleInstance", "recurrence": None, "seriesMasterId": None}
    master_id = shown_id(event["master"], immutable=immutable)
    kind = "exception" if event.get("alone") else "occurrence"
    times = {"originalStart": event["planned"], "seriesMasterId": master_id}
    return {"type": kind, "recurrence": None, **times}


def _window(call: Call) -> tuple[datetime, datetime]:
    span = [call.query.get(name, "") for name in ("startDateTime", "endDateTime")]
    if not all(span):
        words = "This request requires a time window specified by query string parameters."
        raise GraphProblem(400, "ErrorInvalidParameter", words)
    return parse_stamp(span[0]), parse_stamp(span[1])


def _content(event: Document) -> Json:
    body = event.get("body") or {"contentType": "html", "content": ""}
    plain = {name: event.get(name, value) for name, value in _UNLESS_SET.items()}
    preview = re.sub(r"<[^>]*>", " ", body["content"] or "")[:255].strip()
    return {**plain, "body": body, "bodyPreview": preview}


def _meeting(event: Document) -> Json:
    online = bool(event.get("online"))
    answered_at = event.get("responded_at") or NEVER
    return {
        "isOnlineMeeting": online,
        "onlineMeetingProvider": "teamsForBusiness" if online else "unknown",
        "onlineMeeting": {"joinUrl": event["join_url"]} if online else None,
        "responseStatus": {"response": event["response"], "time": answered_at},
    }


def _local(moment: str, zone: str) -> Json:
    try:
        return {"dateTime": to_local(parse_stamp(moment), zone), "timeZone": zone}
    except UnknownZoneError:
        words = f"The time zone '{zone}' is not supported."
        raise GraphProblem(400, "TimeZoneNotSupportedException", words) from None
