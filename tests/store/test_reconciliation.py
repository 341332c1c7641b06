"""What the list and the launches say of each member, and the removals that wait."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Stage
from plugin.mentoring.roster import Gap, Standing
from plugin.ports.errors import ConflictError
from plugin.ports.reads import PAGE_SIZE
from plugin.ports.rosters import Reading
from plugin.ports.values import RosterMember
from tests.store.people import Campus, a_member
from tests.stores import NOON, NORTHMOOR, an_arrival

LATER = NOON + timedelta(hours=1)
TEACHER = CourseRole.INSTRUCTOR


@pytest.fixture
def campus(store):
    """Return a course of 22: mara teaches, lev and 20 others learn; all of them on the list."""
    campus = Campus(store)
    apply(campus, *everybody())
    return campus


def everybody(*, but=()):
    people = [a_member("mara", role=TEACHER), a_member("lev")]
    people += [a_member(f"p{number:02}") for number in range(20)]
    return [one for one in people if one.subject not in but]


def some(count):
    return [f"p{number:02}" for number in range(count)]


def apply(campus, *members, now=NOON):
    with campus.store.work(NORTHMOOR) as work:
        return work.apply_roster(campus.course, members, now=now)


def launch(campus, subject, *, now=LATER, **said):
    with campus.store.work(NORTHMOOR) as work:
        work.arrive(an_arrival(subject, **said), now=now)


def settle(campus, proposal, *, remove, now=LATER):
    with campus.store.work(NORTHMOOR) as work:
        return work.settle(proposal, remove=remove, now=now)


def proposal(campus):
    return campus.look("proposal", campus.course.course_id)


def standings(campus):
    counts = campus.look("roster_counts", campus.course.course_id)
    return {one.value: count for one, count in counts.standings.items() if count}


def lines(campus, kind=None, page=1):
    found = campus.look("roster_lines", campus.course.course_id, kind=kind, page=page)
    return {line.person.label: line for line in found}


def test_n08_a_few_who_left_are_removed_at_once(campus):
    change = apply(campus, *everybody(but=some(4)))

    assert (change.left, change.waiting, proposal(campus)) == (4, 0, None)
    assert standings(campus) == {"both": 2, "listed": 16, "gone": 4}


def test_n08_many_who_left_wait_while_joiners_come_in(campus):
    change = apply(campus, *everybody(but=some(5)), a_member("new"), now=LATER)

    assert (change.joined, change.left, change.waiting, change.total) == (1, 0, 5, 23)
    found = proposal(campus)
    assert (found.leaving, found.active, found.found_at) == (5, 22, LATER)
    assert standings(campus) == {"both": 2, "listed": 16, "waiting": 5}
    assert {line.since for line in lines(campus, Standing.WAITING).values()} == {LATER}


def test_n08_an_empty_list_removes_nobody(campus):
    change = apply(campus)

    assert (change.left, change.waiting, change.total) == (0, 22, 22)


def test_n08_a_list_of_inactive_people_removes_nobody_either(campus):
    inactive = [replace(one, active=False) for one in everybody()]

    assert apply(campus, *inactive).waiting == 22


def test_the_removals_happen_when_a_coordinator_says_so(campus):
    apply(campus, *everybody(but=some(5)))

    assert settle(campus, proposal(campus), remove=True) == 5

    assert (proposal(campus), standings(campus)["gone"]) == (None, 5)
    assert apply(campus, *everybody(but=some(5))).waiting == 0


def test_whom_a_coordinator_keeps_the_next_list_leaves_alone(campus):
    apply(campus, *everybody(but=some(5)))
    settle(campus, proposal(campus), remove=False)

    change = apply(campus, *everybody(but=some(5)))

    assert (change.left, change.waiting, proposal(campus)) == (0, 0, None)
    assert standings(campus)["kept"] == 5


def test_a_kept_member_who_was_back_on_the_list_may_leave_later(campus):
    apply(campus, *everybody(but=some(5)))
    settle(campus, proposal(campus), remove=False)
    apply(campus, *everybody())

    assert apply(campus, *everybody(but=some(1))).left == 1


def test_the_next_list_replaces_what_the_one_before_proposed(campus):
    apply(campus, *everybody(but=some(12)))
    first = proposal(campus)
    apply(campus, *everybody(but=some(6)), now=LATER)
    second = proposal(campus)
    apply(campus, *everybody(but=some(1)))

    assert (first.leaving, second.leaving, proposal(campus)) == (12, 6, None)
    assert standings(campus) == {"both": 2, "listed": 19, "gone": 1}


def test_the_same_list_again_leaves_the_question_as_it_stands(campus):
    apply(campus, *everybody(but=some(6)))
    first = proposal(campus)

    apply(campus, *everybody(but=some(6)), now=LATER)

    assert proposal(campus) == first


def test_as_many_others_are_another_question(campus):
    apply(campus, *everybody(but=some(6)))
    first = proposal(campus)
    apply(campus, *everybody(but=some(7)[1:]), now=LATER)

    assert proposal(campus).version > first.version
    with pytest.raises(ConflictError):
        settle(campus, first, remove=True)
    assert standings(campus)["waiting"] == 6


def test_a_question_is_settled_once(campus):
    apply(campus, *everybody(but=some(6)))
    found = proposal(campus)
    settle(campus, found, remove=False)

    with pytest.raises(ConflictError):
        settle(campus, found, remove=True)


def test_a_launch_is_newer_than_a_list_without_the_person(campus):
    apply(campus, *everybody(but=["lev", *some(5)]))
    launch(campus, "lev")

    assert settle(campus, proposal(campus), remove=True) == 5
    assert lines(campus)["Lev"].standing is Standing.JOINED


def test_n11_who_left_and_launches_is_back(campus):
    apply(campus, *everybody(but=["p00"]))
    launch(campus, "p00")

    assert lines(campus)["P00"].standing is Standing.JOINED


def test_n11_inactive_by_the_lms_is_told_apart_from_gone(campus):
    apply(campus, *everybody(but=some(2)), a_member("p00", active=False), now=LATER)

    found = lines(campus)
    assert (found["P00"].standing, found["P01"].standing) == (Standing.INACTIVE, Standing.GONE)
    assert found["P01"].since == LATER


def test_l59_a_preview_user_is_never_counted_among_those_who_leave(campus):
    launch(campus, "preview", is_test=True)

    change = apply(campus, *everybody())

    assert (change.waiting, change.left) == (0, 1)
    assert lines(campus)["Preview"].standing is Standing.TEST


def unread(subject=""):
    return RosterMember(subject, None, None, CourseRole.NONE, active=True, unread=True)


def test_n04_a_line_that_cannot_be_read_removes_nobody(campus):
    named = apply(campus, *everybody(but=some(1)), unread("p00"))
    nameless = apply(campus, *everybody(but=some(1)), unread())

    assert (named.left, nameless.left, standings(campus)["listed"]) == (0, 0, 20)


def test_n04_who_is_named_by_a_line_that_cannot_be_read_hides_nobody_else(campus):
    assert apply(campus, *everybody(but=some(2)), unread("p00")).left == 1


def test_gaps_are_told_of_those_who_are_here(campus):
    bare = [a_member("bare", name=None), a_member("gone", name=None)]
    apply(campus, *everybody(), *bare)
    apply(campus, *everybody(), bare[0])

    counts = campus.look("roster_counts", campus.course.course_id)
    assert (counts.total, counts.gaps[Gap.NO_NAME], counts.gaps[Gap.NO_EMAIL]) == (24, 1, 21)
    [nameless] = lines(campus, Gap.NO_NAME).values()
    assert nameless.gaps == {Gap.NO_NAME, Gap.NO_EMAIL}


def test_moodles_teacher_who_may_not_edit_differs_and_stays_a_teacher(campus):
    """NRPS of Moodle calls them Learner, the launch Instructor."""
    launch(campus, "p00", role=TEACHER)
    apply(campus, *everybody())

    [line] = lines(campus, Gap.OTHER_ROLE).values()
    assert (line.launched_as, line.listed_as) == (TEACHER, CourseRole.LEARNER)
    members = campus.look("course_members", campus.course.course_id)
    assert [one.role for one in members if one.person.name == "P00"] == [TEACHER]


def test_a_first_list_does_not_talk_a_teacher_who_launched_down(campus):
    launch(campus, "tom", role=TEACHER)
    apply(campus, *everybody(), a_member("tom"))

    members = campus.look("course_members", campus.course.course_id)
    assert [one.role for one in members if one.person.name == "Tom"] == [TEACHER]


def test_a_role_that_changes_on_the_list_is_taken_over(campus):
    apply(campus, *everybody(but=["lev"]), a_member("lev", role=CourseRole.ASSISTANT))

    members = campus.look("course_members", campus.course.course_id)
    assert [one.role for one in members if one.person.name == "Lev"] == [CourseRole.ASSISTANT]


def test_members_come_by_name_fifty_at_a_time(campus):
    apply(campus, *everybody(), *(a_member(f"q{number:02}") for number in range(40)))

    first, second = (list(lines(campus, page=page)) for page in (1, 2))

    assert (len(first), len(second)) == (PAGE_SIZE, 12)
    assert [*first, *second] == sorted([*first, *second])


def test_each_kind_shows_as_many_as_it_counts(campus):
    launch(campus, "preview", is_test=True)
    launch(campus, "p19", role=TEACHER)
    apply(campus, *everybody(but=some(2)), a_member("p01", active=False))
    launch(campus, "new")

    counts = campus.look("roster_counts", campus.course.course_id)
    for kind, count in {**counts.standings, **counts.gaps}.items():
        assert len(lines(campus, kind)) == count, kind
    assert sum(counts.standings.values()) == counts.total


def test_a_reading_is_kept_as_it_goes(campus):
    reading = Reading(campus.course.course_id, NORTHMOOR, NOON, 1000, 2, LATER)
    with campus.store.work(NORTHMOOR) as work:
        work.save_reading(replace(reading, people_read=0))
        work.save_reading(reading)

    assert campus.look("reading", campus.course.course_id) == reading


def old_courses(campus, before=LATER):
    return list(campus.look("courses_to_read", before=before))


def test_a_course_with_a_programme_is_to_be_read(campus):
    assert old_courses(campus) == [campus.course.course_id]


@pytest.mark.parametrize(
    "changed",
    [{"memberships_url": None}, {"roster_at": LATER}],
)
def test_a_course_without_a_list_or_with_a_fresh_one_is_left_alone(campus, changed):
    campus.save(replace(campus.course, **changed))

    assert old_courses(campus) == []


def test_a_course_that_was_just_tried_is_left_alone(campus):
    with campus.store.work(NORTHMOOR) as work:
        work.save_reading(Reading(campus.course.course_id, NORTHMOOR, LATER))

    assert old_courses(campus) == []


def test_a_course_whose_programmes_are_over_is_left_alone(campus):
    programme = campus.look("programme", campus.programme.programme_id)
    campus.save(replace(programme, stage=Stage.CLOSED))

    assert old_courses(campus) == []
