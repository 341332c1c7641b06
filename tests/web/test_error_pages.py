"""U02: an error page has words, a code, and nothing of what was sent."""

import importlib
import logging
import pkgutil
import re
from dataclasses import replace

import pytest
from flask import Blueprint
from marshmallow import fields

from lti import RefusalCode
from plugin.mentoring.errors import MentoringError
from plugin.ports.errors import OutsideError
from plugin.web import pages
from plugin.web.application import Surroundings, build
from plugin.web.errors import WebError
from plugin.web.forms import FormSchema, is_typed
from plugin.web.messages import PAGES, RULES, words_for
from plugin.web.protocol.refusals import REFUSALS
from plugin.web.rates import Rates
from plugin.web.written import ALSO_CHOSEN, WRITTEN
from tests.web.conftest import FROM_LMS, Browser, hidden

EVIL = "<script>alert(1)</script>"


def kinds(base):
    return {found for kind in base.__subclasses__() for found in (kind, *kinds(kind))}


@pytest.mark.parametrize("base", [MentoringError, OutsideError, WebError])
def test_every_broken_rule_has_words(base):
    own = {kind for kind in kinds(base) if kind.__module__.startswith("plugin.")}

    assert own - set(RULES) == set()


def test_every_refusal_has_words_for_the_person_and_for_the_admin():
    assert set(REFUSALS) == set(RefusalCode)
    assert all(refusal.person and refusal.admin for refusal in REFUSALS.values())


def test_every_code_is_its_own():
    codes = [words.code for words in (*RULES.values(), *PAGES.values())]

    assert len(codes) == len(set(codes))


def test_a_rule_that_refines_another_has_its_words():
    class NarrowerError(MentoringError):
        pass

    broken = next(iter(RULES))
    refined = type("RefinedError", (broken,), {})

    assert words_for(refined()) is RULES[broken]
    assert words_for(NarrowerError()).status == 500


def test_a_broken_rule_says_what_to_do_next_and_where_to_go(browser):
    home = browser.enter()

    page = browser.get(f"{home}broken")

    assert page.status_code == 409
    assert "Go back to see the next best times" in page.text
    assert f'href="{home}"' in page.text


def test_what_somebody_wrote_is_shown_to_them_once_more(browser):
    home = browser.enter()
    csrf = hidden(browser.get(home).text, "csrf")
    sent = {"words-12": "An owl", "why": "They listen", "reason": "A course elsewhere", "x": "no"}

    page = browser.post(f"{home}broken", {"csrf": csrf, **sent})

    assert page.status_code == 409
    assert re.findall(r"<label[^>]*>([^<]*)</label><textarea[^>]*>([^<]*)<", page.text) == [
        ("Your text", "An owl"),
        ("What makes you think of them", "They listen"),
        ("Why", "A course elsewhere"),
    ]


CHOSEN = {"about": "person-7", "shared": "true", "backup": "phone"}


@pytest.mark.parametrize("path", ["broken", "broken-form"])
def test_what_somebody_chose_is_not_shown_as_their_words(browser, path):
    home = browser.enter()
    csrf = hidden(browser.get(home).text, "csrf")

    page = browser.post(f"{home}{path}", {"csrf": csrf, "words": "An owl", **CHOSEN})

    assert re.findall(r"<textarea[^>]*>([^<]*)<", page.text) == ["An owl"]


def test_where_a_field_is_known_to_be_written_in_its_words_are_shown(browser):
    home = browser.enter()
    csrf = hidden(browser.get(home).text, "csrf")

    page = browser.post(f"{home}broken-form", {"csrf": csrf, "offers": "How to write", **CHOSEN})

    assert re.findall(r"<label[^>]*>([^<]*)</label><textarea[^>]*>([^<]*)<", page.text) == [
        ("What I can bring", "How to write")
    ]


def all_fields():
    """Yield each field of a page's form by its name without a number."""
    for module in pkgutil.iter_modules(pages.__path__, f"{pages.__name__}."):
        for form in vars(importlib.import_module(module.name)).values():
            if isinstance(form, type) and issubclass(form, FormSchema):
                for name, kind in form().fields.items():
                    yield name.rstrip("0123456789"), kind


def test_every_name_that_is_chosen_elsewhere_is_known_as_such():
    chosen = {name for name, kind in all_fields() if not is_typed(kind)}

    assert chosen & set(WRITTEN) == ALSO_CHOSEN


NOT_WORDS = {"url", "link", "place", "places", "days", "key", "skills"}
"""Addresses and choices, however long."""


def long_fields():
    """Yield each field of a page's form in which people may write 200 letters and more."""
    for name, kind in all_fields():
        longest = (getattr(one, "max", 0) or 0 for one in kind.validators)
        if isinstance(kind, fields.String) and max(longest, default=0) >= 200:
            yield name


def test_whatever_is_written_at_length_is_shown_once_more():
    found = set(long_fields())

    assert len(found) > 25
    assert found - set(WRITTEN) == NOT_WORDS


def test_a_part_of_a_page_gets_a_part_of_an_error(browser):
    reply = browser.get(f"{browser.enter()}broken", headers={"HX-Request": "true"})

    assert reply.text.startswith("<div")
    assert "M-SLOT-TAKEN" in reply.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", f"/{EVIL}", 404, "H-404"),
        ("GET", "/lti/launch", 405, "H-405"),
        ("TRACE", "/lti/login", 405, "H-405"),
        ("GET", f"/l/{EVIL}/", 401, "W-LAPSED"),
        ("POST", "/lti/launch", 400, "L-FORM-FIELD"),
    ],
)
def test_u02_an_error_repeats_nothing_of_what_was_sent(browser, method, path, status, code):
    reply = browser.ask(method, path, query_string={"q": EVIL})

    assert reply.status_code == status
    assert code in reply.text
    assert "alert(1)" not in reply.text


def test_u02_an_error_code_of_the_platform_is_a_word_or_nothing(browser):
    reply = browser.post("/lti/launch", {"error": EVIL, "state": "s"}, headers=FROM_LMS)

    assert "L-PLATFORM-ERROR" in reply.text
    assert "alert(1)" not in reply.text


def test_a_page_that_is_not_there_leads_back_into_the_visit(browser):
    home = browser.enter()

    page = browser.get(f"{home}nowhere")

    assert page.status_code == 404
    assert f'href="{home}"' in page.text


def test_u09_a_body_over_the_limit_is_not_read(browser):
    home = browser.enter()

    reply = browser.post(home, {"csrf": "x" * 1_100_000})

    assert reply.status_code == 413
    assert "H-413" in reply.text


@pytest.mark.parametrize("host", ["evil.example", "tool.example.evil.example", "evil.example:443"])
def test_u09_another_host_is_not_served(app, host):
    reply = app.test_client().get("/healthz", headers={"Host": host})

    assert reply.status_code == 400


def test_u09_what_a_stranger_says_of_proxies_changes_nothing(browser):
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}

    reply = browser.get(browser.enter(), headers=headers)

    assert "evil.example" not in reply.text + str(reply.headers)
    assert reply.status_code == 200


def test_a_defect_shows_no_trace_and_is_found_by_its_support_code(browser, caplog):
    home = browser.enter()

    page = browser.get(f"{home}defect?secret=s3cret")

    support = re.search(r'class="support">H-500 ([0-9A-F]{4}-[0-9A-F]{4})<', page.text)[1]
    assert page.status_code == 500
    assert support in caplog.text
    assert "RuntimeError" in caplog.text
    assert "s3cret" not in page.text
    assert home.split("/")[2] not in caplog.text


def test_two_errors_have_two_support_codes(browser):
    codes = {re.search(r"H-404 (\S+)<", browser.get("/x").text)[1] for _ in range(5)}

    assert len(codes) == 5


class TestTooMany:
    @pytest.fixture
    def app(self, given):
        few = Surroundings(rates=Rates({"/lti/login": 3}))
        return build(given, pages=[], surroundings=few)

    def test_l09_who_knocks_too_often_is_told_when_to_come_back(self, browser):
        replies = [browser.get("/lti/login") for _ in range(5)]

        assert [reply.status_code for reply in replies] == [400, 400, 400, 429, 429]
        assert 1 <= int(replies[-1].headers["Retry-After"]) <= 120
        assert "W-RATE" in replies[-1].text

    def test_l09_others_are_not_held_up(self, browser):
        for _ in range(5):
            browser.get("/lti/login")

        other = {"REMOTE_ADDR": "192.0.2.7"}
        reply = browser.get("/lti/login", environ_overrides=other)

        assert reply.status_code == 400

    def test_l09_an_address_made_up_in_a_header_is_not_believed(self, browser):
        replies = [
            browser.get("/lti/login", headers={"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(4)
        ]

        assert replies[-1].status_code == 429


def test_l09_behind_our_own_proxy_each_address_is_counted_for_itself(given, platform):
    around = Surroundings(proxies=1, rates=Rates({"/lti/login": 1}))
    browser = Browser(build(given, pages=[], surroundings=around), platform)

    replies = [
        browser.get("/lti/login", headers={"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(3)
    ]

    assert [reply.status_code for reply in replies] == [400, 400, 400]


def test_a_whole_lecture_hall_may_launch_within_a_minute(browser):
    answers = {browser.get("/lti/login").status_code for _ in range(500)}

    assert answers == {400}


def test_readiness_names_each_part(given, platform):
    def breaks():
        raise OSError("no such disk")

    checks = {"worker": lambda: True, "disk": breaks}
    browser = Browser(build(replace(given, checks=checks), pages=[]), platform)

    reply = browser.get("/readyz")

    assert reply.status_code == 503
    assert reply.json["parts"] == {"database": True, "worker": True, "disk": False}
    assert "no such disk" not in reply.text
    assert browser.get("/healthz").json == {"status": "ok"}


def test_a_broken_rule_is_no_defect_in_the_log(browser, caplog):
    home = browser.enter()
    caplog.clear()

    browser.get(f"{home}broken")

    assert [record.levelno for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_an_endpoint_for_machines_may_be_added(given, platform):
    bp = Blueprint("graph", __name__)
    bp.post("/graph/notify")(lambda: ("", 202))
    browser = Browser(build(given, pages=[], more=[bp]), platform)

    reply = browser.post("/graph/notify", headers={"Sec-Fetch-Site": ""})

    assert reply.status_code == 202
