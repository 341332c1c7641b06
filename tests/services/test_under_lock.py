"""What is read before the transaction in which everybody else waits who wants to write."""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.notices import NoticeState
from plugin.ports.errors import ConflictError
from tests.services.test_goals import begins
from tests.services.test_mentor_requests import (
    a_mentee,
    ask,
    dan,
    key,
    programme,
    ready,
    seek,
)
from tests.stores import NORTHMOOR

__all__ = ["dan", "key", "programme", "ready", "seek"]

WHOLE_PROGRAMME = {"mentor_requests", "enrolments", "shared_goals"}
"""Reads that grow with a programme."""


class Watched:
    """A store that remembers what is asked of it while a transaction holds the lock."""

    def __init__(self, store):
        self.store, self.asked = store, set()

    def __getattr__(self, name):
        return getattr(self.store, name)

    @contextmanager
    def work(self, *given, **named):
        with self.store.work(*given, **named) as work:
            yield _Noting(work, self.asked)


class _Noting:
    def __init__(self, work, asked):
        self._work, self._asked = work, asked

    def __getattr__(self, name):
        self._asked.add(name)
        return getattr(self._work, name)


@pytest.fixture
def watched(world):
    return Watched(world.store)


def test_a_word_on_a_request_reads_nobody_else_under_the_lock(world, key, watched):
    request = ask(world, key)

    replace(world.services.mentor_requests, store=watched).say(
        request, "Which bees?", actor=world.ada
    )

    assert "save_mentor_request" in watched.asked
    assert watched.asked & WHOLE_PROGRAMME == set()


def test_of_two_words_at_one_moment_the_second_is_told(world, key):
    request, use = ask(world, key), world.services.mentor_requests

    class Meanwhile(Watched):
        def work(self, *given, **named):
            use.withdraw(request, actor=world.ben)
            return super().work(*given, **named)

    with pytest.raises(ConflictError):
        replace(use, store=Meanwhile(world.store)).say(request, "Which?", actor=world.ada)


def test_news_of_requests_read_no_whole_programme_under_the_lock(world, key, watched, clock):
    ask(world, key)
    world.answer(world.kept("programme", key), world.ada, Side.MENTOR, capacity=2)
    gone = ask(world, key, actor=a_mentee(world, world.kept("programme", key), "eve"))
    use = world.services.mentor_requests
    use.withdraw(gone, actor=world.arrive("eve"))
    clock.advance(days=1)

    replace(world.services.notices, store=watched).deliver(NORTHMOOR, world.ada.person_id)

    assert watched.asked & WHOLE_PROGRAMME == set()
    dropped = world.kept("notices_of", world.ada.person_id, NoticeState.DROPPED)
    assert [one.problem for one in dropped] == ["settled"]


def test_a_coordinator_reads_shared_goals_without_the_lock(world, programme, watched):
    pair = world.pair(programme)
    begins(world, pair)
    for who in (world.ada, world.ben):
        world.services.goals.share(pair, True, actor=who)
    goals = replace(world.services.goals, store=watched)

    _programme, read, _people = goals.shared(programme.programme_id, actor=world.cleo)

    assert (len(read), watched.asked) == (1, {"audit"})
