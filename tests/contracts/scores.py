"""What every implementation of `plugin.ports.participation.Scores` promises.

Derive a test class from `ScoresContract` and give it `scores`, `course`, `learner` (a subject that
is graded there), `stranger` (one that is not) and `trouble(kind)`: "late" or "denied" from now on.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.participation import Reporting, ScoreState, SentScore
from plugin.ports.errors import ConsentMissingError, RefusedError, TryLaterError
from plugin.ports.participation import Answer
from tests.conftest import MONDAY_NINE

PROGRAMME = "programme-1"


def a_score(given, *, after_s=0):
    stamp = MONDAY_NINE + timedelta(seconds=after_s)
    state = ScoreState.SENDING
    return SentScore(PROGRAMME, "northmoor", "person-1", given, stamp, state, stamp)


class ScoresContract:
    @pytest.fixture
    def reporting(self, scores, course):
        column = scores.column(course, PROGRAMME, "Mentoring", 4)
        return Reporting(PROGRAMME, "northmoor", True, 4, "cleo", MONDAY_NINE, column)

    def test_n24_a_column_is_found_before_it_is_made(self, scores, course, reporting):
        assert scores.column(course, PROGRAMME, "Mentoring", 4) == reporting.column
        assert scores.has_column(course, reporting)
        assert not scores.has_column(course, replace(reporting, column=f"{reporting.column}0"))

    def test_n23_the_same_score_again_is_no_second_one(self, scores, course, reporting, learner):
        answers = [scores.post(course, reporting, learner, a_score(2)) for _ in range(2)]

        assert answers[0] is Answer.TAKEN
        assert answers[1] in (Answer.NEWER, Answer.NOBODY)
        assert scores.shows(course, reporting, learner, a_score(2))

    def test_a_later_second_is_newer_and_an_earlier_one_is_not(
        self, scores, course, reporting, learner
    ):
        scores.post(course, reporting, learner, a_score(2))

        assert scores.post(course, reporting, learner, a_score(3, after_s=1)) is Answer.TAKEN
        assert scores.post(course, reporting, learner, a_score(1)) is not Answer.TAKEN
        assert scores.shows(course, reporting, learner, a_score(3))

    def test_n21_nobody_is_graded_who_is_not_in_the_course(
        self, scores, course, reporting, stranger
    ):
        assert scores.post(course, reporting, stranger, a_score(1)) is Answer.NOBODY
        assert not scores.shows(course, reporting, stranger, a_score(1))

    def test_without_a_grade_book_there_is_nothing_to_write_into(self, scores, course):
        with pytest.raises(RefusedError):
            scores.column(replace(course, line_items_url=None), PROGRAMME, "Mentoring", 4)

    def test_a_late_platform_is_asked_again_later(
        self, scores, course, reporting, trouble, learner
    ):
        trouble("late")

        with pytest.raises(TryLaterError):
            scores.post(course, reporting, learner, a_score(1))

    def test_a_refusal_is_somebodys_to_mend(self, scores, course, trouble):
        trouble("denied")

        with pytest.raises(ConsentMissingError):
            scores.column(course, PROGRAMME, "Mentoring", 4)
