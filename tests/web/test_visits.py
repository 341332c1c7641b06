"""A visit belongs to one launch in one browser, and does not last for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.web.visits import COOKIE_PREFIX, fingerprint
from tests.web.conftest import hidden


def handle_of(home):
    return home.split("/")[2]


def test_a_visit_knows_who_came_and_from_which_course(browser):
    home = browser.enter()

    facts = browser.get(f"{home}facts").json

    assert facts == {"course": "course:course-1", "in_frame": True, "up": home}


def test_the_store_never_sees_the_handle_or_the_cookie(browser, memory):
    home = browser.enter()
    secrets = [handle_of(home), *(cookie.value for cookie in browser.client._cookies.values())]

    kept = repr(memory.visits)

    assert len(secrets) == 2
    assert [secret for secret in secrets if secret in kept] == []


def test_the_cookie_is_one_that_works_in_another_sites_frame(browser):
    reply = browser.launch()
    name, *attributes = reply.headers.getlist("Set-Cookie")[0].split("; ")

    assert name.startswith(f"__Host-{COOKIE_PREFIX}")
    assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"} <= set(attributes)
    assert not any(attribute.startswith("Domain") for attribute in attributes)


def test_k12_a_handle_that_leaked_opens_nothing_without_the_cookie(browser, new_browser):
    home = browser.enter()

    reply = new_browser().get(home)

    assert reply.status_code == 401
    assert "W-LAPSED" in reply.text
    assert browser.get(home).status_code == 200


def test_k12_a_cookie_without_the_prefix_is_not_ours(browser, new_browser):
    home = browser.enter()
    cookie = next(iter(browser.client._cookies.values()))
    neighbour = f"{cookie.key.removeprefix('__Host-')}={cookie.value}"

    reply = new_browser(keeps_cookies=False).get(home, headers={"Cookie": neighbour})

    assert reply.status_code == 401


def test_two_courses_in_one_browser_do_not_mix(browser):
    botany, ethics = (
        browser.enter(**{"https://purl.imsglobal.org/spec/lti/claim/context": {"id": name}})
        for name in ("botany", "ethics")
    )

    seen = [browser.get(f"{home}facts").json["course"] for home in (botany, ethics, botany)]

    assert seen == ["course:botany", "course:ethics", "course:botany"]


def test_the_cookie_of_one_visit_opens_no_other(browser, new_browser):
    first, second = new_browser(), new_browser()
    here, there = first.enter(), second.enter()

    assert first.get(there).status_code == 401
    assert second.get(here).status_code == 401


def test_u14_a_visit_left_alone_for_an_hour_lapses(browser, platform):
    home = browser.enter()
    platform.clock.now += timedelta(minutes=60)

    assert browser.get(home).status_code == 401


def test_a_visit_in_use_lasts_eight_hours_and_no_longer(browser, platform):
    home = browser.enter()
    answers = []
    for _ in range(10):
        platform.clock.now += timedelta(minutes=50)
        answers.append(browser.get(home).status_code)

    assert answers == [200] * 9 + [401]


def test_being_seen_is_written_once_a_minute(browser, platform, memory):
    home = browser.enter()
    before = memory.saves
    for _ in range(5):
        browser.get(home)
        platform.clock.now += timedelta(seconds=20)

    assert memory.saves - before == 1


@pytest.mark.parametrize(("news", "saves"), [(False, 1), (True, 2)])
def test_a_launch_that_says_something_new_is_written_again_to_last(browser, memory, news, saves):
    memory.news = news

    browser.enter()

    assert memory.saves == saves


def test_a_lapsed_page_says_where_to_go_and_shows_nothing(browser, platform):
    home = browser.enter()
    platform.clock.now += timedelta(hours=9)

    page = browser.get(home).text

    assert "Open it again from your course" in page
    assert "Ada" not in page


def test_a_part_of_a_lapsed_page_asks_for_the_whole(browser):
    reply = browser.get("/l/unknown/", headers={"HX-Request": "true"})

    assert reply.headers["HX-Refresh"] == "true"


def test_a_person_erased_since_the_launch_has_no_visit(browser, memory):
    home = browser.enter()
    memory.people.clear()

    assert browser.get(home).status_code == 401


class TestWithoutCookies:
    """A browser that keeps none in a frame, recognised by the platform's storage."""

    @pytest.fixture
    def strict(self, new_browser):
        return new_browser(keeps_cookies=False)

    @pytest.fixture
    def home(self, strict):
        page = strict.launch(login={"lti_storage_target": "_parent"}).text
        ticket = hidden(page, "ticket")
        reply = strict.post("/lti/storage", {"ticket": ticket, "value": strict.stored})
        return "/".join(reply.location.split("/")[:3]) + "/"

    def test_the_handle_alone_opens_the_visit_in_that_browser(self, strict, home):
        assert strict.get(home).status_code == 200

    def test_no_cookie_is_set(self, strict, home):
        assert "Set-Cookie" not in strict.get(home).headers

    def test_k12_a_leaked_handle_opens_nothing_in_another_browser(self, new_browser, home):
        assert new_browser(agent="Magpie/2.0").get(home).status_code == 401

    def test_it_lapses_after_half_an_hour(self, strict, home, platform):
        platform.clock.now += timedelta(minutes=30)

        assert strict.get(home).status_code == 401


def test_a_row_that_binds_to_nothing_opens_for_nobody(browser, memory):
    home = browser.enter()
    key = fingerprint(handle_of(home))
    memory.visits[key] = replace(memory.visits[key], browser_hash=None, agent_hash=None)

    assert browser.get(home).status_code == 401
