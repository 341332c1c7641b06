"""G28: whom the invitation to a first session names when it becomes that of a series."""

from dataclasses import replace

from tests.gateways.conftest import AMARA
from tests.gateways.test_graph_series import (
    LEILA,
    NEW,
    calendars,
    grown,
    of,
    single,
    slots,
    times,
)

__all__ = ["calendars", "grown", "of", "single", "times"]


def test_g28_who_came_or_left_just_before_is_in_the_series_or_not(
    calendars, grown, single, microsoft, times
):
    for turn in range(4):
        asked = grown(turn)
        calendars.book(replace(asked, guests=(NEW,), addresses={NEW.person_id: LEILA}))

    assert times() == times(LEILA) == slots(0, 1, 2, 3)
    assert times(AMARA) == []
    assert len(microsoft.events(LEILA)) == 1
