"""When a survey is asked, and what may be told of its answers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plugin.mentoring.course_text import Block, BlockKind
from plugin.mentoring.programme import Format, Programme, Stage
from plugin.mentoring.surveys import Mean, figures, round_now
from plugin.mentoring.training import Kind, Progress, Round, Said

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PROGRAMME = Programme(
    "p", "northmoor", "course", "Next steps", "x", (Format.ONE_TO_ONE,), False, "", (), (),
    "Europe/Berlin", ("cleo",), stage=Stage.RUNNING,
)  # fmt: skip
BELONG = Block(BlockKind.RATING, "I belong here.", 1)


def answer(who, mark, when=Round.START):
    said = Said({1: frozenset({mark})})
    return Progress("p", "northmoor", who, "s", when, NOW, said=said, done_at=NOW)


def asked(programme, **earlier):
    own = {Round(name): answer("ada", 3) for name in earlier}
    return round_now(Kind.SURVEY, programme, own, now=NOW)


def test_p13_a_survey_is_asked_at_the_start_in_the_middle_and_at_the_end():
    dated = replace(PROGRAMME, starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 20))

    assert asked(PROGRAMME) is Round.START
    assert asked(dated) is Round.MIDDLE
    assert asked(replace(dated, stage=Stage.REVIEW)) is Round.END


def test_p13_without_dates_the_middle_comes_six_weeks_after_one_s_own_beginning():
    before = {Round.START: replace(answer("ada", 3), done_at=NOW - timedelta(weeks=6))}

    assert round_now(Kind.SURVEY, PROGRAMME, before, now=NOW) is Round.MIDDLE
    assert asked(PROGRAMME, start=True) is Round.START


def test_what_is_not_to_be_compared_is_asked_once():
    assert round_now(Kind.TRAINING, PROGRAMME, {}, now=NOW) is Round.ONCE


def test_p13_each_figure_has_the_number_of_answers_behind_it():
    answers = [answer(f"p{n}", 2) for n in range(6)]
    answers += [answer(f"p{n}", 4, Round.END) for n in range(5)]

    (found,) = figures([BELONG], answers)

    assert found.by_round == {
        Round.START: Mean(2.0, 6), Round.MIDDLE: None, Round.END: Mean(4.0, 5),
    }  # fmt: skip
    assert found.change is None


@pytest.mark.parametrize(
    ("once_before", "once_after", "told"),
    [(0, 0, True), (1, 0, False), (0, 4, False), (2, 2, False), (5, 0, True), (2, 3, True)],
)
def test_p13_no_change_from_which_the_marks_of_fewer_than_five_follow(
    once_before, once_after, told
):
    before = [answer(f"p{n}", 2) for n in range(6 + once_before)]
    after = [answer(f"p{n}", 4, Round.END) for n in range(6)]
    after += [answer(f"q{n}", 1, Round.END) for n in range(once_after)]

    (found,) = figures([BELONG], before + after)

    assert found.change == (Mean(2.0, 6) if told else None)


def test_p13_below_five_answers_nothing_is_told_nor_a_change_of_four_people():
    answers = [answer(f"p{n}", 2) for n in range(4)]
    answers += [answer(f"p{n}", 2) for n in range(10, 13)]
    answers += [answer(f"p{n}", 4, Round.END) for n in range(4)]

    (found,) = figures([BELONG], answers)

    assert found.by_round[Round.END] is None
    assert found.change is None
