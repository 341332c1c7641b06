"""Placing things in a course: who may, what is offered, where the signed answer goes."""

import re
from dataclasses import replace
from html import unescape

import jwt
import pytest
from itsdangerous import URLSafeSerializer

from lti import claims
from plugin.mentoring.programme import Stage
from plugin.web.current import EXTENSION
from tests.fakes.lti_platform import INSTRUCTOR, LEARNER
from tests.security.house import ADMINISTRATOR, ASSISTANT, TOOL, hidden, lms
from tests.stores import NORTHMOOR, SOUTHMOOR
from tests.web.placing import RETURN, a_circle, asked

PICKER = "placements"


@pytest.fixture
def choosing(teacher):
    """Return the teacher with the picker open, where several things are taken."""
    return teacher.enter(**asked())


def answered(tool, reply):
    """Return what the answer says, its signature checked with our published key."""
    key = jwt.PyJWKSet.from_dict(tool.web.lti.keys.key_set()).keys[0]
    options = {"verify_exp": False, "verify_iat": False}
    token = hidden(reply.text, "JWT")
    return jwt.decode(token, key.key, ["RS256"], audience="https://lms.example", options=options)


def items(tool, reply):
    return answered(tool, reply)[claims.CONTENT_ITEMS]


class TestWhoMayPlace:
    def test_whoever_teaches_comes_to_the_picker(self, teacher):
        reply = teacher.launch(**asked())

        assert reply.status_code == 303
        assert reply.location.endswith(f"/{PICKER}")

    @pytest.mark.parametrize("role", [LEARNER, ASSISTANT, ADMINISTRATOR])
    def test_nobody_else_does(self, tool, role):
        visitor = tool.visitor("stranger", roles=(role,))

        reply = visitor.launch(**asked())

        assert reply.status_code == 403
        assert "Whoever teaches the course places this" in reply.text

    def test_outside_a_course_there_is_nothing_to_place(self, teacher):
        assert "Open this from a course" in teacher.launch(**asked(), **{claims.CONTEXT: None}).text

    def test_a_visit_that_no_lms_asked_from_has_no_picker(self, teacher):
        reply = teacher.enter().get(PICKER)

        assert reply.status_code == 409
        assert "W-PLACEMENT" in reply.text

    def test_a_learner_in_such_a_visit_learns_nothing(self, tool, choosing):
        ben = tool.visitor("ben").enter()

        assert ben.get(PICKER).status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "http://lms.example/x",
        "javascript:alert(1)",
        "data:text/html,x",
        'https://lms.example/"><script>alert(1)</script>',
        "https://evil.example/x",
        "https://a:b@lms.example/x",
    ],
)
def test_d01_the_answer_goes_to_the_platform_or_nowhere(teacher, address):
    reply = teacher.launch(**asked(deep_link_return_url=address))

    assert reply.status_code == 400
    assert "L-RETURN-ADDRESS" in reply.text
    assert "We cannot return to the address" in reply.text
    assert "evil" not in reply.text
    assert "alert" not in reply.text


class TestThePicker:
    def test_it_offers_the_programmes_of_this_course_and_five_pages(self, choosing, things):
        page = choosing.get(PICKER).text

        offered = re.findall(r'name="place" value="([^"]+)"', page)
        assert f"programmes/{things.programme}" in offered
        assert offered[-5:] == ["mentor", "agreement", "reflection", "profile", "training"]
        assert "start" not in offered

    def test_it_offers_each_circle_to_who_coordinates_it_and_a_reflection(
        self, tool, teacher, things
    ):
        key = a_circle(tool, things)
        other = tool.visitor("gil", roles=(INSTRUCTOR,))

        pages = [who.enter(**asked()).get(PICKER).text for who in (teacher, other)]

        assert [f"circles/{key}" in page for page in pages] == [True, False]
        assert all('value="reflection"' in page and 'value="training"' in page for page in pages)

    def test_a_course_without_programme_is_offered_to_start_one(self, tool):
        kim = tool.visitor("kim", course="course-2", roles=(INSTRUCTOR,)).enter(**asked())

        assert 'value="start"' in kim.get(PICKER).text

    def test_a_programme_that_is_over_is_not_offered(self, tool, choosing, things):
        with tool.store.work(NORTHMOOR) as work:
            work.save_programme(replace(work.programme(things.programme), stage=Stage.CLOSED))

        assert things.programme not in choosing.get(PICKER).text

    def test_d03_where_one_is_taken_one_can_be_chosen(self, teacher):
        page = teacher.enter(**asked(accept_multiple=False)).get(PICKER).text

        assert 'type="radio" name="place"' in page
        assert 'type="checkbox"' not in page

    def test_d03_text_that_says_true_means_several(self, teacher):
        page = teacher.enter(**asked(accept_multiple="true")).get(PICKER).text

        assert 'type="checkbox" name="place"' in page

    def test_d03_two_where_one_is_taken_are_asked_about_again(self, teacher):
        teacher.enter(**asked(accept_multiple=False))

        reply = teacher.post(PICKER, {"place": ["mentor", "profile"]})

        assert reply.status_code == 422
        assert "Your course takes one at a time." in reply.text

    def test_nothing_chosen_is_asked_about_again(self, choosing):
        reply = choosing.post(PICKER)

        assert reply.status_code == 422
        assert "Choose what to add, or cancel." in reply.text

    @pytest.mark.parametrize("value", ["nonsense", "start", "programmes/", "x" * 5_000])
    def test_d07_what_is_not_offered_cannot_be_placed(self, choosing, value):
        assert choosing.post(PICKER, {"place": value}).status_code == 404

    def test_d07_a_programme_of_another_course_cannot_be_placed(self, tool, things):
        kim = tool.visitor("kim", course="course-2", roles=(INSTRUCTOR,)).enter(**asked())

        assert kim.post(PICKER, {"place": f"programmes/{things.programme}"}).status_code == 404

    def test_d07_a_programme_of_another_institution_cannot_be_placed(self, tool, things):
        max_ = tool.visitor("max", tenant=SOUTHMOOR, roles=(INSTRUCTOR,))
        address = "https://lms.southmoor.example/return"
        max_.enter(**asked(deep_link_return_url=address))

        assert max_.post(PICKER, {"place": f"programmes/{things.programme}"}).status_code == 404


class TestTheAnswer:
    def test_it_says_what_was_chosen(self, tool, choosing, things):
        reply = choosing.post(PICKER, {"place": [f"programmes/{things.programme}", "mentor"]})

        first, second = items(tool, reply)
        page = f"placed/programmes/{things.programme}"
        assert (first["type"], first["url"]) == ("ltiResourceLink", f"{TOOL}/l/{page}")
        assert first["custom"] == {"alongside_page": page}
        assert second["title"] == "Book with my mentor"

    def test_it_is_the_answer_to_what_was_asked(self, tool, choosing):
        body = answered(tool, choosing.post(PICKER, {"place": "mentor"}))

        assert body["iss"] == lms(NORTHMOOR).client_id
        assert body[claims.DEEP_LINKING_DATA] == "opaque-7"
        assert body[claims.DEPLOYMENT_ID] == "deployment-1"

    def test_it_leaves_as_a_form_for_the_one_address(self, choosing):
        reply = choosing.post(PICKER, {"place": "mentor"})

        policy = reply.headers["Content-Security-Policy"]
        action = re.search(r'action="([^"]*)"', reply.text)[1]
        assert unescape(action) == RETURN
        assert "form-action 'self' https://lms.example;" in policy
        assert "<script>" not in reply.text

    def test_other_pages_may_send_forms_to_us_only(self, choosing):
        assert "form-action 'self';" in choosing.get(PICKER).headers["Content-Security-Policy"]

    def test_the_lms_sees_the_origin_and_not_the_handle(self, choosing):
        reply = choosing.post(PICKER, {"place": "mentor"})

        assert reply.headers["Referrer-Policy"] == "strict-origin"

    def test_a_button_sends_it_where_no_scripts_run(self, choosing):
        form = choosing.post(PICKER, {"place": "mentor"}).text.split("<form")[1]

        assert '<button class="btn primary" type="submit">' in form

    def test_cancelling_answers_with_nothing(self, tool, choosing):
        reply = choosing.post(PICKER, {"place": "mentor", "cancel": "yes"})

        assert items(tool, reply) == []

    def test_d08_pressed_twice_it_says_the_same_under_another_id(self, tool, choosing):
        first, second = (
            answered(tool, choosing.post(PICKER, {"place": ["mentor", "profile"]}))
            for _ in range(2)
        )

        assert first[claims.CONTENT_ITEMS] == second[claims.CONTENT_ITEMS]
        assert first["jti"] != second["jti"]

    def test_d04_no_column_of_the_grade_book_comes_unasked(self, tool, teacher):
        teacher.enter(**asked(accept_lineitem=True))

        assert "lineItem" not in items(tool, teacher.post(PICKER, {"place": "mentor"}))[0]

    def test_a_form_of_another_site_signs_nothing(self, choosing):
        headers = {"Sec-Fetch-Site": "cross-site"}

        assert choosing.post(PICKER, {"place": "mentor"}, headers=headers).status_code == 403


class TestD11TooLate:
    def test_a_visit_that_lapsed_says_how_to_come_back(self, tool, choosing):
        handle, csrf = choosing.handle, choosing.csrf
        tool.clock.advance(minutes=61)

        reply = choosing.ask(
            "POST", f"/l/{handle}/{PICKER}", data={"csrf": csrf, "place": "mentor"}
        )

        assert reply.status_code == 401
        assert "Open it again from your course." in reply.text

    def test_so_does_a_wish_that_is_too_old(self, tool, choosing):
        for _ in range(2):
            tool.clock.advance(minutes=30)
            choosing.get()

        reply = choosing.post(PICKER, {"place": "mentor"})

        assert reply.status_code == 409
        assert "Nothing was added." in reply.text


def test_k11_a_new_signing_key_ends_no_visit_and_loses_no_draft(tool, teacher):
    """Only what was under way in another window has to be begun again."""
    teacher.enter(**asked())
    names = URLSafeSerializer(b"k" * 32, salt="names of a launch").dumps(["Cleo", "Biology 1"])

    def go_on():
        form = {"ticket": "x", "names": names}
        return teacher.ask("POST", "/lti/window", data=form).status_code

    before = go_on()
    tool.app.extensions[EXTENSION] = replace(tool.web, signing_key=b"n" * 32)

    assert (before, go_on()) == (200, 403)
    assert items(tool, teacher.post(PICKER, {"place": "mentor"}))
