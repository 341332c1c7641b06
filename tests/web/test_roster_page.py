"""The reconciliation page: who is told what of the course's list, and what a click does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.people import CourseRole
from plugin.ports.errors import ConsentMissingError, RefusedError, TryLaterError
from plugin.ports.rosters import Reading
from plugin.ports.values import RosterMember
from tests.security.house import INSTRUCTOR, Tool, copied
from tests.stores import NORTHMOOR


def member(subject, **changed):
    said = RosterMember(subject, subject.title(), f"{subject}@x.example", CourseRole.LEARNER, True)
    return replace(said, **changed)


CLASS = [member(f"p{number:02}") for number in range(60)]
PEOPLE = [member("cleo", role=CourseRole.INSTRUCTOR), member("ada"), member("ben"), *CLASS]


class House:
    """A tool with one programme, and the page that its coordinator sees."""

    def __init__(self, file):
        self.tool = Tool(file)
        self.world = self.tool.world
        self.programme = self.world.programme()
        self.cleo = self.tool.visitor("cleo", roles=(INSTRUCTOR,)).enter()
        self.path = f"programmes/{self.programme.programme_id}/roster"

    def read(self, *members):
        """Have the LMS say this, and the worker do what is due."""
        self.world.rosters.members = list(members)
        self.post("/read")
        self.world.run()
        return self.page()

    def fails(self, trouble):
        self.world.rosters.trouble = trouble
        self.post("/read")
        self.world.run()
        return self.page()

    def page(self, **query):
        return self.ask("", **query).text

    def ask(self, path, **query):
        return self.cleo.get(self.path + path, query_string=query)

    def post(self, path, **form):
        return self.cleo.post(self.path + path, form)

    def active(self):
        members = self.world.kept("course_members", self.world.cleo.course_id)
        return sum(one.active for one in members)


@pytest.fixture
def house(sqlite_template, tmp_path):
    house = House(copied(sqlite_template, tmp_path))
    yield house
    house.tool.close()


def test_every_member_is_listed_with_a_state_and_a_reason(house):
    page = house.read(*PEOPLE[:3], member("eve", name=None, email=None))

    assert "On the list and here" in page
    assert "They can be matched once they have opened the tool." in page
    assert "Name not shared" in page
    assert "Invitations by mail do not reach them" in page


def test_members_come_fifty_at_a_time_and_by_kind(house):
    house.read(*PEOPLE)

    first, second, here = house.page(), house.page(page=2), house.page(kind="both")

    assert [text.count('<th scope="row">') for text in (first, second, here)] == [50, 13, 3]
    assert "P59" in second
    assert house.ask("", kind="nonsense", page="x").status_code == 200


def test_n08_many_removals_wait_for_a_click(house):
    house.read(*PEOPLE)

    page = house.read(*PEOPLE[:40])

    assert "The list would remove 23 people" in page
    assert house.active() == 63
    assert house.post("/decide", version=1, word="remove").status_code == 303
    assert house.active() == 40
    assert "The list would remove" not in house.page()
    assert "Not on the list any more" in house.page(kind="gone")


def test_n08_people_who_are_kept_stay(house):
    house.read(*PEOPLE)
    house.read()

    house.post("/decide", version=1, word="keep")

    assert house.active() == 63
    assert "kept by a coordinator" in house.page(kind="kept")


def test_a_click_for_an_older_list_changes_nothing(house):
    house.read(*PEOPLE)
    house.read(*PEOPLE[:40])
    house.read(*PEOPLE[:30])

    assert house.post("/decide", version=1, word="remove").status_code == 409
    assert house.active() == 63


def test_a_click_that_says_nothing_changes_nothing(house):
    house.read(*PEOPLE)
    house.read(*PEOPLE[:40])

    house.post("/decide", version=1, word="maybe")

    assert house.active() == 63
    assert "The list would remove 23 people" in house.page()


def test_reading_shows_how_many_have_come_and_then_the_whole_page(house):
    house.post("/read")
    before = house.ask("/progress")
    with house.tool.store.work(NORTHMOOR) as work:
        reading = Reading(house.world.cleo.course_id, NORTHMOOR, people_read=2000)
        work.save_reading(reading)

    assert "Reading the course list" in before.text
    assert "Reading the list: 2000 people so far" in house.ask("/progress").text
    assert "HX-Refresh" not in before.headers
    house.read(*PEOPLE)
    assert house.ask("/progress").headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (ConsentMissingError("scope"), "names and roles be allowed for it"),
        (RefusedError("incomplete"), "The LMS did not send the list whole."),
        (RefusedError("not-offered"), "The course does not share its list of people."),
        (RefusedError("not-connected"), "is not connected to your LMS any more"),
        (RefusedError("unsafe-address"), "did not take the question"),
    ],
)
def test_n01_what_is_wrong_is_said_and_who_can_mend_it(house, trouble, words):
    house.read(*PEOPLE)

    page = house.fails(trouble)

    assert words in page
    assert "The list is as of" in page
    assert house.active() == 63


def test_n17_maintenance_is_said_calmly_and_after_two_hours_plainly(house):
    house.read(*PEOPLE)

    soon = house.fails(TryLaterError("503"))
    house.tool.clock.now += timedelta(hours=2)
    house.world.run()
    house.cleo.enter()

    assert "We keep trying; the list we have stays." in soon
    assert "has not answered for more than two hours" in house.page()


def test_n04_lines_that_could_not_be_read_are_told(house):
    page = house.read(*PEOPLE, member("", unread=True))

    assert "One line of the list could not be read" in page


def test_a_teacher_of_another_role_on_the_list_is_explained(house):
    house.tool.visitor("ada", roles=(INSTRUCTOR,)).enter()
    house.read(*PEOPLE)

    assert "Opened the tool as teacher; the list says learner." in house.page(kind="other-role")


def test_a_teacher_who_launches_has_an_old_list_read(house):
    house.world.rosters.members = PEOPLE
    house.world.run()
    read_at = house.world.kept("course", house.world.cleo.course_id).roster_at
    house.tool.clock.now += timedelta(days=1, seconds=1)
    house.cleo.enter()
    house.world.run()

    again = house.world.kept("course", house.world.cleo.course_id).roster_at
    assert (again - read_at).days == 1
