"""Forgetting Microsoft tokens, and refreshing them one at a time across processes."""

import multiprocessing
import threading
from datetime import timedelta

import pytest

from graph.accounts import CacheKey
from plugin.ports.values import Account
from plugin.store.connection import Database
from plugin.store.refresh_locks import RefreshLocks
from plugin.store.token_caches import SqlTokenCaches
from tests.store.people import Campus
from tests.stores import NOON, NORTHMOOR, SOUTHMOOR

KEY = CacheKey("global", "t", "o")


@pytest.fixture
def caches(database, vault, clock, store):
    return SqlTokenCaches(database=database, vault=vault, clock=clock)


def link(campus, tenant):
    who = campus.mentor.person_id
    campus.save(Account(who, tenant, "global", "t", "o", "m@x.example", NOON))


def test_forgotten_tokens_are_gone(caches):
    caches.save(KEY, "secret", 0)

    assert caches.forget(KEY)
    assert caches.load(KEY) is None
    assert caches.forget(KEY)


def test_tokens_that_another_institution_needs_are_kept(caches, store):
    link(Campus(store, SOUTHMOOR), SOUTHMOOR)
    caches.save(KEY, "secret", 0)

    assert not caches.forget(KEY)
    assert caches.load(KEY) == ("secret", 1)


def test_tokens_without_an_account_are_forgotten_after_an_hour(caches, store, clock):
    link(Campus(store), NORTHMOOR)
    orphan = CacheKey("global", "t", "somebody else")
    for key in (KEY, orphan):
        caches.save(key, "secret", 0)
    assert caches.forget_orphans() == 0

    clock.now += timedelta(hours=2)

    assert caches.forget_orphans() == 1
    assert caches.load(KEY) is not None
    assert caches.load(orphan) is None


def hold(url, holds, ends):
    database = Database(url)
    with RefreshLocks(database)(KEY):
        holds.set()
        ends.wait(20)
    database.close()


def test_g31_another_process_waits_for_the_refresh(store_url, database):
    context = multiprocessing.get_context("spawn")
    holds, ends, ours = context.Event(), context.Event(), threading.Event()
    other = context.Process(target=hold, args=(store_url, holds, ends))
    other.start()

    def take():
        with RefreshLocks(database)(KEY):
            ours.set()

    waiting = threading.Thread(target=take)
    try:
        assert holds.wait(30)
        waiting.start()
        waited = not ours.wait(0.3)
    finally:
        ends.set()
    waiting.join(30)
    other.join(30)

    assert (waited, ours.is_set(), other.exitcode) == (True, True, 0)
