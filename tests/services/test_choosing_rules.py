"""Whether mentees choose for themselves is a setting, and goes on into the next cohort."""

from dataclasses import fields, replace

import pytest

from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.programme import SelfMatch
from plugin.services.editing import Change


def changed(world, made, **said):
    kept = {one.name: getattr(made, one.name) for one in fields(Change) if hasattr(made, one.name)}
    now = world.kept("programme", made.programme_id)
    change = Change(**{**kept, "entries": (), **said})
    use = world.services.editing.change
    return use(made.programme_id, change, version=now.version, actor=world.cleo)


def test_m1_coordinators_let_mentees_choose_and_the_next_cohort_does_too(world):
    made, rules = world.programme(), SelfMatch(most_open=1, days=7)
    changed(world, made, self_match=rules)
    after = world.services.stages.begin_next(made.programme_id, actor=world.cleo)

    assert world.kept("programme", made.programme_id).life.self_match == rules
    assert world.kept("programme", after.programme_id).life.self_match == rules


def test_m1_a_setting_that_lets_nobody_ask_is_refused(world):
    made = world.programme()

    with pytest.raises(OutOfBoundsError):
        changed(world, made, self_match=SelfMatch(most_open=0))
    assert world.kept("programme", made.programme_id).life.self_match is None


def test_p8_coordinators_set_bounds_which_the_next_cohort_has_too(world):
    made = world.programme()
    bounds = replace(made.bounds, cadence_least=2, cadence_most=3, lengths_min=(60, 45))
    changed(world, made, bounds=bounds)
    after = world.services.stages.begin_next(made.programme_id, actor=world.cleo)

    for key in (made.programme_id, after.programme_id):
        kept = world.kept("programme", key).bounds
        assert (kept.cadence_least, kept.cadence_most, kept.lengths_min) == (2, 3, (45, 60))


def test_p8_lengths_that_nobody_sent_stay_as_they_are(world):
    made = world.programme()
    changed(world, made, bounds=replace(made.bounds, lengths_min=()))

    assert world.kept("programme", made.programme_id).bounds == made.bounds


@pytest.mark.parametrize(
    "wrong",
    [
        {"cadence_least": 3, "cadence_most": 4},
        {"cadence_least": 1, "cadence_most": 1},
        {"lengths_min": (30, 60)},
    ],
)
def test_p8_what_is_usual_lies_within_the_bounds(world, wrong):
    made = world.programme()

    with pytest.raises(OutOfBoundsError):
        changed(world, made, bounds=replace(made.bounds, **wrong))
    assert world.kept("programme", made.programme_id).bounds == made.bounds
