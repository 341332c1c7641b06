"""What its owner puts into a portfolio: kinds of things, and single ones of each (D7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")

SINGLY: Final = 100
"""Of each kind the latest are chosen one by one; those before them go in together or not."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen on a page.

    Attributes:
        kinds: what a thing has to be of.
        items: single things, as `named` says them.
        listed: every thing that stood on the page by itself, chosen or not: what its owner did
            not choose there stays out, however many things there are by now.
        earlier: kinds of which everything that was not listed goes in, too.

    """

    kinds: frozenset[str]
    items: frozenset[str]
    listed: frozenset[str]
    earlier: frozenset[str]

    def holds(self, kind: str, key: str) -> bool:
        """Whether the thing goes in."""
        name = named(kind, key)
        if kind not in self.kinds:
            return False
        return name in self.items if name in self.listed else kind in self.earlier


def named(kind: str, key: str) -> str:
    """Return how a thing is called among those of every kind."""
    return f"{kind}:{key}"


def listed(things: Sequence[T]) -> tuple[T, ...]:
    """Return those of a kind that are chosen one by one, the latest first."""
    return tuple(reversed(things[-SINGLY:]))
