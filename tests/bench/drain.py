"""A worker that books what is due together, and says what it took: a program of its own."""

# ruff: noqa: TID251 - it is given its settings as a worker is

import json
import os
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import config
from plugin.wiring.house import open_house, utc_now
from tests.jobs.bulk_process import bulk_runner

PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20


def main(graph_url, ahead_s):
    """Work until nothing is due, with a clock that is `ahead_s` seconds fast."""
    ahead = timedelta(seconds=float(ahead_s))

    def clock():
        return utc_now() + ahead

    house = open_house(config.load(os.environ))
    store = replace(house.store, clock=clock)
    runner = bulk_runner(store, graph_url, "token", clock, f"drain-{ahead_s}")
    began, cpu, done, resident = time.monotonic(), time.process_time(), 0, []
    while count := runner.run_due(1):
        done += count
        resident.append(_resident_mb())
    took = {"done": done, "s": time.monotonic() - began, "cpu_s": time.process_time() - cpu}
    sys.stdout.write(json.dumps({**took, "resident_mb": resident}))
    house.database.close()


def _resident_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_MB


if __name__ == "__main__":
    main(*sys.argv[1:])
