"""X02, X14, V2.3.4: nobody sits on two chairs, whatever several processes want at once."""

import pytest

from tests.bench.hammer import hammer

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]


def test_x02_processes_that_want_the_same_hours_never_get_one_twice(store_url):
    done = hammer(store_url, attempts=160, workers=2, slots=8)

    assert done.overlaps == 0
    assert done.sessions == done.said["booked"] > 4
    assert set(done.said) == {"booked", "taken"}
