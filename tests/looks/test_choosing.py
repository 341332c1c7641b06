"""Choosing a time: quiet in itself, by keyboard, in forced colours, and without scripts."""

from itertools import count

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.session import SessionState
from tests.looks.scenes import LEARNER, MENTOR

pytestmark = [pytest.mark.browser, pytest.mark.processes]

courses = count(1)


@pytest.fixture
def pair(stage):
    """Two people who have agreed and may book, in a course of their own."""
    course = f"choosing-{next(courses)}"
    hana = stage.coordinator(course)
    programme = stage.open_programme(hana)
    amara, leila = stage.arrives(MENTOR, course), stage.arrives(LEARNER, course)
    for who, side, zone in ((amara, Side.MENTOR, "London"), (leila, Side.MENTEE, "Berlin")):
        hours = WeekHours.office(9, 12)
        stage.answers(programme, who, side, zone=f"Europe/{zone}", hours=hours)
    pair = stage.pairs(programme, amara, leila)
    stage.agrees(pair, programme, amara, leila)
    return stage.address(leila, f"relationships/{pair.relationship_id}/"), pair


@pytest.fixture
def booked(stage, pair):
    """Return what reads the planned sessions; their seats are free again afterwards."""
    _address, relationship = pair

    def planned():
        with stage.house.store.look(relationship.tenant_id) as work:
            found = work.sessions_of([relationship.relationship_id])
        return [one for one in found if one.state is SessionState.PLANNED]

    yield planned
    for one in planned():
        with stage.house.store.work(relationship.tenant_id) as work:
            work.save_session(one.cancelled(now=stage.now))


def press_tab_until(page, wanted, most=60):
    """Press Tab until the focused element matches `wanted`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_a_session_is_booked_by_keyboard_alone(looker, pair, booked):
    address, _ = pair
    looker.resize(1280)
    looker.goto(address + "times/?week=1")
    page = looker.page

    press_tab_until(page, "[name=time]")
    page.keyboard.press("ArrowRight")
    chosen = page.evaluate("document.activeElement.value")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "Planned." in page.locator("[role=status]").first.inner_text()
    assert [one.span.starts_at.isoformat() for one in booked()] == [chosen]


def test_the_line_below_the_week_names_what_is_chosen(looker, pair):
    address, _ = pair
    looker.resize(1280)
    looker.goto(address + "times/?week=1")
    later = looker.page.locator(".week .slot:not(.late) input").nth(2)

    later.check(force=True)

    words = looker.page.locator("[data-dock-time]").inner_text()
    assert words == later.get_attribute("data-time")


@pytest.mark.parametrize("width", [1280, 360])
def test_times_outside_usual_hours_wait_for_a_tick(looker, pair, width):
    address, _ = pair
    looker.resize(width)
    looker.goto(address + "times/?week=1")
    shown = looker.page.locator(".week .slot.late input:visible")
    before = shown.count()

    looker.page.get_by_role("checkbox", name="Also show").check()

    assert before == 0
    assert shown.count() > 5
    assert looker.judged() == []


def test_what_is_chosen_shows_in_forced_colours(open_looker, pair):
    address, _ = pair
    looker = open_looker(forced_colors="active")
    looker.goto(address + "times/?week=1")
    looker.page.locator(".slot input").first.evaluate("one => { one.checked = true }")

    highlight, chosen = looker.page.evaluate(
        """() => {
          const probe = document.createElement("i");
          probe.setAttribute("class", "btn primary");
          document.body.append(probe);
          const colour = (what) => getComputedStyle(what).backgroundColor;
          return [colour(probe), colour(document.querySelector(".slot input:checked"))];
        }"""
    )
    others = looker.page.locator(".slot input:not(:checked)").evaluate_all(
        "all => all.map(one => getComputedStyle(one).backgroundColor)"
    )
    edges = looker.page.locator(".btn").evaluate_all(
        "all => all.map(one => getComputedStyle(one).borderTopStyle)"
    )
    looker.close()

    assert chosen == highlight
    assert highlight not in others
    assert set(edges) == {"solid"}


def test_the_learners_way_needs_no_script(open_looker, stage, booked, pair):
    """From the profile over the agreement to a booked session, all with scripts off."""
    looker = open_looker(java_script_enabled=False, width=360)
    page = looker.page
    course = f"scriptless-{next(courses)}"
    hana = stage.coordinator(course)
    programme = stage.open_programme(hana)
    jonas, thuy = (stage.arrives(one, course) for one in ("jonas.bruckner", "mei-ling.chen"))
    hours = WeekHours.office(9, 18)
    stage.answers(programme, thuy, Side.MENTOR, zone="Europe/Berlin", hours=hours)

    looker.goto(stage.address(jonas))
    page.get_by_role("link", name="Start my profile").click()
    page.get_by_role("radio", name="find a mentor").check()
    page.get_by_label("Networking").first.check()
    page.get_by_label("My time zone").select_option("Europe/Berlin")
    page.get_by_label("Wednesday 10:00").check()
    page.get_by_role("button", name="Send my profile").click()
    sent = page.locator("[role=status]").inner_text()
    stage.pairs(programme, thuy, jonas)
    page.get_by_role("link", name="Home").click()
    page.get_by_role("link", name="Agree how to work").click()
    page.get_by_label("What I want to reach").fill("A next step")
    page.get_by_role("button", name="Keep and sign").click()
    looker.goto(stage.address(thuy))
    page.get_by_role("link", name="Read and sign").click()
    page.get_by_label("What I see as my task").fill("To listen")
    page.get_by_role("button", name="Sign as").click()
    page.get_by_role("link", name="Choose a time").click()
    page.locator(".best button").first.click()

    assert "Your profile is sent." in sent
    assert "Planned." in page.locator("[role=status]").first.inner_text()
    assert page.get_by_role("heading", name="Next session").is_visible()
    looker.close()
