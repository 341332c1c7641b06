"""The app's two icons, drawn from the curves of the mark: PNG files without a drawing library."""

import math
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

Point = tuple[float, float]
Colour = tuple[int, int, int]
MARK: tuple[tuple[Point, Point, Point, Point], ...] = (
    ((5.5, 21), (5.5, 12), (11, 12), (11, 3)),
    ((13, 21), (13, 12), (18.5, 12), (18.5, 3)),
)
"""Two paths that run alongside each other, as Bézier curves in a square of 24."""
STEPS = 24
INDIGO, APRICOT, WHITE = (75, 79, 166), (255, 208, 170), (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Icon:
    """How one icon is drawn. `ground` is None for a transparent one.

    Attributes:
        reach: how much of the side the mark takes.
        width: of a path, in units of the mark.

    """

    side: int
    ground: Colour | None
    paths: tuple[Colour, Colour]
    reach: float
    width: float


COLOUR = Icon(192, INDIGO, (WHITE, APRICOT), 0.62, 2.6)
OUTLINE = Icon(32, None, (WHITE, WHITE), 0.94, 2.4)


@cache
def draw(icon: Icon) -> bytes:
    """Return the icon as a PNG file."""
    unit = 24 / (icon.side * icon.reach)
    curves = [_sampled(curve) for curve in MARK]
    raw = bytearray()
    for row in range(icon.side):
        raw.append(0)
        for column in range(icon.side):
            x, y = (_on_mark(icon, at, unit) for at in (column, row))
            raw += bytes(_pixel(icon, [_cover(icon, curve, x, y, unit) for curve in curves]))
    return _png(icon.side, bytes(raw))


def _on_mark(icon: Icon, at: int, unit: float) -> float:
    return (at + 0.5 - icon.side / 2) * unit + 12


def _cover(icon: Icon, curve: Sequence[Point], x: float, y: float, unit: float) -> float:
    """Return how much of a pixel the path covers, from 0 to 1: what makes its edge smooth."""
    reach = icon.width / 2 + unit
    if not (curve[0][0] - reach < x < curve[-1][0] + reach):
        return 0.0
    away = min(math.hypot(x - px, y - py) for px, py in curve)
    return min(max((icon.width / 2 - away) / unit + 0.5, 0.0), 1.0)


def _pixel(icon: Icon, covers: Sequence[float]) -> tuple[int, ...]:
    """Return red, green, blue and alpha."""
    most = max(covers)
    path = icon.paths[covers.index(most)]
    if icon.ground is None:
        return (*path, round(255 * most))
    mixed = (round(p * most + g * (1 - most)) for p, g in zip(path, icon.ground, strict=True))
    return (*mixed, 255)


def _sampled(curve: tuple[Point, Point, Point, Point]) -> list[Point]:
    points = []
    for step in range(STEPS + 1):
        t = step / STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        sums = [sum(w * p[axis] for w, p in zip(weights, curve, strict=True)) for axis in (0, 1)]
        points.append((sums[0], sums[1]))
    return points


def _png(side: int, raw: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(raw, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
