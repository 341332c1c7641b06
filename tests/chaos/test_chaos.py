"""W01 to W19, X08: a storm of everything at once. `make chaos` raises a longer one."""

import pytest

from tests.chaos.audit import audit, histories
from tests.chaos.faults import CRASH_POINTS, all_faults
from tests.chaos.report import written
from tests.chaos.storm import Storm
from tests.journeys.world import World, free_ports

pytestmark = [pytest.mark.processes, pytest.mark.timeout(1200)]

OPERATIONS, BUSY = 2000, 25
"""Every fault about twice, while many act; `make chaos N=100000` is for a night."""
KINDS = 25
SEED = 20261130


def test_nothing_is_lost_doubled_or_stuck_whatever_goes_wrong(tmp_path):
    world = World(tmp_path, free_ports())
    try:
        world.begin()
        storm = Storm(world, SEED, busy=BUSY)
        storm.prepare()
        storm.rage(OPERATIONS)
        storm.settle()
        verdict = audit(storm)
        told = "\n".join(map(str, (*verdict.found, *histories(storm, verdict))))
    finally:
        world.end()

    assert verdict.is_clean, told
    assert "| Decisions lost | **0** |" in written(storm, verdict, 0)
    assert storm.operations >= OPERATIONS
    assert sum(map(bool, storm.hits.values())) >= KINDS
    assert [one for one in CRASH_POINTS if not storm.hits[f"worker killed at {one}"]] == []
    assert set(storm.tried) == {fault.name for fault in all_faults()}
