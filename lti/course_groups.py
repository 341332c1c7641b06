"""Course Groups 1.0: the groups of a context, whole or not at all, and who is in them.

https://www.imsglobal.org/spec/lti-gs/v1p0. The service names the groups; who is in which stands
in the roster (`names_roles`), which is asked for it with `groups=true`.
"""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from lti.claims import MEDIA_GROUPS, SCOPE_GROUPS
from lti.errors import IncompleteRosterError, PlatformUnavailableError, UnsafeAddressError
from lti.http import Answer
from lti.links import next_link
from lti.members import group_id
from lti.names_roles import fetch_roster
from lti.services import Call, PlatformServices
from lti.storage import Registration
from lti.text import clean

MAX_PAGES = 100
MAX_GROUPS = 2_000


@dataclass(frozen=True, slots=True)
class Group:
    """A group, by its name in the platform.

    Attributes:
        subjects: who is in it, in the order of the roster.

    """

    group_id: str
    name: str
    subjects: tuple[str, ...] = ()


def fetch_groups(
    services: PlatformServices, registration: Registration, groups_url: str, memberships_url: str
) -> tuple[Group, ...]:
    """Return every group of the context with its members, in the platform's order.

    Args:
        services: sends the requests.
        registration: whose platform it is.
        groups_url: of a launch.
        memberships_url: of the same.

    Raises:
        IncompleteRosterError: the pages did not end or led elsewhere, or groups are named and the
            roster says of nobody that they are in one; see also `fetch_roster`.
        PlatformUnavailableError, AccessDeniedError: as `PlatformServices.send`.

    """
    names = _names(services, registration, groups_url)
    if not names:
        return ()
    roster = fetch_roster(services, registration, _with_groups(memberships_url))
    members: dict[str, list[str]] = {}
    for member in roster.members:
        for one in member.groups:
            members.setdefault(one, []).append(member.person.subject)
    if not members:
        raise IncompleteRosterError("nobody is in a group", received=0, pages=1)
    return tuple(Group(key, name, tuple(members.get(key, ()))) for key, name in names.items())


def _names(
    services: PlatformServices, registration: Registration, groups_url: str
) -> dict[str, str]:
    """Read the names, without a limit: Sakai's next page leads to an address that it refuses."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    url: str | None = groups_url
    while url:
        if url in seen or len(seen) == MAX_PAGES or len(found) > MAX_GROUPS:
            raise IncompleteRosterError("groups do not end", received=len(found), pages=len(seen))
        seen.add(url)
        call = Call(method="GET", url=url, accept=MEDIA_GROUPS)
        answer = services.send(registration, [SCOPE_GROUPS], call)
        found |= _page(answer)
        try:
            url = next_link(answer.headers, url)
        except UnsafeAddressError as error:
            raise IncompleteRosterError(
                "next page on another origin", received=len(found), pages=len(seen)
            ) from error
    return found


def _page(answer: Answer) -> dict[str, str]:
    if not answer.body.strip():
        return {}  # Sakai's empty page
    body = answer.json()
    entries = body.get("groups") if isinstance(body, dict) else None
    if not isinstance(entries, list):
        raise PlatformUnavailableError("not a container of groups")
    named = ((group_id(one), one) for one in entries if isinstance(one, dict))
    return {key: clean(one.get("name")) or key for key, one in named if key}


def _with_groups(url: str) -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode({"groups": "true"}))))
    return urlunsplit(parts._replace(query=query))
