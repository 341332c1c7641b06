"""Sign-in and tokens against Entra's answers that no sandbox gives: MSAL is real."""

import base64
import json
import re

import jwt
import pytest
import requests
import responses

import graph
from graph.clouds import PERSONAL_TENANT

TENANT = "5a4d0c7e-0000-4000-8000-00000000a11e"
PERSON = "5a4d0c7e-0000-4000-8000-000000000001"
LOGIN = "https://login.microsoftonline.com"
TOKEN = re.compile(re.escape(LOGIN) + r"/[^/]+/oauth2/v2.0/token")
DISCOVERY = re.compile(re.escape(LOGIN) + r"/[^/]+/v2.0/.well-known/openid-configuration")
APP = {"client_id": "c-1", "credential": "secret", "profile": graph.GLOBAL}


@pytest.fixture
def entra():
    tenants = frozenset({TENANT, "other"})
    return graph.Entra(graph.Registration(tenants=tenants, **APP))


@pytest.fixture
def login():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.add_callback("GET", DISCOVERY, _discovered)
        yield mock


def _discovered(request):
    root = request.url.partition("/v2.0/")[0]
    document = {
        "issuer": f"{root}/v2.0",
        "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
        "token_endpoint": f"{root}/oauth2/v2.0/token",
    }
    return 200, {}, json.dumps(document)


def app_token(entra):
    return graph.AppTokens(entra, entra_tenant_id=TENANT).token


def tokens_of(nonce, *, tid=TENANT, home=TENANT):
    """Return a token answer for PERSON, who is at home in `home`."""
    claims = {
        "aud": "c-1",
        "iss": f"{LOGIN}/{tid}/v2.0",
        "exp": 4_000_000_000,
        "iat": 1_700_000_000,
        "sub": "s",
        "oid": PERSON,
        "tid": tid,
        "nonce": nonce,
        "preferred_username": "hana@northmoor.example",
    }
    info = json.dumps({"uid": PERSON, "utid": home}).encode()
    return {
        "token_type": "Bearer",
        "access_token": "at-1",
        "refresh_token": "rt-1",
        "expires_in": 3600,
        "scope": "User.Read openid profile",
        "id_token": jwt.encode(claims, "k" * 32),
        "client_info": base64.urlsafe_b64encode(info).decode().rstrip("="),
    }


def finish(entra, login, **answer):
    door = graph.SignIn(entra)
    started = door.start(["User.Read"], redirect_uri="https://tool.example/ms/callback")
    flow = json.loads(started.flow)
    # MSAL sends the hash of its nonce, and expects that hash back.
    sent = re.search(r"nonce=([0-9a-f]+)", started.url)[1]
    login.post(TOKEN, json=tokens_of(sent, **answer))
    return door.finish(started.flow, {"code": "x", "state": flow["state"]})


def test_a_sign_in_gives_the_two_ids_and_a_cache(entra, login):
    signed_in = finish(entra, login)

    assert (signed_in.account.entra_tenant_id, signed_in.account.object_id) == (TENANT, PERSON)
    assert signed_in.key == graph.CacheKey("global", TENANT, PERSON)
    assert "rt-1" in signed_in.cache
    assert "rt-1" not in repr(signed_in)


def test_a_personal_account_is_refused(entra, login):
    with pytest.raises(graph.GraphAccountRefusedError, match="personal"):
        finish(entra, login, tid=PERSONAL_TENANT, home=PERSONAL_TENANT)


def test_g29_a_guest_at_home_elsewhere_is_refused(entra, login):
    with pytest.raises(graph.GraphAccountRefusedError, match="guest"):
        finish(entra, login, home="22222222-2222-4222-8222-222222222222")


def test_an_id_token_for_another_sign_in_is_refused(entra, login):
    door = graph.SignIn(entra)
    started = door.start(["User.Read"], redirect_uri="https://tool.example/ms/callback")
    login.post(TOKEN, json=tokens_of("another nonce"))

    with pytest.raises(graph.GraphSignInNeededError):
        door.finish(started.flow, {"code": "x", "state": json.loads(started.flow)["state"]})


def test_the_flow_is_kept_on_our_side_and_not_shown(entra, login):
    started = graph.SignIn(entra).start(["User.Read"], redirect_uri="https://tool.example/cb")

    verifier = json.loads(started.flow)["code_verifier"]
    assert verifier not in started.url
    assert verifier not in repr(started)
    assert "code_challenge_method=S256" in started.url


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"error": "invalid_client", "error_codes": [7000215]}, graph.GraphSetupError),
        ({"error": "invalid_client", "error_codes": [7000222]}, graph.GraphSetupError),
        ({"error": "invalid_client", "error_codes": [700027]}, graph.GraphSetupError),
        ({"error": "invalid_request", "error_codes": [90002]}, graph.GraphSetupError),
        ({"error": "invalid_grant", "error_codes": [65001]}, graph.GraphForbiddenError),
        ({"error": "invalid_grant", "suberror": "consent_required"}, graph.GraphForbiddenError),
        ({"error": "invalid_grant", "error_codes": [50076]}, graph.GraphSignInNeededError),
        ({"error": "invalid_grant", "error_codes": [700082]}, graph.GraphSignInNeededError),
        ({"error": "interaction_required"}, graph.GraphSignInNeededError),
        ({"error": "temporarily_unavailable"}, graph.GraphUnavailableError),
        ({"error": "a_new_one"}, graph.GraphContractError),
    ],
)
def test_g11_each_refusal_of_entra_says_what_can_be_done(entra, login, body, kind):
    words = "AADSTS0: hana@northmoor.example may not. Trace ID: t"
    login.post(TOKEN, status=400, json={"error_description": words, "trace_id": "t-1", **body})

    with pytest.raises(kind) as caught:
        app_token(entra)()

    assert caught.value.request_id == "t-1"
    assert "hana" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "after_s"),
    [
        ({"status": 429, "headers": {"Retry-After": "17"}}, 17),
        ({"status": 503}, None),
        ({"status": 200, "body": "<html>"}, None),
        ({"status": 200, "body": "[]"}, None),
        ({"status": 302, "headers": {"Location": "https://evil.example"}}, None),
        ({"body": requests.ReadTimeout()}, None),
    ],
)
def test_a_login_without_a_usable_answer_is_waited_for(entra, login, answer, after_s):
    login.post(TOKEN, **answer)

    with pytest.raises(graph.GraphUnavailableError) as caught:
        app_token(entra)()

    assert caught.value.after_s == after_s


def test_an_application_token_is_kept_until_graph_refuses_it(entra, login):
    for number in (1, 2):
        login.post(TOKEN, json={"access_token": f"at-{number}", "expires_in": 3600})
    token = app_token(entra)

    given = [token(), token(), token(stale="at-1"), token(stale="at-1")]

    assert given == ["at-1", "at-1", "at-2", "at-2"]


def test_discovery_is_asked_for_once_a_tenant(entra, login):
    login.post(TOKEN, json={"access_token": "at", "expires_in": 1})

    for _ in range(3):
        app_token(entra)()

    asked = [call for call in login.calls if "openid-configuration" in call.request.url]
    assert len(asked) == 1


def test_tokens_of_a_tenant_not_served_are_never_asked_for(entra):
    with pytest.raises(graph.GraphAccountRefusedError):
        graph.AppTokens(entra, entra_tenant_id="33333333-3333-4333-8333-333333333333")


def test_on_behalf_of_gives_the_same_as_a_sign_in(entra, login):
    login.post(TOKEN, json=tokens_of("n"))

    signed_in = graph.SignIn(entra).on_behalf_of("assertion", ["User.Read"], entra_tenant_id=TENANT)

    assert signed_in.account.object_id == PERSON


def test_a_registration_without_tenants_is_refused_and_never_prints_its_secret():
    with pytest.raises(ValueError, match="tenants"):
        graph.Registration(tenants=frozenset(), **APP)
    assert "secret" not in repr(graph.Registration(tenants=frozenset({TENANT}), **APP))
