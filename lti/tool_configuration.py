"""What this tool asks a platform for: its registration (Dynamic Registration 1.0, 3.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from lti import claims
from lti.platform_configuration import PlatformConfiguration
from lti.registration_profiles import RegistrationProfile, profile_of

TOOL_CONFIGURATION: Final = "https://purl.imsglobal.org/spec/lti-tool-configuration"
LINK_MESSAGE: Final = "LtiResourceLinkRequest"
DEEP_LINK_MESSAGE: Final = "LtiDeepLinkingRequest"
NAVIGATION: Final = "course_navigation"
CUSTOM: Mapping[str, str] = {
    "context_history": "$Context.id.history",
    "link_history": "$ResourceLink.id.history",
    "course_begins": "$CourseSection.timeFrame.begin",
    "course_ends": "$CourseSection.timeFrame.end",
    "time_zone": "$Person.address.timezone",
    "locale": "$Message.locale",
}
"""Variables that any platform may fill in, by our names for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolDescription:
    """This tool, as it introduces itself.

    Attributes:
        places_content: whether it takes part in Deep Linking.

    """

    name: str
    description: str
    origin: str
    login_url: str
    launch_url: str
    jwks_url: str
    logo_url: str | None = None
    places_content: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One thing the tool asks for, which an administrator may switch off.

    Attributes:
        key: stable; pages have words for it.
        usual: whether it is on unless somebody says otherwise.
        offered: whether the platform has it at all.

    """

    key: str
    scopes: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    usual: bool = True
    offered: bool = True


ROSTER = Wish(key="roster", scopes=(claims.SCOPE_MEMBERSHIPS,))
GRADES = Wish(
    key="grades",
    scopes=(
        claims.SCOPE_LINE_ITEM,
        claims.SCOPE_LINE_ITEM_READ,
        claims.SCOPE_SCORE,
        claims.SCOPE_RESULT_READ,
    ),
    usual=False,
)
NOTICES = Wish(key="notices", scopes=(claims.SCOPE_NOTICES,))
GROUPS = Wish(key="groups", scopes=(claims.SCOPE_GROUPS,))
"""Both are rare, and shown only where the platform has them."""
NAMES = Wish(key="names", claims=("name", "given_name", "family_name"))
EMAIL = Wish(key="email", claims=("email",))
MENU = Wish(key="menu")
CONTENT = Wish(key="content")
ALWAYS = ("iss", "sub", "locale")
"""Claims that are not asked about: without the first two there is no launch."""


def wishes(tool: ToolDescription, platform: PlatformConfiguration) -> tuple[Wish, ...]:
    """Return what is asked of this platform, and whether it has it, in the order of a page."""
    asked = [_offered(one, any(map(platform.offers_scope, one.scopes))) for one in (ROSTER, GRADES)]
    asked += [_offered(one, any(map(platform.offers_claim, one.claims))) for one in (NAMES, EMAIL)]
    asked += [one for one in (GROUPS, NOTICES) if any(map(platform.offers_scope, one.scopes))]
    if profile_of(platform.family).places_in_navigation:
        asked.append(MENU)
    if tool.places_content:
        asked.append(_offered(CONTENT, platform.offers_message(DEEP_LINK_MESSAGE)))
    return tuple(asked)


def registration_request(
    tool: ToolDescription, platform: PlatformConfiguration, chosen: Iterable[str]
) -> dict[str, Any]:
    """Return the client registration to send.

    Args:
        tool: this one.
        platform: which is asked.
        chosen: keys of the wishes left on; others, and those not offered, are not asked for.

    """
    keys = set(chosen)
    on = [one for one in wishes(tool, platform) if one.offered and one.key in keys]
    names = {one.key for one in on}
    scopes = [s for one in on for s in one.scopes if platform.offers_scope(s)]
    asked = [c for one in on for c in one.claims if platform.offers_claim(c)]
    profile = profile_of(platform.family)
    settings: dict[str, Any] = {
        # With its port: Moodle compares it with the target's host and port as they stand.
        "domain": urlsplit(tool.launch_url).netloc,
        "description": tool.description,
        "target_link_uri": tool.launch_url,
        "custom_parameters": _custom(platform, profile),
        "claims": [*ALWAYS, *asked],
        "messages": _messages(tool, names, profile.extension),
    }
    if profile.extension:
        settings |= _privacy(tool, names, profile.extension)
    return _client(tool) | {"scope": " ".join(scopes), TOOL_CONFIGURATION: settings}


def _client(tool: ToolDescription) -> dict[str, Any]:
    request: dict[str, Any] = {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": tool.login_url,
        "redirect_uris": [tool.launch_url],
        "client_name": tool.name,
        "jwks_uri": tool.jwks_url,
        "token_endpoint_auth_method": "private_key_jwt",
    }
    return request | ({"logo_uri": tool.logo_url} if tool.logo_url else {})


def _offered(wish: Wish, offered: bool) -> Wish:
    return Wish(
        key=wish.key,
        scopes=wish.scopes,
        claims=wish.claims,
        usual=wish.usual and offered,
        offered=offered,
    )


def _custom(platform: PlatformConfiguration, profile: RegistrationProfile) -> dict[str, str]:
    wanted = {**CUSTOM, **profile.custom}
    if not platform.variables:
        return wanted
    # Lists have the names with a dollar sign or without; what is not listed is not filled in.
    known = {name.removeprefix("$") for name in platform.variables}
    return {name: value for name, value in wanted.items() if value.removeprefix("$") in known}


def _messages(
    tool: ToolDescription, names: set[str], extension: str | None
) -> list[dict[str, Any]]:
    link: dict[str, Any] = {
        "type": LINK_MESSAGE,
        "target_link_uri": tool.launch_url,
        "label": tool.name,
    }
    if MENU.key in names:
        link["placements"] = [NAVIGATION]
        if extension:
            # Coordinators show it in their course; a tool should not turn up in all of them.
            link[f"{extension}/{NAVIGATION}/default_enabled"] = False
    if CONTENT.key not in names:
        return [link]
    picker = {"type": DEEP_LINK_MESSAGE, "target_link_uri": tool.launch_url, "label": tool.name}
    # Canvas puts what names no place where links are chosen, once: there the picker comes first.
    return [link, picker] if "placements" in link or not extension else [picker, link]


def _privacy(tool: ToolDescription, names: set[str], extension: str) -> dict[str, str]:
    levels = {
        (True, True): "public",
        (True, False): "name_only",
        (False, True): "email_only",
        (False, False): "anonymous",
    }
    level = levels[NAMES.key in names, EMAIL.key in names]
    return {f"{extension}/privacy_level": level, f"{extension}/vendor": tool.name}
