"""Work that leaves the process is done once, in turn, and never forgotten."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.store.connection import Database
from plugin.store.ledger import MOST_ATTEMPTS, SqlLedger
from plugin.store.ledger_page import LedgerPage
from tests.stores import NORTHMOOR, SOUTHMOOR, Counted

KINDS = {"letter.send"}


@pytest.fixture
def ledger(store):
    return SqlLedger(database=store.database, clock=store.clock, new_id=store.new_id)


@pytest.fixture
def page(store):
    return LedgerPage(database=store.database, clock=store.clock)


def queue(store, *, tenant=NORTHMOOR, kind="letter.send", key=None, run_at=None, **payload):
    with store.work(tenant) as work:
        work.queue(kind, payload, key=key, run_at=run_at)


def test_a_job_is_there_once_the_change_is_saved(store, ledger):
    queue(store, letter="1")

    job = ledger.claim("worker", KINDS)

    assert (job.kind, job.payload, job.tenant_id) == ("letter.send", {"letter": "1"}, NORTHMOOR)
    assert (job.attempts, job.fence) == (1, 1)


def test_a_job_of_a_change_that_was_undone_is_not_there(store, ledger):
    def change():
        with store.work(NORTHMOOR) as work:
            work.queue("letter.send", {})
            raise KeyError

    with pytest.raises(KeyError):
        change()

    assert ledger.claim("worker", KINDS) is None


def test_workers_are_woken_after_the_commit_and_only_for_work(store):
    seen = []
    woken = replace(store, wake=lambda: seen.append(len(store.tenants())))

    with woken.work(NORTHMOOR) as work:
        work.note("nothing.queued")
    assert seen == []
    with woken.work(NORTHMOOR) as work:
        work.queue("letter.send", {})
        assert seen == []
    assert seen == [2]


def test_a_job_for_later_waits(store, ledger, clock):
    queue(store, run_at=clock() + timedelta(minutes=5))
    assert ledger.claim("worker", KINDS) is None

    clock.advance(minutes=5)
    assert ledger.claim("worker", KINDS) is not None


def test_x22_a_kind_that_a_worker_does_not_know_is_left_to_others(store, ledger):
    queue(store, kind="new.kind")

    assert ledger.claim("old worker", KINDS) is None
    assert ledger.claim("new worker", {"new.kind"}) is not None


def test_x10_of_many_workers_one_gets_the_job(store, ledger):
    queue(store)

    with ThreadPoolExecutor(10) as pool:
        claims = list(pool.map(lambda n: ledger.claim(f"worker {n}", KINDS), range(10)))

    assert sum(claim is not None for claim in claims) == 1


def test_x10_many_workers_share_many_jobs_and_do_each_once(store, ledger):
    for number in range(20):
        queue(store, letter=str(number))

    def work(name):
        done = []
        while job := ledger.claim(name, KINDS) or ledger.claim(name, KINDS):
            done.append(job.payload["letter"])
            assert ledger.done(job, name)
        return done

    with ThreadPoolExecutor(4) as pool:
        done = [one for found in pool.map(work, "abcd") for one in found]
    done += work("last")
    assert Counter(done) == Counter(str(number) for number in range(20))


def test_x11_a_worker_past_its_lease_changes_nothing(store, ledger, clock):
    queue(store)
    stale = ledger.claim("slow", KINDS)
    clock.advance(ledger.lease)
    fresh = ledger.claim("quick", KINDS)
    later = clock() + timedelta(minutes=1)

    assert fresh.fence > stale.fence
    assert not ledger.heartbeat(stale, "slow")
    assert not ledger.retry(stale, "slow", run_at=later, error="late")
    assert not ledger.park(stale, "slow", error="late")
    assert not ledger.done(stale, "slow")
    assert ledger.done(fresh, "quick")


def test_x11_the_same_worker_may_not_use_its_old_claim_either(store, ledger, clock):
    queue(store)
    stale = ledger.claim("worker", KINDS)
    clock.advance(ledger.lease)
    fresh = ledger.claim("worker", KINDS)

    assert not ledger.done(stale, "worker")
    assert ledger.done(fresh, "worker")


def test_a_heartbeat_keeps_the_lease(store, ledger, clock):
    queue(store)
    job = ledger.claim("worker", KINDS)
    clock.advance(ledger.lease - timedelta(seconds=1))
    assert ledger.heartbeat(job, "worker")

    clock.advance(seconds=10)
    assert ledger.claim("other", KINDS) is None


def test_x19_a_job_that_ends_every_worker_is_parked_where_people_see_it(store, ledger, page, clock):
    queue(store, letter="poison")
    for _ in range(MOST_ATTEMPTS):
        assert ledger.claim("worker", KINDS) is not None
        clock.advance(ledger.lease)

    assert ledger.claim("worker", KINDS) is None
    assert ledger.sweep() == 1
    [line] = page.lines(NORTHMOOR)
    assert (line.state, line.error, line.attempts) == ("parked", "WorkerLost", MOST_ATTEMPTS)


def test_x20_a_long_backlog_of_one_tenant_lets_the_others_through(store, ledger):
    with store.work(NORTHMOOR) as work:
        for number in range(300):
            work.queue("letter.send", {"letter": str(number)})
    queue(store, tenant=SOUTHMOOR, letter="only one")

    served = [ledger.claim("worker", KINDS).tenant_id for _ in range(4)]

    assert SOUTHMOOR in served[:2]
    assert served.count(NORTHMOOR) == 3


def test_of_two_unfinished_jobs_with_one_key_there_is_one(store, ledger, clock):
    queue(store, key="k", letter="old", run_at=clock() + timedelta(hours=1))
    queue(store, key="k", letter="new")

    job = ledger.claim("worker", KINDS)

    assert job.payload == {"letter": "new"}
    assert ledger.claim("worker", KINDS) is None


def test_tenants_do_not_share_keys(store, ledger):
    queue(store, key="k")
    queue(store, key="k", tenant=SOUTHMOOR)

    owners = {ledger.claim("worker", KINDS).tenant_id for _ in range(2)}

    assert owners == {NORTHMOOR, SOUTHMOOR}


def test_what_is_asked_for_while_it_runs_is_done_once_more(store, ledger):
    queue(store, key="k", letter="old")
    job = ledger.claim("worker", KINDS)
    queue(store, key="k", letter="new")
    queue(store, key="k", letter="newest")
    ledger.done(job, "worker")

    again = ledger.claim("worker", KINDS)
    ledger.done(again, "worker")

    assert (again.payload, again.attempts) == ({"letter": "newest"}, 1)
    assert ledger.claim("worker", KINDS) is None


def test_what_is_asked_for_while_it_runs_does_not_wait_out_the_attempts_trouble(
    store, ledger, clock
):
    queue(store, key="k", letter="old")
    job = ledger.claim("worker", KINDS)
    queue(store, key="k", letter="new")

    ledger.retry(job, "worker", run_at=clock() + timedelta(hours=1), error="503")

    assert ledger.claim("worker", KINDS).payload == {"letter": "new"}


def test_a_parked_job_can_be_tried_again_or_given_up(store, ledger, page):
    queue(store, key="k")
    job = ledger.claim("worker", KINDS)
    ledger.park(job, "worker", error="NoHope")

    assert page.try_again(NORTHMOOR, job.job_id)
    assert not page.try_again(NORTHMOOR, job.job_id)
    ledger.park(ledger.claim("worker", KINDS), "worker", error="NoHope")
    assert page.discard(NORTHMOOR, job.job_id)
    assert page.lines(NORTHMOOR) == []


def test_a_parked_job_is_not_tried_again_beside_its_like(store, ledger, page):
    queue(store, key="k")
    job = ledger.claim("worker", KINDS)
    ledger.park(job, "worker", error="NoHope")
    queue(store, key="k")

    assert not page.try_again(NORTHMOOR, job.job_id)


def test_an_operator_of_one_tenant_sees_and_changes_no_job_of_another(store, ledger, page):
    queue(store)
    job = ledger.claim("worker", KINDS)
    ledger.park(job, "worker", error="NoHope")

    assert page.lines(SOUTHMOOR) == []
    assert not page.try_again(SOUTHMOOR, job.job_id)
    assert not page.discard(SOUTHMOOR, job.job_id)


def test_x23_a_tick_is_queued_once_over_many_hosts(store, ledger, store_url):
    hosts = [replace(ledger, database=Database(store_url), new_id=Counted(name)) for name in "abc"]

    with ThreadPoolExecutor(3) as pool:
        queued = list(pool.map(lambda host: host.tick(NORTHMOOR, "letter.send", 7), hosts))
    for host in hosts:
        host.database.close()

    assert sum(queued) == 1
    job = ledger.claim("worker", KINDS)
    ledger.done(job, "worker")
    assert not ledger.tick(NORTHMOOR, "letter.send", 7)
    assert not ledger.tick(NORTHMOOR, "letter.send", 6)
    assert ledger.claim("worker", KINDS) is None
    assert ledger.tick(NORTHMOOR, "letter.send", 8)


def test_finished_jobs_are_forgotten_after_a_month(store, ledger, clock):
    queue(store)
    job = ledger.claim("worker", KINDS)
    ledger.done(job, "worker")

    clock.advance(days=31)
    ledger.sweep()

    queue(store)
    assert ledger.claim("worker", KINDS).job_id != job.job_id
