"""What pages offer after the end and before the signature: a way on, nothing that is refused."""

import re
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from plugin.mentoring.notes import NoteKind
from plugin.mentoring.parts import Part
from plugin.mentoring.spans import Span
from tests.journeys.http_page import Page
from tests.mentoring.test_parts import part
from tests.security.house import TERMS

REFUSED = ("M-STATE", "M-AGREEMENT-MISSING")
"""Things have moved on; first, agree how you want to work."""
ENDS_IT = ("/block", "/end", "/leave", "/sign")
OURS = ("relationships/", "sessions/", "notes/", "messages/", "goals/", "projects/", "boards/")


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
    assert f"{pair}closing/" in links(scene["ben"].get("teams/"))
    assert pair not in links(homes["ben"])


def test_the_page_of_what_has_ended_says_so_and_leads_to_looking_back(scene, pair):
    page = scene["ada"].get(pair)

    assert "Your time together has ended" in page.text
    assert "No session is planned" not in page.text
    assert f"{pair}times/" not in links(page)
    assert f"{pair}closing/" in links(page)


def test_nobody_is_sent_to_sign_after_the_end(scene):
    world, finn = scene.tool.world, scene.tool.world.arrive("finn")
    pair = world.pair(world.kept("programme", scene.things.programme), mentee=finn)
    part = Part(pair, finn.tenant_id, world.ada.person_id, role=("Listen",))
    world.services.agreements.propose(pair, TERMS, version=0, part=part, actor=world.ada)
    places = ("together/", "goals/", "messages/", "projects/", "boards/")
    pages = [f"relationships/{pair}/{place}" for place in places]
    asked = [scene["finn"].get(page).text for page in pages]
    world.services.memberships.end(pair, actor=world.ada)

    then = [scene["finn"].get(page).text for page in pages]

    assert all("Read and sign" in page for page in asked)
    assert not any("Read and sign" in page for page in then)
    assert all("you had not signed the agreement" in page for page in then)


def reached(visitor, start):
    """Return every page of theirs to which links lead from `start`, by path."""
    found, waits = {}, [start]
    while waits:
        path = waits.pop()
        found[path] = visitor.get(path)
        new = {one for one in links(found[path]) if one.startswith(OURS)} - {*found, *waits}
        waits += sorted(new)
    return {path: reply for path, reply in found.items() if reply.mimetype == "text/html"}


def refused(visitor, page):
    """Press every button of a page, with all its fields filled in; yield those that are refused."""
    forms = Page(SimpleNamespace(status_code=page.status_code, url="", text=page.text)).forms
    for form in forms:
        action = form.action.removeprefix(visitor.home)
        if form.method != "post" or action == form.action or action.endswith(ENDS_IT):
            continue
        filled = {name: value or "2027-06-06" for name, value in form.fields if name != "csrf"}
        for words, name, value in form.buttons:
            reply = visitor.post(action, filled | {name: value})
            if any(code in reply.text for code in REFUSED):
                yield action, words


def test_after_the_end_no_page_offers_what_would_be_refused(scene, pair):
    pages = reached(scene["ben"], f"{pair}closing/")

    found = {path: list(refused(scene["ben"], page)) for path, page in pages.items()}

    assert f"sessions/{scene.things.past}/" in pages
    assert f"{pair}together/" in pages
    assert {path: offers for path, offers in found.items() if offers} == {}


@pytest.fixture
def unsigned(scene):
    """A pair of Ada's and Finn's; there is an agreement that Finn has not signed."""
    world, things = scene.tool.world, scene.things
    programme = world.kept("programme", things.programme)
    key = world.pair(programme, world.ada, world.arrive("finn"))
    members = world.kept("relationship", key).people
    past = replace(
        world.kept("session", things.past),
        session_id="early",
        relationship_id=key,
        people=members,
        version=0,
        span=Span(*(scene.tool.clock() - timedelta(days=days) for days in (12, 11))),
    )
    world.save("session", past)
    world.services.agreements.propose(
        key, TERMS, version=0, actor=world.ada, part=part(key, world.ada)
    )
    world.services.records.write("early", NoteKind.RECORD, "An early owl", actor=world.ada)
    return key


def test_before_the_signature_no_page_offers_what_would_be_refused(scene, unsigned):
    key = unsigned

    pages = reached(scene["finn"], f"relationships/{key}/")
    found = {path: list(refused(scene["finn"], page)) for path, page in pages.items()}

    assert "Sign the agreement to read more" in pages["sessions/early/"].text
    assert f"relationships/{key}/agreement/" in links(pages["sessions/early/"])
    assert not any("An early owl" in page.text for page in pages.values())
    assert {path: offers for path, offers in found.items() if offers} == {}


def test_before_the_signature_what_is_said_after_a_session_is_offered_to_nobody_else(
    scene, unsigned
):
    form, share = "sessions/early/feedback", "The members of our page may read these two"
    before = scene["finn"].get(form).text

    kept = scene["finn"].post(form, {"good": "A quiet hour"})
    scene["finn"].post(f"relationships/{unsigned}/agreement/sign", {"number": 1, "goals": "To fly"})
    after = scene["finn"].get(form).text

    assert share not in before
    assert kept.status_code == 303
    assert share in after
    assert "A quiet hour" in after
