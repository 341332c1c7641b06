"""In a browser: from a template to a trial, the draft by keyboard, and two who choose."""

from dataclasses import replace
from itertools import count

import pytest

from plugin.mentoring.confided import Confided, Ready
from plugin.mentoring.enrolment import Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.programme import SelfMatch, Stage
from plugin.mentoring.relationship import RelationshipState
from tests.looks.backstage import TENANT, learners
from tests.looks.test_choosing import press_tab_until

pytestmark = [pytest.mark.browser, pytest.mark.processes]

courses = count(1)


@pytest.fixture
def course():
    return f"workbench-{next(courses)}"


def kept(stage, what, *key):
    with stage.house.store.look(TENANT) as work:
        return getattr(work, what)(*key)


def here(looker):
    """The programme whose page is open."""
    return looker.page.url.partition("/programmes/")[2].partition("/")[0].partition("?")[0]


def test_p6_from_a_template_to_a_trial_with_a_handful_of_presses(looker, stage, course):
    looker.resize(1280)
    looker.goto(stage.address(stage.coordinator(course)))
    page = looker.page

    page.get_by_role("link", name="Use this").first.click()
    page.get_by_role("button", name="Make the draft").click()
    draft = kept(stage, "programme", here(looker))
    page.get_by_text("Or try it with a few people first").click()
    page.get_by_label("People at most").fill("8")
    page.get_by_label("We look back on").fill("2099-01-01")
    page.get_by_role("button", name="Begin the trial").click()

    trial = kept(stage, "programme", here(looker))
    assert (draft.stage, trial.stage, trial.life.pilot_cap) == (Stage.DRAFT, Stage.PILOT, 8)


@pytest.fixture
def drafted(stage, course):
    """A draft of three pairs, and one mentor with a place left."""
    hana = stage.coordinator(course)
    programme = stage.open_programme(hana)
    for at, slug in enumerate(learners()[-7:]):  # with nobody whom a scene keeps away
        side = Side.MENTOR if at < 4 else Side.MENTEE
        who, hours = stage.arrives(slug, course), WeekHours.office(9, 12)
        stage.answers(programme, who, side, zone="Europe/Berlin", hours=hours)
    stage.services.matching.suggest(programme.programme_id, actor=hana)
    return programme.programme_id, hana


def press(page, wanted, key="Enter"):
    """Reach something by Tab, and press it; the next page has come afterwards."""
    press_tab_until(page, wanted, most=120)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_the_workbench_is_moved_undone_and_published_by_keyboard(looker, stage, drafted):
    key, hana = drafted
    looker.resize(1280)
    looker.goto(stage.address(hana, f"programmes/{key}/matching/"))
    page, before = looker.page, kept(stage, "draft", key).draft

    press_tab_until(page, "td summary")
    page.keyboard.press("Enter")
    press_tab_until(page, ".mover select")
    page.keyboard.press("ArrowDown")
    press(page, ".mover button")
    moved = kept(stage, "draft", key).draft
    press(page, "[action$='/undo'] button")
    undone = kept(stage, "draft", key).draft
    press(page, "[action$='/publish'] button")

    assert (moved.by_hand, moved.pairs != before.pairs) == (True, True)
    assert undone.pairs == before.pairs
    made = kept(stage, "relationships_in", key)
    assert [one.state for one in made] == [RelationshipState.ACTIVE] * 3


def test_m1_a_mentee_asks_and_the_mentor_says_yes_each_on_their_own_page(looker, stage, course):
    made = stage.open_programme(stage.coordinator(course))
    life = replace(made.life, self_match=SelfMatch())
    with stage.house.store.work(TENANT) as work:
        work.save_programme(replace(made, life=life, version=made.version + 1))
    amara, leila = (stage.arrives(x, course) for x in ("amara.okafor", "leila.haddad"))
    for who, side in ((amara, Side.MENTOR), (leila, Side.MENTEE)):
        hours, ready = WeekHours.office(9, 12), Confided(checked=tuple(Ready))
        stage.answers(made, who, side, zone="Europe/Berlin", hours=hours, confided=ready)
    looker.resize(360)
    page = looker.page

    looker.goto(stage.address(leila))
    page.get_by_role("link", name="See who would suit").click()
    page.get_by_text("Ask Amara Okafor").click()
    page.get_by_label("What brings you to them").fill("You have been there")
    with page.expect_navigation():
        page.get_by_role("button", name="Send the request").click()
    looker.goto(stage.address(amara))
    (mine,) = kept(stage, "mentor_requests", made.programme_id)
    page.locator(f"a[href*='{mine.request_id}']", has_text="Look at it").click()
    asked = page.locator("main").inner_text()
    with page.expect_navigation():
        page.get_by_role("button", name="Yes, I would like to").click()

    assert "You have been there" in asked
    (pair,) = kept(stage, "relationships_in", made.programme_id)
    assert pair.people == {amara.person_id, leila.person_id}
    assert looker.complaints == []
