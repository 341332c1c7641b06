"""N16 over HTTP: an LMS that marks its roster, or tells who has changed, and one that errs."""

import pytest
from flask import request

from plugin.sandbox.people import Role, person_named
from tests.peers.lms import AMARA, COURSE, JOAO, MEMBERS, SandboxLms

pytestmark = pytest.mark.processes
JOAO_KEY = person_named(JOAO).key


@pytest.fixture(scope="module")
def lms(tool, tmp_path_factory):
    lms = SandboxLms(tool, tmp_path_factory.mktemp("lms"))
    with lms.server:
        yield lms


@pytest.fixture
def asked(lms):
    """The queries and statuses of answers of the roster, newest last."""
    answers = []

    def note(response):
        if request.path.endswith("/memberships"):
            answers.append((request.query_string.decode(), response.status_code))
        return response

    lms.app.after_request_funcs.setdefault(None, []).append(note)
    yield answers
    lms.app.after_request_funcs[None].remove(note)


@pytest.fixture
def read(tool, lms, browser):
    """Read a list whole, of an LMS with this switch; returns how to read it again."""

    def first(**switches):
        lms.control("reset")
        registration = lms.behave_like("plain")
        lms.control("switches", **switches)
        lms.launch(browser, AMARA)
        assert tool.read_roster(registration).total == len(MEMBERS)
        return lambda: tool.read_roster(registration)

    return first


def test_n16_a_list_that_is_the_same_is_said_to_be(read, asked):
    again = read(roster_etag=True)

    change = again()

    assert asked[-1][1] == 304
    assert (change.left, change.total) == (0, len(MEMBERS))


def test_n16_who_left_is_told_by_the_changes_alone(read, asked, lms):
    again = read(roster_changes=True)
    lms.control("enrolments", person=JOAO_KEY, course=COURSE, role=None)

    change = again()

    assert asked[-1][0].startswith("since=")
    assert (change.left, change.total) == (1, len(MEMBERS) - 1)


def test_n16_changes_that_are_refused_are_read_whole(read, asked, lms):
    again = read(roster_changes=True)
    lms.app.extensions["sandbox.lms"].state.clear("roster_list")
    lms.control("enrolments", person=JOAO_KEY, course=COURSE, role=Role.INSTRUCTOR)

    change = again()

    assert [status for _query, status in asked[-2:]] == [404, 200]
    assert change.total == len(MEMBERS)
