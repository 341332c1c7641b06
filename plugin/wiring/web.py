"""What a web process runs."""

from graph.tab_tokens import TabTokens
from graph.teams import frame_origins
from graph.tokens import Entra
from lti.handshake import Handshake
from lti.key_sets import KeySets
from lti.login import ToolAddress
from plugin.mentoring.people import TenantId
from plugin.services.all import Services
from plugin.services.operating import Operating
from plugin.store.ledger_page import LedgerPage
from plugin.store.tables import HOUSE
from plugin.web.current import Web
from plugin.web.protocol.launch_notes import LaunchNotes
from plugin.web.protocol.tool import LtiTool, MicrosoftTool, Tab
from plugin.wiring.house import House, utc_now
from plugin.wiring.microsoft import Microsoft, connect_microsoft
from plugin.wiring.services import build_services

TOOL_PAGES = ("/l/", "/lti/launch/")
"""Where a launch may lead: a page, or the launch address itself, which means the first page."""


def build_web(house: House) -> Web:
    """Build what web requests work with."""
    microsoft = connect_microsoft(house)
    services = build_services(house, microsoft)
    return Web(
        store=house.store,
        services=services,
        lti=_lti(house, services),
        microsoft=_microsoft(microsoft, house.settings.public_url) if microsoft else None,
        clock=utc_now,
        public_url=house.settings.public_url,
        signing_key=house.derived_key(b"alongside tickets"),
        operating=Operating(
            store=house.store,
            ledger=LedgerPage(database=house.database, clock=utc_now),
            house=TenantId(HOUSE),
        ),
        checks={"database": lambda: house.store.tenants() is not None},
    )


def _microsoft(parts: Microsoft, url: str) -> MicrosoftTool:
    tab = tab_of(parts.entra, url, app_id=parts.feed.app_id)
    return MicrosoftTool(parts.sign_in, parts.caches, tab)


def tab_of(entra: Entra, public_url: str, *, app_id: str) -> Tab:
    """Return what the tab in Teams is shown and recognised by."""
    profile = entra.registration.profile
    return Tab(
        tokens=TabTokens(entra, public_url=public_url),
        origins=frame_origins(profile),
        cloud=profile.name,
        app_id=app_id,
        pretend=public_url.startswith("http://"),
    )


def _lti(house: House, services: Services) -> LtiTool:
    url = house.settings.public_url
    handshake = Handshake(
        registrations=house.registrations,
        handshakes=house.handshakes,
        key_sets=KeySets(house.http()),
        address=ToolAddress(url, f"{url}/lti/launch", TOOL_PAGES),
        clock=utc_now,
    )
    notes = LaunchNotes(
        checks=services.connections,
        known=house.book.registrations,
        handshakes=house.handshakes,
        clock=utc_now,
    )
    return LtiTool(handshake, house.keys, house.http(), notes)
