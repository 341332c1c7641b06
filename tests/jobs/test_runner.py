"""What becomes of a job, whatever its handler does."""

import logging
import time
from datetime import timedelta

import pytest

from plugin.jobs.runner import LONGEST_WAIT_S, MOST_ATTEMPTS, Runner
from plugin.ports.errors import RefusedError, TryLaterError
from plugin.store.ledger import SqlLedger
from plugin.store.ledger_page import LedgerPage
from tests.stores import NORTHMOOR


@pytest.fixture
def ledger(store, clock):
    return SqlLedger(database=store.database, clock=clock, new_id=store.new_id)


@pytest.fixture
def page(store, clock):
    return LedgerPage(database=store.database, clock=clock)


@pytest.fixture
def run(ledger, clock):
    """Return a function that runs what is due with one handler."""

    def run_with(handler, **options):
        runner = Runner(
            ledger=ledger,
            handlers={"letter.send": handler},
            clock=clock,
            owner="worker",
            jitter=lambda _least, most: most,
            **options,
        )
        return runner.run_due()

    return run_with


def queue(store, count=1):
    with store.work(NORTHMOOR) as work:
        for number in range(count):
            work.queue("letter.send", {"letter": str(number)})


def raising(error):
    def handler(_job):
        raise error

    return handler


def test_every_due_job_is_run_and_finished(store, run, page):
    queue(store, 3)
    seen = []

    assert run(lambda job: seen.append(job.payload["letter"])) == 3
    assert sorted(seen) == ["0", "1", "2"]
    assert page.lines(NORTHMOOR) == []


def test_a_handler_that_must_wait_is_called_when_it_said(store, run, page, clock):
    queue(store)

    run(raising(TryLaterError("busy", after_s=90)))

    [line] = page.lines(NORTHMOOR)
    assert line.run_at == clock() + timedelta(seconds=90)
    assert line.error == "TryLaterError: busy"


def test_a_wait_is_never_longer_than_an_hour(store, run, page, clock):
    queue(store)

    run(raising(TryLaterError("busy", after_s=99999)))

    [line] = page.lines(NORTHMOOR)
    assert line.run_at == clock() + timedelta(seconds=LONGEST_WAIT_S)


def test_an_outside_system_that_is_down_for_long_parks_nothing(store, run, page, clock):
    queue(store)
    for _ in range(3 * MOST_ATTEMPTS):
        run(raising(TryLaterError("down")))
        clock.advance(hours=1)

    [line] = page.lines(NORTHMOOR)
    assert (line.state, line.attempts) == ("queued", 0)


def test_waits_after_failures_double(store, run, page, clock):
    queue(store)
    waits = []
    for _ in range(3):
        run(raising(KeyError("x")))
        [line] = page.lines(NORTHMOOR)
        waits.append((line.run_at - clock()).total_seconds())
        clock.now = line.run_at

    assert waits == [4, 8, 16]


def test_x19_a_poison_job_is_parked_after_eight_tries_and_the_others_flow(store, run, page, clock):
    queue(store, 2)
    seen = []

    def handler(job):
        if job.payload["letter"] == "0":
            raise RefusedError("550")
        seen.append(job.payload["letter"])

    for _ in range(MOST_ATTEMPTS + 3):
        run(handler)
        clock.advance(hours=2)

    assert seen == ["1"]
    [line] = page.lines(NORTHMOOR)
    assert (line.state, line.attempts, line.error) == ("parked", MOST_ATTEMPTS, "RefusedError: 550")


def test_a_failure_is_logged_whole_and_the_ledger_keeps_its_name_only(store, run, page, caplog):
    queue(store)

    with caplog.at_level(logging.ERROR):
        run(raising(ValueError("ana@northmoor.example is no address")))

    assert "Traceback" in caplog.text
    [line] = page.lines(NORTHMOOR)
    assert line.error == "ValueError"


def test_a_job_that_takes_long_keeps_its_lease_by_beating(store, run, ledger, clock):
    queue(store)
    others = []

    def handler(_job):
        for _ in range(40):
            clock.advance(seconds=5)
            if ledger.claim("other", {"letter.send"}):
                others.append("taken over")
            time.sleep(0.03)

    run(handler, beat_s=0.01)

    assert others == []


def test_x19_people_are_told_before_a_job_is_parked(store, run, clock, page):
    queue(store)
    told = []
    for _ in range(MOST_ATTEMPTS):
        run(raising(ValueError("poison")), given_up={"letter.send": told.append})
        clock.advance(hours=2)

    assert [job.kind for job in told] == ["letter.send"]


def test_a_job_is_parked_though_nobody_could_be_told(store, run, clock, page):
    queue(store)
    for _ in range(MOST_ATTEMPTS):
        run(raising(ValueError("poison")), given_up={"letter.send": raising(ValueError("mute"))})
        clock.advance(hours=2)

    assert [line.state for line in page.lines(NORTHMOOR)] == ["parked"]
