"""A promise is its owner's (T7), and how it was kept is counted for the owner alone (T8)."""

from datetime import date, timedelta

import pytest

from plugin.mentoring.errors import NotAllowedError, WrongStateError
from plugin.mentoring.promises import Kept, Promise, PromiseState, kept_by
from tests.stores import NOON, NORTHMOOR

TODAY = NOON.date()


def a_promise(owner="ben", due_on=TODAY):
    return Promise("p", NORTHMOOR, "r", None, owner, "ada", "Read", due_on, NOON)


def done(due_on, owner="ben"):
    return a_promise(owner, due_on).settled(PromiseState.DONE, by=owner, now=NOON)


def test_t7_whoever_wrote_it_down_only_its_owner_settles_it():
    with pytest.raises(NotAllowedError):
        a_promise().settled(PromiseState.DONE, by="ada", now=NOON)
    with pytest.raises(NotAllowedError):
        a_promise().put_off(date(2027, 1, 1), by="ada")


def test_what_is_settled_may_be_taken_up_again():
    again = done(TODAY).settled(PromiseState.OPEN, by="ben", now=NOON)

    assert (again.state, again.settled_at) == (PromiseState.OPEN, None)


def test_only_what_is_open_is_put_off():
    with pytest.raises(WrongStateError):
        done(TODAY).put_off(TODAY, by="ben")


def test_t8_the_day_itself_is_on_time_and_nobody_elses_count():
    late = done(TODAY - timedelta(days=1))
    let_go = a_promise().settled(PromiseState.LET_GO, by="ben", now=NOON)

    kept = kept_by([done(TODAY), late, let_go, done(TODAY, owner="ada")], "ben")

    assert kept == Kept(done=2, on_time=1)
