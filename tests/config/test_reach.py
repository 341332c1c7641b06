"""The settings of level 3."""

import pytest

from config import load
from tests.config.test_load import GRAPH, problems


@pytest.mark.parametrize("name", ["INSIDE", "OUTSIDE"])
def test_application_access_to_calendars_is_proved_with_two_mailboxes_or_not_used(name):
    alone = {**GRAPH, f"ALONGSIDE_GRAPH_CALENDARS_{name}": "one@northmoor.example"}
    assert set(problems(alone)) == {"ALONGSIDE_GRAPH_CALENDARS_OUTSIDE"}

    both = alone | {
        "ALONGSIDE_GRAPH_CALENDARS_INSIDE": "one@northmoor.example",
        "ALONGSIDE_GRAPH_CALENDARS_OUTSIDE": "two@northmoor.example",
    }
    graph = load(both).graph
    assert graph is not None
    assert graph.calendars_outside == "two@northmoor.example"
