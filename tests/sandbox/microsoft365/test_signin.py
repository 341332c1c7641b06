"""The pretend Entra, as real MSAL uses it."""

from typing import Any

import jwt
import pytest
import requests

from plugin.sandbox.microsoft365.world import TENANT_ID

from .conftest import HANA, LEVEL_1, M365, REDIRECT, begin, mapped


def test_msal_signs_a_person_in_with_consent_and_pkce(m365: M365) -> None:
    token = m365.sign_in(HANA)

    claims = jwt.decode(token["access_token"], options={"verify_signature": False})
    assert set(LEVEL_1) <= set(claims["scp"].split())
    assert token["id_token_claims"]["preferred_username"] == HANA
    assert claims["oid"] == token["id_token_claims"]["oid"]


def test_the_first_sign_in_may_be_at_organizations(m365: M365) -> None:
    token = m365.sign_in(HANA, app=m365.msal(tenant="organizations"))

    assert token["id_token_claims"]["tid"] == TENANT_ID


def test_a_code_for_no_tenant_of_ours_is_not_given(m365: M365) -> None:
    page = f"{m365.url}/login/{HANA}/oauth2/v2.0/authorize"

    assert "AADSTS90002" in requests.get(page, timeout=10).text


def test_the_second_sign_in_asks_for_no_consent(m365: M365) -> None:
    m365.sign_in(HANA)
    flow = begin(m365.msal(), LEVEL_1)

    page = f"{mapped(flow['auth_uri'], m365.url)}&account={HANA}"
    answer = requests.get(page, allow_redirects=False, timeout=10)

    assert 'name="code"' in answer.text


def test_the_answer_may_come_back_in_the_query(m365: M365) -> None:
    app = m365.msal()
    with pytest.warns(UserWarning, match="form_post"):
        flow = app.initiate_auth_code_flow(["User.Read"], redirect_uri=REDIRECT)

    token = app.acquire_token_by_auth_code_flow(flow, m365.agree(flow["auth_uri"], HANA))

    assert "access_token" in token


def test_whoever_cancels_is_sent_back_without_a_code(m365: M365) -> None:
    flow = begin(m365.msal(), LEVEL_1)

    back = m365.agree(flow["auth_uri"], HANA, answer="cancel")

    assert back["error"] == "access_denied"
    assert "code" not in back


def test_msal_refreshes_silently_with_the_refresh_token(m365: M365) -> None:
    app = m365.msal()
    first = m365.sign_in(HANA, app=app)

    again = app.acquire_token_silent(LEVEL_1, app.get_accounts()[0], force_refresh=True)

    assert again["access_token"] != first["access_token"]


def test_g11_a_revoked_refresh_token_is_an_invalid_grant(m365: M365) -> None:
    app = m365.msal()
    m365.sign_in(HANA, app=app)
    m365.control(f"people/{HANA}/revoke")

    account = app.get_accounts()[0]
    again = app.acquire_token_silent_with_error(LEVEL_1, account, force_refresh=True)

    assert again["error"] == "invalid_grant"
    assert 700082 in again["error_codes"]


def test_g13_a_scope_without_consent_is_65001(m365: M365) -> None:
    token = m365.control(f"people/{HANA}/teams-token")["token"]

    answer = m365.msal().acquire_token_on_behalf_of(token, ["Calendars.ReadWrite"])

    assert answer["suberror"] == "consent_required"
    assert 65001 in answer["error_codes"]


def test_a_teams_token_is_exchanged_on_behalf_of_its_person(m365: M365) -> None:
    m365.control(f"people/{HANA}/consent", grant=" ".join(LEVEL_1))
    token = m365.control(f"people/{HANA}/teams-token")["token"]

    answer = m365.msal().acquire_token_on_behalf_of(token, LEVEL_1)

    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert claims["preferred_username"] == HANA


def test_a_graph_token_is_no_assertion(m365: M365) -> None:
    token = m365.sign_in(HANA)["access_token"]

    answer = m365.msal().acquire_token_on_behalf_of(token, LEVEL_1)

    assert 50013 in answer["error_codes"]


def test_g13_a_wrong_secret_is_7000215(m365: M365) -> None:
    app = m365.msal(secret="wrong")

    answer = app.acquire_token_for_client(["https://graph.example/.default"])

    assert answer["error"] == "invalid_client"
    assert 7000215 in answer["error_codes"]


def test_the_app_gets_its_granted_roles(m365: M365) -> None:
    answer = m365.msal().acquire_token_for_client(["https://graph.example/.default"])

    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert claims["roles"] == ["Sites.Selected"]


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"redirect_uri": "http://evil.example/ms/callback"}, "50011"),
        ({"client_id": "somebody-else"}, "700016"),
        ({"code_challenge": ""}, "9002325"),
        ({"code_challenge_method": "plain"}, "9002325"),
        ({"response_type": "token"}, "70005"),
    ],
)
def test_a_wrong_request_never_reaches_the_redirect_uri(
    m365: M365, changed: dict[str, str], number: str
) -> None:
    good = {
        "client_id": "5a4d0c7e-0000-4000-8000-0000000000c1",
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "code_challenge": "x" * 43,
        "code_challenge_method": "S256",
    }
    page = f"{m365.url}/login/organizations/oauth2/v2.0/authorize"

    answer = requests.get(page, params={**good, **changed}, allow_redirects=False, timeout=10)

    assert answer.status_code == 400
    assert f"AADSTS{number}" in answer.text


def _redeem(m365: M365, **changed: str) -> Any:
    app = m365.msal()
    flow = begin(app, ["User.Read"])
    back = m365.agree(flow["auth_uri"], HANA)
    return app.acquire_token_by_auth_code_flow({**flow, **changed}, back)


def test_a_code_without_its_verifier_is_worth_nothing(m365: M365) -> None:
    assert 501481 in _redeem(m365, code_verifier="y" * 43)["error_codes"]


def test_a_code_is_good_once(m365: M365) -> None:
    app = m365.msal()
    flow = begin(app, ["User.Read"])
    back = m365.agree(flow["auth_uri"], HANA)
    app.acquire_token_by_auth_code_flow(flow, back)

    again = app.acquire_token_by_auth_code_flow(flow, back)

    assert 70008 in again["error_codes"]


def test_with_user_consent_off_a_person_cannot_consent(m365: M365) -> None:
    m365.control("switches/user_consent", on=False)
    flow = begin(m365.msal(), LEVEL_1)

    back = m365.agree(flow["auth_uri"], HANA)

    assert back["error"] == "consent_required"


def test_an_administrator_consents_for_everybody(m365: M365) -> None:
    m365.control("switches/user_consent", on=False)
    m365.control("admin-consent", grant=" ".join(LEVEL_1))

    token = m365.sign_in(HANA)

    assert "access_token" in token
