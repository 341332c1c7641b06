"""The Teams meeting behind an event: who gets in, and that nobody records.

https://learn.microsoft.com/graph/api/resources/onlinemeeting

Only its organiser may look a meeting up by its join link. Needs OnlineMeetings.ReadWrite.
"""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from graph._shapes import Shape, literal, load, owner_path, segment
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
        wanted: dict[str, Any] = {
            "lobbyBypassSettings": {"scope": "invited", "isDialInBypassEnabled": False}
        }
        if self._transport.profile.recording_switch:
            wanted |= {
                "allowRecording": recording,
                "allowTranscription": recording,
                "recordAutomatically": False,
            }
        self._transport.send(Request("PATCH", url, json=wanted))
        return _meeting(self._transport.get(url))


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
    values = load(_MeetingShape(), body, "a meeting")
    return Meeting(
        meeting_id=values["meeting_id"],
        recording=values["recording"],
        transcription=values["transcription"],
        lobby=(values["lobby"] or {}).get("scope"),
    )
