"""Closing a Teams meeting to recording, as far as the institution's policy lets us."""

import logging

from graph.errors import GraphError
from graph.meetings import Meeting, Meetings
from graph.transport import Transport

Settings = tuple[tuple[str, str], ...]
UNKNOWN: Settings = (("recording", "unknown"), ("transcription", "unknown"), ("lobby", "unknown"))
_WORDS = {True: "on", False: "off", None: "unknown"}
_log = logging.getLogger(__name__)


def hardened(transport: Transport, join_url: str | None, *, recording: bool = False) -> Settings:
    """Ask for no recording, or for one that everybody wants, and return what is in effect.

    Never fails, for the meeting stands.

    Empty where there is no online meeting (yet).
    """
    if join_url is None:
        return ()
    meetings = Meetings(transport)
    try:
        meeting = meetings.find(join_url)
        return (
            UNKNOWN
            if meeting is None
            else in_effect(meetings.harden(meeting.meeting_id, recording=recording))
        )
    except GraphError as error:
        _log.warning("a meeting's options could not be set: %s", error)
        return UNKNOWN


def is_hardened(settings: Settings) -> bool:
    """Whether these settings say that nobody can record who may not: all have said yes, or none."""
    return ("recording", "off") in settings or ("consented", "yes") in settings


def in_effect(meeting: Meeting) -> Settings:
    """Return the settings as they are kept."""
    return (
        ("recording", _WORDS[meeting.recording]),
        ("transcription", _WORDS[meeting.transcription]),
        ("lobby", meeting.lobby or "unknown"),
    )
