"""The tool's own keys and people's tokens are kept sealed, and changed by one at a time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from graph.accounts import CacheKey
from lti.keys import KeyUse, ToolKey
from plugin.store.key_ring import SqlKeyRing
from plugin.store.tables import HOUSE, token_cache, tool_key
from plugin.store.token_caches import SqlTokenCaches
from tests.stores import NOON

MARA = CacheKey("global", "entra", "mara")
LEV = CacheKey("global", "entra", "lev")


@pytest.fixture
def ring(store):
    return SqlKeyRing(database=store.database, vault=store.vault)


@pytest.fixture
def caches(store):
    return SqlTokenCaches(database=store.database, vault=store.vault, clock=store.clock)


def a_key(name, use=KeyUse.ACTIVE):
    return ToolKey(name, f"private {name}", use, NOON)


def kept(database, column):
    with database.transaction(HOUSE, write=False) as connection:
        return connection.execute(select(column)).scalars().all()


def test_keys_are_loaded_as_they_were_saved_and_kept_sealed(ring, database):
    keys = (a_key("b"), a_key("a", KeyUse.NEXT))

    assert ring.save(keys, replacing=())

    assert ring.load() == keys
    assert all(b"private" not in pem for pem in kept(database, tool_key.c.pem))


def test_of_many_who_make_the_first_key_one_does(ring):
    made = [(a_key(f"key-{number}"),) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda keys: ring.save(keys, replacing=()), made))

    assert sum(done) == 1
    assert ring.load() == made[done.index(True)]


def test_tokens_are_loaded_as_they_were_saved_and_kept_sealed(caches, database):
    assert caches.load(MARA) is None
    assert caches.save(MARA, "tokens", 0)

    assert caches.load(MARA) == ("tokens", 1)
    assert caches.load(LEV) is None
    assert b"tokens" not in kept(database, token_cache.c.blob)[0]


def test_g31_of_two_refreshes_at_once_one_is_kept(caches):
    caches.save(MARA, "tokens", 0)

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda n: caches.save(MARA, f"refreshed {n}", 1), range(6)))

    assert sum(done) == 1
    assert caches.load(MARA) == (f"refreshed {done.index(True)}", 2)


def test_a_first_sign_in_does_not_overwrite_what_somebody_else_saved(caches):
    caches.save(MARA, "tokens", 0)

    assert not caches.save(MARA, "mine", 0)


def test_worthless_tokens_are_forgotten(caches):
    caches.save(MARA, "tokens", 0)

    assert not caches.save(MARA, "", 7)
    assert caches.save(MARA, "", 1)
    assert caches.load(MARA) is None


def test_g32_tokens_of_another_row_are_refused_and_a_new_sign_in_replaces_them(caches, database):
    caches.save(MARA, "hers", 0)
    caches.save(LEV, "his", 0)
    with database.transaction(HOUSE) as connection:
        his = select(token_cache.c.blob).where(token_cache.c.cache_key.endswith("lev"))
        stolen = connection.execute(his).scalar_one()
        connection.execute(update(token_cache).values(blob=stolen))

    assert caches.load(MARA) is None
    assert caches.load(LEV) == ("his", 1)
    assert caches.save(MARA, "new", 0)
    assert caches.load(MARA) == ("new", 2)
