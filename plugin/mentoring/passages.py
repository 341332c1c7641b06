"""Answering from what is written, and from nothing else: which passage, and what of it (M14).

The database finds words; here is decided whether that is an answer. Where too few of a question's
words stand in one passage, nothing is said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_WORDS: Final = 8
MOST_TOLD: Final = 3
LONGEST_QUESTION: Final = 300
LONGEST_QUOTE: Final = 420
LEAST_LETTERS: Final = 3
_WORD: Final = re.compile(r"[^\W_]+")
_ALIKE: Final = 5
"""Words that begin with so many letters alike are taken for one another in a quotation."""
_SMALL: Final = """
    the and are can does did for from has have how its not our out that them they this was what
    when where which who whom why will with you your should would could there their been being
    about into than then some any may must mine she her him his one get gets want please tell
    aber als also auch auf aus bei bin bis das dass dem den der des die dir doch ein eine einen
    einer eines für hat habe haben hier ich ihr ihre ihren ist kann kannst können man mein meine
    meinen mich mir mit muss müssen nach nicht noch nur oder sich sie sind soll und uns unser vom
    von vor wann war warum was wenn wer werde wie wird wir wo woher wohin zum zur über bitte gibt
"""
_EMPTY: Final = frozenset(_SMALL.split())


class Source(StrEnum):
    """Where a passage stands; what is named first goes first where two say as much."""

    PROGRAMME = "programme"
    SUPPORT = "support"
    HELP = "help"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of what everybody of the programme may read.

    Attributes:
        key, page: which module, and which of its pages, from 1.

    """

    source: Source
    title: str
    text: str
    key: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Hits:
    """What the database found.

    Attributes:
        by_word: for each word of the question, the numbers of the passages that hold it.
        order: passages that hold any of them, the closest first.

    """

    by_word: Sequence[frozenset[int]]
    order: Sequence[int]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that answers, and the part of it to be quoted."""

    passage: Passage
    quote: str


def words_of(question: str) -> tuple[str, ...]:
    """Return the words of a question that say something, each once, the first few."""
    every = (word.casefold() for word in _WORD.findall(question[:LONGEST_QUESTION]))
    telling = (word for word in every if len(word) >= LEAST_LETTERS and word not in _EMPTY)
    return tuple(dict.fromkeys(telling))[:MOST_WORDS]


def answers(passages: Sequence[Passage], words: Sequence[str], hits: Hits) -> tuple[Found, ...]:
    """Return the passages that hold at least two thirds of the words, the fullest first."""
    counts = {at: sum(at in one for one in hits.by_word) for at in hits.order}
    need = -(-2 * len(words) // 3)
    rank = {at: place for place, at in enumerate(hits.order)}
    sources = tuple(Source)
    enough = [at for at, count in counts.items() if words and count >= need]
    enough.sort(key=lambda at: (-counts[at], sources.index(passages[at].source), rank[at]))
    return tuple(Found(passages[at], quote(passages[at].text, words)) for at in enough[:MOST_TOLD])


def quote(text: str, words: Sequence[str]) -> str:
    """Return the paragraph of a text that holds most of the words, cut where it is very long."""
    lines = [line.strip(" -").strip() for line in text.splitlines()]
    whole = [line for line in lines if line] or [""]
    best = max(whole, key=lambda line: _held(line, words))
    plain = best.replace("**", "").replace("*", "")
    return plain if len(plain) <= LONGEST_QUOTE else plain[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _held(line: str, words: Sequence[str]) -> int:
    there = {word.casefold()[:_ALIKE] for word in _WORD.findall(line)}
    return sum(word[:_ALIKE] in there for word in words)
