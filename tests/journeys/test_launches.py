"""Launches in real processes, over HTTP as a browser without scripts sends them."""

import base64
import json

import pytest
import requests

from tests.journeys.http_page import Page
from tests.journeys.http_visitor import HttpVisitor
from tests.journeys.world import eventually

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

OTHER_COURSE = "data-science"
START = "Bring people together"


@pytest.fixture
def leila(world):
    return HttpVisitor(world, "Leïla Haddad")


def enrol(world, visitor, role):
    body = {"person": visitor.who.key, "course": visitor.course, "role": role}
    world.control("enrolments", body, side="lms")


def test_l21_a_launch_that_is_sent_again_is_refused(leila):
    leila.begin_launch()
    launch = leila.filled("Continue")
    leila.send(*launch)
    assert leila.page.status == 200

    leila.send(*launch)

    assert leila.page.status == 400
    leila.must_see("This page was open already")


def test_l26_a_launch_that_another_browser_began_opens_nothing(world, leila):
    leila.begin_launch()
    launch = leila.filled("Continue")
    other = HttpVisitor(world, "Amara Okafor").launch()

    other.send(*launch)

    assert other.page.status == 403
    other.must_see("Your browser began this somewhere else")


def test_l26_a_browser_without_any_cookie_is_asked_who_it_is_first(world, leila):
    leila.begin_launch()
    launch = leila.filled("Continue")
    stranger = HttpVisitor(world, "Amara Okafor")
    stranger.page = leila.page

    stranger.send(*launch)

    assert "/l/" not in stranger.page.url
    stranger.press("Go on")  # nothing was in the platform's storage
    stranger.press("Open the window")
    stranger.must_see("Continue as Leïla Haddad in Research Careers 2026")
    stranger.press("Yes, go on")
    assert "/l/" in stranger.page.url
    assert stranger.page.status == 200


def test_a_visits_address_opens_nothing_in_another_browser(world, leila):
    leila.launch()

    answer = requests.get(leila.home, timeout=10)

    assert answer.status_code == 401
    assert "Leïla" not in answer.text


def test_two_courses_in_one_browser_do_not_mix(world, hana):
    """One course has a programme, the other has none; each address keeps to its own."""
    isabel = HttpVisitor(world, "Isabel Muñoz Peña").launch()
    first = isabel.home
    isabel.course = OTHER_COURSE
    second = isabel.launch().home

    assert first != second
    for _ in range(2):
        assert "Start my profile" in isabel.get(first).text
        assert "Start my profile" not in isabel.get(second).text


def test_l39_an_administrator_without_a_role_in_the_course_sees_no_programme(world, hana):
    ruth = HttpVisitor(world, "Ruth Ashby").launch()

    assert ruth.page.status == 200
    assert not ruth.sees("Careers, one to one")
    assert not ruth.sees("Start my profile|Suggest pairings|Use this")
    programme = hana.launch().page.link("People").split("/", 3)[3]
    assert ruth.get(f"{ruth.home}{programme}").status in {403, 404}


def test_l42_rights_follow_each_launch_and_nothing_sticks(world):
    mateus = HttpVisitor(world, "Mateus Gonçalves", course=OTHER_COURSE)
    seen = []
    for role in ("learner", "instructor", "learner"):
        enrol(world, mateus, role)
        mateus.launch()
        seen.append(mateus.sees(START))

    assert seen == [False, True, False]


def test_l59_the_test_user_sees_the_page_and_is_not_counted(world, hana):
    before = people_counted(hana)
    tester = HttpVisitor(world, "Test Student").launch()

    assert tester.page.status == 200
    tester.must_see("Start my profile|preview|test")
    assert people_counted(hana) == before


def people_counted(hana):
    """Read the course list anew; return how many people it then has."""
    hana.launch()
    hana.press("Read the course list|Read it again|Read again")
    assert eventually(lambda: "people, read" in hana.get(hana.home).text)
    return hana.page.text.partition(" people, read")[0].rpartition(" ")[2]


def test_l53_an_odd_locale_falls_back_to_english(world, leila):
    """Signed by the platform's own key, as everything else in it is right."""
    leila.begin_launch()
    method, address, sent = leila.filled("Continue")
    fields = dict(sent)
    claims = decoded(fields["id_token"]) | {"locale": "../../etc"}
    signed = world.control("id-token", {"claims": claims}, side="lms").json()["id_token"]

    leila.send(method, address, [*(fields | {"id_token": signed}).items()])

    assert leila.page.status == 200
    assert 'lang="en' in leila.page.answer.text
    assert leila.sees("Start my profile|Hello|Good|Nothing")


def decoded(token):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def test_l03_a_platform_that_nobody_registered_is_told_so(world):
    asked = {"iss": "https://other.example", "login_hint": "x", "client_id": "alongside-demo"}
    asked |= {"target_link_uri": f"{world.tool}/lti/launch"}

    answer = requests.post(f"{world.tool}/lti/login", data=asked, timeout=10)

    assert answer.status_code == 403
    assert "not connected" in Page(answer).text
