"""Recurring work is queued once a tick, for each tenant."""

from datetime import timedelta

import pytest

from plugin.jobs.recurring import Every, Recurring
from plugin.store.ledger import SqlLedger
from tests.stores import NORTHMOOR, SOUTHMOOR


@pytest.fixture
def ledger(store, clock):
    return SqlLedger(database=store.database, clock=clock, new_id=store.new_id)


def a_host(store, ledger, clock):
    every = Every("sessions.check", timedelta(minutes=5), store.tenants)
    return Recurring(ticks=ledger, clock=clock, work=[every])


def served(ledger):
    jobs = iter(lambda: ledger.claim("worker", {"sessions.check"}), None)
    return sorted(job.tenant_id for job in jobs if ledger.done(job, "worker"))


def test_x23_three_hosts_queue_each_tick_once(store, ledger, clock):
    hosts = [a_host(store, ledger, clock) for _ in range(3)]

    assert [host.queue_due() for host in hosts] == [2, 0, 0]
    assert served(ledger) == [NORTHMOOR, SOUTHMOOR]
    clock.advance(minutes=2)
    assert [host.queue_due() for host in hosts] == [0, 0, 0]
    clock.advance(minutes=3)
    assert [host.queue_due() for host in reversed(hosts)] == [2, 0, 0]


def test_ticks_that_nobody_worked_off_do_not_pile_up(store, ledger, clock):
    host = a_host(store, ledger, clock)
    for _ in range(5):
        host.queue_due()
        clock.advance(minutes=5)

    assert served(ledger) == [NORTHMOOR, SOUTHMOOR]
