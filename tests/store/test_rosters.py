"""A whole list from the LMS is applied in one step, and nobody is deleted."""

import pytest

from plugin.mentoring.people import CourseRole
from plugin.ports.values import RosterChange
from tests.store.people import Campus, a_member
from tests.stores import NOON, NORTHMOOR, an_arrival


@pytest.fixture
def campus(store):
    return Campus(store)


def apply(campus, *members, brake=lambda leaving, active: False):
    with campus.store.work(NORTHMOOR) as work:
        return work.apply_roster(campus.course, members, now=NOON, brake=brake)


def listed(campus):
    members = campus.look("course_members", campus.course.course_id)
    return {one.person.name: (one.role, one.active) for one in members}


def test_people_join_and_those_not_on_the_list_become_inactive(campus):
    change = apply(campus, a_member("lev"), a_member("ana"), a_member("ben"))

    assert change == RosterChange(joined=2, left=1, total=3)
    learner = (CourseRole.LEARNER, True)
    assert listed(campus) == {
        "Mara": (CourseRole.INSTRUCTOR, False),
        "Lev": learner,
        "Ana": learner,
        "Ben": learner,
    }


def test_the_same_list_again_changes_nothing(campus):
    roster = [a_member("lev"), a_member("mara", role=CourseRole.INSTRUCTOR), a_member("ana")]
    apply(campus, *roster)

    assert apply(campus, *roster) == RosterChange(joined=0, left=0, total=3)


def test_somebody_who_comes_back_keeps_their_identity(campus):
    before = campus.mentor
    apply(campus, a_member("lev"))

    change = apply(campus, a_member("lev"), a_member("mara"))

    assert change == RosterChange(joined=1, left=0, total=2)
    assert campus.look("person", before.person_id) == before


def test_n11_an_inactive_member_is_listed_and_not_counted(campus):
    change = apply(campus, a_member("lev", active=False), a_member("mara"))

    assert change == RosterChange(joined=0, left=1, total=1)


def test_n12_a_list_that_withholds_names_takes_none_away(campus):
    apply(campus, a_member("lev", name=None, email=None), a_member("mara", name="Mara M."))

    assert campus.look("person", campus.mentee.person_id) == campus.mentee
    assert campus.look("person", campus.mentor.person_id).name == "Mara M."


def test_n09_of_two_lines_for_one_person_one_person_comes(campus):
    change = apply(campus, a_member("ana"), a_member("ana", name="Ana B."))

    assert change.total == 1


def test_l59_a_preview_user_stays_flagged(campus, store):
    with store.work(NORTHMOOR) as work:
        preview, _ = work.arrive(an_arrival("preview", is_test=True), now=NOON)

    apply(campus, a_member("preview"))

    assert campus.look("person", preview.person_id).is_test


def test_numbers_of_people_are_never_given_twice(campus):
    apply(campus, *(a_member(f"p{number}") for number in range(1200)))
    apply(campus, *(a_member(f"p{number}") for number in range(1300)))

    members = campus.look("course_members", campus.course.course_id)
    numbers = [one.person.number for one in members]
    assert len(numbers) == len(set(numbers)) == 1302


@pytest.mark.parametrize("separator", ["", "\x1f", "\x1e"])
def test_names_are_kept_whatever_characters_they_hold(campus, separator):
    names = [f"Ana{separator}P", 'Bo "{,}\\', "NULL", "Zoë\n"]

    apply(campus, *(a_member(f"odd{n}", name=name) for n, name in enumerate(names)))

    assert set(listed(campus)) >= set(names)
