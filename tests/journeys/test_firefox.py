"""L27 in Firefox: with its usual protection, and with every cookie of other sites blocked."""

import pytest

from tests.journeys import firefox
from tests.journeys.firefox import BLOCK_ALL, PARTITION, Firefox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.timeout(240),
    pytest.mark.skipif(firefox.path() is None, reason="no Firefox: apt install firefox-esr"),
]
ACTIVITY = "/courses/research-careers/activities/mentoring-research-careers"


@pytest.fixture
def leila(world, tmp_path):
    """Return what opens Leïla's Firefox, signed in to the LMS, at the activity."""
    opened = []

    def open_one(*, cookies, storage):
        world.control("switches", {"platform_storage": storage}, side="lms")
        browser = Firefox(tmp_path / "profile", cookies=cookies)
        opened.append(browser)
        browser.go(world.lms)
        browser.click("//button[contains(., 'Leïla Haddad')]")
        browser.find("//a[contains(., 'Research Careers 2026')]")
        browser.go(world.lms + ACTIVITY)
        browser.into_frame()
        return browser

    yield open_one
    for one in opened:
        one.close()


def visits(world):
    """Return how many visits there are, and how many of them without a cookie."""
    ((every, bare),) = world.rows("SELECT count(*), count(*) - count(browser_hash) FROM visit")
    return every, bare


def starts_profile(browser):
    browser.click("//a[contains(., 'Start my profile')]")
    browser.sees("About 2 minutes")


def test_l27_partitioned_cookies_are_enough_for_firefox_as_it_comes(world, hana, leila):
    _, before = visits(world)

    starts_profile(leila(cookies=PARTITION, storage=False))

    assert visits(world)[1] == before


def test_l27_with_all_cookies_of_others_blocked_the_platforms_storage_stands_in(world, hana, leila):
    _, before = visits(world)

    starts_profile(leila(cookies=BLOCK_ALL, storage=True))

    assert visits(world)[1] == before + 1


def test_l27_without_storage_a_window_of_its_own_opens_and_names_the_person(world, hana, leila):
    browser = leila(cookies=BLOCK_ALL, storage=False)
    browser.sees("Let us open a window of its own")
    frame = browser.windows()

    browser.click("//button[contains(., 'Open the window')]")

    assert firefox.eventually(lambda: len(browser.windows()) > len(frame))
    [window] = set(browser.windows()) - set(frame)
    browser.go_to_window(window)
    browser.sees("Continue as Leïla Haddad in Research Careers 2026")
    browser.click("//button[@type='submit']")
    starts_profile(browser)
