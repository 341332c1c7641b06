"""Real worker processes: killed, stopped, doubled."""

import signal
import time
from collections import Counter
from contextlib import suppress

import pytest
from sqlalchemy import select

from plugin.jobs import crash_points
from plugin.ports.errors import OutsideError
from plugin.store.ledger_page import LedgerPage
from plugin.store.tables import HOUSE, job
from tests.jobs.processes import Workers
from tests.jobs.worker_process import KIND, RECURRING, real_clock
from tests.stores import NORTHMOOR

pytestmark = pytest.mark.processes


@pytest.fixture
def workers(store_url, tmp_path, store):
    folder = tmp_path / "lines"
    folder.mkdir()
    workers = Workers(store_url, folder)
    yield workers
    workers.end()


def queue(store, *lines, **payload):
    with store.work(NORTHMOOR) as work:
        for line in lines:
            work.queue(KIND, {"line": line, **payload}, run_at=real_clock())


def done_jobs(store):
    page = LedgerPage(database=store.database, clock=real_clock)
    return page.lines(NORTHMOOR) == []


@pytest.mark.parametrize(
    ("point", "times"),
    [(crash_points.CLAIMED, 1), (crash_points.HANDLED, 2), (crash_points.FINISHED, 1)],
)
def test_x08_a_worker_killed_at_a_named_point_loses_no_job(store, workers, point, times):
    queue(store, "once")

    killed = workers.start("first", die_at=point)
    assert killed.wait(30) == -signal.SIGKILL, "the point was not hit"
    workers.start("second")

    workers.until(lambda: done_jobs(store))
    assert Counter(workers.lines())["once"] == times


def test_x10_two_workers_do_each_job_once(store, workers):
    wanted = [f"line-{number}" for number in range(30)]
    queue(store, *wanted)

    workers.start("a")
    workers.start("b")

    workers.until(lambda: done_jobs(store))
    lines = workers.wait_for(31)
    assert Counter(lines) == Counter([*wanted, RECURRING])


def test_a_worker_that_is_asked_to_end_finishes_its_job_and_begins_no_other(store, workers):
    queue(store, "first", "second", "third", "fourth", took_s="1")
    worker = workers.start("polite")
    workers.until(lambda: (workers._folder / "started-polite").exists())
    time.sleep(0.3)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(20) == 0
    assert 1 <= len(workers.lines()) <= 2
    workers.start("next")
    workers.until(lambda: done_jobs(store))
    assert Counter(workers.lines()) == Counter(["first", "second", "third", "fourth", RECURRING])


def test_x12_the_wake_file_may_vanish_under_a_running_worker(store, workers, tmp_path):
    workers.start("worker")
    workers.wait_for(1)
    for file in tmp_path.glob("*wake*"):
        file.unlink()

    queue(store, "after")

    assert workers.wait_for(2) == [RECURRING, "after"]


def when_ended(store):
    """Return when the job ended that took its time, as the ledger has it."""
    query = select(job.c.state, job.c.finished_at).where(job.c.kind == KIND)
    with store.database.transaction(HOUSE, write=False) as connection:
        return tuple(connection.execute(query).one())


def pause(process, store):
    """Stop it between two transactions: within one it would hold SQLite's lock all the while."""
    for _ in range(20):
        process.send_signal(signal.SIGSTOP)
        # Hurried: a long wait here would outlast the lease before the worker is even stopped.
        with suppress(OutsideError), store.work(NORTHMOOR, hurried=True) as work:
            work.note("somebody else writes")
            return
        process.send_signal(signal.SIGCONT)
        time.sleep(0.05)
    raise AssertionError("it is never between two transactions")


def test_x11_a_worker_that_was_paused_past_its_lease_writes_nothing(store, workers):
    queue(store, "slow", took_s="2")
    paused = workers.start("paused")
    workers.until(lambda: (workers._folder / "started-paused").exists())
    pause(paused, store)
    workers.start("other")
    workers.until(lambda: done_jobs(store))
    before, ended = Counter(workers.lines())["slow"], when_ended(store)

    paused.send_signal(signal.SIGCONT)
    workers.until(lambda: Counter(workers.lines())["slow"] == before + 1)
    paused.send_signal(signal.SIGTERM)

    assert paused.wait(20) == 0
    assert when_ended(store) == ended
