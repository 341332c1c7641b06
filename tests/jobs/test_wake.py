"""Waking is a favour: it may fail in any way, and nothing depends on it."""

from threading import Event, Thread

import pytest

from plugin.jobs.wake import MOST_WAITING, NoWaker, waker_for


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'alongside.db'}"


def heard(waker, *, wakes):
    """Return how many wake-ups a listener hears of `wakes` that were sent before."""
    for _ in range(wakes):
        waker.wake()
    stop, count = Event(), []
    ears = Thread(target=waker.listen, args=(lambda: count.append(1),), kwargs={"stop": stop})
    ears.start()
    stop.wait(1.0)
    stop.set()
    ears.join()
    return len(count)


def test_a_worker_hears_what_another_process_woke(url):
    there = waker_for(None, database_url=url)
    there.wake()

    assert heard(waker_for(None, database_url=url), wakes=0) == 1


def test_wake_ups_that_nobody_hears_do_not_pile_up(url):
    assert heard(waker_for(None, database_url=url), wakes=MOST_WAITING + 30) == MOST_WAITING


def test_x12_a_wake_file_that_was_deleted_hurts_nobody(url, tmp_path):
    waker = waker_for(None, database_url=url)
    waker.wake()
    for file in tmp_path.glob("*wake*"):
        file.unlink()

    waker.wake()
    assert heard(waker_for(None, database_url=url), wakes=1) in (0, 1)


def test_x12_a_wake_file_that_is_no_database_hurts_nobody(url, tmp_path):
    waker_for(None, database_url=url).wake()
    files = list(tmp_path.glob("*wake*"))
    for file in files:
        file.write_bytes(b"not a database, but long enough to look like one" * 100)

    assert files
    assert heard(waker_for(None, database_url=url), wakes=1) == 0


def test_x12_a_redis_that_is_not_there_hurts_nobody(url):
    waker = waker_for("redis://127.0.0.1:1/0", database_url=url)

    assert heard(waker, wakes=2) == 0


def test_without_a_file_or_an_address_nobody_is_woken():
    waker = waker_for(None, database_url="postgresql+psycopg://host/name")

    assert isinstance(waker, NoWaker)
    assert heard(waker, wakes=1) == 0
