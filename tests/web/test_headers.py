"""What browsers are told with every answer."""

import re

import pytest

from tests.web.conftest import TOOL


def policy(reply):
    parts = (
        part.strip().split(" ") for part in reply.headers["Content-Security-Policy"].split(";")
    )
    return {name: values for name, *values in parts}


PATHS = ["/healthz", "/lti/jwks", "/nowhere", "/lti/launch", "/static/app.js", "/l/unknown/"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_what_is_inline_or_from_elsewhere(browser, path):
    told = policy(browser.get(path))

    assert told["default-src"] == ["'none'"]
    assert told["script-src"] == told["style-src"] == told["connect-src"] == ["'self'"]
    assert told["form-action"] == ["'self'"]
    assert told["base-uri"] == ["'none'"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_small_headers(browser, path):
    headers = browser.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "X-Frame-Options" not in headers


def test_u05_only_the_lms_of_the_visit_frames_its_pages(browser):
    home = browser.enter()

    assert policy(browser.get(home))["frame-ancestors"] == ["https://lms.example"]


def test_u05_the_address_an_lms_wants_people_back_at_frames_too(browser):
    presentation = {
        "https://purl.imsglobal.org/spec/lti/claim/launch_presentation": {
            "return_url": "https://school.example:8443/courses/1?x=;script-src"
        }
    }
    home = browser.enter(**presentation)

    ancestors = policy(browser.get(home))["frame-ancestors"]

    assert ancestors == ["https://school.example:8443", "https://lms.example"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a.example:port/", "https://*/", "https://a;b/"]
)
def test_l54_a_strange_return_address_frames_nothing(browser, address):
    presentation = {
        "https://purl.imsglobal.org/spec/lti/claim/launch_presentation": {"return_url": address}
    }
    home = browser.enter(**presentation)

    assert policy(browser.get(home))["frame-ancestors"] == ["https://lms.example"]


def test_u05_what_belongs_to_no_visit_is_framed_by_nobody(browser):
    assert policy(browser.get("/healthz"))["frame-ancestors"] == ["'none'"]


def test_an_error_outside_a_visit_shows_in_any_frame_for_it_holds_nothing(browser):
    assert policy(browser.get("/l/unknown/"))["frame-ancestors"] == ["https:"]


def test_u13_a_page_is_kept_by_no_browser(browser):
    home = browser.enter()

    assert browser.get(home).headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_under_addresses_that_change_with_them(browser):
    page = browser.get(browser.enter()).text
    address = re.search(r'href="(/static/alongside\.css\?v=[0-9a-f]{12})"', page)[1]

    reply = browser.get(address)

    assert reply.mimetype == "text/css"
    assert "max-age=31536000" in reply.headers["Cache-Control"]


def test_the_stylesheet_and_the_script_stay_small(browser):
    assert len(browser.get("/static/alongside.css").data) < 36_000
    assert len(browser.get("/static/app.js").data) < 5_000


def test_no_page_gives_its_address_to_another_site(browser):
    page = browser.get(browser.enter()).text

    assert re.findall(r'(?:href|src|action)="(?!/|#)([^"]*)"', page) == []
    assert TOOL not in page
