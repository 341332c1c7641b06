"""An invited administrator's browser, and the tool that it registers; fixtures for both."""

import re

import pytest

from lti.keys import ToolKeys
from plugin.app import create_app
from plugin.services.registrations import Registrations
from plugin.store.platform_invitations import SqlPlatformInvitations
from plugin.store.platforms import SqlPlatforms
from plugin.web.application import Surroundings
from plugin.web.current import Web
from plugin.web.protocol.tool import LtiTool
from plugin.web.rates import Rates
from tests.fakes.lti_platform import FakeHttp
from tests.lti.registrations import (
    CANARY,
    CONFIGURATION_URL,
    REGISTER_URL,
    a_configuration,
    granting,
    served,
)
from tests.stores import *  # noqa: F403 - its fixtures, named in its __all__
from tests.stores import NORTHMOOR, Counted
from tests.web.conftest import FROM_LMS, FROM_US, TOOL, NoKeys

QUERY = {"openid_configuration": CONFIGURATION_URL, "registration_token": CANARY}


@pytest.fixture
def http():
    return FakeHttp({CONFIGURATION_URL: served(a_configuration()), REGISTER_URL: granting()})


@pytest.fixture
def registrations(store, clock):
    return Registrations(
        invitations=SqlPlatformInvitations(database=store.database),
        platforms=SqlPlatforms(database=store.database),
        store=store,
        clock=clock,
        new_id=Counted("an-id-that-is-long"),
    )


@pytest.fixture
def client(store, registrations, http, clock, platform):
    class Services:
        pass

    services = Services()
    services.registrations = registrations
    given = Web(
        store=store,
        services=services,
        lti=LtiTool(platform.tool, ToolKeys(NoKeys()), http),
        clock=clock,
        public_url=TOOL,
        signing_key=b"k" * 32,
    )
    app = create_app(given, surroundings=Surroundings(rates=Rates(bounds={})))
    client = app.test_client()

    def ask(method, path, *, headers=FROM_US, **options):
        return client.open(path, method=method, base_url=TOOL, headers=headers, **options)

    return ask


@pytest.fixture
def secret(registrations):
    return registrations.invite(NORTHMOOR)


def opened(client, secret, query=QUERY):
    return client("GET", f"/lti/register/{secret}", query_string=query, headers=FROM_LMS)


def sealed(page):
    return re.search(r'name="sealed" value="([^"]+)"', page.text)[1]


def pressed(client, page, wishes=("roster", "names", "email"), headers=FROM_US):
    form = {"sealed": sealed(page), "wish": list(wishes)}
    return client("POST", "/lti/register", data=form, headers=headers)


def code_of(reply):
    return re.search(r"<code>(R-[A-Z-]+)</code>", reply.text)[1]


def posts(http):
    return [one for one in http.asked if one[0] == "POST"]
