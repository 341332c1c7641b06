"""A session took place when people say so; silence says nothing (G4)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.evidence import Held, Known, evidence
from plugin.mentoring.session import MentoringSession, SessionState
from plugin.mentoring.spans import Span
from tests.stores import NOON, NORTHMOOR

SESSION = MentoringSession(
    "s", NORTHMOOR, "r", "ada", frozenset({"ada", "ben", "eve"}),
    Span(NOON, NOON + timedelta(hours=1)), "UTC",
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "held", "known"),
    [
        ({}, Held.UNKNOWN, Known.NOBODY),
        ({"ada": True}, Held.UNKNOWN, Known.ONE_WORD),
        ({"ada": True, "ben": True}, Held.YES, Known.SAID),
        ({"ada": False, "ben": False}, Held.NO, Known.SAID),
        ({"ada": True, "ben": True, "eve": False}, Held.UNKNOWN, Known.DIFFERENT),
        ({"ada": True, "stranger": True}, Held.UNKNOWN, Known.ONE_WORD),
    ],
)
def test_it_is_known_from_the_word_of_two_and_never_from_silence(said, held, known):
    found = evidence(SESSION, said)

    assert (found.held, found.known) == (held, known)


def test_a_session_that_was_called_off_was_not_held_whatever_is_said():
    off = replace(SESSION, state=SessionState.CANCELLED)

    assert evidence(off, {"ada": True, "ben": True}).held is Held.NO
