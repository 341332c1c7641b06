"""Every page in every state: found accessible, unbroken and whole by a browser."""

import re

import pytest

from tests.looks.scenes import NAMES

pytestmark = [pytest.mark.browser, pytest.mark.processes]

# A theme changes colours and a width the layout: all of it once, then what each of them changes.
LOOKS = {
    (360, "light"): {},
    (360, "dark"): {"layout": False},
    (360, "contrast"): {"layout": False},
    (320, "light"): {"colours": False},
    (1280, "light"): {"colours": False},
}
TWICE_AS_LARGE = 640  # what 200 % zoom leaves of 1280


@pytest.fixture(scope="module", params=NAMES)
def opened(shared_looker, scenes, request):
    """Return the window with one scene in it, opened once for all that is asked of it."""
    shared_looker.complaints.clear()
    shared_looker.goto(scenes.pages[request.param])
    return shared_looker


@pytest.fixture
def looker(opened):
    opened.theme("light")
    opened.turn("ltr")
    return opened


def test_every_scene_is_looked_at(scenes):
    assert sorted(scenes.pages) == sorted(NAMES)


def test_u03_axe_finds_nothing_in_any_theme_or_width(looker):
    found = {}
    for (width, theme), asked in LOOKS.items():
        looker.resize(width)
        looker.theme(theme)
        found[f"{theme} {width}"] = looker.judged(**asked)

    assert {where: what for where, what in found.items() if what} == {}
    assert looker.complaints == []


def test_no_page_scrolls_sideways_in_either_direction(looker):
    wide = {}
    for direction in ("ltr", "rtl"):
        looker.turn(direction)
        for width in (1280, 905, TWICE_AS_LARGE, 374, 320):
            looker.resize(width)
            wide[f"{direction} {width}"] = looker.overhang()

    assert {where: by for where, by in wide.items() if by > 0} == {}


def test_a_page_has_a_title_one_heading_and_one_thing_to_do(looker):
    assert looker.page.title().removesuffix(" · Alongside").strip() != ""
    assert looker.page.locator("h1").count() == 1
    assert looker.page.locator(".btn.primary:visible").count() <= 1
    shown = looker.page.locator("main").inner_text()
    assert re.findall(r"\bNone\b(?! of )", shown) == []
    assert "H-500" not in shown
