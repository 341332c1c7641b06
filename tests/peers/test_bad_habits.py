"""Rosters and tokens that are answered badly (N01 to N17), over HTTP, down to what the store keeps.

KEEP means that everybody is in the course as before; the reading is repeated or somebody is told.
"""

from contextlib import suppress
from dataclasses import dataclass

import pytest

from plugin.mentoring.people import CourseRole
from plugin.ports.errors import TryLaterError
from plugin.sandbox.lms.habits_bad import BAD_HABITS, EVERY_MANY
from plugin.services.rosters import DONE, NOT_ALLOWED
from tests.peers.lms import AMARA, HANA, MEMBERS, SandboxLms

pytestmark = pytest.mark.processes
PAGE = 2  # so that there are twenty pages and more


@dataclass
class Reading:
    """A course that was read once, whole, and is about to be read again."""

    tool: object
    lms: SandboxLms
    registration: object

    def again(self, **habits):
        self.lms.control("bad-habits", **habits)
        return self.tool.read_roster(self.registration)

    def people(self):
        found = self.tool.members(self.registration).items()
        return {subject: (member.role, member.active) for subject, member in found}

    @property
    def state(self):
        return self.tool.course(self.registration).roster_state


@pytest.fixture(scope="module")
def lms(tool, tmp_path_factory):
    lms = SandboxLms(tool, tmp_path_factory.mktemp("lms"))
    with lms.server:
        yield lms


@pytest.fixture
def reading(tool, lms, browser):
    lms.control("reset")
    registration = lms.behave_like("plain")
    lms.launch(browser, AMARA)
    assert tool.read_roster(registration).total == len(MEMBERS)
    lms.control("switches", roster_page_size=PAGE)
    return Reading(tool, lms, registration)


def test_every_bad_habit_of_the_sandbox_is_tried_here():
    tried = {*LATER_BY_TOKEN, *DENIED, *LATER, *NEVER_WHOLE, *WHOLE, *SKIPPED, *ALONE}

    assert {name for rows in BAD_HABITS.values() for name in rows} == tried


LATER_BY_TOKEN = {
    "too-many": ("status 429", 7),
    "broken": ("status 500", None),
    "html": ("not JSON", None),
    "mac": ("token of another type", None),
    "huge": ("too large", None),
}


@pytest.mark.parametrize("habit", LATER_BY_TOKEN)
def test_n01_without_a_token_the_list_is_read_later(reading, habit):
    before, (reason, after_s) = reading.people(), LATER_BY_TOKEN[habit]

    with pytest.raises(TryLaterError, match=reason) as caught:
        reading.again(token=habit)

    assert caught.value.after_s == after_s
    assert reading.people() == before


DENIED = ("invalid-client", "unauthorized", "scope-refused")


@pytest.mark.parametrize("habit", DENIED)
def test_n01_a_token_that_is_denied_is_for_the_administrator(reading, habit):
    before = reading.people()

    change = reading.again(token=habit)

    assert (change, reading.state) == (None, NOT_ALLOWED)
    assert reading.people() == before


LATER = {
    "no-list": "not a membership container",
    "cut": "cut short",
    "not-modified": "status 304",
    "maintenance": "status 503",
}


@pytest.mark.parametrize("habit", LATER)
def test_n04_n07_n16_n17_a_list_that_does_not_come_is_read_later(reading, habit):
    before = reading.people()

    with pytest.raises(TryLaterError, match=LATER[habit]):
        reading.again(roster=habit)

    assert reading.people() == before


NEVER_WHOLE = (
    "many-no-id",
    "next-elsewhere",
    "next-other-scheme",
    "next-repeats",
    "next-circles",
    "next-endless",
)


@pytest.mark.parametrize("habit", NEVER_WHOLE)
def test_n04_n05_a_list_that_is_never_whole_is_no_list(reading, habit):
    before, change = reading.people(), None

    # Whether it is worth another try is the service's to say; here, nobody is removed.
    with suppress(TryLaterError):
        change = reading.again(roster=habit)

    assert change is None
    assert reading.people() == before


def test_n17_maintenance_says_when_it_ends(reading):
    with pytest.raises(TryLaterError) as caught:
        reading.again(roster="maintenance")

    assert caught.value.after_s == 1800


# "no-expiry" is N01, "revoked" N03, "next-relative" N05, "differences" N16.
WHOLE = {
    "no-expiry": "token",
    "revoked": "roster",
    "next-relative": "roster",
    "differences": "roster",
}


@pytest.mark.parametrize("habit", WHOLE)
def test_n01_n03_n05_n16_what_is_odd_but_clear_is_read_whole(reading, habit):
    before = reading.people()

    change = reading.again(**{WHOLE[habit]: habit})

    assert (change.joined, change.left, change.total) == (0, 0, len(MEMBERS))
    assert reading.people() == before


SKIPPED = ("text", "no-id", "no-roles", "odd-status")


@pytest.mark.parametrize("habit", SKIPPED)
def test_n04_one_member_who_cannot_be_read_stops_nobody_elses_reading(reading, habit):
    reading.lms.control("switches", roster_page_size=None)
    before = reading.people()

    change = reading.again(roster=habit)

    after = reading.people()
    changed = {subject for subject in before if after[subject] != before[subject]}
    assert reading.state == DONE
    assert changed <= {MEMBERS[0].key}
    assert change.total >= len(MEMBERS) - 1


# Each has a test of its own below. N08's wait for a coordinator ("empty", "most-gone") is not
# a matter of reading.
ALONE = ("twice", "inactive", "deleted", "odd-names", "empty", "most-gone")


def test_n09_somebody_who_comes_twice_is_one_person_with_both_roles_and_the_worse_status(reading):
    reading.lms.control("switches", roster_page_size=None)

    change = reading.again(roster="twice")

    first = MEMBERS[0].key
    assert change.total == len(MEMBERS) - 1
    assert reading.people()[first] == (CourseRole.INSTRUCTOR, False)


@pytest.mark.parametrize("habit", ["inactive", "deleted"])
def test_n11_who_is_inactive_or_deleted_is_known_and_not_active(reading, habit):
    reading.lms.control("switches", roster_page_size=None)

    change = reading.again(roster=habit)

    gone = {who.key for who in MEMBERS[::EVERY_MANY]}
    people = reading.people()
    assert {subject for subject, (_, active) in people.items() if not active} == gone
    assert change.left == len(gone)
    assert people[reading.lms.subject(HANA)][0] is CourseRole.INSTRUCTOR


def test_n12_names_and_addresses_that_are_withheld_are_not_invented(tool, tmp_path, browser):
    lms = SandboxLms(tool, tmp_path)
    with lms.server:
        registration = lms.behave_like("plain")
        lms.control("switches", names=False, emails=False)
        page = lms.launch(browser, AMARA)
        tool.read_roster(registration)

    people = [member.person for member in tool.members(registration).values()]
    assert page.status_code == 200
    assert len(people) == len(MEMBERS)
    assert {(one.name, one.email) for one in people} == {(None, None)}
    assert len({one.number for one in people}) == len(MEMBERS)


def test_n13_without_the_service_nothing_is_asked(tool, tmp_path, browser):
    lms = SandboxLms(tool, tmp_path)
    with lms.server:
        registration = lms.behave_like("plain")
        lms.control("switches", roster=False)
        lms.launch(browser, AMARA)

        change = tool.read_roster(registration)

    course = tool.course(registration)
    assert (change, course.memberships_url, course.roster_state) == (None, None, "never")


def test_n15_names_are_one_clean_line(reading):
    reading.again(roster="odd-names")

    names = {member.person.name for member in reading.tool.members(reading.registration).values()}
    [name] = names
    assert name.startswith('<b onclick="x()">Ann</b>')
    assert name.isprintable()
    assert len(name) <= 255
