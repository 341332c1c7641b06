"""Participation is reported once, of who agreed, and of nothing but sessions held."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.errors import (
    NotAllowedError,
    OutOfBoundsError,
    TargetFixedError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.participation import ScoreState
from plugin.mentoring.people import CourseRole
from plugin.mentoring.session import MentoringSession, SessionId, SessionState
from plugin.mentoring.spans import Span
from plugin.ports.errors import ConflictError, ConsentMissingError, RefusedError, TryLaterError
from plugin.services.participation import COLUMN_GONE
from plugin.services.reports import NOT_ALLOWED
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

BOOK = {"line_items_url": "https://lms.example/items", "grade_scopes": "items results scores"}


class House:
    """A programme in a course with a grade book; ada and ben work together."""

    def __init__(self, world, clock):
        self.world, self.clock = world, clock
        self.cleo = world.arrive("cleo", role=CourseRole.INSTRUCTOR, **BOOK)
        self.programme = world.programme()
        self.key = self.programme.programme_id
        self.pair = world.pair(self.programme)
        self.service = world.services.participation

    def held(self, *, days_ago=1, state=SessionState.PLANNED, said=(True, True)):
        """A session whose time has passed; what ada and ben say of it, None for no word."""
        start = self.clock() - timedelta(days=days_ago)
        people = frozenset({self.world.ada.person_id, self.world.ben.person_id})
        session = MentoringSession(
            SessionId(self.world.new_id()), NORTHMOOR, self.pair, self.world.ada.person_id,
            people, Span(start, start + timedelta(minutes=45)), "Europe/Berlin", state=state,
        )  # fmt: skip
        self.world.save("session", session)
        with self.world.store.work(NORTHMOOR) as work:
            for who, word in zip((self.world.ada, self.world.ben), said, strict=True):
                if word is not None:
                    work.save_held_word(session.session_id, who.person_id, word)

    def on(self, target=4):
        return self.service.switch_on(self.key, target, actor=self.cleo)

    def agrees(self, *people, yes=True):
        for who in people or (self.world.ben,):
            self.service.agree(self.key, yes=yes, actor=who)

    def report(self):
        return self.world.services.reports.report(NORTHMOOR, self.key)

    def posts(self):
        return [(subject, given) for subject, given, _ in self.world.scores.posts]

    def sent(self, actor=None):
        return self.world.kept("sent_score", self.key, (actor or self.world.ben).person_id)

    def reporting(self):
        return self.world.kept("reporting", self.key)


@pytest.fixture
def house(world, clock):
    return House(world, clock)


@on_both
def test_only_who_agreed_is_reported_and_only_what_was_held(house):
    house.held(days_ago=3)
    house.held(days_ago=2, state=SessionState.CANCELLED)
    house.held(days_ago=-2)
    house.on()
    house.agrees()

    house.world.run()

    assert house.posts() == [("ben", 1)]
    assert house.sent().state is ScoreState.SENT


def test_nothing_is_reported_before_a_coordinator_says_so(house):
    house.held()
    house.agrees()

    assert house.report() == 0
    assert house.world.scores.columns == {}


@pytest.mark.parametrize("said", [(None, None), (None, True), (True, False), (False, False)])
def test_what_is_not_known_to_have_taken_place_is_not_reported(house, said):
    house.held(said=said)
    house.on()
    house.agrees()

    assert (house.report(), house.posts()) == (0, [])


def test_what_a_coordinator_says_while_a_column_is_made_stands(house, monkeypatch):
    house.on()
    made = house.world.scores.column

    def meanwhile(*said):
        house.service.switch_off(house.key, actor=house.cleo)
        return made(*said)

    monkeypatch.setattr(house.world.scores, "column", meanwhile)

    with pytest.raises(ConflictError):
        house.report()

    assert not house.reporting().on


def test_nobody_is_reviewed_outside_a_course(house):
    outside = replace(house.cleo, course_id=None)
    with pytest.raises(UnknownThingError):
        house.service.reviewed(house.world.ben.person_id, actor=outside)


def test_who_may_see_nothing_of_a_learner_reviews_nothing(house):
    house.on()
    house.agrees()
    with pytest.raises(NotAllowedError):
        house.service.reviewed(house.world.ben.person_id, actor=house.world.ada)


def test_who_does_not_take_part_has_nothing_to_agree_to(house):
    with pytest.raises(NotAllowedError):
        house.agrees(house.cleo)


def test_nobody_is_given_a_zero(house):
    house.on()
    house.agrees()

    assert (house.report(), house.posts()) == (0, [])


def test_n23_what_was_sent_is_not_sent_again(house):
    house.held()
    house.on()
    house.agrees()

    assert [house.report(), house.report()] == [1, 0]
    assert len(house.world.scores.columns) == 1


def test_n23_an_answer_that_never_came_leads_to_the_same_score_again(house):
    house.held()
    house.on()
    house.agrees()
    house.world.scores.trouble, house.world.scores.after = TryLaterError("timeout"), True
    with pytest.raises(TryLaterError):
        house.report()
    assert house.sent().state is ScoreState.SENDING
    house.held(days_ago=2)
    house.clock.advance(minutes=5)
    house.world.scores.trouble = None

    house.report()

    first, again = house.world.scores.posts
    assert first == again
    assert house.sent().state is ScoreState.SENT
    house.report()
    assert house.posts()[-1] == ("ben", 2)


def test_n23_two_workers_at_once_leave_one_score(house):
    house.held()
    house.on()
    house.agrees()
    house.world.scores.meanwhile = house.report  # the other worker, while ours waits

    house.report()

    stamps = {stamp for _, _, stamp in house.world.scores.posts}
    assert len(stamps) == 1
    assert len(house.world.scores.scores) == 1
    assert house.sent().state is ScoreState.SENT


def test_scores_of_one_second_get_seconds_that_rise(house):
    house.on()
    house.agrees()
    for days in (9, 8, 7):
        house.held(days_ago=days)
        house.report()

    stamps = [stamp for _, _, stamp in house.world.scores.posts]
    assert house.posts() == [("ben", 1), ("ben", 2), ("ben", 3)]
    assert [stamp - stamps[0] for stamp in stamps] == [timedelta(seconds=n) for n in range(3)]


def test_the_first_sessions_count_up_to_what_was_asked_for(house):
    house.on(target=2)
    house.agrees()
    for days in (9, 8, 7):
        house.held(days_ago=days)

    house.report()

    assert house.posts() == [("ben", 2)]


def test_a_newer_entry_of_the_grade_book_stays(house):
    house.held()
    house.on()
    house.agrees()
    house.report()
    key = house.reporting().column, "ben"
    later = replace(house.world.scores.scores[key], stamped_at=house.clock() + timedelta(days=9))
    house.world.scores.scores[key] = later
    house.held(days_ago=2)

    house.report()

    assert house.sent().state is ScoreState.NEWER
    assert house.world.scores.scores[key] == later
    assert house.report() == 0


def test_n21_who_is_not_graded_is_marked_and_holds_up_nobody(house):
    house.held()
    house.on()
    house.agrees(house.world.ada, house.world.ben)
    house.world.scores.nobody = {"ada"}

    house.report()

    assert house.sent(house.world.ada).state is ScoreState.NOBODY
    assert house.sent().state is ScoreState.SENT
    assert house.report() == 0


def test_who_takes_the_yes_back_is_reported_no_more(house):
    house.held()
    house.on()
    house.agrees()
    house.report()
    house.held(days_ago=2)

    house.agrees(yes=False)
    house.report()

    assert house.posts() == [("ben", 1)]


def test_a_yes_taken_back_while_the_worker_is_at_it_counts(house):
    house.held()
    house.on()
    house.agrees(house.world.ada, house.world.ben)
    house.world.scores.meanwhile = lambda: house.agrees(yes=False)

    house.report()

    assert house.posts() == [("ada", 1)]


def test_n24_a_column_that_a_teacher_deleted_is_not_made_again_unasked(house):
    house.held()
    house.on()
    house.agrees()
    house.report()
    house.world.scores.columns.clear()

    house.report()
    assert (house.reporting().problem, house.world.scores.columns) == (COLUMN_GONE, {})

    house.on()
    house.report()
    assert house.reporting().problem is None
    assert len(house.world.scores.columns) == 1


@pytest.mark.parametrize(
    ("trouble", "problem"),
    [
        (ConsentMissingError("403"), NOT_ALLOWED),
        (RefusedError("not-granted"), "not-granted"),
        (RefusedError("odd"), "refused"),
    ],
)
def test_what_stops_reporting_is_shown_and_mended_by_asking_again(house, trouble, problem):
    house.on()
    house.world.scores.trouble = trouble

    house.report()
    assert house.reporting().problem == problem

    house.world.scores.trouble = None
    house.on()
    house.report()
    assert house.reporting().problem is None


def test_the_maximum_of_a_column_that_is_there_stays(house):
    house.on(target=4)
    house.report()

    with pytest.raises(TargetFixedError):
        house.on(target=5)
    with pytest.raises(OutOfBoundsError):
        house.on(target=0)


def test_without_a_grade_book_it_cannot_be_switched_on(world):
    programme = world.programme()

    with pytest.raises(WrongStateError):
        world.services.participation.switch_on(programme.programme_id, 4, actor=world.cleo)


def test_a_score_is_seen_by_whom_policy_lets_see_it(house):
    gil = house.world.arrive("gil", role=CourseRole.INSTRUCTOR)
    eve, other = house.world.arrive("eve"), house.world.arrive("zoe", context_id="course-2")
    house.held()
    ben = house.world.ben.person_id
    seen = {"cleo": house.cleo, "ben": house.world.ben, "gil": gil, "eve": eve, "zoe": other}

    def who_sees():
        found = set()
        for name, actor in seen.items():
            try:
                house.service.of(house.key, ben, actor=actor)
                found.add(name)
            except (NotAllowedError, UnknownThingError):
                pass
        return found

    before = who_sees()
    house.on()
    house.agrees()

    assert before == {"cleo", "ben"}
    assert who_sees() == {"cleo", "ben", "gil"}


def test_every_hour_asks_for_the_programmes_that_report(house):
    house.on()
    house.world.run()

    assert house.world.services.reports.refresh(NORTHMOOR) == 1
    house.service.switch_off(house.key, actor=house.cleo)
    assert house.world.services.reports.refresh(NORTHMOOR) == 0
