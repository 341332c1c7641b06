"""When two people have ended it: the way back to what was, and nothing offered that is refused."""

import re
from types import SimpleNamespace

import pytest

from tests.journeys.http_page import Page


@pytest.fixture
def pair(scene):
    """A pair of which one has ended it."""
    key = f"relationships/{scene.things.relationship}/"
    reply = scene["ben"].post(f"{key}members/end")
    assert reply.location.partition("?")[0].endswith(f"{key}closing/")
    return key


def links(reply):
    return set(re.findall(r'href="/l/[^/]+/([^"?]*)', reply.text))


def test_the_first_page_leads_back_to_what_has_ended(scene, pair):
    homes = {name: scene[name].get("mine") for name in ("ada", "ben", "eve")}

    assert {name: f"{pair}closing/" in links(home) for name, home in homes.items()} == {
        "ada": True, "ben": True, "eve": False,
    }  # fmt: skip
    assert "Look back: Ada" in homes["ben"].text
    assert pair not in links(homes["ben"])


def test_the_page_of_what_has_ended_says_so_and_leads_to_looking_back(scene, pair):
    page = scene["ada"].get(pair)

    assert "Your time together has ended" in page.text
    assert "No session is planned" not in page.text
    assert f"{pair}times/" not in links(page)
    assert f"{pair}closing/" in links(page)
