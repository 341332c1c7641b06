"""Connecting an account: by its owner, in the browser that set out, once (decision 3)."""

from datetime import timedelta

import pytest

from plugin.mentoring.taking_back import WITHIN
from plugin.web.tickets import Tickets
from plugin.web.visits import fingerprint
from tests.conftest import FixedClock
from tests.security.house import NORTHMOOR, Tool, copied
from tests.security.microsoft import (
    ADA,
    BEN,
    NOW,
    address,
    agree,
    come_back,
    set_out,
    ticket,
)

REFUSED = (401, 403)


@pytest.fixture
def tool(connected):
    return connected


@pytest.fixture
def ada(tool):
    return tool.visitor("ada").enter()


@pytest.fixture
def ben(tool):
    return tool.visitor("ben").enter()


def linked(tool):
    """Return whose accounts are kept, by the person's name."""
    found = {}
    with tool.store.look(NORTHMOOR) as work:
        for name in ("ada", "ben"):
            account = work.account(tool.world.arrive(name).person_id)
            if account:
                found[name] = account.address
    return found


def test_an_account_is_linked_to_the_person_whose_page_set_out(tool, ada):
    reply = come_back(ada, agree(address(set_out(ada)), ADA))

    assert reply.status_code == 200
    assert linked(tool) == {"ada": ADA}


def test_the_page_before_microsoft_names_who_is_about_to_be_connected(ada):
    assert "Connect Microsoft for Ada" in set_out(ada).text


def test_b5_a_ticket_is_good_once(ada):
    paper = ticket(ada)
    answers = [set_out(ada, paper).status_code for _ in range(2)]

    assert answers == [200, 403]


def test_b5_a_ticket_lapses_with_its_hour(tool, ada):
    paper = ticket(ada)
    tool.clock.advance(minutes=61)

    assert set_out(ada, paper).status_code in REFUSED


def test_b5_a_ticket_lapses_with_its_visit(tool, ada):
    paper = ticket(ada)
    visit = tool.store.visit(ada_hash(ada))
    tool.store.sweep(now=visit.expires_at + WITHIN)

    assert set_out(ada, paper).status_code == 401


@pytest.mark.parametrize("paper", ["", "x", "x.y.z", "W10.aaaa"])
def test_b5_an_invented_ticket_is_refused(ada, paper):
    assert ada.ask("POST", "/ms/start", data={"ticket": paper}).status_code == 403


def test_b5_a_ticket_for_a_window_opens_no_sign_in(ada, tool):
    given = tool.web
    tickets = Tickets(store=given.store, clock=given.clock, key=given.signing_key)
    paper = tickets.issue("window", ada_hash(ada), nonce="n")

    assert set_out(ada, paper).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_u07_another_site_cannot_set_out_with_its_own_ticket(ben, ada, site):
    """Else a victim's browser would connect the victim's account to the attacker."""
    headers = {"Sec-Fetch-Site": site}

    reply = ben.ask("POST", "/ms/start", headers=headers, data={"ticket": ticket(ada)})

    assert reply.status_code == 403
    assert "Set-Cookie" not in reply.headers


def test_l26_an_answer_in_another_browser_is_refused(tool, ada, ben):
    """The attacker's link: set out as ada, have somebody else sign in."""
    answer = agree(address(set_out(ada)), BEN)

    assert come_back(ben, answer).status_code == 403
    assert come_back(tool.visitor("nobody"), answer).status_code == 403
    assert linked(tool) == {}


def test_l26_the_answer_to_anothers_sign_in_is_refused_in_a_browser_that_set_out_too(
    tool, ada, ben
):
    """Login CSRF: the attacker's account must not become the victim's."""
    set_out(ben)
    answer = agree(address(set_out(ada)), ADA)

    assert come_back(ben, answer).status_code == 403
    assert linked(tool) == {}


@pytest.mark.parametrize("changed", [{"state": "another"}, {"state": ""}, {"code": "another"}])
def test_b5_an_answer_that_was_changed_connects_nothing(tool, ada, changed):
    answer = agree(address(set_out(ada)), ADA) | changed

    reply = come_back(ada, answer)

    assert reply.status_code == 403
    assert "Not connected" in reply.text
    assert linked(tool) == {}


@pytest.mark.parametrize("left_out", ["state", "code"])
def test_b5_an_answer_that_lacks_something_connects_nothing(tool, ada, left_out):
    answer = agree(address(set_out(ada)), ADA)

    assert come_back(ada, {k: v for k, v in answer.items() if k != left_out}).status_code == 403
    assert linked(tool) == {}


def test_b5_an_answer_is_taken_once(tool, ada):
    started = set_out(ada)
    cookie = started.headers["Set-Cookie"].partition(";")[0]
    answer = agree(address(started), ADA)
    copy = tool.visitor("copy", keeps_cookies=False)

    first = come_back(ada, answer)
    again = copy.ask("POST", "/ms/callback", headers={"Cookie": cookie}, data=answer)

    assert (first.status_code, again.status_code) == (200, 403)
    assert "W-TICKET" in again.text


def test_b5_a_sign_in_that_took_too_long_is_refused(tool, ada):
    answer = agree(address(set_out(ada)), ADA)
    tool.clock.advance(minutes=11)

    assert come_back(ada, answer).status_code == 403
    assert linked(tool) == {}


def test_b5_a_sign_in_whose_visit_is_over_is_refused(tool, ada):
    answer = agree(address(set_out(ada)), ADA)
    tool.store.sweep(now=tool.clock() + timedelta(hours=9))

    assert come_back(ada, answer).status_code == 401
    assert linked(tool) == {}


def test_an_account_of_another_person_here_is_refused_and_stays_theirs(tool, ada, ben):
    come_back(ada, agree(address(set_out(ada)), ADA))

    reply = come_back(ben, agree(address(set_out(ben)), ADA))

    assert reply.status_code == 403
    assert "somebody else here" in reply.text
    assert linked(tool) == {"ada": ADA}


def test_an_account_of_a_tenant_that_is_not_served_is_refused(sqlite_template, tmp_path, microsoft):
    elsewhere = microsoft.tool(tenants=frozenset({"9" * 8 + "-0000-4000-8000-000000000000", "b"}))
    tool = Tool(copied(sqlite_template, tmp_path), clock=FixedClock(NOW), microsoft=elsewhere)
    ada = tool.visitor("ada").enter()

    reply = come_back(ada, agree(address(set_out(ada)), ADA))

    assert reply.status_code == 403
    assert "of another organisation" in reply.text
    assert linked(tool) == {}
    tool.close()


def test_p12_the_code_comes_in_a_form_and_not_by_an_address(tool, ada):
    """An address is kept in histories and logs; what comes by one connects nothing."""
    started = address(set_out(ada))
    answer = agree(started, ADA)

    by_address = ada.ask("GET", "/ms/callback", query_string=answer)

    assert "response_mode=form_post" in started
    assert (by_address.status_code, linked(tool)) == (403, {})


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"admin_consent": "True", "tenant": "x"}, 200),
        ({"admin_consent": "True", "error": "access_denied"}, 403),
        ({"admin_consent": "False"}, 403),
        ({}, 403),
    ],
)
def test_an_administrator_who_consented_is_thanked(tool, answer, status):
    reply = tool.visitor("nobody").ask("GET", "/ms/callback", query_string=answer)

    assert reply.status_code == status


def test_declining_connects_nothing_and_says_so_kindly(tool, ada):
    reply = come_back(ada, {"error": "access_denied", "error_description": "<b>AADSTS</b>"})

    assert reply.status_code == 403
    assert "AADSTS" not in reply.text
    assert linked(tool) == {}


def test_the_cookie_of_a_sign_in_is_sealed_and_goes_when_it_is_done(ada):
    started = set_out(ada)
    name, *attributes = started.headers["Set-Cookie"].split("; ")

    ended = come_back(ada, agree(address(started), ADA))

    assert name.startswith("__Host-microsoft-sign-in=gAAAA")
    assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"} <= set(attributes)
    assert "Max-Age=0" in ended.headers["Set-Cookie"]


def test_v14_the_way_to_microsoft_names_nobody(ada):
    assert "ada" not in address(set_out(ada)).casefold()


def ada_hash(visitor):
    return fingerprint(visitor.handle)


def test_g29_a_guest_is_told_that_invitations_reach_them_anyway(tool, ada):
    reply = come_back(ada, agree(address(set_out(ada)), "guest"))

    assert (reply.status_code, linked(tool)) == (403, {})
    assert "You are a guest here" in reply.text
    assert "invitations" in reply.text or "by mail" in reply.text
