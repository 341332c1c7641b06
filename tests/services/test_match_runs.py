"""Drafts made by a worker: asked for, followed, stopped, and nobody's work lost by it."""

from dataclasses import replace

import pytest

from plugin.mentoring.counted import WEIGHTS, Part
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError, WrongStateError
from plugin.mentoring.match_run import MatchRun, RunState
from plugin.mentoring.matching import Why, suggest
from plugin.mentoring.people import CourseRole
from plugin.ports.solving import CohortAnswer
from plugin.services.match_problem import Cohort
from plugin.services.match_runs import MatchRuns
from tests.services.world import a_solver
from tests.stores import NORTHMOOR


@pytest.fixture
def key(world):
    programme = world.programme()
    world.dan = world.arrive("dan")
    world.answer(programme, world.ada, Side.MENTOR, capacity=1, offers=("Networking",))
    world.answer(programme, world.ben, Side.MENTEE, seeks=("networking",))
    world.answer(programme, world.dan, Side.MENTEE, seeks=("Statistics",))
    return programme.programme_id


def ask(world, key, **importance):
    said = {Part(name): number for name, number in importance.items()} or None
    world.services.match_runs.ask(key, importance=said, actor=world.cleo)


def page(world, key):
    return world.services.matching.page(key, actor=world.cleo)


def test_a_worker_makes_the_draft_and_proves_it(world, key):
    ask(world, key)
    waiting = page(world, key)

    world.run()

    done = page(world, key)
    assert (waiting.run.state, waiting.saved) == (RunState.QUEUED, None)
    assert [(p.mentee.name, p.mentor.name) for p in done.pairs] == [("Ben", "Ada")]
    assert [(who.name, why) for who, _side, why in done.unplaced] == [("Dan", Why.ALL_FULL)]
    assert (done.run.state, done.run.percent) == (RunState.DONE, 100)
    assert done.run.proof.gap_percent == 0


def test_what_was_proven_is_not_said_of_a_draft_that_was_changed_by_hand(world, key):
    ask(world, key)
    world.run()
    made = page(world, key)
    ben = made.pairs[0].mentee.person_id
    matching = world.services.matching

    matching.move(key, ben, None, version=made.saved.version, actor=world.cleo)
    moved = page(world, key)
    matching.undo(key, version=moved.saved.version, actor=world.cleo)

    assert [x.as_made for x in (made, moved, page(world, key))] == [True, False, True]


def test_x07_two_who_ask_at_once_get_one_run(world, key):
    ask(world, key)
    ask(world, key)

    assert world.run() == 1


def test_the_coordinators_weights_are_used_and_shown(world, key):
    ask(world, key, time=10)
    world.run()

    (pair,) = page(world, key).pairs
    assert page(world, key).run.weights[Part.TIME] == 100
    assert {part for part, points in pair.fit.parts.items() if points} == {Part.TIME}


def test_a_run_stopped_before_it_began_still_ends_in_a_draft(world, key):
    ask(world, key)
    world.services.match_runs.stop(key, actor=world.cleo)
    world.run()

    assert page(world, key).run.state in (RunState.DONE, RunState.STOPPED)
    assert page(world, key).saved is not None


def test_nothing_is_stopped_that_does_not_run(world, key):
    with pytest.raises(WrongStateError):
        world.services.match_runs.stop(key, actor=world.cleo)


def test_only_a_coordinator_asks_and_stops(world, key):
    gil = world.arrive("gil", role=CourseRole.INSTRUCTOR)

    with pytest.raises(NotAllowedError):
        world.services.match_runs.ask(key, importance=None, actor=gil)
    with pytest.raises(NotAllowedError):
        world.services.match_runs.stop(key, actor=gil)


def runs(world, solve):
    """Match runs whose solver does something first."""

    class Slow:
        def cohort(self, problem, tell):
            solve(tell)
            return a_solver().cohort(problem, tell)

    return MatchRuns(store=world.store, clock=world.clock, solver=Slow)


def test_x04_a_draft_changed_during_the_run_is_not_overwritten(world, key):
    world.services.matching.suggest(key, actor=world.cleo)

    def change(_tell):
        world.services.matching.move(key, world.ben.person_id, None, version=1, actor=world.cleo)

    ask(world, key)
    runs(world, change).run(NORTHMOOR, key)

    assert page(world, key).run.state is RunState.CHANGED
    assert page(world, key).pairs == ()


def test_who_withdraws_the_offer_during_the_run_is_not_in_the_draft(world, key):
    programme = world.kept("programme", key)
    ask(world, key)

    runs(world, lambda _: world.answer(programme, world.ada, Side.MENTEE)).run(NORTHMOOR, key)

    assert page(world, key).pairs == ()
    assert page(world, key).saved is not None


def test_a_run_that_is_lost_is_said_to_have_failed(world, key):
    ask(world, key)

    world.services.match_runs.gave_up(NORTHMOOR, key)

    assert page(world, key).run.state is RunState.FAILED


def test_p05_the_solver_is_told_numbers_that_no_name_or_identifier_changes(world, key):
    """M5: nothing but the answers that count is in the problem."""
    now = world.clock()
    people = [world.kept("enrolment", key, who.person_id) for who in (world.ada, world.ben)]
    others = [replace(e, person_id=f"z{e.person_id}", enrolment_id="other") for e in people]
    others = [replace(e, profile=replace(e.profile, about="I am 61 and a woman")) for e in others]

    first, again = (Cohort.of(side, {}).problem(WEIGHTS, now=now) for side in (people, others))

    assert first == again


def test_the_worker_and_the_plain_rule_place_the_same_people(world, key):
    people = list(world.kept("enrolments", key))
    cohort = Cohort.of(people, {})
    answer = a_solver().cohort(cohort.problem(WEIGHTS, now=world.clock()), lambda _: True)

    assert (
        cohort.draft(answer, now=world.clock()).pairs
        == suggest(people, taken={}, now=world.clock()).pairs
    )
    assert isinstance(answer, CohortAnswer)
    assert isinstance(world.kept("match_run", key), MatchRun | None)
