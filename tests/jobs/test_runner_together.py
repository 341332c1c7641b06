"""Several jobs of a kind begun together, each with its own end."""

import time

import pytest

from plugin.jobs import runner as runner_module
from plugin.jobs.runner import Runner
from plugin.ports.errors import TryLaterError
from plugin.store.ledger import SqlLedger
from tests.stores import NORTHMOOR

KIND = "session.push"


@pytest.fixture
def ledger(store, clock):
    return SqlLedger(database=store.database, clock=clock, new_id=store.new_id)


@pytest.fixture
def run(ledger, clock):
    def run_with(begun, alone, **options):
        return Runner(
            ledger=ledger,
            handlers={KIND: alone},
            together={KIND: begun},
            clock=clock,
            owner="worker",
            jitter=lambda _least, most: most,
            **options,
        ).run_due()

    return run_with


def queue(store, count):
    with store.work(NORTHMOOR) as work:
        for number in range(count):
            work.queue(KIND, {"session": str(number)})


def unwanted(job):
    raise AssertionError(job)


def held(ledger, done):
    """How each job ended, by what may still be claimed: nothing that was done."""
    return [job for job in iter(lambda: ledger.claim("after", {KIND}), None) if job.job_id in done]


def test_all_are_begun_once_and_each_is_finished(store, run, ledger):
    queue(store, 5)
    begun, done = [], []

    def together(jobs):
        begun.append(len(jobs))
        return lambda job: done.append(job.job_id)

    assert run(together, unwanted) == 5
    assert (begun, len(set(done))) == ([5], 5)
    assert held(ledger, done) == []


def test_one_alone_goes_the_single_way(store, run):
    queue(store, 1)
    done = []

    assert run(unwanted, done.append) == 1
    assert len(done) == 1


def test_one_that_has_to_wait_keeps_no_other_from_ending(store, run, ledger, clock):
    queue(store, 3)
    waits = []

    def together(jobs):
        waits.append(jobs[1].job_id)

        def each(job):
            if job.job_id == waits[0]:
                raise TryLaterError("put off", after_s=7)

        return each

    assert run(together, unwanted) == 3
    assert ledger.claim("after", {KIND}) is None
    clock.advance(seconds=8)
    assert ledger.claim("after", {KIND}).job_id == waits[0]


def test_where_beginning_together_fails_each_is_done_alone(store, run, caplog):
    queue(store, 3)
    done = []

    assert run(unwanted, done.append) == 3
    assert len(done) == 3
    assert "could not be begun together" in caplog.text


def test_no_more_are_taken_together_than_fit(store, run, monkeypatch):
    monkeypatch.setattr(runner_module, "MOST_TOGETHER", 4)
    queue(store, 10)
    begun = []

    assert run(lambda jobs: begun.append(len(jobs)) or (lambda _job: None), unwanted) == 10
    assert begun == [4, 4, 2]


def test_while_they_are_begun_the_leases_of_all_are_kept(store, run, ledger, clock):
    queue(store, 3)
    stolen = []

    def together(_jobs):
        for _ in range(4):
            clock.advance(seconds=40)
            time.sleep(0.1)
        stolen.append(ledger.claim("thief", {KIND}))
        return lambda _job: None

    run(together, unwanted, beat_s=0.02)

    assert stolen == [None]
