"""U05, U07, U09, U13, K12: what surrounds a page: headers, cookies, forms, visits, hosts."""

import logging
import re
from datetime import timedelta

import pytest

from plugin.web.tickets import Tickets
from plugin.web.visits import fingerprint
from tests.security.house import FROM_US, TOOL
from tests.security.test_hostile_input import allowed, filled
from tests.security.test_matrix import LAPSED, ROWS, ask

POSTS = [name for name in ROWS if name.startswith("POST")]
OUTSIDE = (
    "/", "/s/some-session", "/healthz", "/readyz", "/lti/jwks", "/lti/login", "/lti/launch",
    "/lti/window", "/lti/storage", "/window", "/ms/start", "/ms/callback", "/graph/notify",
    "/graph/lifecycle", "/nowhere", "/l/unknown/", "/static/nothing.css",
)  # fmt: skip


def headers_of(reply):
    policy = reply.headers["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


@pytest.mark.parametrize("name", ROWS)
def test_u05_u13_every_page_is_framed_by_its_lms_alone_and_kept_by_no_browser(scene, name):
    for who in dict.fromkeys((allowed(name), "max", "ben")):
        reply = ask(scene[who], name, scene.things)
        lms = "lms.southmoor.example" if who == "max" else "lms.example"

        assert headers_of(reply)["frame-ancestors"] == f"https://{lms}"
        assert headers_of(reply)["default-src"] == "'none'"
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "TRACE", "OPTIONS"])
@pytest.mark.parametrize("path", OUTSIDE)
def test_u05_v3_every_other_answer_has_a_policy_and_no_server_error(scene, method, path):
    reply = scene.tool.visitor("nobody").ask(method, path)

    assert reply.status_code < 500
    assert headers_of(reply)["default-src"] == "'none'"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert method != "TRACE" or reply.status_code >= 400


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {}),
        ("another visit's", {}),
        ("own", {"Sec-Fetch-Site": "cross-site"}),
        ("own", {"Sec-Fetch-Site": "same-site"}),
        ("own", {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}),
        ("own", {"Sec-Fetch-Site": "", "Origin": "null"}),
    ],
)
def test_u07_no_form_counts_that_a_page_of_this_visit_did_not_send(still, name, token, headers):
    who = still[allowed(name)]
    tokens = {"": "", "own": who.csrf, "another visit's": still["eve"].csrf}
    form = {k: filled(still, v) for k, v in ROWS[name].form.items()} | {"csrf": tokens[token]}

    reply = who.post(filled(still, ROWS[name].path), form, headers=headers)

    assert (reply.status_code, "W-FORM" in reply.text) == (403, True)


@pytest.mark.parametrize("name", POSTS)
def test_u07_text_that_looks_like_a_form_or_a_get_that_says_post_changes_nothing(scene, name):
    who, path = scene[allowed(name)], scene[allowed(name)].home + filled(scene, ROWS[name].path)
    text = who.ask("POST", path, data=f"csrf={who.csrf}", content_type="text/plain")
    override = {"X-HTTP-Method-Override": "POST"}
    get = who.ask("GET", path, headers=override, query_string={"_method": "POST"})

    assert text.status_code == 403
    assert get.status_code != 303


@pytest.mark.parametrize("host", ["evil.example", "tool.example.evil.example", "127.0.0.1", ""])
def test_u09_another_host_is_not_served(scene, host):
    ben = scene["ben"]
    reply = ben.client.open(
        ben.home, base_url=f"https://{host or 'x'}", headers={**FROM_US, "User-Agent": ben.agent}
    )

    assert reply.status_code == 400
    assert b"L-PLATFORM" not in reply.data
    assert b"L-STATE" not in reply.data
    assert "evil" not in reply.text


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-For", "Forwarded", "X-Host"])
def test_u09_a_forwarded_host_changes_no_address(scene, header):
    reply = scene["ben"].get(headers={header: "evil.example"})

    assert reply.status_code == 200
    assert "evil.example" not in reply.text + str(reply.headers)


def test_u09_huge_headers_break_nothing(scene):
    reply = scene["ben"].get(headers={"Accept-Language": "de," * 20_000, "Cookie2": "x" * 60_000})

    assert reply.status_code == 200


def test_u09_a_body_beyond_the_limit_is_refused(scene):
    big = {"agenda": "x" * 1_100_000}

    assert scene["ben"].post(f"sessions/{scene.things.session}/agenda", big).status_code == 413


OPEN_REDIRECTS = (
    "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "..//evil",
    "../../evil", "javascript:alert(1)", "%2f%2fevil.example", "relationships/../../../evil",
    "@evil.example", ".evil.example", "\t//evil.example", "mine?x=//evil",
)  # fmt: skip


@pytest.mark.parametrize("to", OPEN_REDIRECTS)
def test_v3_a_window_opens_no_page_but_ours(scene, to):
    given, ben = scene.tool.web, scene["ben"]
    tickets = Tickets(store=given.store, clock=given.clock, key=given.signing_key)
    ticket = tickets.issue("window", fingerprint(ben.handle), nonce="n")

    reply = ben.ask("POST", "/window", data={"ticket": ticket, "to": to})

    assert reply.status_code == 303
    assert re.fullmatch(r"/l/[\w-]{43}/", reply.location)


@pytest.mark.parametrize("to", OPEN_REDIRECTS)
def test_v3_an_action_ends_on_a_page_of_the_same_visit(scene, to):
    """Whatever the form says of where it came from."""
    ben, session = scene["ben"], scene.things.session
    form = {"agenda": "x", "version": scene.things.version, "relationship": to}

    reply = ben.post(f"sessions/{session}/agenda", form)

    assert reply.location == f"{ben.home}relationships/{scene.things.relationship}/?done=agenda"


def test_v3_cookies_are_for_this_host_over_tls_and_out_of_scripts_reach(tool):
    reply = tool.visitor("ben").launch()

    for cookie in reply.headers.getlist("Set-Cookie"):
        name, *attributes = cookie.split("; ")
        assert name.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=None", "Partitioned"} <= set(attributes)


def test_k12_a_visit_has_a_token_and_a_cookie_of_its_own(tool):
    first, second = (tool.visitor("ben").enter() for _ in range(2))

    assert first.csrf != second.csrf
    assert set(first.cookies().values()).isdisjoint(second.cookies().values())
    first.handle = second.handle
    assert first.get().status_code == LAPSED


def test_v7_a_visit_idles_away_after_an_hour(scene):
    scene.tool.clock.advance(minutes=59)
    before = scene["ben"].get().status_code
    scene.tool.clock.advance(minutes=60)

    assert (before, scene["ben"].get().status_code) == (200, LAPSED)


def test_v7_a_visit_in_use_ends_after_eight_hours(scene):
    for _ in range(9):
        scene.tool.clock.advance(minutes=50)
        last = scene["ben"].get().status_code
    assert last == 200
    scene.tool.clock.advance(timedelta(minutes=31))

    assert scene["ben"].get().status_code == LAPSED


def test_v7_a_launch_with_the_same_role_ends_nothing(scene):
    scene.tool.visitor("finn").enter()

    assert scene["finn"].get().status_code == 200


def test_p06_a_pair_that_has_ended_writes_nothing_more(scene):
    things, pair = scene.things, f"relationships/{scene.things.relationship}"
    scene.tool.world.end(things.relationship)
    names = ("POST agreements.propose", "POST agreements.sign", "POST times.book",
             "POST sessions.agenda")  # fmt: skip

    answers = {name: ask(scene["ben"], name, things).status_code for name in names}

    assert scene["ben"].get(f"{pair}/").status_code == 200
    assert answers == dict.fromkeys(names, 409)


def test_v16_what_is_refused_is_logged_with_its_support_code_and_nobodys_name(scene, caplog):
    caplog.set_level(logging.INFO)
    reply = scene["gil"].get(f"programmes/{scene.things.programme}/matching/")
    code = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", reply.text)[0]

    assert f"M-NOT-ALLOWED at matching.show, support {code}" in caplog.text
    for word in ("Gil", "gil@", scene["gil"].handle, scene.things.programme, TOOL):
        assert word not in caplog.text


@pytest.mark.parametrize("path", ["/s/a%00b", "/healthz?x=%00", "/ms/callback?state=%00"])
def test_u11_a_nul_in_an_address_is_refused_before_anything_looks_for_it(scene, path):
    assert scene.tool.visitor("nobody").ask("GET", path).status_code == 400
