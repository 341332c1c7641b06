"""Online meetings: the join link that an event carries, and the meeting behind it."""

from urllib.parse import quote, unquote

from .accounts import Account
from .calls import Call
from .odata import Answer, GraphProblem, Json, new_id, stamp
from .state import Document
from .world import World

# What a PATCH may set, with what Teams has until somebody does.
OPTIONS: Json = {
    "allowRecording": True,
    "allowTranscription": True,
    "recordAutomatically": False,
    "allowedPresenters": "everyone",
    "allowMeetingChat": "enabled",
    "allowTeamworkReactions": True,
    "allowAttendeeToEnableCamera": True,
    "allowAttendeeToEnableMic": True,
    "isEntryExitAnnounced": True,
    "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": False},
}
_ALSO = ("subject", "startDateTime", "endDateTime", "participants")


def room_of(url: str) -> str:
    """Return the room that a way in leads to; as with Teams, the name of its chat holds it."""
    return thread_of(url).removeprefix("19:meeting_").partition("@")[0]


def thread_of(url: str) -> str:
    """Return the meeting's chat."""
    return unquote(url.removesuffix("/0").rpartition("/")[2])


class Meetings:
    """The pretend Teams meetings."""

    def __init__(self, world: World) -> None:
        self._world, self._state = world, world.state

    def attach(self, event: Document, organiser: Account) -> None:
        """Give the event a meeting of its own and write the way in into its body."""
        room = new_id()
        thread = quote(f"19:meeting_{room}@thread.v2", safe="")
        event["join_url"] = f"{self._world.base_url}/join/{thread}/0"
        meeting = {"id": f"MSo{room}", "organiser": organiser.oid, "url": event["join_url"]}
        meeting |= {"made_at": stamp(self._world.clock()), "options": dict(OPTIONS)}
        self._refresh(meeting, event)
        body = event.get("body") or {"contentType": "html", "content": ""}
        event["body"] = {"contentType": "html", "content": body["content"] + _blob(event)}

    def follow(self, event: Document, organiser: Account, *, body_changed: bool) -> None:
        """Keep the meeting in step with its event.

        A body without the way in loses the meeting and gets another: that is what Exchange does,
        and why a client must not send `body` for an online meeting.
        """
        content = str((event.get("body") or {}).get("content") or "")
        url = event.get("join_url")
        if url is None or (body_changed and url not in content):
            self.attach(event, organiser)
        elif meeting := self.by_url(url):
            self._refresh(meeting, event)

    def by_url(self, url: str) -> Document | None:
        """Return the meeting that this link leads to, or None."""
        return self._state.get("meeting", f"MSo{room_of(url)}")

    def meeting(self, organiser: Account, meeting_id: str) -> Document:
        """Return a meeting of this organiser.

        Raises:
            GraphProblem: none (404), or somebody else's (403).

        """
        kept = self._state.get("meeting", meeting_id)
        if kept is None:
            raise GraphProblem(404, "NotFound", "Meeting not found.")
        if kept["organiser"] != organiser.oid:
            raise GraphProblem(403, "Forbidden", "User is not the organizer of the meeting.")
        return kept

    def _refresh(self, meeting: Document, event: Document) -> None:
        meeting |= {"startDateTime": event["start"], "endDateTime": event["end"]}
        meeting["subject"] = event.get("subject")
        self._state.put("meeting", meeting["id"], meeting, owner=meeting["organiser"])


class MeetingOperations:
    """`/onlineMeetings` of a mailbox."""

    def __init__(self, world: World, meetings: Meetings) -> None:
        self._world, self._meetings = world, meetings

    def find(self, call: Call) -> Answer:
        """Look a meeting up by its link; only its organiser may."""
        field, _, value = call.query.get("$filter", "").partition(" eq ")
        if field.strip().lower() != "joinweburl" or not value.strip().startswith("'"):
            raise GraphProblem(400, "InvalidArgument", "Filter by JoinWebUrl eq '<url>'.")
        found = self._meetings.by_url(unquote(value.strip().strip("'")))
        if found is None:
            raise GraphProblem(404, "NotFound", "Meeting not found.")
        return Answer(200, {"value": [self._shown(self._of(call, found["id"]))]})

    def get(self, call: Call) -> Answer:
        """Return one meeting."""
        return Answer(200, self._shown(self._of(call, call.path["onlineMeeting-id"])))

    def patch(self, call: Call) -> Answer:
        """Set options of a meeting; start and end go together."""
        times = {"startDateTime", "endDateTime"} & call.body.keys()
        if len(times) == 1:
            raise GraphProblem(400, "BadRequest", "startDateTime and endDateTime go together.")
        if unknown := [n for n in call.body if n not in OPTIONS and n not in _ALSO]:
            raise GraphProblem(400, "BadRequest", f"'{unknown[0]}' cannot be changed.")
        with self._world.state.changing():
            meeting = self._of(call, call.path["onlineMeeting-id"])
            for name, value in call.body.items():
                target = meeting["options"] if name in OPTIONS else meeting
                target[name] = value
            self._world.state.put("meeting", meeting["id"], meeting, owner=meeting["organiser"])
        return Answer(200, self._shown(meeting))

    def _of(self, call: Call, meeting_id: str) -> Document:
        return self._meetings.meeting(call.owner, meeting_id)

    def _shown(self, meeting: Document) -> Json:
        organiser = self._world.accounts.of(meeting["organiser"])
        identity = {"user": {"id": organiser.oid, "displayName": organiser.name}}
        attendees = (meeting.get("participants") or {}).get("attendees", [])
        return {
            "id": meeting["id"],
            "creationDateTime": meeting["made_at"],
            "startDateTime": meeting["startDateTime"],
            "endDateTime": meeting["endDateTime"],
            "subject": meeting.get("subject"),
            "joinWebUrl": meeting["url"],
            "participants": {
                "organizer": {"upn": organiser.mail, "role": "presenter", "identity": identity},
                "attendees": attendees,
            },
            **meeting["options"],
        }


def _blob(event: Document) -> str:
    link = f'<a href="{event["join_url"]}">Join the meeting now</a>'
    return f'<div class="me-email-text"><hr><p>Microsoft Teams meeting</p><p>{link}</p></div>'
