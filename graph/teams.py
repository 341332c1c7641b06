"""Facts of Microsoft Teams, Outlook and Microsoft 365 as hosts of a tab.

https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-register-aad
names the clients, …/tabs/how-to/tab-requirements the origins that frame a tab.
"""

from dataclasses import dataclass

from graph.clouds import CloudProfile, origin

TAB_SCOPE = "access_as_user"
"""The one scope of our own API: it says that a host asked on behalf of the person."""


@dataclass(frozen=True, slots=True)
class HostClient:
    """One of Microsoft's apps that shows our tab and asks for tokens for it."""

    client_id: str
    name: str


HOST_CLIENTS = (
    HostClient("1fec8e78-bce4-4aaf-ab1b-5451cc387264", "Teams on desktop and phone"),
    HostClient("5e3ce6c0-2b1f-4285-8d4b-75ee78787346", "Teams in the browser"),
    HostClient("4765445b-32c6-49b0-83e6-1d93765276ca", "Microsoft 365 in the browser"),
    HostClient("0ec893e0-5785-4de6-99da-4ed124e5296c", "Microsoft 365 on desktop"),
    HostClient("d3590ed6-52b3-4102-aeff-aad2292ab01c", "Microsoft 365 on phone, Outlook desktop"),
    HostClient("bc59ab01-8403-45c6-8796-ac3ef710b3e3", "Outlook in the browser"),
    HostClient("27922004-5251-4030-b22d-91ecd9a37ea4", "Outlook on phone"),
)
"""Whose tokens are taken, and whom the app registration authorises beforehand."""


def frame_origins(profile: CloudProfile) -> tuple[str, ...]:
    """Return what may frame a tab in this cloud, as a policy names it."""
    return tuple(
        host if "://" in host else f"https://{host}" for host in (*profile.teams_hosts, *_OFFICE)
        if profile.name != "sandbox" or "://" in host
    )  # fmt: skip


_OFFICE = (
    "*.microsoft365.com",
    "*.office.com",
    "outlook.office.com",
    "outlook.office365.com",
)


def app_id_uri(public_url: str, client_id: str) -> str:
    """Return the name of our API, which holds the host of the tab: `api://host/<client id>`."""
    return f"api://{host_of(public_url)}/{client_id}"


def host_of(public_url: str) -> str:
    """Return host and port of an address, in small letters."""
    return origin(public_url).partition("://")[2].lower()
