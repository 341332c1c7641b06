"""Where a Microsoft cloud lives and what it can do.

https://learn.microsoft.com/graph/deployments (hosts and features of the national clouds). The
flags were read from each cloud's published metadata. Tokens of one cloud mean nothing to another.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

PERSONAL_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""The tenant of personal Microsoft accounts, in every cloud that has them."""


@dataclass(frozen=True, slots=True)
class CloudProfile:
    """One cloud: hosts, and the features to hide where they are missing.

    Attributes:
        login_url: https origin of Entra ID.
        graph_url: root of Graph v1.0, without a slash at the end.
        teams_hosts: hosts that may frame the Teams tab; one with a scheme is a whole origin.
        sts_url: issuer of version 1 tokens, without the tenant.
        scope_prefix: what a delegated scope needs in front; empty where Graph is the default.
        app_resource: what `/.default` is asked of for application tokens.
        attendance_reports, recording_switch, activity_feed, todo: what Graph offers in this cloud.
        reroute: pairs of (https origin, loopback base that answers for it). Empty outside the
            sandbox; MSAL knows https authorities only, the sandbox speaks http.

    """

    name: str
    login_url: str
    graph_url: str
    teams_hosts: tuple[str, ...] = ()
    scope_prefix: str = ""
    sts_url: str = "https://sts.windows.net"
    app_resource: str = "https://graph.microsoft.com"
    attendance_reports: bool = True
    recording_switch: bool = True
    activity_feed: bool = True
    todo: bool = True
    reroute: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if urlsplit(self.login_url).scheme != "https":
            raise ValueError("MSAL accepts https authorities only")
        for _, base in self.reroute:
            if urlsplit(base).hostname not in {"localhost", "127.0.0.1", "::1"}:
                raise ValueError("only a host of this machine may stand in for a login host")

    @property
    def graph_origin(self) -> str:
        """Scheme and host of Graph: the only place its tokens are sent to."""
        return origin(self.graph_url)


GLOBAL = CloudProfile(
    name="global",
    login_url="https://login.microsoftonline.com",
    graph_url="https://graph.microsoft.com/v1.0",
    teams_hosts=("teams.microsoft.com", "*.teams.microsoft.com", "*.cloud.microsoft"),
)
US_GOV_HIGH = CloudProfile(
    name="usgov-high",
    login_url="https://login.microsoftonline.us",
    graph_url="https://graph.microsoft.us/v1.0",
    teams_hosts=("gov.teams.microsoft.us",),
    scope_prefix="https://graph.microsoft.us/",
    app_resource="https://graph.microsoft.us",
    recording_switch=False,
)
US_GOV_DOD = CloudProfile(
    name="usgov-dod",
    login_url="https://login.microsoftonline.us",
    graph_url="https://dod-graph.microsoft.us/v1.0",
    teams_hosts=("dod.teams.microsoft.us",),
    scope_prefix="https://dod-graph.microsoft.us/",
    app_resource="https://dod-graph.microsoft.us",
    recording_switch=False,
)
CHINA = CloudProfile(
    name="china",
    login_url="https://login.partner.microsoftonline.cn",
    graph_url="https://microsoftgraph.chinacloudapi.cn/v1.0",
    scope_prefix="https://microsoftgraph.chinacloudapi.cn/",
    sts_url="https://sts.chinacloudapi.cn",
    app_resource="https://microsoftgraph.chinacloudapi.cn",
    attendance_reports=False,
    recording_switch=False,
    todo=False,
)
CLOUDS = {profile.name: profile for profile in (GLOBAL, US_GOV_HIGH, US_GOV_DOD, CHINA)}

SANDBOX_LOGIN = "https://login.northmoor.example"
SANDBOX_TEAMS = "https://teams.northmoor.example"
"""Where the pretend Teams is when a test gives it a certificate; else it is beside Graph."""


def sandbox(base_url: str) -> CloudProfile:
    """Return the profile of a pretend Microsoft 365 that answers at `base_url` on this machine."""
    base = base_url.rstrip("/")
    return CloudProfile(
        name="sandbox",
        login_url=SANDBOX_LOGIN,
        graph_url=f"{base}/v1.0",
        teams_hosts=(origin(base), SANDBOX_TEAMS),
        sts_url="https://sts.northmoor.example",
        reroute=((SANDBOX_LOGIN, f"{base}/login"),),
    )


def browser_url(profile: CloudProfile, url: str) -> str:
    """Return the address a browser, or a socket, must use for `url`; unchanged unless rerouted."""
    for host, base in profile.reroute:
        if url == host or url.startswith(f"{host}/"):
            return base + url[len(host) :]
    return url


def origin(url: str) -> str:
    """Return scheme, host and port of `url`, the default port left out."""
    parts = urlsplit(url)
    port = parts.port
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    tail = "" if port in (None, usual) else f":{port}"
    return f"{parts.scheme}://{parts.hostname or ''}{tail}"
