"""How well rows and columns suit, in hundredths of a point, a block of rows at a time.

A score is a sum of layers: overlap of two rows of marks, as a share of what is enough. Scores are
whole numbers, so that the order of additions on another machine changes nothing.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Array = NDArray[Any]

NEVER = np.float32(-1e9)
"""The score of two who may not meet."""
KEPT_CELLS = 40_000_000
"""Up to so many pairs the scores are kept (4 bytes each); beyond, they are made again."""
BLOCK, TILE, SQUARE = 256, 2048, 512
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
        """Yield (first row, scores of the rows from there), all rows once, in order.

        What is yielded is true until the next is asked for.
        """
        rows, columns = self.shape
        firsts = range(0, rows, BLOCK)
        if rows * columns <= KEPT_CELLS:
            whole = self.whole()
            yield from ((first, whole[first : first + BLOCK]) for first in firsts)
            return
        # Three blocks of memory, used in turn: one is read while two are written.
        memory = [np.empty((BLOCK, columns), np.float32) for _ in range(3)]

        def made(number: int) -> Floats:
            first = number * BLOCK
            return self._block(first, memory[number % 3][: rows - first])

        with _two_at_once() as pool:
            ahead = [pool.submit(made, number) for number in range(2)]
            for number, first in enumerate(firsts):
                block = ahead.pop(0).result()
                if number + 2 < len(firsts):
                    ahead.append(pool.submit(made, number + 2))
                yield first, block

    def whole(self) -> Floats:
        """Return all scores, made once."""
        if self.kept is None:
            kept = np.empty(self.shape, np.float32)
            with _two_at_once() as pool:
                for made in [
                    pool.submit(self._block, first, kept[first : first + BLOCK])
                    for first in range(0, len(kept), BLOCK)
                ]:
                    made.result()
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
            self._tile(rows, slice(left, right), out[:, left:right])
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
        return [(x, _who_says(x.left), _who_says(x.right)) for x in layers]

    @cached_property
    def _parted(self) -> list[tuple[Array, Array]]:
        """The groups of `apart`, in as few bytes as they fit in; -1 meets no -1."""
        found = []
        for left, right in self.apart:
            least = np.min_scalar_type(-int(max(left.max(initial=0), right.max(initial=0))) - 2)
            found.append((left.astype(least), np.where(right < 0, -2, right).astype(least)))
        return found

    def _tile(self, rows: slice, columns: slice, out: Floats) -> None:
        """Write some scores. Works in memory that is used again: new costs as much as the sums."""
        total, overlap, never, bad = _scratch(rows.stop - rows.start, columns.stop - columns.start)
        never[:] = False
        if self._linear is not None:
            np.matmul(self._linear[0][rows], self._linear[1][columns].T, out=total)
        else:
            total[:] = 0
        for layer, said_left, said_right in self._edged:
            np.matmul(layer.left[rows], layer.right[columns].T, out=overlap)
            most = np.float32(layer.weight * GRAIN)
            if layer.need:
                np.less(overlap, np.float32(layer.need - 1e-6), out=bad)
                for said in (None if said_left is None else said_left[rows, None], said_right):
                    if said is not None:
                        np.logical_and(
                            bad, said if said is not said_right else said[columns], out=bad
                        )
                np.logical_or(never, bad, out=never)
            overlap *= most / np.float32(layer.enough)
            np.minimum(overlap, most, out=overlap)
            total += overlap
        for left, right in self._parted:
            np.equal(left[rows, None], right[columns], out=bad)
            np.logical_or(never, bad, out=never)
        np.rint(total, out=total)
        np.multiply(never, NEVER * 2, out=overlap)  # quicker than to write where it is true
        total += overlap
        np.maximum(total, NEVER, out=out)


@contextmanager
def _two_at_once() -> Iterator[ThreadPoolExecutor]:
    """Two threads, for numpy lets go of the interpreter in both.

    Its own algebra would start two in each, and four on two cores wait for each other in circles:
    the same sums took four times the CPU.
    """
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(2) as pool:
        yield pool


_mine = local()


def _scratch(rows: int, columns: int) -> tuple[Floats, Floats, Bools, Bools]:
    """Return this thread's memory for one tile."""
    try:
        kept = _mine.kept
    except AttributeError:
        kept = _mine.kept = (
            *(np.empty(BLOCK * TILE, np.float32) for _ in range(2)),
            *(np.empty(BLOCK * TILE, np.bool_) for _ in range(2)),
        )
    total, overlap, never, bad = (one[: rows * columns].reshape(rows, columns) for one in kept)
    return total, overlap, never, bad


def _who_says(marks_of: Floats) -> Bools | None:
    """Return who has said something; None where everybody has."""
    said = np.asarray(np.any(marks_of > 0, axis=1))
    return None if said.all() else said


def marks(chosen: Sequence[Sequence[int]], width: int) -> Floats:
    """Return a row for each person with 1 at the numbers they chose."""
    made = np.zeros((len(chosen), max(width, 1)), np.float32)
    for row, numbers in enumerate(chosen):
        made[row, list(numbers)] = 1
    return made


def shares(made: Floats) -> Floats:
    """Return marks that add up to one for each person who has some."""
    return np.asarray(made / np.maximum(made.sum(axis=1, keepdims=True), 1), np.float32)


def both_ways(scores: Floats) -> None:
    """Make scores of equals the same from both sides, where they stand: the mean of the two.

    Who may not meet from one side may not from the other.
    """
    starts = range(0, len(scores), SQUARE)
    for top in starts:
        for left in starts[top // SQUARE :]:
            here = scores[top : top + SQUARE, left : left + SQUARE]
            there = scores[left : left + SQUARE, top : top + SQUARE].T
            mean = np.rint((here + there) / 2)
            mean[np.minimum(here, there) <= NEVER / 2] = NEVER
            here[:], there[:] = mean, mean


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
