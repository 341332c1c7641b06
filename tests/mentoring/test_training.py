"""How far somebody is with a module, and what stands before a first match."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import ShapeError, WrongStateError
from plugin.mentoring.programme import Stage
from plugin.mentoring.training import (
    Kind,
    Module,
    Progress,
    Round,
    Said,
    has_come,
    left_of,
    merged,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEXT = """# One
Read.
# Two
? What?
( ) No
(x) Yes
! And you?
# Three
- [ ] Done
"""
TRUST = Module("trust", Kind.TRAINING, "Trust", TEXT, (Side.MENTOR,))
BEGUN = Progress("p", "northmoor", "ada", "trust", Round.ONCE, NOW)


def chosen(**said):
    return Said({int(at[1:]): frozenset(some) for at, some in said.items()})


def through(progress, *answers):
    for number, said in enumerate(answers):
        progress = progress.answered(TRUST, number, said, now=NOW)
    return progress


def test_one_goes_on_where_one_stopped():
    assert through(BEGUN, Said()).page == 1


def test_a_wrong_answer_is_kept_and_the_page_stays_open():
    after = through(BEGUN, Said(), chosen(_1={0}))

    assert (after.page, after.done_at) == (1, None)
    assert after.said.chosen == {1: frozenset({0})}


def test_it_is_done_once_every_page_is_passed():
    after = through(BEGUN, Said(), chosen(_1={1}), chosen(_3={1}))

    assert after.done_at == NOW


def test_a_list_is_done_when_all_of_it_is_ticked_off():
    after = through(BEGUN, Said(), chosen(_1={1}), chosen(_3=set()))

    assert after.done_at is None


def test_what_was_done_stays_done_when_somebody_looks_again_and_errs():
    done = through(BEGUN, Said(), chosen(_1={1}), chosen(_3={1}))

    assert done.answered(TRUST, 1, chosen(_1={0}), now=NOW).done_at == NOW


def test_no_page_is_skipped():
    with pytest.raises(WrongStateError):
        BEGUN.answered(TRUST, 1, chosen(_1={1}), now=NOW)


def test_only_what_a_page_offers_is_kept():
    said = Said({1: frozenset({1, 7}), 9: frozenset({0})}, {2: "  Mine  ", 8: "Not asked"})
    after = through(BEGUN, Said(), said)

    assert after.said == Said({1: frozenset({1})}, {2: "Mine"})


def test_r6_a_course_elsewhere_is_done_when_somebody_says_so():
    elsewhere = replace(TRUST, text="", link="https://lms.example/course/7")

    assert BEGUN.attested_at(elsewhere, now=NOW).attested
    with pytest.raises(WrongStateError):
        BEGUN.attested_at(TRUST, now=NOW)


def test_r3_what_is_left_before_a_match_is_asked_of_each_side_by_itself():
    mentors = replace(TRUST, required=(Side.MENTOR,))
    both = replace(TRUST, key="bias", required=(Side.MENTOR, Side.MENTEE))
    hidden = replace(both, key="old", hidden=True)
    modules = [mentors, both, hidden]

    left = {side: left_of(modules, {"bias"}, side, Stage.OPEN) for side in Side}

    assert left == {Side.MENTOR: (mentors,), Side.MENTEE: (), Side.PEER: ()}


def test_r3_what_is_not_shown_to_somebody_stands_before_nothing():
    later = replace(TRUST, required=(Side.MENTOR,), stage=Stage.RUNNING)
    elsewhere = replace(TRUST, key="bias", required=(Side.MENTOR,), sides=(Side.MENTEE,))

    left = {when: left_of([later, elsewhere], (), Side.MENTOR, when) for when in Stage}

    assert {one for one in Stage if left[one]} == {
        Stage.PILOT, Stage.RUNNING, Stage.REVIEW, Stage.CLOSED,
    }  # fmt: skip
    assert left[Stage.RUNNING] == (later,)


def test_r5_help_with_the_tool_never_stands_before_a_match():
    asked = replace(TRUST, kind=Kind.HELP, required=(Side.MENTOR,)).kept()

    assert asked.required == ()


def test_a_module_wants_a_title_and_something_to_do():
    for lacking in (replace(TRUST, title=" "), replace(TRUST, text=" ")):
        with pytest.raises(ShapeError):
            lacking.kept()


def test_a_programme_s_settings_keep_our_words_and_its_words_replace_ours():
    settings = Module("trust", Kind.TRAINING, "", "", required=(Side.MENTOR,), version=1)
    own = Module("trust", Kind.TRAINING, "Ours", "Other words", version=2)

    assert merged([TRUST], [settings])[0].text == TEXT
    assert merged([TRUST], [settings])[0].required == (Side.MENTOR,)
    assert merged([TRUST], [own]) == (own,)


@pytest.mark.parametrize(
    ("wanted", "stage", "come"),
    [
        (None, Stage.OPEN, True),
        (Stage.RUNNING, Stage.MATCHING, False),
        (Stage.RUNNING, Stage.REVIEW, True),
        (Stage.RUNNING, Stage.PILOT, True),
        (Stage.REVIEW, Stage.PILOT, False),
    ],
)
def test_g6_a_module_is_tied_to_a_stage(wanted, stage, come):
    assert has_come(wanted, stage) is come
