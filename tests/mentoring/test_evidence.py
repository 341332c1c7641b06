"""A session took place when people say so; silence says nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.evidence import Held, Known, Saw, evidence
from plugin.mentoring.presence import Seen
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


T, A, N = Seen.TOGETHER, Seen.ALONE, Seen.ABSENT
MET, APART, EMPTY = {"ada": T, "ben": T, "eve": N}, {"ada": A, "ben": N}, {"ada": N, "ben": N}
WORDS = {
    "nobody": {}, "one yes": {"ada": True}, "one no": {"ada": False},
    "two yes": {"ada": True, "ben": True}, "two no": {"ada": False, "ben": False},
    "both": {"ada": True, "ben": False},
}  # fmt: skip
# What people said, then what it comes to: without a report, seen together, alone, and nobody.
TABLE = """
nobody   unknown nobody     held teams         unknown nobody     unknown nobody
one_yes  unknown one_word   held agreed        unknown one_word   unknown one_word
one_no   unknown one_word   unknown against    not_held agreed    not_held agreed
two_yes  held said          held said          held said          held said
two_no   not_held said      not_held said      not_held said      not_held said
both     unknown different  unknown different  unknown different  unknown different
"""
ROWS = [line.split() for line in TABLE.split("\n") if line]
CASES = [
    (words.replace("_", " "), report, held.replace("_", " "), known)
    for words, *columns in ROWS
    for report, held, known in zip(
        ("none", "together", "alone", "nobody"), columns[::2], columns[1::2], strict=True
    )
]
REPORTS = {"none": None, "together": MET, "alone": APART, "nobody": EMPTY}


@pytest.mark.parametrize(("words", "report", "held", "known"), CASES)
def test_teams_makes_known_what_nobody_denies_and_overrules_nobody(words, report, held, known):
    found = evidence(SESSION, WORDS[words], REPORTS[report])

    assert (found.held, found.known) == (Held(held), Known[known.upper()])


def test_the_table_has_every_word_and_every_report():
    assert {(words, report) for words, report, _, _ in CASES} == {
        (words, report) for words in WORDS for report in REPORTS
    }


@pytest.mark.parametrize(
    ("words", "seen", "disputed"),
    [
        ("two yes", MET, False), ("two yes", EMPTY, True), ("two yes", None, False),
        ("two no", MET, True), ("two no", APART, False), ("one yes", EMPTY, False),
    ],
)  # fmt: skip
def test_a_word_that_is_not_what_teams_saw_stands_and_is_told_apart(words, seen, disputed):
    assert evidence(SESSION, WORDS[words], seen).is_disputed is disputed


@pytest.mark.parametrize(
    ("seen", "saw", "there"),
    [
        ({}, None, set()),
        ({"stranger": T}, None, set()),
        (MET, Saw.TOGETHER, {"ada", "ben"}),
        ({"ada": T}, Saw.TOGETHER, {"ada"}),  # the other has been removed since
        (APART, Saw.ALONE, {"ada"}),
        (EMPTY, Saw.NOBODY, set()),
    ],
)
def test_it_says_whom_teams_saw_of_those_who_were_invited(seen, saw, there):
    found = evidence(SESSION, {}, seen)

    assert (found.saw, found.there) == (saw, there)


def test_what_teams_saw_of_a_session_that_was_called_off_counts_not():
    off = replace(SESSION, state=SessionState.CANCELLED)

    assert evidence(off, {}, MET).held is Held.NO
