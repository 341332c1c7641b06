"""When a list asks for a look before it removes anybody."""

import pytest

from plugin.mentoring.roster import needs_a_look


@pytest.mark.parametrize(
    ("leaving", "active", "looked_at"),
    [
        (0, 0, False),
        (0, 500, False),
        (1, 5, False),
        (1, 4, True),
        (10, 50, False),
        (10, 49, True),
        (11, 20_000, True),
        (500, 500, True),
    ],
)
def test_n08_more_than_ten_or_a_fifth_need_a_look(leaving, active, looked_at):
    assert needs_a_look(leaving, active) is looked_at
