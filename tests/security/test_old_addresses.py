"""Addresses that people kept from before: after the end, no page takes words that are lost."""

import pytest

from tests.security.test_offers import pair, refused  # noqa: F401 - a fixture

PLACES = {
    "relationship_id": "relationship",
    "session_id": "past",
    "note_id": "record",
    "poll_id": "poll",
    "goal_id": "goal",
    "exchange_id": "exchange",
    "board_id": "board",
    "project_id": "project",
}
HOME = "/l/<handle>/"


def kept(scene):
    """The addresses of every page of a relationship, a session or another of their things."""
    for rule in scene.tool.app.url_map.iter_rules():
        path = rule.rule.removeprefix(HOME)
        named = rule.arguments - {"handle"}
        if "GET" in rule.methods and named and named <= set(PLACES):
            for name in named:
                path = path.replace(f"<{name}>", getattr(scene.things, PLACES[name]))
            yield f"{path}?date=2027-06-06&time=12:00"


@pytest.mark.parametrize("name", ["ada", "ben"])
def test_after_the_end_no_address_leads_to_a_form_that_would_be_refused(scene, pair, name):  # noqa: F811
    pages = {path: scene[name].get(path) for path in kept(scene)}
    pages = {path: one for path, one in pages.items() if one.mimetype == "text/html"}
    found = {path: list(refused(scene[name], page)) for path, page in pages.items()}
    assert {path: offers for path, offers in found.items() if offers} == {}


def test_an_address_of_a_form_leads_to_the_page_that_says_it_has_ended(scene, pair):  # noqa: F811
    reply = scene["ben"].get(f"{pair}goals/new")

    assert reply.location.partition("?")[0].endswith(pair)
    assert "Your time together has ended" in scene["ben"].get(pair).text


def test_who_was_writing_when_it_ended_is_refused_and_keeps_the_words(scene, pair):  # noqa: F811
    said = {"specific": "An owl in every tree", "version": 0}

    reply = scene["ben"].post(f"{pair}goals/", said)

    assert reply.status_code == 409
    assert "An owl in every tree" in reply.text


def test_ones_own_number_is_still_forgotten_after_the_end(scene, pair):  # noqa: F811
    page = scene["ben"].get(f"{pair}ways/")

    assert "My telephone number" in page.text
    assert "If that fails" not in page.text
