"""Which capability needs which permission: the ladder an institution climbs as far as it likes.

https://learn.microsoft.com/graph/permissions-reference

Level 0 asks Microsoft for nothing: calendar files and pasted links. Each level adds to the one
below. The rows stand in `capabilities`.
"""

from graph.capabilities import CAPABILITIES, Capability

HIGHEST_LEVEL = 2

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
