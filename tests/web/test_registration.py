"""The registration pages: an invitation, a question, one press, an answer (faults R01-R18)."""

import html
import json
import logging
import re

import pytest

from lti import claims
from lti.errors import PlatformUnavailableError
from lti.registration_refusals import RegistrationCode
from plugin.ports.registrations import Settled
from plugin.services.registrations import Standing
from plugin.web.protocol.registration_words import ENDED, OUTCOMES, STANDINGS, WISHES
from tests.house.tree import ROOT
from tests.lti.registrations import (
    CANARY,
    CONFIGURATION_URL,
    ISSUER,
    PLATFORM_CONFIGURATION,
    REGISTER_URL,
    a_configuration,
    a_platform,
    granting,
    served,
)
from tests.stores import NORTHMOOR
from tests.web.conftest import FROM_LMS
from tests.web.registering import QUERY, code_of, opened, posts, pressed


def test_every_code_standing_outcome_and_wish_has_words():
    assert set(RegistrationCode) <= set(ENDED)
    assert set(STANDINGS) == set(Standing) - {Standing.OPEN}
    assert set(STANDINGS.values()) <= set(ENDED)
    assert set(OUTCOMES) == set(Settled) - {Settled.TAKEN}
    wishes = {"roster", "grades", "names", "email", "menu", "content", "groups", "notices"}
    assert wishes == set(WISHES)


def test_the_page_asks_before_it_registers(client, secret, http):
    page = opened(client, secret)

    assert page.status_code == 200
    assert "for Northmoor" in page.text
    assert posts(http) == []
    assert re.search(r'value="roster" checked', page.text)
    assert re.search(r'value="grades" disabled|value="grades" aria', page.text)


def test_r14_the_token_stands_in_no_page_and_no_log(client, secret, http, caplog):
    caplog.set_level(logging.DEBUG)
    http.answers[REGISTER_URL] = served({"error": CANARY, "message": CANARY}, status=400)

    page = opened(client, secret)
    reply = pressed(client, page)

    assert code_of(reply) == "R-REFUSED"
    assert CANARY not in page.text + reply.text + caplog.text


def test_one_press_registers_and_says_what_was_granted(client, secret, http, registrations):
    http.answers[REGISTER_URL] = granting(scope=claims.SCOPE_MEMBERSHIPS)

    reply = pressed(client, opened(client, secret))

    assert reply.status_code == 200
    assert "Registered, and allowed here" in reply.text
    assert posts(http)[0][2]["Authorization"] == f"Bearer {CANARY}"
    (kept,) = registrations.platforms.all()
    assert (kept.issuer, kept.client_id, kept.tenant_id) == (ISSUER, "client-9", NORTHMOOR)
    assert kept.deployments == (("7", "approved"),)


def test_r15_what_was_not_granted_is_listed_with_what_that_means(client, secret, http):
    http.answers[REGISTER_URL] = granting(scope="")

    reply = pressed(client, opened(client, secret))

    missing = html.unescape(reply.text.partition("The list of people in a course")[2])
    assert missing.index("Not granted") < missing.index("People are known only once")


def test_what_was_switched_off_is_not_asked_for(client, secret, http):
    pressed(client, opened(client, secret), wishes=("names",))

    asked = json.loads(posts(http)[0][3])
    assert asked["scope"] == ""
    assert "email" not in str(
        asked["https://purl.imsglobal.org/spec/lti-tool-configuration"]["claims"]
    )


@pytest.mark.parametrize("given", ["", "never-made"])
def test_r01_without_an_invitation_nothing_is_fetched(client, http, given):
    reply = (
        opened(client, given)
        if given
        else client("GET", "/lti/register", query_string=QUERY, headers=FROM_LMS)
    )

    assert (reply.status_code, code_of(reply)) == (403, "R-INVITATION-UNKNOWN")
    assert http.asked == []


def test_r01_an_invitation_is_good_for_one_registration(client, secret, http):
    pressed(client, opened(client, secret))
    http.asked.clear()

    reply = opened(client, secret)

    assert (reply.status_code, code_of(reply)) == (403, "R-INVITATION-USED")
    assert http.asked == []


def test_r01_an_old_invitation_is_out_of_date(client, secret, http, clock):
    clock.advance(days=7)

    reply = opened(client, secret)

    assert (code_of(reply), http.asked) == ("R-INVITATION-EXPIRED", [])


def test_r18_two_admins_with_one_invitation_register_once(client, secret, http, registrations):
    first, second = opened(client, secret), opened(client, secret)
    inside = []

    def meanwhile(*asked):
        inside.append(code_of(pressed(client, second)))
        return granting()(*asked)

    http.answers[REGISTER_URL] = meanwhile
    pressed(client, first)

    assert inside == ["R-INVITATION-BUSY"]
    assert code_of(pressed(client, second)) == "R-INVITATION-USED"
    assert len(registrations.platforms.all()) == 1


def test_an_invitation_is_given_back_when_the_lms_fails(client, secret, http):
    page = opened(client, secret)
    http.answers[REGISTER_URL] = PlatformUnavailableError("timeout")
    assert code_of(pressed(client, page)) == "R-UNAVAILABLE"

    http.answers[REGISTER_URL] = granting()
    assert pressed(client, page).status_code == 200


def test_r13_another_institutions_client_is_not_taken(client, registrations, secret, http, clock):
    pressed(client, opened(client, registrations.invite("southmoor")))

    reply = pressed(client, opened(client, secret))

    assert (reply.status_code, code_of(reply)) == (409, "R-TAKEN")
    assert [one.tenant_id for one in registrations.platforms.all()] == ["southmoor"]


def test_r13_a_change_of_addresses_waits(client, registrations, http):
    pressed(client, opened(client, registrations.invite(NORTHMOOR)))
    http.answers[CONFIGURATION_URL] = served(a_configuration(jwks_uri=f"{ISSUER}/other"))

    reply = pressed(client, opened(client, registrations.invite(NORTHMOOR)))

    assert "The change waits for approval" in reply.text
    assert registrations.platforms.all()[0].jwks_url == f"{ISSUER}/jwks"


def test_r13_a_missing_deployment_is_explained(client, secret, http):
    settings = {"https://purl.imsglobal.org/spec/lti-tool-configuration": {}}
    http.answers[REGISTER_URL] = granting(**settings)

    assert "No deployment yet" in pressed(client, opened(client, secret)).text


def test_what_the_operator_wants_to_review_is_said_to_wait(client, registrations):
    reply = pressed(client, opened(client, registrations.invite(NORTHMOOR, review=True)))

    assert "Registered, and waiting for approval" in reply.text
    assert registrations.platforms.all()[0].state == "pending"


def test_r03_a_vendors_host_speaks_only_where_the_operator_said_so(client, registrations, http):
    address = "https://sso.canvaslms.com/c"
    http.answers[address] = served(a_configuration(issuer="https://canvas.instructure.com"))
    query = {**QUERY, "openid_configuration": address}

    plain = opened(client, registrations.invite(NORTHMOOR), query)
    canvas = opened(client, registrations.invite(NORTHMOOR, family="canvas"), query)

    assert (code_of(plain), canvas.status_code) == ("R-HOST", 200)


def test_r17_only_the_issuer_is_asked_to_close_the_frame(client, secret):
    reply = pressed(client, opened(client, secret))

    assert re.search(r'data-origins="([^"]*)"', reply.text)[1] == ISSUER
    assert "register.js" in reply.text


@pytest.mark.parametrize(
    ("referrer", "origins"),
    [
        ("https://school.instructure.com/accounts/1", f"{ISSUER} https://school.instructure.com"),
        ("https://evil.example/", ISSUER),
        ("http://school.instructure.com/", ISSUER),
        ("https://[", ISSUER),
    ],
)
def test_r17_a_vendors_own_page_around_the_frame_is_asked_too(client, secret, referrer, origins):
    page = client(
        "GET", f"/lti/register/{secret}", query_string=QUERY,
        headers={**FROM_LMS, "Referer": referrer},
    )  # fmt: skip

    assert re.search(r'data-origins="([^"]*)"', pressed(client, page).text)[1] == origins


def test_another_sites_form_registers_nothing(client, secret, http):
    reply = pressed(client, opened(client, secret), headers=FROM_LMS)

    assert (reply.status_code, posts(http)) == (403, [])


@pytest.mark.parametrize("text", ["", "x", "gAAAAA"])
def test_a_form_that_is_not_ours_registers_nothing(client, http, text):
    reply = client("POST", "/lti/register", data={"sealed": text})

    assert (code_of(reply), http.asked) == ("R-FORM", [])


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (served(b"<html>", headers={"content-type": "text/html"}), "R-DOCUMENT"),
        (served(a_configuration(issuer="https://other.example")), "R-HOST"),
        (PlatformUnavailableError("timeout"), "R-UNAVAILABLE"),
    ],
)
def test_a_broken_platform_has_a_page_and_a_code(client, secret, http, broken, code):
    http.answers[CONFIGURATION_URL] = broken

    assert code_of(opened(client, secret)) == code


def test_the_pages_may_be_framed_by_an_lms(client, secret):
    assert "frame-ancestors https:" in opened(client, secret).headers["Content-Security-Policy"]


def test_markup_in_a_platforms_words_is_shown_and_not_run(client, secret, http):
    evil = a_configuration(**{PLATFORM_CONFIGURATION: a_platform(version="<script>alert(1)")})
    http.answers[CONFIGURATION_URL] = served(evil)

    assert "<script>alert" not in opened(client, secret).text


def test_in_a_persons_browser_the_address_leads_to_the_forms_by_hand(client, secret):
    reply = client("GET", f"/lti/register/{secret}")

    assert reply.location == f"/register/{secret}"


def test_every_code_has_a_line_for_whoever_runs_the_tool():
    readme = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    lines = [line for line in readme.splitlines() if line.startswith("| `R-")]
    named = {code for line in lines for code in re.findall(r"`(R?-[A-Z-]+)`", line)}

    assert set(map(str, ENDED)) == {
        code if code.startswith("R") else f"R-INVITATION{code}" for code in named
    }
