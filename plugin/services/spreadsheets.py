"""Tables as text for spreadsheets: nothing in a cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from plugin.mentoring.cells import safe


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table in UTF-8, with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
