"""What the store does in a second: bookings, and jobs of the ledger. For information only."""

import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from plugin.jobs.runner import Runner
from plugin.store.ledger import SqlLedger
from plugin.wiring.house import new_id, utc_now
from plugin.wiring.services import build_services
from tests.bench.tools import open_tool, ours
from tests.conftest import NoServerError, PostgresServer
from tests.stores import NORTHMOOR

BOOKINGS = 60
JOBS = 200


@dataclass(frozen=True)
class Work:
    """One database's figures."""

    database: str
    booking_p50_ms: float
    jobs_per_s: float


def work(state):
    """Measure on SQLite, and on PostgreSQL where one is on this machine."""
    results = [_on("SQLite", state, None)]
    with postgres() as url:
        if url:
            results.append(_on("PostgreSQL", state, url))
    return results


@contextmanager
def postgres():
    try:
        server = PostgresServer.find()
    except NoServerError:
        yield None
        return
    url = server.create()
    try:
        yield url
    finally:
        server.drop(url)
        server.close()


def _on(name, state, database_url):
    house, cast = open_tool(ours(state, database_url=database_url), people=10)
    try:
        return Work(name, _booking_p50_ms(house, cast), _jobs_per_s(house))
    finally:
        house.database.close()


def _booking_p50_ms(house, cast):
    sessions = build_services(house, None).sessions
    starts_at = utc_now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    taken = []
    for number in range(BOOKINGS):
        began = time.perf_counter()
        sessions.book(cast.relationship_id, starts_at + timedelta(hours=number), actor=cast.learner)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def _jobs_per_s(house):
    with house.store.work(NORTHMOOR) as work:
        for number in range(JOBS):
            work.queue("bench", {"number": str(number)})
    ledger = SqlLedger(database=house.database, clock=utc_now, new_id=new_id)
    runner = Runner(
        ledger=ledger, handlers={"bench": lambda job: None}, clock=utc_now, owner="bench"
    )
    began = time.perf_counter()
    done = runner.run_due(JOBS)
    if done != JOBS:
        raise RuntimeError(f"{done} of {JOBS} jobs were run")
    return JOBS / (time.perf_counter() - began)
