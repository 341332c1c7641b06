"""Groups come whole or not at all, with who is in them."""

import pytest

from lti import IncompleteRosterError, PlatformUnavailableError
from lti.course_groups import MAX_PAGES, fetch_groups
from lti.http import Answer
from lti.services import PlatformServices
from tests.fakes.lti_platform import LEARNER, REGISTRATION, Clock, FakeHttp, RsaSigner, json_answer

URL, ROSTER = "https://lms.example/courses/1/groups", "https://lms.example/courses/1/Members"
ASKED = f"{ROSTER}?groups=true&limit=1000"


def person(number, *groups, **changed):
    said = [{"group_id": one} for one in groups]
    return {"user_id": f"p{number}", "roles": [LEARNER], "group_enrollments": said, **changed}


class Course:
    """A groups service with pages by address, beside a roster."""

    def __init__(self, *pages, members=None):
        self.http = FakeHttp()
        token = {"access_token": "token-1", "expires_in": 3600}
        self.http.answers[REGISTRATION.token_url] = json_answer(token)
        self.http.answers[ASKED] = json_answer(
            {"id": ROSTER, "members": [person(1, "a")] if members is None else members}
        )
        for url, answer in pages:
            self.http.answers[url] = answer

    def fetch(self):
        services = PlatformServices(self.http, RsaSigner(), Clock())
        return fetch_groups(services, REGISTRATION, URL, ROSTER)


def page(*groups, link=None):
    headers = {"link": f'<{link}>; rel="next"'} if link else {}
    return json_answer({"id": URL, "groups": list(groups)}, **headers)


A, B = {"id": "a", "name": "Tutorial A"}, {"id": 7, "name": " Tutorial\tB ", "tag": "whatever"}


def test_groups_of_all_pages_have_their_members():
    course = Course(
        (URL, page(A, link=f"{URL}?page=Two")),
        (f"{URL}?page=Two", page(B)),
        members=[person(1, "a"), person(2, 7, "a"), person(3), person(4, group_enrollments="odd")],
    )

    found = {one.group_id: (one.name, one.subjects) for one in course.fetch()}

    assert found == {"a": ("Tutorial A", ("p1", "p2")), "7": ("Tutorial B", ("p2",))}


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/groups", "http://lms.example/groups", URL]
)
def test_pages_that_lead_elsewhere_or_round_give_no_groups_at_all(link):
    with pytest.raises(IncompleteRosterError):
        Course((URL, page(A, link=link))).fetch()


def test_pages_without_end_are_left():
    pages = [
        (URL if n == 0 else f"{URL}?page={n}", page(A, link=f"{URL}?page={n + 1}"))
        for n in range(MAX_PAGES + 1)
    ]

    with pytest.raises(IncompleteRosterError):
        Course(*pages).fetch()


def test_names_without_anybody_in_them_are_not_taken_for_empty_groups():
    with pytest.raises(IncompleteRosterError, match="nobody"):
        Course((URL, page(A)), members=[person(1), person(2)]).fetch()


def test_sakais_empty_page_is_no_groups():
    assert Course((URL, Answer(200, {}, b""))).fetch() == ()


@pytest.mark.parametrize("body", [[], {"groups": {}}, {"members": []}])
def test_what_is_no_container_is_no_answer(body):
    with pytest.raises(PlatformUnavailableError):
        Course((URL, json_answer(body))).fetch()


def test_a_group_without_an_id_is_passed_over():
    odd = [{"name": "No id"}, {"id": True}, {"id": None}, "text", {"id": ""}]

    assert [one.group_id for one in Course((URL, page(*odd, A))).fetch()] == ["a"]
