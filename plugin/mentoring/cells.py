"""What a cell of a spreadsheet may hold without being reckoned with."""

import unicodedata
from typing import Final

_BEGINS_A_FORMULA: Final = frozenset("=+-@|%\t\r\n")
_MARK: Final = "'"


def safe(cell: str) -> str:
    """Return the cell so that a spreadsheet shows it and never reckons with it.

    A full-width sign counts as the plain one; quotes and what does not show hide none.
    """
    folded = unicodedata.normalize("NFKC", cell)
    shown = "".join(one for one in folded if unicodedata.category(one) != "Cf").lstrip(" \"'")
    return f"{_MARK}{cell}" if shown[:1] in _BEGINS_A_FORMULA and shown else cell


def plain(cell: str) -> str:
    """Return a cell as it was before `safe`, so that a file of ours can be read again."""
    bare = cell.removeprefix(_MARK)
    return bare if bare != cell and safe(bare) == cell else cell
