"""A list of people as a file: its separator, its columns and its lines."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from plugin.mentoring.cells import plain
from plugin.mentoring.characters import Unreadable, decoded
from plugin.mentoring.errors import UnreadableListError

MOST_BYTES: Final = 10_000_000
MOST_ROWS: Final = 100_000
SEPARATORS: Final = (",", ";", "\t", "|")
COMMENT: Final = "#"
"""A line that begins with it is left out."""
_SEPARATOR_LINE: Final = re.compile(r"sep=([^\r\n]*)(?:\r\n|\r|\n|$)")
"""How spreadsheets write down which one they used."""


class Column(StrEnum):
    """What a list may say of a person."""

    EMAIL = "email"
    ID = "id"
    NAME = "name"
    SIDE = "side"
    CAPACITY = "capacity"
    SEEKS = "seeks"
    OFFERS = "offers"
    LANGUAGES = "languages"
    ZONE = "zone"
    HOURS = "hours"


KEYS: Final = frozenset({Column.EMAIL, Column.ID})
_ALSO: Final[Mapping[str, Column]] = {
    "mail": Column.EMAIL,
    "emailaddress": Column.EMAIL,
    "emailadresse": Column.EMAIL,
    "lmsid": Column.ID,
    "userid": Column.ID,
    "fullname": Column.NAME,
    "role": Column.SIDE,
    "seite": Column.SIDE,
    "rolle": Column.SIDE,
    "mentees": Column.CAPACITY,
    "plätze": Column.CAPACITY,
    "sucht": Column.SEEKS,
    "bietet": Column.OFFERS,
    "sprachen": Column.LANGUAGES,
    "timezone": Column.ZONE,
    "zeitzone": Column.ZONE,
    "zeiten": Column.HOURS,
}
_NAMED: Final[Mapping[str, Column]] = {**{one.value: one for one in Column}, **_ALSO}


@dataclass(frozen=True, slots=True)
class Line:
    """One row, by its number in a spreadsheet; what it says, by column.

    Attributes:
        over: what stands beyond the last head.

    """

    number: int
    cells: Mapping[Column, str]
    over: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list that was read.

    Attributes:
        left_out: heads that are none of ours; what stands below them is kept nowhere.

    """

    characters: str
    separator: str
    left_out: tuple[str, ...]
    lines: tuple[Line, ...]


def read_list(content: bytes) -> Sheet:
    """Read a file.

    Raises:
        UnreadableListError: it would have to be guessed, is too much, or says nothing of ours.

    """
    if len(content) > MOST_BYTES:
        raise UnreadableListError(Unreadable.TOO_LARGE, count=len(content))
    read = decoded(content)
    text, separator = read.text, ""
    if named := _SEPARATOR_LINE.match(text):
        text, separator = text[named.end() :], named[1]
        if separator not in SEPARATORS:
            raise UnreadableListError(Unreadable.SEPARATOR, line=1)
    separator = separator or max(SEPARATORS, key=lambda one: _known(text, one))
    heads = next(_records(text, separator), [])
    columns = _columns(heads)
    lines = _lines(text, separator, columns)
    left_out = tuple(head.strip() for at, head in enumerate(heads) if at not in columns)
    return Sheet(read.characters, separator, tuple(filter(None, left_out)), lines)


def _known(text: str, separator: str) -> int:
    """Count the columns of ours that the first line has with this separator."""
    try:
        heads = next(_records(text, separator), [])
    except UnreadableListError:
        return 0
    return sum(_column(head) is not None for head in heads)


def _column(head: str) -> Column | None:
    plain = unicodedata.normalize("NFKC", head).casefold()
    return _NAMED.get("".join(one for one in plain if one.isalnum()))


def _columns(heads: Sequence[str]) -> dict[int, Column]:
    found: dict[int, Column] = {}
    for at, head in enumerate(heads):
        column = _column(head)
        if column is None:
            continue
        if column in found.values():
            raise UnreadableListError(Unreadable.TWICE, line=1, what=column)
        found[at] = column
    if not found:
        raise UnreadableListError(Unreadable.NO_COLUMNS, line=1)
    if not KEYS & set(found.values()):
        raise UnreadableListError(Unreadable.NO_KEY, line=1)
    return found


def _lines(text: str, separator: str, columns: Mapping[int, Column]) -> tuple[Line, ...]:
    width, count, found = max(columns) + 1, 0, list[Line]()
    records = _records(text, separator)
    width = max(width, len(next(records)))
    for number, record in enumerate(records, 2):
        if count > MOST_ROWS:
            count += bool(record)  # only to tell how many there are
            continue
        first = next((cell for cell in record if cell.strip()), "")
        if not first or first.lstrip().startswith(COMMENT):
            continue
        count += 1
        if count <= MOST_ROWS:
            cells = {
                columns[at]: plain(cell.strip()) for at, cell in enumerate(record) if at in columns
            }
            over = " ".join(filter(None, (cell.strip() for cell in record[width:])))
            found.append(Line(number, {k: cell for k, cell in cells.items() if cell}, over))
    if count > MOST_ROWS:
        raise UnreadableListError(Unreadable.TOO_MANY, count=count)
    if not found:
        raise UnreadableListError(Unreadable.EMPTY)
    return tuple(found)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the records; a quote that nothing closes would swallow the rest unseen."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        line = max(reader.line_num, 1)
        raise UnreadableListError(Unreadable.QUOTES, line=line) from error
