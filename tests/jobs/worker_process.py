"""A real worker process for tests: its one kind of job writes a line into a file.

Arguments: the database's URL, the folder for lines, the worker's name, and a point to die at.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from uuid import uuid4

from plugin.jobs import crash_points
from plugin.jobs.recurring import Every, Recurring
from plugin.jobs.runner import Runner
from plugin.jobs.wake import waker_for
from plugin.jobs.worker import run_worker, stop_on_signals
from plugin.store.connection import Database
from plugin.store.ledger import SqlLedger

KIND = "line.write"
RECURRING = "tick.write"
LEASE = timedelta(seconds=4)


def real_clock():
    return datetime.fromtimestamp(time.time(), UTC)


def main(url, folder, name, die_at=None):
    if die_at:
        crash_points.arm(die_at)
    lines = Path(folder)

    def write(job):
        took_s = float(job.payload.get("took_s", 0))
        if took_s:  # now, and until its first heartbeat, it is between two transactions
            (lines / f"started-{name}").touch()
            time.sleep(took_s)
        with (lines / "lines").open("a") as file:
            file.write(f"{job.payload.get('line', job.kind)}\n")

    ledger = SqlLedger(
        database=Database(url), clock=real_clock, new_id=lambda: uuid4().hex, lease=LEASE
    )
    runner = Runner(
        ledger=ledger,
        handlers={KIND: write, RECURRING: write},
        clock=real_clock,
        owner=name,
        beat_s=0.5,
    )
    daily = Every(RECURRING, timedelta(days=3650), lambda: ["northmoor"])
    # One that is to die has one job: else it may die of the other, in the middle of the first.
    recurring = Recurring(ticks=ledger, clock=real_clock, work=[] if die_at else [daily])
    stop = Event()
    stop_on_signals(stop)
    (lines / f"ready-{name}").touch()
    run_worker(runner, waker_for(None, database_url=url), recurring, stop)


if __name__ == "__main__":
    main(*sys.argv[1:])
