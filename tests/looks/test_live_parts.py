"""Parts of a page that ask again by themselves: they change, they stop, and they wipe nothing."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseRole
from plugin.mentoring.place import PlaceState
from plugin.mentoring.session import Sync
from plugin.ports.values import RosterMember
from plugin.sandbox.people import person_named
from tests.looks.backstage import TENANT
from tests.looks.scenes import LEARNER, MENTOR

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SECOND = 1000


@pytest.fixture
def asked(looker):
    """Every part that the page has asked for by itself."""
    found = []

    def note(request):
        if request.headers.get("hx-request"):
            found.append(request.url)

    looker.resize(1280)
    looker.page.on("request", note)
    yield found
    looker.page.remove_listener("request", note)


def waits_quietly(looker, asked, for_ms=4 * SECOND):
    """Whether nothing more is asked for."""
    before = len(asked)
    looker.page.wait_for_timeout(for_ms)
    return len(asked) == before


def test_reading_the_course_list_ends_in_fresh_figures(looker, stage, asked):
    hana = stage.coordinator("live-roster")
    stage.open_programme(hana)
    looker.goto(stage.address(hana))
    looker.page.get_by_role("button", name="Read the course list").click()
    expect(looker.page.get_by_text("Reading the course list")).to_be_visible()
    looker.page.evaluate("document.documentElement.dataset.old = 'yes'")

    leila = person_named(LEARNER)
    with stage.house.store.work(TENANT) as work:
        course = work.course(hana.course_id)
        member = RosterMember(leila.key, leila.name, leila.email, CourseRole.LEARNER, active=True)
        work.apply_roster(course, [member], now=stage.now)
        course = work.course(hana.course_id)
        work.save_course(replace(course, roster_state="done", roster_at=stage.now))

    expect(looker.page.locator("html[data-old]")).to_have_count(0, timeout=10 * SECOND)
    expect(looker.page.get_by_text(re.compile(r"\d+ (person|people), read"))).to_be_visible()
    assert any("/roster" in url for url in asked)
    assert waits_quietly(looker, asked)
    assert looker.complaints == []


@pytest.fixture
def waiting_pair(stage, request):
    """A pair whose session and folder are on their way."""
    course = f"live-{request.node.name}"
    hana = stage.coordinator(course)
    programme = stage.open_programme(hana)
    amara, leila = stage.arrives(MENTOR, course), stage.arrives(LEARNER, course)
    for who, side in ((amara, Side.MENTOR), (leila, Side.MENTEE)):
        stage.answers(programme, who, side, zone="Europe/Berlin")
    pair = stage.pairs(programme, amara, leila)
    stage.agrees(pair, programme, amara, leila)
    session = stage.books(pair, days=20 + len(course), hour=5, sync=Sync.QUEUED)
    stage.has_place(pair, PlaceState.QUEUED)
    return pair, session, stage.address(leila, f"relationships/{pair.relationship_id}/")


def becomes(stage, session, sync, **changed):
    with stage.house.store.work(TENANT) as work:
        link = work.link(session.session_id)
        work.save_link(replace(link, sync=sync, since=stage.now, **changed))


def test_a_session_that_is_booked_says_so_while_topics_are_typed(
    looker, stage, waiting_pair, asked
):
    _pair, session, address = waiting_pair
    looker.goto(address)
    looker.page.get_by_label("What we want to talk about").fill("How the lab visit went")

    becomes(stage, session, Sync.BOOKED, checked_at=stage.now, join_url="https://teams.example/1")

    expect(looker.page.get_by_role("link", name="Join in Teams")).to_be_visible(timeout=10 * SECOND)
    typed = looker.page.get_by_label("What we want to talk about")
    assert typed.input_value() == "How the lab visit went"
    assert typed.evaluate("field => field === document.activeElement")
    asked[:] = [url for url in asked if "/next" in url]
    assert asked != []
    asked.clear()
    looker.page.wait_for_timeout(4 * SECOND)
    assert [url for url in asked if "/next" in url] == []
    assert looker.judged() == []


def test_focus_stays_where_it_is_while_the_session_is_asked_for(looker, stage, waiting_pair, asked):
    _pair, _session, address = waiting_pair
    looker.goto(address)
    looker.page.get_by_role("link", name="Move", exact=True).focus()

    looker.page.wait_for_timeout(7 * SECOND)

    assert len([url for url in asked if "/next" in url]) >= 2
    assert looker.page.evaluate("document.activeElement.innerText") == "Move"


def test_a_folder_appears_when_it_is_made(looker, stage, waiting_pair, asked):
    pair, session, address = waiting_pair
    becomes(stage, session, Sync.BOOKED, checked_at=stage.now)
    looker.goto(address)
    expect(looker.page.get_by_text("Your folder is being made")).to_be_visible()

    with stage.house.store.work(TENANT) as work:
        place = work.place(pair.relationship_id)
        work.save_place(
            replace(
                place,
                state=PlaceState.READY,
                url="https://northmoor.sharepoint.example/pairs/18",
                open_to=pair.people,
            )
        )

    expect(looker.page.get_by_role("link", name="Open our shared folder")).to_be_visible(
        timeout=10 * SECOND
    )
    assert waits_quietly(looker, asked, for_ms=6 * SECOND)
