"""Connecting one Microsoft tenant: sign-in, calendars, free and busy, folders."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import graph.accounts
from config import Cloud, GraphSettings
from graph.accounts import Certificate, Registration
from graph.app_roles import roles_in
from graph.capabilities import IN_ONEDRIVE, IN_REPORTS, IN_TODO
from graph.clouds import CLOUDS, CloudProfile, sandbox
from graph.files import Files
from graph.permissions import delegated_scopes, scopes_by_choice
from graph.sign_in import SignIn
from graph.tokens import AppTokens, DelegatedTokens, Entra
from graph.transport import Transport
from plugin.gateways.graph_calendars import GraphCalendars
from plugin.gateways.graph_drives import GraphDrives
from plugin.gateways.graph_feed import GraphFeed
from plugin.gateways.graph_folders import GraphFolders
from plugin.gateways.graph_freebusy import GraphFreeBusy
from plugin.gateways.graph_owners import GraphOwners
from plugin.gateways.graph_preflight import GraphPreflight
from plugin.gateways.graph_reach import GraphReach
from plugin.gateways.graph_reading import nobody
from plugin.gateways.graph_reports import GraphReports
from plugin.gateways.graph_tasks import GraphTasks
from plugin.gateways.teams_manifest import TeamsApp
from plugin.jobs.crash_points import reached
from plugin.mentoring.may_run import Feature, Run
from plugin.ports.values import Account
from plugin.services.running import Running
from plugin.store.account_counts import connected_accounts, held_folders, reported_sessions
from plugin.store.refresh_locks import RefreshLocks
from plugin.store.token_caches import SqlTokenCaches
from plugin.wiring.certificates import certificate
from plugin.wiring.house import House, utc_now

LEVEL = 1
"""Of the ladder, for what a person is asked to consent to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Microsoft:
    """What a connected tenant gives.

    Attributes:
        places: folders in the institution's site; None without one.
        drives: folders in people's own OneDrives; None where that is not offered.
        tasks: None in a cloud without To Do.
        reports: who was in meetings; None where the institution does not ask for it.
        running: says whether anything may be done for a person, and as whom.

    """

    sign_in: SignIn
    entra: Entra
    caches: SqlTokenCaches
    calendars: GraphCalendars
    free_busy: GraphFreeBusy
    owners: GraphOwners
    places: GraphFolders | None
    drives: GraphDrives | None
    feed: GraphFeed
    tasks: GraphTasks | None
    reports: GraphReports | None
    running: Running

    @property
    def keeps_folders(self) -> bool:
        """Whether relationships get a folder."""
        return self.places is not None or self.drives is not None


def connect_microsoft(house: House) -> Microsoft | None:
    """Return the tenant's parts; None when the settings name no tenant. Nothing is asked yet."""
    settings = house.settings.graph
    if settings is None:
        return None
    profile, url = _profile(settings), house.settings.public_url
    entra = Entra(_registration(settings, profile), timeout_s=settings.timeout_s)
    caches = SqlTokenCaches(database=house.database, vault=house.vault, clock=utc_now)
    tokens = DelegatedTokens(entra, caches, locks=RefreshLocks(house.database))
    as_tool = _app_transport(settings, profile, entra)
    reach = _reach(settings, as_tool, entra)
    running = Running(reach)
    as_person = _transports(settings, profile, tokens, delegated_scopes(LEVEL))

    def transport_of(account: Account) -> Transport:
        if running.of(Feature.CALENDAR, account, offered=True) is Run.AS_TOOL:
            return as_tool.speaking_for(account.object_id)
        return as_person(account)

    return Microsoft(
        sign_in=SignIn(entra),
        entra=entra,
        caches=caches,
        calendars=GraphCalendars(
            transport_of=transport_of,
            notification_url=f"{url}/graph/notify",
            lifecycle_url=f"{url}/graph/lifecycle",
            reached=reached,
            across=reach.across if reach else nobody,
        ),
        free_busy=GraphFreeBusy(transport_of=transport_of),
        owners=GraphOwners(transport_of=as_person),
        tasks=_tasks(settings, profile, tokens),
        reports=_reports(settings, profile, tokens),
        running=running,
        places=_places(settings, profile, entra),
        drives=_drives(settings, profile, tokens),
        feed=GraphFeed(
            transport=as_tool,
            app_id=settings.teams_app_id or TeamsApp(url, settings.client_id).app_id,
        ),
    )


def preflight_of(house: House) -> GraphPreflight | None:
    """Return what tries the tenant's grants; None when the settings name no tenant."""
    settings = house.settings.graph
    if settings is None:
        return None
    profile = _profile(settings)
    entra = Entra(_registration(settings, profile), timeout_s=settings.timeout_s)
    tokens = AppTokens(entra, entra_tenant_id=settings.tenant_ids[0])
    return GraphPreflight(
        profile=profile,
        client_id=settings.client_id,
        tenant=settings.tenant_ids[0],
        redirect_uri=f"{house.settings.public_url}/ms/callback",
        site_id=settings.site_id,
        token=tokens.token,
        transport=Transport(
            tokens.token, clock=utc_now, profile=profile, timeout_s=settings.timeout_s
        ),
        connected=partial(connected_accounts, house.database),
        roles=partial(roles_in, tokens.token),
        inside=settings.calendars_inside,
        outside=settings.calendars_outside,
        held=partial(held_folders, house.database) if settings.mentor_drives else None,
        reported=partial(reported_sessions, house.database)
        if settings.meeting_reports and profile.attendance_reports
        else None,
    )


def _profile(settings: GraphSettings) -> CloudProfile:
    if settings.cloud is Cloud.SANDBOX:
        return sandbox(settings.sandbox_url or "")
    return CLOUDS[settings.cloud.value]


def _registration(settings: GraphSettings, profile: CloudProfile) -> Registration:
    secret = settings.client_secret
    credential: str | Certificate = secret.reveal() if secret else certificate(settings.certificate)
    return Registration(
        client_id=settings.client_id,
        credential=credential,
        profile=profile,
        tenants=frozenset(settings.tenant_ids),
    )


def _transports(
    settings: GraphSettings,
    profile: CloudProfile,
    tokens: DelegatedTokens,
    asked: frozenset[str],
) -> Callable[[Account], Transport]:
    scopes = sorted(asked)

    def transport_of(account: Account) -> Transport:
        theirs = graph.accounts.Account(
            entra_tenant_id=account.entra_tenant_id,
            object_id=account.object_id,
            address=account.address,
            name="",
            scopes=frozenset(scopes),
        )
        return Transport(
            partial(tokens.token, theirs, scopes),
            clock=utc_now,
            profile=profile,
            timeout_s=settings.timeout_s,
        )

    return transport_of


def _tasks(
    settings: GraphSettings, profile: CloudProfile, tokens: DelegatedTokens
) -> GraphTasks | None:
    if not profile.todo:
        return None
    transport_of = _transports(settings, profile, tokens, scopes_by_choice(IN_TODO))
    return GraphTasks(transport_of=transport_of)


def _reports(
    settings: GraphSettings, profile: CloudProfile, tokens: DelegatedTokens
) -> GraphReports | None:
    if not (settings.meeting_reports and profile.attendance_reports):
        return None
    scopes = delegated_scopes(LEVEL) | scopes_by_choice(IN_REPORTS)
    return GraphReports(transport_of=_transports(settings, profile, tokens, scopes))


def _drives(
    settings: GraphSettings, profile: CloudProfile, tokens: DelegatedTokens
) -> GraphDrives | None:
    if not settings.mentor_drives:
        return None
    scopes = scopes_by_choice(IN_ONEDRIVE)
    return GraphDrives(transport_of=_transports(settings, profile, tokens, scopes))


def _places(settings: GraphSettings, profile: CloudProfile, entra: Entra) -> GraphFolders | None:
    if settings.site_id is None:
        return None
    transport = _app_transport(settings, profile, entra)
    return GraphFolders(files=Files(transport, site_id=settings.site_id), transport=transport)


def _reach(settings: GraphSettings, as_tool: Transport, entra: Entra) -> GraphReach | None:
    if settings.calendars_outside is None:
        return None
    tokens = AppTokens(entra, entra_tenant_id=settings.tenant_ids[0])
    return GraphReach(
        transport=as_tool,
        roles=partial(roles_in, tokens.token),
        outside=settings.calendars_outside,
        clock=utc_now,
    )


def _app_transport(settings: GraphSettings, profile: CloudProfile, entra: Entra) -> Transport:
    tokens = AppTokens(entra, entra_tenant_id=settings.tenant_ids[0])
    return Transport(tokens.token, clock=utc_now, profile=profile, timeout_s=settings.timeout_s)
