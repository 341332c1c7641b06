"""In which characters a file was saved: read right, or refused; never guessed in silence.

UTF-8 and UTF-16 prove themselves. Windows-1252 and Mac Roman use the same bytes for different
letters, so a file in either is read as Windows-1252 only where its words make sense like that and
would not as Mac Roman. Everything else is refused with a line to look at.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from plugin.mentoring.errors import UnreadableListError

_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LINE: Final = re.compile(rb"\r\n|\r|\n")
_LETTERS: Final = frozenset({"Ll", "Lu", "Lo"})
_OPENING: Final = frozenset({"Ps", "Pi"})
_CLOSING: Final = frozenset({"Pe", "Pf", "Po", "Pd", "Sc"})
_ALONE: Final = frozenset("àáèéìíòóùúøæåö")
"""Letters that are words by themselves somewhere."""
_LIGATURES: Final = frozenset("ﬁﬂ")
"""Mac Roman has them; nobody types them."""
_APOSTROPHES: Final = frozenset("’‘")
_NUL_SHARE: Final = 4


class Unreadable(StrEnum):
    """Why a file is not read."""

    EMPTY = "empty"
    WORKBOOK = "workbook"
    NO_TEXT = "no text"
    CHARACTERS = "characters"
    MIXED = "mixed"
    SEPARATOR = "separator"
    QUOTES = "quotes"
    TOO_MANY = "too many"
    TOO_LARGE = "too large"
    NO_COLUMNS = "no columns"
    NO_KEY = "no key"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as text, and how it was read."""

    text: str
    characters: str


def decoded(content: bytes) -> Decoded:
    """Return the file as text.

    Raises:
        UnreadableListError: not a text, or in characters that cannot be told for sure.

    """
    if not content.strip():
        raise UnreadableListError(Unreadable.EMPTY)
    if content.startswith(_WORKBOOKS):
        raise UnreadableListError(Unreadable.WORKBOOK)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _read(content.removeprefix(mark), name)
    if b"\0" in content:
        return _read(content, _without_mark(content))
    try:
        return _read(content, "utf-8")
    except UnreadableListError as error:
        if error.why is not Unreadable.CHARACTERS:
            raise
        return _western(content)


def _read(content: bytes, name: str) -> Decoded:
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(name, "ignore")
        line = len(re.findall(r"\r\n|\r|\n", before)) + 1
        raise UnreadableListError(Unreadable.CHARACTERS, line=line) from error
    if any(one < " " and one not in "\t\r\n\f\v" for one in set(text)):
        raise UnreadableListError(Unreadable.NO_TEXT)
    return Decoded(text, name)


def _without_mark(content: bytes) -> str:
    """Return which UTF-16 it is by where the empty halves of plain letters stand."""
    first, second = content[::2].count(0), content[1::2].count(0)
    if len(content) % 2 or min(first, second) * _NUL_SHARE > max(first, second):
        raise UnreadableListError(Unreadable.NO_TEXT)
    return "utf-16-le" if second > first else "utf-16-be"


def _western(content: bytes) -> Decoded:
    lines = _LINE.split(content)
    odd = [number for number, line in enumerate(lines, 1) if not _is_utf8(line)]
    if any(not line.isascii() and _is_utf8(line) for line in lines):
        raise UnreadableListError(Unreadable.MIXED, line=odd[0])
    try:
        read = _read(content, "cp1252")
    except UnreadableListError as error:
        raise UnreadableListError(error.why, line=error.line and odd[0]) from error
    if _odd_places(read.text) or not _odd_places(content.decode("mac-roman")):
        raise UnreadableListError(Unreadable.CHARACTERS, line=odd[0])
    return Decoded(read.text, "windows-1252")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _odd_places(text: str) -> bool:
    """Whether a word of the text would make no sense, were it read in the right characters."""
    around = f" {text} "
    return any(
        _is_odd(around[at - 1], one, around[at + 1])
        for at, one in enumerate(around)
        if not one.isascii()
    )


def _is_odd(before: str, one: str, after: str) -> bool:
    kind = unicodedata.category(one)
    left, right = _is_letter(before), _is_letter(after)
    if one in _LIGATURES:
        return True
    if kind in _LETTERS:
        if not left and not right:
            return kind != "Lo" and one.lower() not in _ALONE
        rises = (before.islower() and one.isupper()) or (one.islower() and after.isupper())
        return rises or (before.isupper() and one.isupper() and after.islower())
    if left and right:
        return one not in _APOSTROPHES and kind != "Pd"
    if left:
        return kind not in _CLOSING and one not in _APOSTROPHES and one not in "®©™"
    return right and kind not in _OPENING and one not in _APOSTROPHES and kind != "Pd"


def _is_letter(one: str) -> bool:
    return unicodedata.category(one) in _LETTERS
