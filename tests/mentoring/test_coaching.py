"""Coaching models that people write themselves."""

import pytest

from plugin.mentoring.coaching import MOST_STEPS, own_model

TYPED = """  The bench
Look: What do you see from here?

Step : What is the next one?
Rest
"""


def test_c5_a_model_is_read_from_what_was_typed():
    model = own_model("own", TYPED)

    assert (model.key, model.name, model.scaled) == ("own", "The bench", False)
    assert [(one.name, one.prompt) for one in model.steps] == [
        ("Look", "What do you see from here?"),
        ("Step", "What is the next one?"),
        ("Rest", ""),
    ]


@pytest.mark.parametrize("typed", ["", "Only a name", "\n \n"])
def test_c5_a_name_without_steps_is_no_model(typed):
    assert own_model("own", typed) is None


def test_c5_a_model_has_few_steps():
    typed = "\n".join(["Long", *(f"Step {n}: ?" for n in range(20))])

    assert len(own_model("own", typed).steps) == MOST_STEPS
