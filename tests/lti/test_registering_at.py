"""Registering at an LMS that describes itself and answers as that LMS does."""

import json

import pytest

from lti.dynamic_registration import read_configuration, register
from lti.tool_configuration import TOOL_CONFIGURATION, registration_request
from tests.fakes.lti_platform import FakeHttp
from tests.lti.registrations import (
    CANARY,
    EVERYTHING,
    PLATFORM_CONFIGURATION,
    TOOL,
    a_configuration,
    a_platform,
    granting,
    served,
)

BRIGHTSPACE, SAKAI = "https://brightspace.northmoor.example", "https://sakai.northmoor.example"


def brightspace():
    """A central house gives its tokens; deployments are made afterwards, or not at all."""
    document = a_configuration(
        issuer=BRIGHTSPACE,
        authorization_endpoint=f"{BRIGHTSPACE}/d2l/lti/authenticate",
        token_endpoint="https://auth.brightspace.com/core/connect/token",
        authorization_server="https://api.brightspace.com/auth/token",
        jwks_uri=f"{BRIGHTSPACE}/d2l/.well-known/jwks",
        registration_endpoint=f"{BRIGHTSPACE}/d2l/api/lti/register",
        **{PLATFORM_CONFIGURATION: a_platform(product_family_code="desire2learn")},
    )
    return f"{BRIGHTSPACE}/d2l/.well-known/openid-configuration", document


def sakai():
    """The address of its document names what it has prepared; tokens and keys are each tool's."""
    document = a_configuration(
        issuer=SAKAI,
        token_endpoint=f"{SAKAI}/imsblis/lti13/token/43",
        jwks_uri=f"{SAKAI}/imsblis/lti13/keyset/43",
        registration_endpoint=f"{SAKAI}/imsblis/lti13/registration_endpoint/43",
        **{PLATFORM_CONFIGURATION: a_platform(product_family_code="sakailms.org")},
    )
    prepared = "key=43&clientId=c-43&deploymentId=1"
    return f"{SAKAI}/imsblis/lti13/.well-known/openid-configuration?{prepared}", document


def met(at, answer):
    """Read what the platform says of itself and register there; return both."""
    address, document = at
    http = FakeHttp({address: served(document), document["registration_endpoint"]: answer})
    found = read_configuration(http, address, confirmed=None)
    return found, register(http, found, registration_request(TOOL, found, EVERYTHING), CANARY)


def without_deployment(method, url, headers, body):
    granted = json.loads(granting()(method, url, headers, body).body)
    del granted[TOOL_CONFIGURATION]["deployment_id"]
    return served(granted)


def test_brightspace_names_for_whom_its_tokens_are_asked_and_deploys_later():
    found, granted = met(brightspace(), without_deployment)

    assert (found.family, found.issuer) == ("desire2learn", BRIGHTSPACE)
    assert found.token_url == "https://auth.brightspace.com/core/connect/token"
    assert found.token_audience == "https://api.brightspace.com/auth/token"
    assert (granted.client_id, granted.deployment_id) == ("client-9", None)


def test_sakai_is_asked_at_the_addresses_of_this_very_tool_and_echoes_its_ids():
    found, granted = met(sakai(), granting(client_id="c-43"))

    assert (found.family, found.issuer) == ("sakailms.org", SAKAI)
    assert found.token_url == f"{SAKAI}/imsblis/lti13/token/43"
    assert found.jwks_url == f"{SAKAI}/imsblis/lti13/keyset/43"
    assert found.token_audience is None
    assert (granted.client_id, granted.deployment_id) == ("c-43", "7")


@pytest.mark.parametrize("at", [brightspace, sakai])
def test_neither_is_asked_for_what_only_canvas_or_moodle_knows(at):
    address, document = at()
    found = read_configuration(FakeHttp({address: served(document)}), address, confirmed=None)

    asked = json.dumps(registration_request(TOOL, found, EVERYTHING))

    assert "canvas" not in asked.lower()
    assert "moodle" not in asked.lower()
