"""How well rows and columns suit, in hundredths of a point, a block of rows at a time.

A score is a sum of layers: overlap of two rows of marks, as a share of what is enough. Scores are
whole numbers, so that the order of additions on another machine changes nothing.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Array = NDArray[Any]

NEVER = np.float32(-1e9)
"""The score of two who may not meet."""
KEPT_CELLS = 40_000_000
"""Up to so many pairs the scores are kept (4 bytes each); beyond, they are made again."""
BLOCK, TILE = 256, 2048
GRAIN = 100
"""Steps in a point."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One part of a score.

    Attributes:
        left, right: marks by person, 0 or 1 or a share; as many columns on both sides.
        weight: points for enough overlap.
        enough: overlap that earns all points.
        need: overlap below which two may not meet, where both have said something; 0 for none.

    """

    left: Floats
    right: Floats
    weight: float
    enough: float = 1.0
    need: float = 0.0

    @property
    def linear(self) -> bool:
        """Whether no overlap is more than enough, nor too little."""
        most = min(float(side.sum(axis=1).max(initial=0)) for side in (self.left, self.right))
        return not self.need and most <= self.enough + 1e-6


@dataclass
class Affinity:
    """Scores of every row with every column.

    Attributes:
        bonus: (rows, columns, points) added for single pairs, such as wishes.
        barred: (rows, columns) who may not meet.
        apart: two arrays of group numbers; equal ones may not meet, -1 is in no group.

    """

    layers: Sequence[Layer]
    bonus: tuple[Ints, Ints, Floats] | None = None
    barred: tuple[Ints, Ints] | None = None
    apart: Sequence[tuple[Ints, Ints]] = ()
    kept: Floats | None = field(default=None, repr=False)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.layers[0].left), len(self.layers[0].right)

    def blocks(self) -> Iterator[tuple[int, Floats]]:
        """Yield (first row, scores of the rows from there), all rows once, in order."""
        rows, columns = self.shape
        firsts = range(0, rows, BLOCK)
        if rows * columns <= KEPT_CELLS:
            whole = self.whole()
            yield from ((first, whole[first : first + BLOCK]) for first in firsts)
            return
        with ThreadPoolExecutor(2) as pool:  # numpy lets go of the interpreter in both
            ahead = [pool.submit(self.rows, at, at + BLOCK) for at in firsts[:2]]
            for number, first in enumerate(firsts):
                block = ahead.pop(0).result()
                if number + 2 < len(firsts):
                    at = firsts[number + 2]
                    ahead.append(pool.submit(self.rows, at, at + BLOCK))
                yield first, block

    def whole(self) -> Floats:
        """Return all scores, made once."""
        if self.kept is None:
            rows, _columns = self.shape
            kept = np.empty(self.shape, np.float32)
            for first in range(0, rows, BLOCK):
                self._block(first, kept[first : first + BLOCK])
            self.kept = kept
        return self.kept

    def rows(self, first: int, last: int) -> Floats:
        """Return the scores of some rows."""
        rows, columns = self.shape
        if self.kept is not None:
            return self.kept[first:last]
        return self._block(first, np.empty((min(last, rows) - first, columns), np.float32))

    def _block(self, first: int, out: Floats) -> Floats:
        rows = slice(first, first + len(out))
        for left, right in pairwise([*range(0, out.shape[1], TILE), out.shape[1]]):
            out[:, left:right] = self._tile(rows, slice(left, right))
        for row in range(first, first + len(out)):
            for column, more in self._single.get(row, ()):
                added = out[row - first, column] + np.float32(more)
                out[row - first, column] = NEVER if added <= NEVER / 2 else added
        return out

    @cached_property
    def _single(self) -> dict[int, list[tuple[int, float]]]:
        found: dict[int, list[tuple[int, float]]] = {}
        if self.bonus is not None:
            for row, column, more in zip(*self.bonus, strict=True):
                found.setdefault(int(row), []).append((int(column), float(more) * GRAIN))
        if self.barred is not None:
            for row, column in zip(*self.barred, strict=True):
                found.setdefault(int(row), []).append((int(column), float(NEVER)))
        return found

    @cached_property
    def _linear(self) -> tuple[Floats, Floats] | None:
        """All layers without an edge, as one."""
        layers = [one for one in self.layers if one.linear]
        if not layers:
            return None
        scaled = [x.left * np.float32(x.weight * GRAIN / x.enough) for x in layers]
        return np.hstack(scaled), np.hstack([one.right for one in layers])

    @cached_property
    def _edged(self) -> list[tuple[Layer, Any, Any]]:
        layers = (one for one in self.layers if not one.linear)
        return [(x, np.any(x.left > 0, axis=1), np.any(x.right > 0, axis=1)) for x in layers]

    def _tile(self, rows: slice, columns: slice) -> Floats:
        shape = (rows.stop - rows.start, columns.stop - columns.start)
        out = np.zeros(shape, np.float32)
        if self._linear is not None:
            out = self._linear[0][rows] @ self._linear[1][columns].T
        for layer, said_left, said_right in self._edged:
            overlap = layer.left[rows] @ layer.right[columns].T
            most = np.float32(layer.weight * GRAIN)
            if layer.need:
                bad = overlap < layer.need - 1e-6
                bad &= said_left[rows, None]
                bad &= said_right[columns]
                out[bad] = NEVER
            overlap *= most / np.float32(layer.enough)
            out += np.minimum(overlap, most, out=overlap)
        np.rint(out, out=out)
        for left, right in self.apart:
            bad = left[rows, None] == right[columns]
            bad &= left[rows, None] >= 0
            out[bad] = NEVER
        out[out <= NEVER / 2] = NEVER
        return out


def marks(chosen: Sequence[Sequence[int]], width: int) -> Floats:
    """Return a row for each person with 1 at the numbers they chose."""
    made = np.zeros((len(chosen), max(width, 1)), np.float32)
    for row, numbers in enumerate(chosen):
        made[row, list(numbers)] = 1
    return made


def shares(made: Floats) -> Floats:
    """Return marks that add up to one for each person who has some."""
    return np.asarray(made / np.maximum(made.sum(axis=1, keepdims=True), 1), np.float32)


def folded(left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Return marks with the same overlaps in fewer columns: equal ones become one, by its root.

    Hours of four weeks mostly repeat, as do the two halves of an hour.
    """
    both = np.concatenate([left, right]).astype(np.uint8)
    packed = np.packbits(both, axis=0).T.copy()
    _rows, first, counts = np.unique(packed, axis=0, return_index=True, return_counts=True)
    order = np.argsort(first)
    columns, roots = first[order], np.sqrt(counts[order]).astype(np.float32)
    used = both[:, columns].any(axis=0)
    if not used.any():
        return left[:, :1], right[:, :1]
    columns, roots = columns[used], roots[used]
    return left[:, columns] * roots, right[:, columns] * roots
