"""The Teams meeting behind an event: who gets in, and that nobody records.

https://learn.microsoft.com/graph/api/resources/onlinemeeting

Only its organiser may look a meeting up by its join link. Needs OnlineMeetings.ReadWrite.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from marshmallow import fields

from graph._shapes import Shape, literal, load, owner_path, segment
from graph.batch import send_across
from graph.errors import GraphContractError, GraphError
from graph.transport import Request, Transport


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as it is in effect, which the institution's policy may decide over our heads.

    Attributes:
        recording, transcription: whether they are possible. None: this cloud does not say.
        lobby: who passes the lobby, in Graph's word; "invited" is what we ask for.

    """

    meeting_id: str
    recording: bool | None
    transcription: bool | None
    lobby: str | None


class Meetings:
    """One account's online meetings."""

    def __init__(self, transport: Transport, *, owner: str | None = None) -> None:
        self._transport = transport
        self._meetings = f"{owner_path(owner or transport.owner)}/onlineMeetings"

    def find(self, join_url: str) -> Meeting | None:
        """Return the meeting of that join link; None if there is none, or none yet."""
        where = {"$filter": f"JoinWebUrl eq {literal(join_url)}"}
        found = list(self._transport.pages(self._meetings, params=where))
        return _meeting(found[0]) if found else None

    def harden(self, meeting_id: str, *, recording: bool = False) -> Meeting:
        """Ask for no recording, no transcript and a lobby, and return what is then in effect.

        With `recording`, recording and transcript may be begun by a person; none begins by itself.

        Safe to call again. Also takes effect in a meeting that is under way.
        """
        url = f"{self._meetings}/{segment(meeting_id)}"
        wanted = _closed(self._transport, recording=recording)
        self._transport.send(Request("PATCH", url, json=wanted))
        return _meeting(self._transport.get(url))


Wanted = tuple[str, str]
"""The Entra object id of a meeting's organiser, and its join link."""


def harden_across(transport: Transport, wanted: Sequence[Wanted]) -> dict[Wanted, Meeting]:
    """Ask of many organisers' meetings what `Meetings.harden` asks, as the application.

    Returns what is then in effect; a meeting that was not found, refused or not answered for is
    left out. Raises nothing.
    """
    where = {
        one: f"{owner_path(one[0])}/onlineMeetings?"
        + urlencode({"$filter": f"JoinWebUrl eq {literal(one[1])}"})
        for one in wanted
    }
    found = _read_across(transport, where)
    urls = {
        one: f"{owner_path(one[0])}/onlineMeetings/{segment(meeting.meeting_id)}"
        for one, meeting in found.items()
    }
    asked = _closed(transport, recording=False)
    parts = [(one, one[0], Request("PATCH", url, json=asked)) for one, url in urls.items()]
    done = [one for one, said in send_across(transport, parts) if not isinstance(said, GraphError)]
    return _read_across(transport, {one: urls[one] for one in done})


def _read_across(transport: Transport, urls: Mapping[Wanted, str]) -> dict[Wanted, Meeting]:
    read = {}
    parts = [(one, one[0], Request("GET", url)) for one, url in urls.items()]
    for one, said in send_across(transport, parts):
        body = said.get("value", [said]) if not isinstance(said, GraphError) else None
        with suppress(GraphContractError):
            if isinstance(body, list) and body:
                read[one] = _meeting(body[0])
    return read


def _closed(transport: Transport, *, recording: bool) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "lobbyBypassSettings": {"scope": "invited", "isDialInBypassEnabled": False}
    }
    if transport.profile.recording_switch:
        wanted |= {
            "allowRecording": recording,
            "allowTranscription": recording,
            "recordAutomatically": False,
        }
    return wanted


class _LobbyShape(Shape):
    scope = fields.String(load_default=None, allow_none=True)


class _MeetingShape(Shape):
    meeting_id = fields.String(required=True, data_key="id")
    recording = fields.Boolean(
        truthy={True}, falsy={False}, load_default=None, allow_none=True, data_key="allowRecording"
    )
    transcription = fields.Boolean(
        truthy={True},
        falsy={False},
        load_default=None,
        allow_none=True,
        data_key="allowTranscription",
    )
    lobby = fields.Nested(
        _LobbyShape, load_default=None, allow_none=True, data_key="lobbyBypassSettings"
    )


def _meeting(body: object) -> Meeting:
    values = load(_MeetingShape, body, "a meeting")
    return Meeting(
        meeting_id=values["meeting_id"],
        recording=values["recording"],
        transcription=values["transcription"],
        lobby=(values["lobby"] or {}).get("scope"),
    )
