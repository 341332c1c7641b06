"""The list of guards is whole: what it says is seen by `make guards`."""

from tests.house.guards import NEVER, conditions_of, table
from tests.house.named_tests import unknown

CONTRACT = "tests/gateways/test_lti_scores.py::TestLtiScores::"
"""Inherits its tests, so that none stands in its file."""
NOT_SEEN_YET = 0
"""Refusals without which nothing failed when `make guards` last ran; the number only goes down."""


def test_every_refusal_stands_with_the_test_that_dies_without_it():
    files, guards = table()

    assert {module: set(conditions_of(module)) for module in files} == {
        module: set(guards[module]) for module in files
    }
    named = [test for of_module in guards.values() for test in of_module.values()]
    assert named.count("") <= NOT_SEEN_YET
    ours = {one for one in named if not one.startswith(CONTRACT)}
    assert unknown(ours - {NEVER, ""}) == []
