"""Which permission each operation needs, and what a permission implies.

The operations are named by method and path template as Graph's reference writes them; the
permissions are those of its pages. `tests` compare the table with the published one.
"""

from dataclasses import dataclass

_READ_CALENDAR = frozenset({"Calendars.ReadBasic", "Calendars.Read"})
_WHOLE_CALENDAR = frozenset({"Calendars.Read"})
_CALENDAR = frozenset({"Calendars.ReadWrite"})
_MEETINGS = frozenset({"OnlineMeetings.ReadWrite"})
_READ_MEETINGS = frozenset({"OnlineMeetings.Read"})
_READ_FILES = frozenset(
    {"Files.Read", "Files.Read.All", "Files.ReadWrite", "Sites.Read.All", "Sites.Selected"}
)
_FILES = frozenset(
    {"Files.ReadWrite", "Files.ReadWrite.All", "Sites.ReadWrite.All", "Sites.Selected"}
)
_ALL_FILES = _FILES - {"Files.ReadWrite"}
_READ_ALL_FILES = frozenset({"Files.Read.All", "Sites.Read.All", "Sites.Selected"})
_SITE = frozenset({"Sites.Read.All", "Sites.Selected"})
_NONE: frozenset[str] = frozenset()

IMPLIES = {
    "Calendars.ReadWrite": {"Calendars.Read", "Calendars.ReadBasic"},
    "Calendars.Read": {"Calendars.ReadBasic"},
    "OnlineMeetings.ReadWrite": {"OnlineMeetings.Read"},
    "MailboxSettings.ReadWrite": {"MailboxSettings.Read"},
    "Tasks.ReadWrite": {"Tasks.Read"},
    "Tasks.ReadWrite.All": {"Tasks.Read.All"},
    "Files.ReadWrite.All": {"Files.ReadWrite", "Files.Read.All", "Files.Read"},
    "Files.ReadWrite": {"Files.Read"},
    "Sites.ReadWrite.All": {"Sites.Read.All"},
    "User.Read.All": {"User.ReadBasic.All"},
    "User.ReadBasic.All": {"User.Read"},
}


@dataclass(frozen=True, slots=True)
class Needs:
    """Any one of these permissions is enough; an empty set means: not offered in this mode.

    None means that every signed-in caller may try; the operation decides for itself.
    """

    delegated: frozenset[str] | None
    application: frozenset[str] | None


_EVENT = Needs(_CALENDAR, _CALENDAR)
_EVENT_READ = Needs(_READ_CALENDAR, _READ_CALENDAR)
_EVENT_WHOLE = Needs(_WHOLE_CALENDAR, _WHOLE_CALENDAR)
_MEETING = Needs(_MEETINGS, frozenset({"OnlineMeetings.ReadWrite.All"}))
_MEETING_READ = Needs(_READ_MEETINGS, frozenset({"OnlineMeetings.Read.All"}))
_FILE = Needs(_FILES, _ALL_FILES)
_FILE_READ = Needs(_READ_FILES, _READ_ALL_FILES)
_TASKS = Needs(frozenset({"Tasks.ReadWrite"}), _NONE)
_TASKS_READ = Needs(frozenset({"Tasks.Read"}), frozenset({"Tasks.Read.All"}))
_TASKS_CHANGES = Needs(frozenset({"Tasks.Read"}), frozenset({"Tasks.Read.All"}))
_ANYBODY = Needs(None, None)
_ARTIFACTS = frozenset({"OnlineMeetingArtifact.Read.All"})
_REPORTS = "/onlineMeetings/{onlineMeeting-id}/attendanceReports"
_SETTINGS = frozenset({"MailboxSettings.Read"})

# Paths of a mailbox stand once, without their `/me` or `/users/{user-id}`.
MAILBOX: dict[tuple[str, str], Needs] = {
    ("GET", "/mailboxSettings"): Needs(_SETTINGS, _SETTINGS),
    ("GET", "/calendar"): _EVENT_READ,
    ("POST", "/calendar/getSchedule"): _EVENT_READ,
    ("POST", "/events"): _EVENT,
    ("GET", "/events"): _EVENT_READ,
    ("GET", "/events/{event-id}"): _EVENT_READ,
    ("GET", "/events/{event-id}/instances"): _EVENT_READ,
    ("PATCH", "/events/{event-id}"): _EVENT,
    ("DELETE", "/events/{event-id}"): _EVENT,
    ("POST", "/events/{event-id}/cancel"): _EVENT,
    ("POST", "/events/{event-id}/accept"): _EVENT,
    ("POST", "/events/{event-id}/tentativelyAccept"): _EVENT,
    ("POST", "/events/{event-id}/decline"): _EVENT,
    ("POST", "/events/{event-id}/forward"): _EVENT_WHOLE,
    ("GET", "/calendarView"): _EVENT_READ,
    ("GET", "/todo/lists"): _TASKS_READ,
    ("POST", "/todo/lists"): _TASKS,
    ("POST", "/todo/lists/{todoTaskList-id}/tasks"): _TASKS,
    ("PATCH", "/todo/lists/{todoTaskList-id}/tasks/{todoTask-id}"): _TASKS,
    ("GET", "/todo/lists/{todoTaskList-id}/tasks/delta"): _TASKS_CHANGES,
    ("GET", "/onlineMeetings"): _MEETING_READ,
    ("GET", "/onlineMeetings/{onlineMeeting-id}"): _MEETING_READ,
    ("PATCH", "/onlineMeetings/{onlineMeeting-id}"): _MEETING,
    ("GET", _REPORTS): Needs(_ARTIFACTS, _ARTIFACTS),
    ("GET", f"{_REPORTS}/{{meetingAttendanceReport-id}}"): Needs(_ARTIFACTS, _ARTIFACTS),
}
_FEED = Needs(
    frozenset({"TeamsActivity.Send"}), frozenset({"TeamsActivity.Send", "TeamsActivity.Send.User"})
)
_USER = frozenset({"User.Read"})
_OWN_DRIVE = Needs(_READ_FILES - {"Sites.Selected"} | _USER, _NONE)
_USERS = frozenset({"User.ReadBasic.All", "User.Read.All"})
ELSEWHERE: dict[tuple[str, str], Needs] = {
    ("GET", "/me"): Needs(_USER, _NONE),
    ("GET", "/users/{user-id}"): Needs(_USER | _USERS, _USERS),
    ("POST", "/subscriptions"): _EVENT_READ,
    ("GET", "/subscriptions"): _ANYBODY,
    ("GET", "/subscriptions/{subscription-id}"): _ANYBODY,
    ("PATCH", "/subscriptions/{subscription-id}"): _EVENT_READ,
    ("DELETE", "/subscriptions/{subscription-id}"): _ANYBODY,
    ("POST", "/subscriptions/{subscription-id}/reauthorize"): _EVENT_READ,
    ("POST", "/users/{user-id}/teamwork/sendActivityNotification"): _FEED,
    ("GET", "/sites/{site-id}"): Needs(_SITE, _SITE),
    ("GET", "/sites/{site-id}/drive"): _FILE_READ,
    ("GET", "/me/drive"): _OWN_DRIVE,
    ("GET", "/drives/{drive-id}/root"): _FILE_READ,
    ("GET", "/drives/{drive-id}/root:/{path}"): _FILE_READ,
    ("GET", "/drives/{drive-id}/items/{driveItem-id}:/{path}"): _FILE_READ,
    ("GET", "/drives/{drive-id}/items/{driveItem-id}"): _FILE_READ,
    ("PATCH", "/drives/{drive-id}/items/{driveItem-id}"): _FILE,
    ("DELETE", "/drives/{drive-id}/items/{driveItem-id}"): _FILE,
    ("GET", "/drives/{drive-id}/items/{driveItem-id}/children"): _FILE_READ,
    ("POST", "/drives/{drive-id}/items/{driveItem-id}/children"): _FILE,
    ("GET", "/drives/{drive-id}/items/{driveItem-id}/content"): _FILE_READ,
    ("PUT", "/drives/{drive-id}/items/{driveItem-id}:/{path}:/content"): _FILE,
    ("POST", "/drives/{drive-id}/items/{driveItem-id}:/{path}:/createUploadSession"): _FILE,
    ("GET", "/drives/{drive-id}/items/{driveItem-id}/delta"): _FILE_READ,
    ("POST", "/drives/{drive-id}/items/{driveItem-id}/copy"): _FILE,
    ("POST", "/drives/{drive-id}/items/{driveItem-id}/invite"): _FILE,
    ("GET", "/drives/{drive-id}/items/{driveItem-id}/permissions"): _FILE_READ,
    ("DELETE", "/drives/{drive-id}/items/{driveItem-id}/permissions/{permission-id}"): _FILE,
}


def operations() -> dict[tuple[str, str], Needs]:
    """Return every operation that is built, `/me` and `/users/{user-id}` written out."""
    table = dict(ELSEWHERE)
    for (method, path), needs in MAILBOX.items():
        table[method, f"/me{path}"] = needs
        table[method, f"/users/{{user-id}}{path}"] = needs
    return table


def widened(granted: frozenset[str]) -> frozenset[str]:
    """Return the granted permissions with everything that they imply."""
    implied = {name for permission in granted for name in IMPLIES.get(permission, ())}
    more = granted | implied
    return more if more == granted else widened(frozenset(more))
