"""The roster is whole or it is refused."""

import pytest

from lti import IncompleteRosterError, PlatformUnavailableError, Role
from lti.http import Answer
from lti.links import next_link
from lti.members import Status
from lti.names_roles import MAX_PAGES, fetch_roster
from lti.services import PlatformServices
from tests.fakes.lti_platform import LEARNER, REGISTRATION, Clock, FakeHttp, RsaSigner, json_answer

URL = "https://lms.example/courses/1/Members"


def person(number, **changed):
    return {"user_id": f"p{number}", "roles": [LEARNER], "status": "Active", **changed}


def page(members, link=None):
    headers = {"link": link} if link else {}
    return json_answer({"id": URL, "members": members}, **headers)


class Course:
    """A membership service with pages by address."""

    def __init__(self, *pages):
        self.http = FakeHttp()
        self.http.answers[REGISTRATION.token_url] = json_answer(
            {"access_token": "token-1", "expires_in": 3600}
        )
        for url, answer in pages:
            self.http.answers[url] = answer

    def fetch(self, url=URL):
        services = PlatformServices(self.http, RsaSigner(), Clock())
        return fetch_roster(services, REGISTRATION, url)

    def pages_asked(self):
        return [url for _, url, *_ in self.http.asked if url != REGISTRATION.token_url]

    def refusal(self):
        with pytest.raises(IncompleteRosterError) as error:
            self.fetch()
        return error.value


def whole_course(size, per_page=100):
    pages = []
    for first in range(0, size, per_page):
        url = f"{URL}?limit=1000" if first == 0 else f"{URL}?bookmark:WyJ{first}"
        later = f'<{URL}?bookmark:WyJ{first + per_page}>; rel="next"'
        last = first + per_page >= size
        members = [person(number) for number in range(first, min(first + per_page, size))]
        pages.append((url, page(members, None if last else later)))
    return Course(*pages)


def only(*members):
    return Course((f"{URL}?limit=1000", page(list(members))))


def test_a_roster_of_1229_arrives_whole():
    course = whole_course(1229)

    roster = course.fetch()

    assert len(roster.members) == 1229
    assert len(course.pages_asked()) == 13
    assert roster.members[0].roles == {Role.LEARNER}


def test_n05_page_marks_keep_their_case():
    course = whole_course(150)
    course.fetch()

    assert course.pages_asked()[1].endswith("?bookmark:WyJ100")


def test_an_address_with_a_query_keeps_it():
    course = Course((f"{URL}?rlid=1&limit=1000", page([person(1)])))

    assert len(course.fetch(f"{URL}?rlid=1").members) == 1


def test_an_address_with_a_limit_keeps_that():
    course = Course((f"{URL}?limit=5", page([person(1)])))

    assert len(course.fetch(f"{URL}?limit=5").members) == 1


@pytest.mark.parametrize(
    "link",
    [
        '<https://evil.example/steal>; rel="next"',
        '<http://lms.example/courses/1/Members?p=2>; rel="next"',
        '<https://lms.example:8443/courses/1/Members>; rel="next"',
        '<//evil.example/steal>; rel="next"',
        '<https://lms.example@evil.example/>; rel="next"',
    ],
)
def test_n05_a_next_page_elsewhere_gives_no_roster_and_gets_no_token(link):
    course = Course((f"{URL}?limit=1000", page([person(1)], link)))

    assert course.refusal().reason == "next page on another origin"
    assert course.pages_asked() == [f"{URL}?limit=1000"]


def test_n05_pages_that_go_round_in_circles_give_no_roster():
    a, b = f"{URL}?limit=1000", f"{URL}?p=b"
    course = Course(
        (a, page([person(1)], f'<{b}>; rel="next"')), (b, page([person(2)], f'<{a}>; rel="next"'))
    )

    assert course.refusal().pages == 2


def test_n05_pages_that_never_end_give_no_roster():
    course = whole_course(10 * (MAX_PAGES + 1), per_page=10)

    assert course.refusal().pages == MAX_PAGES


def test_more_members_than_any_course_has_give_no_roster():
    course = whole_course(21_000, per_page=1_000)

    assert course.refusal().reason == "too many members"


def test_n07_a_page_that_does_not_come_gives_no_roster():
    course = whole_course(700)
    course.http.answers[f"{URL}?bookmark:WyJ600"] = PlatformUnavailableError("cut short")

    with pytest.raises(PlatformUnavailableError):
        course.fetch()


@pytest.mark.parametrize("body", [{"errors": ["no"]}, [], "abc", {"members": "abc"}, None])
def test_n04_something_else_is_not_an_empty_roster(body):
    course = Course((f"{URL}?limit=1000", json_answer(body)))

    with pytest.raises(PlatformUnavailableError):
        course.fetch()


def test_sakais_empty_body_is_an_empty_page():
    course = Course((f"{URL}?limit=1000", Answer(200, {}, b"")))

    assert course.fetch().members == ()


BAD_MEMBERS = [
    "text",
    None,
    {},
    {"user_id": "", "roles": []},
    {"user_id": 7, "roles": []},
    {"user_id": "x" * 256, "roles": []},
    {"user_id": "p1"},
    {"user_id": "p1", "roles": "Learner"},
    {"user_id": "p1", "roles": [7]},
    {"user_id": "p1", "roles": [], "status": "Asleep"},
    {"user_id": "p1", "roles": [], "status": []},
]


@pytest.mark.parametrize("bad", BAD_MEMBERS)
def test_n04_one_unreadable_member_in_twenty_is_skipped_and_counted(bad):
    roster = only(*[person(number) for number in range(2, 21)], bad).fetch()

    assert (len(roster.members), roster.skipped) == (19, 1)


def test_n04_a_skipped_member_still_says_who_is_there_if_it_can():
    readable = [person(number) for number in range(2, 60)]
    roster = only(*readable, person(1, roles=7), {"roles": []}, person(2, roles=7)).fetch()

    assert (roster.skipped, roster.unread, roster.nameless) == (3, {"p1"}, 1)


def test_whoever_waits_hears_after_each_page_how_many_have_come():
    course, heard = whole_course(250), []
    services = PlatformServices(course.http, RsaSigner(), Clock())

    fetch_roster(services, REGISTRATION, URL, heard=heard.append)

    assert heard == [100, 200, 250]


def test_n04_more_unreadable_members_give_no_roster():
    course = only(*[person(number) for number in range(18)], None)

    assert course.refusal().reason == "too many unreadable members"


def test_n09_a_member_given_twice_is_one_with_all_roles_and_the_worse_status():
    roster = only(
        person(1), person(1, roles=["Mentor"], status="Inactive"), person(1, roles=[])
    ).fetch()

    (member,) = roster.members
    assert (member.roles, member.status) == ({Role.LEARNER, Role.MENTOR}, Status.INACTIVE)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("Active", Status.ACTIVE), ("Inactive", Status.INACTIVE), ("Deleted", Status.DELETED)],
)
def test_n11_a_status_is_kept(status, expected):
    assert only(person(1, status=status)).fetch().members[0].status is expected


def test_a_member_without_status_is_active():
    member = {"user_id": "p1", "roles": ["Learner"]}

    assert only(member).fetch().members[0].status is Status.ACTIVE


def test_n12_names_and_address_may_be_withheld():
    (member,) = only(person(1)).fetch().members

    assert (member.person.name, member.person.email) == (None, None)


def test_n15_names_are_cleaned():
    (member,) = (
        only(person(1, name="A\x00da\u202e" + "x" * 10_000, email="a\n@b.example")).fetch().members
    )

    assert member.person.name.startswith("Adax")
    assert (len(member.person.name), member.person.email) == (255, None)


def test_l59_a_test_user_is_no_member():
    test_user = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"

    roster = only(person(1), person(2, roles=["Learner", test_user])).fetch()

    assert [member.person.subject for member in roster.members] == ["p1"]
    assert roster.test_users == {"p2"}


@pytest.mark.parametrize(
    ("link", "following"),
    [
        ('<https://lms.example/m?p=2>; rel="next"', "https://lms.example/m?p=2"),
        ("<https://lms.example/m?p=2>; rel=next", "https://lms.example/m?p=2"),
        ("<https://lms.example/m?p=2>;rel='next'", "https://lms.example/m?p=2"),
        ("<https://lms.example/m?a=1&amp;p=2>; rel=“next”", "https://lms.example/m?a=1&p=2"),
        ("</m?p=2>; rel=next", "https://lms.example/m?p=2"),
        ('<https://lms.example/m?p=2>; title="x"; rel="last next"', "https://lms.example/m?p=2"),
        (
            '<https://lms.example/m?p=1,5>; rel="current",'
            ' <https://lms.example/m?p=2,5>; rel="next"',
            "https://lms.example/m?p=2,5",
        ),
        ('<https://lms.example/m?p=2>; rel="differences"', None),
        ('<https://lms.example/m?p=2>; rel="nextish"', None),
        ("<https://lms.example/m?p=2>", None),
        ("rubbish", None),
        ("", None),
    ],
)
def test_a_link_header_is_read_with_patience(link, following):
    assert next_link({"link": link}, "https://lms.example/m?p=1") == following
