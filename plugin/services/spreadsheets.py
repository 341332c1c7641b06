"""Tables as text for spreadsheets: nothing in a cell is ever a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_BEGINS_A_FORMULA: Final = frozenset("=+-@|%\t\r\n")


def safe(cell: str) -> str:
    """Return the cell so that a spreadsheet shows it and never reckons with it.

    A full-width sign counts as the plain one; quotes and what does not show hide none.
    """
    folded = unicodedata.normalize("NFKC", cell)
    shown = "".join(one for one in folded if unicodedata.category(one) != "Cf").lstrip(" \"'")
    return f"'{cell}" if shown[:1] in _BEGINS_A_FORMULA and shown else cell


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table in UTF-8, with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
