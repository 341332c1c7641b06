"""L27: a browser that takes no cookie of the tool, not even a partitioned one."""

import json
import shutil

import pytest
from playwright.sync_api import expect

from tests.journeys.people import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(180)]

BLOCKED = {"profile": {"content_settings": {"exceptions": {"cookies": {
    "http://127.0.0.1,*": {"setting": 2}}}}}}  # fmt: skip


class Blocking:
    """Stands for a browser whose one context blocks the tool's cookies."""

    def __init__(self, playwright, path):
        (path / "Default").mkdir()
        (path / "Default" / "Preferences").write_text(json.dumps(BLOCKED))
        self.path, self.playwright = path, playwright

    def new_context(self, **options):
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        return self.playwright.chromium.launch_persistent_context(
            self.path, executable_path=chromium, args=["--no-sandbox", "--disable-gpu"], **options
        )


@pytest.fixture
def leila(playwright, world, tmp_path):
    if shutil.which("chromium") is None and shutil.which("google-chrome") is None:
        pytest.skip("no Chromium on this machine")
    visitor = Visitor(Blocking(playwright, tmp_path), world, "Leïla Haddad")
    yield visitor
    visitor.close()


def visits_without_cookie(world):
    ((count,),) = world.rows("SELECT count(*) FROM visit WHERE browser_hash IS NULL")
    return count


def test_l27_the_platforms_storage_stands_in_for_the_cookie(world, hana, leila):
    world.control("switches", {"platform_storage": True}, side="lms")
    before = visits_without_cookie(world)

    leila.launch()

    leila.follow("Start my profile")
    leila.sees("About 2 minutes")
    assert visits_without_cookie(world) == before + 1


def test_l27_where_the_storage_is_silent_a_window_of_its_own_opens(world, hana, leila):
    world.control("switches", {"platform_storage": False}, side="lms")

    leila.launch()
    leila.sees("Let us open a window of its own")
    with leila.context.expect_page() as opened:
        leila.press("Open the window")

    window = opened.value
    expect(window.get_by_role("heading", level=1)).to_have_text(
        "Continue as Leïla Haddad in Research Careers 2026"
    )
