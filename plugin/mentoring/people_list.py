"""What one row of a list says: whom it means, and what it would write into their draft.

Whoever a row means is found by the course's own id of them or by an address that one member alone
has; never by a name. A row with anything wrong in it is left out as a whole, with each cell's
reason. Of two rows about one person the first counts, and the other says so.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from plugin.mentoring.enrolment import LANGUAGES, LONGEST_TEXT, MOST_SKILLS, Profile, Side
from plugin.mentoring.formats import sides_of
from plugin.mentoring.hours import NOT_SAID, WeekHours
from plugin.mentoring.list_file import KEYS, Column, Line
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Programme
from plugin.mentoring.spans import known_zone

LONGEST_SHOWN: Final = 40
LONGEST_ADDRESS: Final = 254
EARLIEST, LATEST = 7, 21
"""Whole hours that the form of a profile offers."""
_BETWEEN: Final = re.compile(r"[;|\n\r]")
_BETWEEN_CODES: Final = re.compile(r"[;|,\s]+")
_SPAN: Final = re.compile(
    r"(\w{2,10})(?:\s*[-–]\s*(\w{2,10}))?\s+(\d{1,2})(?::00)?\s*[-–]\s*(\d{1,2})(?::00)?"
)
_DAYS: Final = {
    "mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6, "di": 1, "mi": 2, "do": 3,
    "so": 6,
}  # fmt: skip
"""English and German names of days, by two letters."""
_COORDINATORS: Final = ("coordinator", "admin", "administrator", "instructor", "teacher")


class Why(StrEnum):
    """What is wrong with a cell, or with a row as a whole."""

    NO_KEY = "no key"
    ADDRESS = "address"
    TWO_MEMBERS = "two members"
    CONTRADICTS = "contradicts"
    TWICE = "twice"
    NO_SIDE = "no side"
    SIDE = "side"
    COORDINATOR = "coordinator"
    NUMBER = "number"
    SKILL = "skill"
    MANY = "many"
    LANGUAGE = "language"
    ZONE = "zone"
    HOURS = "hours"
    LONG = "long"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        column: None where the row as a whole is meant.
        held: what stands there, shortened.
        other: the row that is about the same person.

    """

    column: Column | None
    why: Why
    held: str = ""
    other: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What a programme lets a row say."""

    sides: tuple[Side, ...]
    capacity: int
    skills: tuple[str, ...]

    @classmethod
    def of(cls, programme: Programme) -> "Terms":
        """Return those of a programme."""
        sides = sides_of(programme.formats)
        return cls(sides, programme.bounds.capacity, programme.skills)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row would write into a draft."""

    side: Side
    capacity: int
    profile: Profile


@dataclass(frozen=True, slots=True)
class Members:
    """By what the members of a course are found."""

    by_address: Mapping[str, Sequence[PersonId]]
    by_id: Mapping[str, PersonId]


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a row means: nobody of the course where `person` is None and nothing is wrong."""

    person: PersonId | None = None
    fault: Fault | None = None


@dataclass(slots=True)
class Seen:
    """Rows so far, by whom they mean."""

    rows: dict[str, int] = field(default_factory=dict)

    def again(self, line: Line, person: PersonId | None) -> Fault | None:
        """Note whom the row means; return what is wrong where an earlier row meant them."""
        marks = [f"who {person}"] if person else []
        address = address_key(line.cells.get(Column.EMAIL, ""))
        marks += [f"at {address}"] if address else []
        earlier = next((self.rows[one] for one in marks if one in self.rows), 0)
        for one in marks:
            self.rows.setdefault(one, line.number)
        column = next((one for one in Column if one in KEYS and one in line.cells), None)
        held = shown(line.cells[column]) if column else ""
        return Fault(column, Why.TWICE, held, earlier) if earlier else None


def address_key(text: str) -> str | None:
    """Return an address as it is compared; None for what is none.

    Case, outer blanks and the way an international name is written do not count; what follows a
    plus does, for it may be another mailbox.
    """
    plain = unicodedata.normalize("NFC", text.strip())
    local, at, domain = plain.rpartition("@")
    if not (local and at and domain) or len(plain) > LONGEST_ADDRESS or "@" in local:
        return None
    if any(one.isspace() or unicodedata.category(one) in ("Cc", "Cf") for one in plain):
        return None
    try:
        domain = domain.casefold().encode("idna").decode()
    except UnicodeError:
        return None
    named = re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain)
    return f"{unicodedata.normalize('NFC', local.casefold())}@{domain}" if named else None


def find(line: Line, members: Members) -> Found:
    """Return whom the row means."""
    said_id, said = line.cells.get(Column.ID, ""), line.cells.get(Column.EMAIL, "")
    address = address_key(said) if said else None
    if said and address is None:
        return Found(fault=_fault(Column.EMAIL, Why.ADDRESS, said))
    if not said and not said_id:
        return Found(fault=Fault(None, Why.NO_KEY))
    by_id = members.by_id.get(said_id) if said_id else None
    by_address = members.by_address.get(address, ()) if address else ()
    if by_id is not None:
        if by_address and by_id not in by_address:
            return Found(fault=_fault(Column.ID, Why.CONTRADICTS, said_id))
        return Found(by_id)
    if len(by_address) > 1:
        return Found(fault=_fault(Column.EMAIL, Why.TWO_MEMBERS, said))
    return Found(by_address[0] if by_address else None)


def read_row(line: Line, terms: Terms) -> tuple[Wanted | None, tuple[Fault, ...]]:
    """Return what the row would write, or everything that is wrong with it."""
    faults: list[Fault] = []

    def cell(column: Column, read: Callable[[str, Terms], object]) -> object:
        said = line.cells.get(column, "")
        found = Why.LONG if len(said) > LONGEST_TEXT else read(said, terms)
        if isinstance(found, Why):
            faults.append(_fault(column, found, said))
        return found

    read = {column: cell(column, how) for column, how in _HOW.items()}
    if line.over:
        faults.append(_fault(None, Why.OVER, line.over))
    if faults:
        return None, tuple(faults)
    side, capacity = read.pop(Column.SIDE), read.pop(Column.CAPACITY)
    profile = Profile(**{str(column): value for column, value in read.items()})  # type: ignore[arg-type]  # each as its reader returns it
    return Wanted(Side(str(side)), int(str(capacity)), profile), ()


def shown(text: str) -> str:
    """Return what a cell holds, short enough for a line of a page."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[: LONGEST_SHOWN - 1]}…"


def _fault(column: Column | None, why: Why, said: str) -> Fault:
    return Fault(column, why, shown(said))


def _side(said: str, terms: Terms) -> Side | Why:
    plain = said.casefold()
    if not plain:
        return terms.sides[0] if len(terms.sides) == 1 else Why.NO_SIDE
    if plain in _COORDINATORS:
        return Why.COORDINATOR
    return Side(plain) if plain in terms.sides else Why.SIDE


def _capacity(said: str, terms: Terms) -> int | Why:
    if not said:
        return 1
    number = int(said) if re.fullmatch(r"[0-9]{1,3}", said) else 0
    return number if 1 <= number <= terms.capacity else Why.NUMBER


def _skills(said: str, terms: Terms) -> tuple[str, ...] | Why:
    known = {one.casefold(): one for one in terms.skills}
    words = [" ".join(one.split()).casefold() for one in _BETWEEN.split(said)]
    named = list(dict.fromkeys(filter(None, words)))
    if any(one not in known for one in named):
        return Why.SKILL
    return tuple(known[one] for one in named) if len(named) <= MOST_SKILLS else Why.MANY


def _languages(said: str, _terms: Terms) -> tuple[str, ...] | Why:
    codes = [one.casefold() for one in _BETWEEN_CODES.split(said) if one]
    return tuple(dict.fromkeys(codes)) if set(codes) <= set(LANGUAGES) else Why.LANGUAGE


def _zone(said: str, _terms: Terms) -> str | Why | None:
    return (known_zone(said) or Why.ZONE) if said else None


def _hours(said: str, _terms: Terms) -> WeekHours | Why:
    """Read "Mon-Fri 09:00-17:00; Sat 10-12": whole hours."""
    found = NOT_SAID
    for part in filter(None, (one.strip() for one in _BETWEEN.split(said))):
        named = _SPAN.fullmatch(part)
        first = _DAYS.get(named[1][:2].casefold()) if named else None
        last = _DAYS.get((named[2] or named[1])[:2].casefold()) if named else None
        if named is None or first is None or last is None or first > last:
            return Why.HOURS
        begins, ends = int(named[3]), int(named[4])
        if not EARLIEST <= begins < ends <= LATEST:
            return Why.HOURS
        more = WeekHours.office(begins, ends, range(first, last + 1))
        found = WeekHours(found.cells | more.cells)
    return found


_HOW: Final[Mapping[Column, Callable[[str, Terms], object]]] = {
    Column.SIDE: _side,
    Column.CAPACITY: _capacity,
    Column.SEEKS: _skills,
    Column.OFFERS: _skills,
    Column.LANGUAGES: _languages,
    Column.ZONE: _zone,
    Column.HOURS: _hours,
}
