"""The switch, the yes, and where the grade book of an LMS leads."""

from datetime import timedelta

import pytest

from lti import claims
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.mentoring.spans import Span
from plugin.ports.errors import RefusedError
from tests.security.house import INSTRUCTOR, Tool, copied
from tests.stores import NORTHMOOR

GRADES = {
    claims.AGS_ENDPOINT: {
        "scope": [claims.SCOPE_LINE_ITEM, claims.SCOPE_SCORE],
        "lineitems": "https://lms.example/items",
    }
}
REVIEW = {
    claims.MESSAGE_TYPE: "LtiSubmissionReviewRequest",
    claims.FOR_USER: {"user_id": "ben"},
    claims.AGS_ENDPOINT: {
        **GRADES[claims.AGS_ENDPOINT],
        "lineitem": "https://lms.example/items/1",
    },
}


class House:
    """A programme of one pair, who have met once; cleo coordinates."""

    def __init__(self, file):
        self.tool = Tool(file)
        world = self.tool.world
        self.programme = world.programme()
        pair = world.pair(self.programme)
        start = world.clock() - timedelta(days=1)
        who = frozenset({world.ada.person_id, world.ben.person_id})
        span = Span(start, start + timedelta(minutes=45))
        world.save(
            "session",
            MentoringSession(
                SessionId("s-1"), NORTHMOOR, pair, world.ada.person_id, who, span, "Europe/Berlin"
            ),
        )
        with self.tool.store.work(NORTHMOOR) as work:
            for person in who:
                work.save_held_word("s-1", person, True)
        self.path = f"programmes/{self.programme.programme_id}/participation"
        self.cleo = self.tool.visitor("cleo", roles=(INSTRUCTOR,), claims=GRADES).enter()
        self.ben = self.tool.visitor("ben").enter()

    def page(self):
        return self.cleo.get(self.path).text

    def report(self):
        self.cleo.post(f"{self.path}/on", {"target": "4"})
        self.ben.post(f"{self.path}/mine", {"word": "yes"})
        self.tool.world.run()

    def reviewed(self, subject, **how):
        visitor = self.tool.visitor(subject, **how).enter(**REVIEW)
        ben = self.tool.world.ben.person_id
        return visitor.get(f"participation/{ben}"), visitor.launch(**REVIEW)


@pytest.fixture
def house(sqlite_template, tmp_path):
    house = House(copied(sqlite_template, tmp_path))
    yield house
    house.tool.close()


def test_it_is_off_until_a_coordinator_switches_it_on_and_a_learner_agrees(house):
    assert "Nothing is reported" in house.page()
    assert "Has not agreed" in house.page()

    house.report()

    assert "In the grade book" in house.page()
    assert [post[:2] for post in house.tool.world.scores.posts] == [("ben", 1)]
    assert "You have agreed" in house.ben.get(f"{house.path}/mine").text


@pytest.mark.parametrize("target", ["0", "61", "many", ""])
def test_a_number_of_sessions_that_is_none_is_said_beside_the_field(house, target):
    reply = house.cleo.post(f"{house.path}/on", {"target": target})

    assert reply.status_code == 422
    assert house.tool.world.kept("reporting", house.programme.programme_id) is None


def test_what_stops_it_stands_there_with_who_can_mend_it(house):
    house.tool.world.scores.trouble = RefusedError("not-granted")

    house.report()

    assert "The LMS does not let this tool write grades." in house.page()
    assert "The administrator of the LMS can let this tool" in house.page()


def test_the_grade_book_leads_to_the_right_learner_for_whom_policy_lets(house):
    house.report()
    gil = {"roles": (INSTRUCTOR,)}

    for subject, how in (("cleo", gil), ("gil", gil), ("ben", {})):
        page, launch = house.reviewed(subject, **how)
        assert launch.location.endswith(f"participation/{house.tool.world.ben.person_id}")
        assert page.status_code == 200
        assert "One session held" in page.text
    page, _launch = house.reviewed("eve")
    assert page.status_code == 403
    assert "One session held" not in page.text


def test_a_review_of_nobody_we_know_says_so(house):
    gone = {**REVIEW, claims.FOR_USER: {"user_id": "never-seen"}}

    reply = house.tool.visitor("cleo", roles=(INSTRUCTOR,)).launch(**gone)

    assert reply.status_code == 404
    assert "M-UNKNOWN" in reply.text
