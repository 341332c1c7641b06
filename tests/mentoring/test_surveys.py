"""When a survey is asked, and what may be told of its answers."""

import itertools
import random
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
MOMENTS = (NOW + timedelta(minutes=number) for number in itertools.count())
BELONG = Block(BlockKind.RATING, "I belong here.", 1)


def answer(who, mark, when=Round.START):
    said = Said({1: frozenset({mark})})
    return Progress("p", "northmoor", who, "s", when, NOW, said=said, done_at=next(MOMENTS))


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


def test_p13_each_figure_has_the_number_of_answers_behind_it_in_fives():
    answers = [answer(f"p{n}", 2 if n < 5 else 5) for n in range(9)]
    answers += [answer(f"p{n}", 4, Round.END) for n in range(5)]

    (found,) = figures([BELONG], reversed(answers))

    assert found.by_round == {
        Round.START: Mean(2.0, 5), Round.MIDDLE: None, Round.END: Mean(4.0, 5),
    }  # fmt: skip
    assert found.change == Mean(2.0, 5)


@pytest.mark.parametrize("seed", range(40))
def test_p13_the_means_and_the_change_leave_the_marks_of_five_or_of_nobody(seed):
    """Each mark is a bit of its own, so that sums tell whose marks are in them."""
    some = random.Random(seed)
    before = [answer(f"p{n}", n) for n in range(some.randrange(26))]
    after = [answer(f"p{n}", n + 100, Round.END) for n in range(26) if some.random() < 0.7]
    some.shuffle(after)
    after = [replace(one, done_at=next(MOMENTS)) for one in after]

    (found,) = figures([BELONG], before + after)

    started = [one.person_id for one in before][: len(before) // 5 * 5]
    ended = [one.person_id for one in after][: len(after) // 5 * 5]
    twice = [who for who in ended if who in started]
    counted = twice[: len(twice) // 5 * 5]
    assert (found.change.people if found.change else 0) == len(counted)
    assert not found.change or found.change.value == 100.0
    assert not counted or len({*started, *ended} - {*counted}) not in range(1, 5)


@pytest.mark.parametrize("seed", range(10))
def test_p13_no_figure_moves_by_fewer_than_five_answers(seed):
    some, answers, seen = random.Random(seed), [], {}
    coming = [(f"p{n}", when) for n in range(25) for when in (Round.START, Round.END)]
    some.shuffle(coming)
    for who, when in coming:
        answers.append(answer(who, some.randrange(1, 6), when))
        (found,) = figures([BELONG], answers)
        for name, mean in ((when, found.by_round[when]), ("change", found.change)):
            if mean and mean != seen.get(name):
                before = seen.get(name, Mean(0.0, 0))
                assert (mean.people - before.people) >= 5 or name == "change"
                assert mean.people % 5 == 0
                seen[name] = mean


def test_p13_below_five_answers_nothing_is_told_nor_a_change_of_four_people():
    answers = [answer(f"p{n}", 2) for n in range(4)]
    answers += [answer(f"p{n}", 2) for n in range(10, 13)]
    answers += [answer(f"p{n}", 4, Round.END) for n in range(4)]

    (found,) = figures([BELONG], answers)

    assert found.by_round[Round.END] is None
    assert found.change is None
