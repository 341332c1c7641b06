"""The Preflight port, by Microsoft Graph: every grant is tried, and what is missing is named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from graph.app_roles import wide
from graph.capabilities import IN_ONEDRIVE, IN_REPORTS
from graph.clouds import CloudProfile, browser_url
from graph.errors import (
    GraphContractError,
    GraphError,
    GraphForbiddenError,
    GraphNoMailboxError,
    GraphNotFoundError,
    GraphOutcomeUnknownError,
    GraphSetupError,
    GraphUnavailableError,
)
from graph.files import Files
from graph.mailbox import Mailbox
from graph.permissions import STAY, delegated_scopes, scopes_by_choice
from graph.transport import Transport
from plugin.ports.preflight import Finding, Standing

TRIAL = "Alongside check, may be deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphPreflight:
    """Tries the app registration, the site, and application access to calendars.

    Attributes:
        transport: authorised for the application.
        token: returns an application token, or raises what Entra says.
        connected: returns how many people have connected an account, and how many of these must
            sign in again.
        site_id: None where no site is set.
        roles: returns what Entra itself granted the application.
        inside, outside: what application access to calendars is proved with, unless others are
            named; None where it is not used.
        held: returns how many folders lie in people's own OneDrives; None where that is not
            offered.
        reported: returns of how many sessions Teams has told who was there; None as above.

    """

    profile: CloudProfile
    client_id: str
    tenant: str
    redirect_uri: str
    site_id: str | None
    token: Callable[[], object]
    transport: Transport
    connected: Callable[[], tuple[int, int]]
    held: Callable[[], int] | None = None
    reported: Callable[[], int] | None = None
    roles: Callable[[], frozenset[str]] = frozenset
    inside: str | None = None
    outside: str | None = None

    def look(self, *, inside: str | None = None, outside: str | None = None) -> Sequence[Finding]:
        """See `plugin.ports.preflight.Preflight.look`."""
        found = [self._application(), self._sign_in()]
        if found[0].standing is not Standing.OK:
            return found
        if self.site_id is not None or self.held is None:
            found += self._site()
        if self.held is not None:
            found.append(self._by_choice("drives", 2, IN_ONEDRIVE, self.held()))
        if self.reported is not None:
            found.append(self._by_choice("reports", 1, IN_REPORTS, self.reported()))
        inside, outside = inside or self.inside, outside or self.outside
        if inside and outside:
            found.append(self._app_only(inside, outside))
        return found

    def _application(self) -> Finding:
        return self._tried("application", 1, lambda: self.token())

    def _sign_in(self) -> Finding:
        """People's own consent shows with the first of them who signs in."""
        everybody, lapsed = self.connected()
        standing = Standing.OK if everybody > lapsed else Standing.UNKNOWN
        return Finding("sign-in", 1, standing, link=self._consent_link())

    def _site(self) -> list[Finding]:
        if self.site_id is None:
            return [Finding("site", 2, Standing.NOT_SET)]
        files = Files(self.transport, site_id=self.site_id)
        fix, link = self._site_lines(self.site_id), self._role_link()
        reached = self._tried("site", 2, files.drive, fix=fix, link=link)
        if reached.standing is not Standing.OK:
            return [reached]

        def write() -> None:
            files.remove(files.ensure_folder(files.drive().drive_id, TRIAL))

        return [reached, self._tried("folder", 2, write, fix=fix)]

    def _app_only(self, inside: str, outside: str) -> Finding:
        """Application access counts only where it provably ends somewhere."""
        fix, granted = self._exchange_lines(inside, outside), frozenset[str]()

        def read_roles() -> None:
            nonlocal granted
            granted = self.roles()

        known = self._tried("app-only", 3, read_roles)
        if wide(granted):
            return Finding("app-only", 3, Standing.REFUSED, " ".join(sorted(granted)), fix)
        if known.standing is not Standing.OK:
            return known
        within = self._tried("app-only", 3, Mailbox(self.transport, owner=inside).settings, fix=fix)
        beyond = self._tried("app-only", 3, Mailbox(self.transport, owner=outside).settings)
        if beyond.standing is Standing.OK:
            return Finding("app-only", 3, Standing.REFUSED, fix=fix)
        if within.standing is Standing.OK and beyond.standing is not Standing.MISSING:
            return beyond  # whether the outside is closed is not known: then nothing is
        return within

    def _tried(
        self,
        what: str,
        level: int,
        attempt: Callable[[], object],
        *,
        fix: tuple[str, ...] = (),
        link: str | None = None,
    ) -> Finding:
        try:
            attempt()
        except (GraphUnavailableError, GraphOutcomeUnknownError, GraphContractError) as error:
            return Finding(what, level, Standing.UNKNOWN, _code(error))
        except (GraphForbiddenError, GraphNotFoundError, GraphNoMailboxError) as error:
            return Finding(what, level, Standing.MISSING, _code(error), fix, link)
        except GraphSetupError as error:
            return Finding(what, level, Standing.REFUSED, _code(error), fix, link)
        except GraphError as error:
            return Finding(what, level, Standing.UNKNOWN, _code(error))
        return Finding(what, level, Standing.OK)

    def _consent_link(self) -> str:
        return self._consent_to(delegated_scopes(1))

    def _by_choice(self, what: str, level: int, capability: str, times: int) -> Finding:
        """Each person's own yes shows with the first time that it was of use."""
        standing = Standing.OK if times else Standing.UNKNOWN
        return Finding(what, level, standing, link=self._consent_to(scopes_by_choice(capability)))

    def _consent_to(self, asked: frozenset[str]) -> str:
        scopes = " ".join(self.profile.scope_prefix + name for name in sorted(asked))
        query = {"client_id": self.client_id, "scope": f"{scopes} {STAY}"}
        return self._link(f"{self.tenant}/v2.0/adminconsent", query)

    def _role_link(self) -> str:
        return self._link(f"{self.tenant}/adminconsent", {"client_id": self.client_id})

    def _link(self, path: str, query: dict[str, str]) -> str:
        whole = urlencode(query | {"redirect_uri": self.redirect_uri})
        return browser_url(self.profile, f"{self.profile.login_url}/{path}?{whole}")

    def _site_lines(self, site_id: str) -> tuple[str, ...]:
        app = f'@{{ id = "{self.client_id}"; displayName = "Alongside" }}'
        body = f'@{{ roles = @("write"); grantedToIdentities = @(@{{ application = {app} }}) }}'
        return (
            "Connect-MgGraph -Scopes Sites.FullControl.All",
            f"Invoke-MgGraphRequest -Method POST -Body ({body} | ConvertTo-Json -Depth 5)"
            f' -Uri "{self.profile.graph_url}/sites/{site_id}/permissions"',
        )

    def _exchange_lines(self, inside: str, outside: str) -> tuple[str, ...]:
        """Exchange RBAC for Applications: access to the mailboxes of one group, and no other.

        https://learn.microsoft.com/exchange/permissions-exo/application-rbac
        """
        return (
            "Connect-MgGraph -Scopes Application.Read.All; Connect-ExchangeOnline",
            f"$sp = Get-MgServicePrincipal -Filter \"AppId eq '{self.client_id}'\"",
            f"New-ServicePrincipal -AppId {self.client_id} -ObjectId $sp.Id -DisplayName Alongside",
            'New-ManagementScope -Name Mentoring -RecipientRestrictionFilter "MemberOfGroup -eq'
            " '<distinguished name of the mentors' group>'\"",
            'New-ManagementRoleAssignment -App $sp.Id -Role "Application Calendars.ReadWrite"'
            " -CustomResourceScope Mentoring",
            'New-ManagementRoleAssignment -App $sp.Id -Role "Application MailboxSettings.Read"'
            " -CustomResourceScope Mentoring",
            f"Test-ServicePrincipalAuthorization -Identity $sp.Id -Resource {inside}  # True",
            f"Test-ServicePrincipalAuthorization -Identity $sp.Id -Resource {outside}  # False",
        )


def _code(error: GraphError) -> str:
    return " ".join(part for part in (error.code, error.request_id) if part)
