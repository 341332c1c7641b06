"""Whether outgoing work may be done: each feature, at each level, in each state of a person."""

from itertools import product

import pytest

from plugin.mentoring.may_run import BY_CHOICE, Feature, Run, Standing, may_run

LEVELS = (0, 1, 3)
STATES = ("nobody", "signed in", "lapsed")
WORDS = {
    "-": Run.NOT_OFFERED,
    "?": Run.NEEDS_SIGN_IN,
    "p": Run.AS_PERSON,
    "t": Run.AS_TOOL,
}
# For each level whether nobody linked an account, somebody did, or their sign-in ran out.
TABLE = {
    Feature.CALENDAR: "--- ?p? ?pt",
    Feature.FREE_BUSY: "--- ?p? ?pt",
    Feature.LOOK: "--- ?p? ?pt",
    Feature.PROMISE: "--- ?p? ?pt",
    Feature.TASKS: "--- ?p? ?p?",
    Feature.FOLDER: "--- ?p? ?p?",
    Feature.REPORT: "--- ?p? ?p?",
}
CASES = [
    (feature, level, state, WORDS[column])
    for feature, row in TABLE.items()
    for (level, state), column in zip(product(LEVELS, STATES), row.replace(" ", ""), strict=True)
]


def standing(level, state, *, wished):
    return Standing(
        offered=level > 0,
        linked=state != "nobody",
        signed_in=state == "signed in",
        wished=wished,
        reached=level == 3,
    )


def test_every_feature_is_in_the_table():
    assert set(TABLE) == set(Feature)


@pytest.mark.parametrize(("feature", "level", "state", "expected"), CASES)
def test_what_may_run_follows_from_level_and_sign_in(feature, level, state, expected):
    run = may_run(feature, standing(level, state, wished=True))

    assert run is expected
    assert run.goes == (expected in (Run.AS_PERSON, Run.AS_TOOL))


@pytest.mark.parametrize(("feature", "level", "state", "expected"), CASES)
def test_what_is_a_persons_choice_waits_for_it_and_nothing_else_does(
    feature, level, state, expected
):
    run = may_run(feature, standing(level, state, wished=False))

    by_choice = level > 0 and feature in BY_CHOICE
    assert run is (Run.NOT_WISHED if by_choice else expected)
