"""N16: a platform may say that a roster is the same, or who has changed; wrong means no roster."""

import pytest

from lti import IncompleteRosterError, PlatformUnavailableError
from lti.http import Answer
from lti.members import Status
from lti.names_roles import MAX_ETAG, Mark, fetch_changes, fetch_roster, fetch_unless
from lti.services import PlatformServices
from tests.fakes.lti_platform import REGISTRATION, Clock, RsaSigner, json_answer
from tests.lti.test_names_roles import URL, Course, person

FIRST, CHANGES = f"{URL}?limit=1000", f"{URL}?since=7"
DIFFERENCES = f'<{CHANGES}>; rel="differences"'


def listed(*members, **headers):
    return json_answer({"id": URL, "members": list(members)}, **headers)


def services(course):
    return PlatformServices(course.http, RsaSigner(), Clock())


def mark_of(answer, *more):
    course = Course((FIRST, answer), *more)
    return fetch_roster(services(course), REGISTRATION, URL).mark


def test_n16_a_roster_in_one_page_keeps_both_marks():
    answer = listed(person(1), etag='"a1"', link=DIFFERENCES)

    assert mark_of(answer) == Mark('"a1"', CHANGES)


def test_n16_the_tag_of_a_page_marks_no_roster():
    link = f'<{URL}?p=2>; rel="next", {DIFFERENCES}'
    second = listed(person(2), etag='"b"', link=f'<{URL}?since=9>; rel="differences"')

    assert mark_of(listed(person(1), etag='"a"', link=link), (f"{URL}?p=2", second)) == Mark(
        None, CHANGES
    )


def test_n16_a_roster_with_gaps_has_no_mark():
    members = [*(person(number) for number in range(30)), "nobody"]

    assert mark_of(listed(*members, etag='"a"', link=DIFFERENCES)) == Mark()


@pytest.mark.parametrize("etag", ["", "x" * (MAX_ETAG + 1), '"é"', '"a\r\nX: 1"'])
def test_n16_a_tag_that_is_none_is_not_kept(etag):
    assert mark_of(listed(person(1), etag=etag)).etag is None


@pytest.mark.parametrize("address", ["https://evil.example/", "http://lms.example/", "//e.example"])
def test_n16_changes_elsewhere_get_no_token_later(address):
    assert mark_of(listed(person(1), link=f'<{address}>; rel="differences"')) == Mark()


def test_n16_the_same_roster_is_not_sent_again():
    course = Course((FIRST, Answer(304, {}, b"")))

    assert fetch_unless(services(course), REGISTRATION, URL, '"a"') is None
    assert course.http.asked[-1][2]["If-None-Match"] == '"a"'


def test_n16_another_roster_comes_whole():
    course = Course((FIRST, listed(person(1), person(2), etag='"b"')))

    roster = fetch_unless(services(course), REGISTRATION, URL, '"a"')

    assert (len(roster.members), roster.mark.etag) == (2, '"b"')


def test_n16_304_though_nobody_asked_is_no_roster():
    with pytest.raises(PlatformUnavailableError, match="304"):
        Course((FIRST, Answer(304, {}, b""))).fetch()


def test_n16_changes_tell_who_left_and_where_to_ask_next():
    later = f'<{URL}?since=8>; rel="differences"'
    course = Course((CHANGES, listed(person(1, status="Deleted"), person(3), link=later)))

    changes = fetch_changes(services(course), REGISTRATION, CHANGES)

    assert [one.status for one in changes.members] == [Status.DELETED, Status.ACTIVE]
    assert changes.mark == Mark(None, f"{URL}?since=8")


def test_n16_changes_that_go_round_are_none():
    course = Course((CHANGES, listed(person(1), link=f'<{CHANGES}>; rel="next"')))

    with pytest.raises(IncompleteRosterError):
        fetch_changes(services(course), REGISTRATION, CHANGES)
