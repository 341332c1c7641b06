"""What the tool can do with Microsoft 365, and what each thing needs: the rows of the ladder.

https://learn.microsoft.com/graph/permissions-reference

Only the least permission that does the thing is listed.
"""

from dataclasses import dataclass

DOCS = "https://learn.microsoft.com/graph/api/"


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing the tool can do with Microsoft 365.

    Attributes:
        level: of the ladder, 1 or 2; level 3 is granted in Exchange for some mailboxes, and must
            not be granted here for all.
        why: what people have of it, for whoever is asked to grant it.
        calls: the requests that are made, as Graph's reference writes them.
        delegated: scopes a person signs in with.
        application: roles that the app itself is granted.
        page: where Microsoft says so.
        installed: what comes with the app where a person installs it; asked for in no sign-in.
        admin: whether only an administrator can consent.
        by_choice: asked for only when a person switches it on, and needed for no level.

    """

    name: str
    level: int
    why: str
    calls: tuple[str, ...]
    page: str
    delegated: frozenset[str] = frozenset()
    application: frozenset[str] = frozenset()
    admin: bool = False
    installed: frozenset[str] = frozenset()
    by_choice: bool = False


_ITEM = "/drives/{drive-id}/items/{driveItem-id}"
_LISTS = "/me/todo/lists"
_SUBSCRIPTION = "/subscriptions/{subscription-id}"
_FOLDER = (
    f"GET {_ITEM}:/{{path}}",
    f"GET {_ITEM}/children",
    f"POST {_ITEM}/children",
    f"POST {_ITEM}:/{{path}}:/createUploadSession",
    f"GET {_ITEM}/permissions",
    f"POST {_ITEM}/invite",
    f"DELETE {_ITEM}/permissions/{{permission-id}}",
)
IN_TODO = "bring promises to To Do"
IN_ONEDRIVE = "keep a folder in the mentor's OneDrive"
IN_REPORTS = "learn from Teams that people met"
_REPORTS = "/me/onlineMeetings/{onlineMeeting-id}/attendanceReports"
CAPABILITIES = (
    Capability(
        "know who signed in",
        1,
        "Invitations go to the address at which the mentor really gets mail.",
        ("GET /me",),
        DOCS + "user-get",
        delegated=frozenset({"User.Read"}),
    ),
    Capability(
        "book and change meetings",
        1,
        "A session is a meeting in the mentor's own calendar, and only sessions are touched.",
        (
            "POST /me/events",
            "GET /me/events",
            "GET /me/events/{event-id}",
            "GET /me/events/{event-id}/instances",
            "PATCH /me/events/{event-id}",
            "POST /me/events/{event-id}/cancel",
        ),
        DOCS + "user-post-events",
        delegated=frozenset({"Calendars.ReadWrite"}),
    ),
    Capability(
        "see free and busy times",
        1,
        "Times are offered that suit everybody; titles are neither asked for nor kept.",
        ("POST /me/calendar/getSchedule",),
        DOCS + "calendar-getschedule",
        delegated=frozenset({"Calendars.Read"}),
    ),
    Capability(
        "hear of changes in Outlook",
        1,
        "A session moved in Outlook moves here; of other entries nothing is read by this.",
        (
            "POST /subscriptions",
            "GET /subscriptions",
            f"PATCH {_SUBSCRIPTION}",
            f"DELETE {_SUBSCRIPTION}",
        ),
        DOCS + "subscription-post-subscriptions",
        delegated=frozenset({"Calendars.Read"}),
    ),
    Capability(
        "take over sessions made in Outlook",
        1,
        "Where a mentor has switched it on, a meeting that they make with just their people becomes"
        " a session; of other entries neither subject nor text is asked for, and nothing is kept.",
        ("GET /me/events",),
        DOCS + "user-list-events",
        delegated=frozenset({"Calendars.Read"}),
    ),
    Capability(
        "know the zone",
        1,
        "Pages show the clock that the person has set in Outlook, until they choose another.",
        ("GET /me/mailboxSettings",),
        DOCS + "user-get-mailboxsettings",
        delegated=frozenset({"MailboxSettings.Read"}),
    ),
    Capability(
        "switch recording off",
        1,
        "A session is not recorded or transcribed unless everybody in it has agreed.",
        (
            "GET /me/onlineMeetings",
            "GET /me/onlineMeetings/{onlineMeeting-id}",
            "PATCH /me/onlineMeetings/{onlineMeeting-id}",
        ),
        DOCS + "onlinemeeting-update",
        delegated=frozenset({"OnlineMeetings.ReadWrite"}),
    ),
    Capability(
        IN_REPORTS,
        1,
        "Where an institution and a programme have switched it on, whoever organises says yes for"
        " their own meetings; kept is who of a session's people were there together, no minutes.",
        (f"GET {_REPORTS}", f"GET {_REPORTS}/{{meetingAttendanceReport-id}}"),
        DOCS + "meetingattendancereport-get",
        delegated=frozenset({"OnlineMeetingArtifact.Read.All"}),
        by_choice=True,
    ),
    Capability(
        IN_TODO,
        1,
        "Who wishes it has their own promises in a list of their To Do, to be ticked off there.",
        (
            f"GET {_LISTS}",
            f"POST {_LISTS}",
            f"POST {_LISTS}/{{todoTaskList-id}}/tasks",
            f"PATCH {_LISTS}/{{todoTaskList-id}}/tasks/{{todoTask-id}}",
            f"GET {_LISTS}/{{todoTaskList-id}}/tasks/delta",
        ),
        DOCS + "resources/todo-overview",
        delegated=frozenset({"Tasks.ReadWrite"}),
        by_choice=True,
    ),
    Capability(
        "tell people in Teams",
        1,
        "Whoever installs the app sees in their feed that something waits; never what it is.",
        ("POST /users/{user-id}/teamwork/sendActivityNotification",),
        DOCS + "userteamwork-sendactivitynotification",
        installed=frozenset({"TeamsActivity.Send.User"}),
    ),
    Capability(
        "keep a folder in the programme's site",
        2,
        "Each relationship has one folder, open to its members; no other site can be reached.",
        (
            "GET /sites/{site-id}/drive",
            *_FOLDER,
            f"GET {_ITEM}/delta",
            f"DELETE {_ITEM}",
        ),
        "https://learn.microsoft.com/graph/permissions-selected-overview",
        application=frozenset({"Sites.Selected"}),
        admin=True,
    ),
    Capability(
        IN_ONEDRIVE,
        2,
        "Where there is no site, or a programme chose so, whoever gathers the people says yes for"
        " their own OneDrive; only the folder that is made for them is touched.",
        ("GET /me/drive", *_FOLDER),
        DOCS + "drive-get",
        delegated=frozenset({"Files.ReadWrite"}),
        by_choice=True,
    ),
)
