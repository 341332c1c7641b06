"""Which capability needs which permission: the ladder an institution climbs as far as it likes.

https://learn.microsoft.com/graph/permissions-reference

Level 0 asks Microsoft for nothing: calendar files and pasted links. Each level adds to the one
below. Only the least permission that does the thing is listed.
"""

from dataclasses import dataclass

DOCS = "https://learn.microsoft.com/graph/api/"
HIGHEST_LEVEL = 2


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

IDENTIFIERS = {
    "User.Read": "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
    "offline_access": "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
    "Calendars.ReadWrite": "1ec239c2-d7c9-4623-a91a-a9775856bb36",
    "OnlineMeetings.ReadWrite": "a65f2972-a4f8-4f5e-afd7-69ccb046d5dc",
    "MailboxSettings.Read": "87f447af-9fa4-4c32-9dfa-4a57a73d18ce",
    "Sites.Selected": "883ea226-0bf2-4a8f-9f9d-92c9162a727d",
}
"""How an app's manifest writes a permission: delegated ones, and Sites.Selected as a role."""
GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000"
STAY = "offline_access"
"""Asked for beside the others: it lets the tool act while the person is away."""

_IMPLIES = {
    "Calendars.ReadWrite": frozenset({"Calendars.Read", "Calendars.ReadBasic"}),
    "Calendars.Read": frozenset({"Calendars.ReadBasic"}),
    "OnlineMeetings.ReadWrite": frozenset({"OnlineMeetings.Read"}),
    "Tasks.ReadWrite": frozenset({"Tasks.Read"}),
    "Files.ReadWrite": frozenset({"Files.Read"}),
}


def capabilities_up_to(level: int) -> tuple[Capability, ...]:
    """Return what `level` allows and everybody is asked for; nothing at 0."""
    return tuple(each for each in CAPABILITIES if each.level <= level and not each.by_choice)


def scopes_by_choice(name: str | None = None) -> frozenset[str]:
    """Return what a person is asked to consent to only when they switch something on.

    Args:
        name: the capability that is switched on; None for all of them.

    """
    chosen = (each for each in CAPABILITIES if each.by_choice and name in (None, each.name))
    return frozenset[str]().union(*(each.delegated for each in chosen))


def delegated_scopes(level: int) -> frozenset[str]:
    """Return what a person is asked to consent to, without what another scope implies."""
    wanted = frozenset[str]().union(*(each.delegated for each in capabilities_up_to(level)))
    implied = frozenset[str]().union(*(_IMPLIES.get(scope, frozenset()) for scope in wanted))
    return wanted - implied


def application_scopes(level: int) -> frozenset[str]:
    """Return what an administrator grants to the app itself, without what another implies."""
    wanted = frozenset[str]().union(*(each.application for each in capabilities_up_to(level)))
    implied = frozenset[str]().union(*(_IMPLIES.get(scope, frozenset()) for scope in wanted))
    return wanted - implied


def missing(capability: Capability, granted: frozenset[str]) -> frozenset[str]:
    """Return the scopes and roles of `capability` that `granted` does not cover."""
    return (capability.delegated | capability.application) - with_implied(granted)


def with_implied(granted: frozenset[str]) -> frozenset[str]:
    """Return the granted permissions with those that they include."""
    return granted.union(*(_IMPLIES.get(scope, frozenset()) for scope in granted))


def level_reached(granted: frozenset[str]) -> int:
    """Return the highest level of which nothing is missing in the granted scopes and roles."""
    reached = 0
    for level in range(1, HIGHEST_LEVEL + 1):
        if any(missing(each, granted) for each in capabilities_up_to(level)):
            break
        reached = level
    return reached


def app_permissions() -> list[dict[str, object]]:
    """Return `requiredResourceAccess` of the app's manifest: all levels, and nothing else.

    An administrator who consents for everybody consents to all of this list, so that what is asked
    for by choice stands in none: Entra asks for it when a person switches it on.

    https://learn.microsoft.com/entra/identity-platform/reference-microsoft-graph-app-manifest
    """
    scopes = sorted({STAY, *delegated_scopes(HIGHEST_LEVEL)})
    roles = sorted(application_scopes(HIGHEST_LEVEL))
    access = [{"id": IDENTIFIERS[name], "type": "Scope"} for name in scopes]
    access += [{"id": IDENTIFIERS[name], "type": "Role"} for name in roles]
    return [{"resourceAppId": GRAPH_APP_ID, "resourceAccess": access}]


def reasons() -> list[dict[str, str]]:
    """Return each permission that is asked for, with its reason, one row for each use of it."""
    asked = delegated_scopes(HIGHEST_LEVEL) | application_scopes(HIGHEST_LEVEL)
    asked |= scopes_by_choice()
    return [
        {
            "level": str(each.level),
            "permission": name,
            "type": "application" if name in each.application else "delegated",
            "consent": _consent(each),
            "for": each.name,
            "why": each.why,
            "page": each.page,
        }
        for each in CAPABILITIES
        for name in sorted(asked)
        if (each.delegated | each.application) & with_implied(frozenset({name}))
    ]


def _consent(each: Capability) -> str:
    if each.admin:
        return "administrator"
    return "user, who switches it on" if each.by_choice else "user or administrator"
