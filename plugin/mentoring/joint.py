"""Who wrote which words of a text that several write, so that one person's can go alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from plugin.mentoring.people import PersonId

REMOVED: Final = "[removed]"
"""Stands where the words of somebody who was removed were."""
_WORDS: Final = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words by one person; the pieces of a text follow one another without a gap."""

    by: PersonId
    text: str

    @property
    def is_removed(self) -> bool:
        """Whether nothing is left of what the person wrote here."""
        return self.text.strip() == REMOVED


def woven(before: Sequence[Piece], body: str, *, by: PersonId) -> tuple[Piece, ...]:
    """Return the pieces of the new text: words that stay are whose they were, new ones are `by`'s.

    Cost: as of `difflib`, which passes over words that a long text is full of.
    """
    old = [(piece.by, word) for piece in before for word in _WORDS.findall(piece.text)]
    new = _WORDS.findall(body)
    whose = [by] * len(new)
    # The end of a line or of the text is no part of a word: "Owls." is "Owls.\n".
    matcher = SequenceMatcher(None, [word.strip() for _who, word in old], [x.strip() for x in new])
    for start, at, length in matcher.get_matching_blocks():
        for offset in range(length):
            whose[at + offset] = old[start + offset][0]
    return tuple(_merged(zip(whose, new, strict=True)))


def spoken(pieces: Iterable[Piece]) -> str:
    """Return the pieces as one text; what was removed stands apart from its neighbours."""
    text = ""
    for piece in pieces:
        apart = piece.is_removed or text.endswith(REMOVED)
        gap = " " if apart and text and not (text[-1].isspace() or piece.text[:1].isspace()) else ""
        text += gap + piece.text
    return text


def _merged(words: Iterable[tuple[PersonId, str]]) -> Iterator[Piece]:
    for who, some in groupby(words, key=lambda one: one[0]):
        yield Piece(who, "".join(word for _who, word in some))
