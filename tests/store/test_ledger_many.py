"""Many jobs taken together are held as strictly as one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.store.ledger import SqlLedger
from tests.stores import NORTHMOOR, SOUTHMOOR

KINDS = {"session.push", "letter.send"}


@pytest.fixture
def ledger(store):
    return SqlLedger(database=store.database, clock=store.clock, new_id=store.new_id)


def queue(store, *names, tenant=NORTHMOOR, kind="session.push", run_at=None, needed_at=None):
    with store.work(tenant) as work:
        for name in names:
            key = f"{kind}:{name}"
            work.queue(kind, {"session": name}, key=key, run_at=run_at, needed_at=needed_at)


def names(jobs):
    return [job.payload["session"] for job in jobs]


def test_more_of_the_same_tenant_and_kind_is_taken_and_nothing_else(store, ledger, clock):
    queue(store, "one", "two", "three")
    queue(store, "theirs", tenant=SOUTHMOOR)
    queue(store, "letter", kind="letter.send")
    queue(store, "later", run_at=clock() + timedelta(minutes=1))
    first = ledger.claim("worker", {"session.push"})

    more = ledger.claim_more(first, "worker", most=10)

    assert set(names([first, *more])) == {"one", "two", "three"}
    assert {(job.tenant_id, job.attempts, job.fence) for job in more} == {(NORTHMOOR, 1, 1)}


def test_the_longest_due_are_taken_first_and_no_more_than_asked(store, ledger, clock):
    for minutes, name in ((3, "c"), (1, "a"), (2, "b"), (0, "first")):
        queue(store, name, run_at=clock() + timedelta(minutes=minutes))
    clock.advance(minutes=5)
    first = ledger.claim("worker", KINDS)

    assert names([first, *ledger.claim_more(first, "worker", most=2)]) == ["first", "a", "b"]


def test_of_a_backlog_the_most_needed_is_taken_first_and_what_needs_no_date_before(
    store, ledger, clock
):
    queue(store, "due longest", needed_at=clock() + timedelta(days=9))
    clock.advance(minutes=1)
    for days, name in ((3, "c"), (1, "a"), (2, "b")):
        queue(store, name, needed_at=clock() + timedelta(days=days))
    clock.advance(minutes=1)
    queue(store, "called off")
    queue(store, "c", needed_at=clock())  # moved to an earlier day meanwhile
    first = ledger.claim("worker", KINDS)

    more = ledger.claim_more(first, "worker", most=3)

    assert names([first, *more]) == ["due longest", "called off", "c", "a"]


def test_what_two_workers_left_is_taken_alone(store, ledger, clock):
    queue(store, "one", "two", "three")
    for worker in ("gone", "gone too"):
        first = ledger.claim(worker, KINDS)
        assert len(ledger.claim_more(first, worker, most=10)) == 2
        clock.advance(seconds=61)
    queue(store, "new")

    first = ledger.claim("worker", KINDS)

    assert (first.attempts, names(ledger.claim_more(first, "worker", most=10))) == (3, ["new"])


def test_what_one_worker_left_is_taken_together_with_a_new_fence(store, ledger, clock):
    queue(store, "one", "two", "three")
    first = ledger.claim("gone", KINDS)
    stale = ledger.claim_more(first, "gone", most=10)
    clock.advance(seconds=61)

    taken = ledger.claim("worker", KINDS)
    more = ledger.claim_more(taken, "worker", most=10)

    assert {(job.attempts, job.fence) for job in (taken, *more)} == {(2, 2)}
    assert len(more) == 2
    assert not any(ledger.done(job, "gone") for job in (first, *stale))


def test_no_job_is_taken_twice_by_many_at_once(store, ledger):
    queue(store, *[str(number) for number in range(60)])
    first = ledger.claim("w", KINDS)

    with ThreadPoolExecutor(4) as pool:
        took = [pool.submit(ledger.claim_more, first, f"w{n}", most=20) for n in range(4)]
        found = [name for one in took for name in names(one.result())]

    assert len(found) == len(set(found))
    rest = ledger.claim_more(first, "w", most=100)
    assert sorted([*found, *names(rest), *names([first])]) == sorted(map(str, range(60)))


def test_one_heartbeat_holds_them_all_but_those_that_were_lost(store, ledger, clock):
    queue(store, "one", "two", "three")
    first = ledger.claim("worker", KINDS)
    jobs = [first, *ledger.claim_more(first, "worker", most=10)]
    assert ledger.done(jobs[2], "worker")
    stale = replace(jobs[1], fence=0)
    clock.advance(seconds=50)

    assert ledger.heartbeat_all([jobs[0], stale, jobs[2]], "worker") == 1
    assert ledger.heartbeat_all(jobs, "another") == 0
    clock.advance(seconds=20)
    assert names([ledger.claim("another", KINDS)]) == names([jobs[1]])
    assert ledger.claim("another", KINDS) is None
