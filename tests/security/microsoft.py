"""A pretend Microsoft 365 over real HTTP, and what people do in its window."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import requests

import graph
from plugin.sandbox.http_server import HttpServer, free_port
from plugin.sandbox.microsoft365 import EXTENSION, create_microsoft365
from plugin.sandbox.microsoft365.world import CLIENT_ID, CLIENT_SECRET, TENANT_ID
from plugin.store.token_caches import SqlTokenCaches
from plugin.web.protocol.tool import MicrosoftTool
from plugin.wiring.web import tab_of
from tests.security.house import TOOL

# MSAL reckons with the machine's clock, so everything here must be near it.
NOW = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - see above
APP = "app-in-teams"
ADA, BEN = "hana.kovacova@northmoor.example", "amara.okafor@northmoor.example"


class Microsoft:
    """The running server, and the tool's end of it."""

    def __init__(self, state_dir):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        app = create_microsoft365(
            base_url=self.url, state_dir=state_dir, clock=lambda: NOW, tool_url=TOOL
        )
        self.app = app
        self.server = HttpServer(app, port=port)

    @property
    def parts(self):
        """The pretend Microsoft's own state, for a test to look into."""
        return self.app.extensions[EXTENSION]

    def token(self, mailbox):
        """Return what Teams would give to the tab of this person."""
        parts = self.parts
        return parts.grants.teams_token(parts.world.accounts.find(mailbox))

    def tool(self, tenants=frozenset({TENANT_ID})):
        """Return what makes a tool's Microsoft side, for a registration that serves `tenants`."""

        def made(tool):
            registration = graph.Registration(
                client_id=CLIENT_ID,
                credential=CLIENT_SECRET,
                profile=graph.sandbox(self.url),
                tenants=tenants,
            )
            entra = graph.Entra(registration)
            caches = SqlTokenCaches(database=tool.database, vault=tool.vault, clock=tool.clock)
            return MicrosoftTool(graph.SignIn(entra), caches, tab_of(entra, TOOL, app_id=APP))

        return made


def ticket(visitor):
    """Return the ticket of the button "Connect Microsoft" on the person's own page."""
    page = visitor.get("me/").text
    form = page[page.index('action="/ms/start"') :]
    return re.search('name="ticket" value="([^"]*)"', form)[1]


def set_out(visitor, with_ticket=None):
    """Press the button; return the reply, whose page leads to Microsoft."""
    return visitor.ask("POST", "/ms/start", data={"ticket": with_ticket or ticket(visitor)})


def address(reply):
    return re.search('class="btn primary" href="([^"]*)"', reply.text)[1].replace("&amp;", "&")


def agree(url, account, answer="accept"):
    """Do in Microsoft's window what a person does; return what the browser brings back."""
    with requests.Session() as browser:
        shown = browser.get(f"{url}&account={account}", allow_redirects=False, timeout=10)
        if 'action="consent"' in shown.text:
            asked = {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
            form = {**asked, "account": account, "answer": answer}
            target = url.partition("/authorize")[0] + "/consent"
            shown = browser.post(target, data=form, allow_redirects=False, timeout=10)
    back = shown.text[shown.text.index('id="back"') :]
    assert f'method="post" action="{TOOL}/ms/callback"' in back
    return dict(re.findall('name="([^"]*)" value="([^"]*)"', back))


def come_back(visitor, answer):
    """Be sent back by the form of Microsoft's page."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    return visitor.ask("POST", "/ms/callback", headers=headers, data=answer)
