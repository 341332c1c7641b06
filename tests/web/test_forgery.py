"""U07: a form counts only when a page of this visit sent it."""

import pytest

from tests.web.conftest import TOOL, hidden


@pytest.fixture
def home(browser):
    return browser.enter()


@pytest.fixture
def csrf(browser, home):
    return hidden(browser.get(home).text, "csrf")


def test_a_form_of_the_visits_own_page_is_taken(browser, home, csrf):
    reply = browser.post(home, {"csrf": csrf})

    assert reply.text == "person-1 changed course:course-1"


def test_the_token_may_come_as_a_header(browser, home, csrf):
    assert browser.post(home, headers={"X-CSRF": csrf}).status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", "ü" * 43])
def test_u07_a_form_without_the_token_is_refused(browser, home, token):
    reply = browser.post(home, {"csrf": token})

    assert reply.status_code == 403
    assert "W-FORM" in reply.text


def test_u07_the_token_of_another_visit_is_refused(browser, home):
    other = hidden(browser.get(browser.enter()).text, "csrf")

    assert browser.post(home, {"csrf": other}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_u07_a_form_from_another_site_is_refused_though_it_has_the_token(browser, home, csrf, site):
    reply = browser.post(home, {"csrf": csrf}, headers={"Sec-Fetch-Site": site, "Origin": TOOL})

    assert reply.status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", f"{TOOL}.evil.example"])
def test_u07_an_older_browser_must_name_our_origin(browser, home, csrf, origin):
    headers = {"Sec-Fetch-Site": "", "Origin": origin}

    assert browser.post(home, {"csrf": csrf}, headers=headers).status_code == 403


def test_an_older_browser_that_names_our_origin_is_served(browser, home, csrf):
    headers = {"Sec-Fetch-Site": "", "Origin": TOOL}

    assert browser.post(home, {"csrf": csrf}, headers=headers).status_code == 200


def test_u07_json_sent_as_plain_text_is_refused(browser, home, csrf):
    body = '{"csrf":"' + csrf + '"}'

    reply = browser.ask("POST", home, data=body, content_type="text/plain")

    assert reply.status_code == 403


@pytest.mark.parametrize("name", ["_method", "X-HTTP-Method-Override"])
def test_u07_a_get_is_never_taken_for_a_post(browser, home, csrf, name):
    reply = browser.get(f"{home}?{name}=POST&csrf={csrf}", headers={name: "POST"})

    assert "changed" not in reply.text


@pytest.mark.parametrize("path", ["/lti/window", "/lti/storage", "/window"])
def test_u07_the_steps_after_a_launch_are_taken_from_our_pages_only(browser, path):
    reply = browser.post(path, headers={"Sec-Fetch-Site": "cross-site"})

    assert reply.status_code == 403
    assert "W-FORM" in reply.text
