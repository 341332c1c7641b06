"""What the pages say of a list of people: why a file is not read, and what is wrong with a cell."""

from collections.abc import Callable, Mapping

from flask_babel import format_decimal, lazy_gettext

from plugin.mentoring.bringing import ListRow, RowState
from plugin.mentoring.characters import Unreadable
from plugin.mentoring.errors import UnreadableListError
from plugin.mentoring.list_file import MOST_ROWS, Column
from plugin.mentoring.people_list import Fault, Terms, Why
from plugin.web.texts import gettext as _

NAMES: Mapping[str, object] = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "windows-1252": "Windows-1252",
    ",": lazy_gettext("commas"),
    ";": lazy_gettext("semicolons"),
    "\t": lazy_gettext("tabs"),
    "|": lazy_gettext("bars"),
}
"""How a list was read, as people call it."""
STATES: Mapping[RowState, tuple[str, str, object]] = {
    RowState.PREFILL: ("calm", "pen", lazy_gettext("Gets a draft")),
    RowState.PREFILLED: ("ok", "check", lazy_gettext("Has a draft")),
    RowState.INVITE: ("calm", "send", lazy_gettext("Gets a link")),
    RowState.INVITED: ("ok", "check", lazy_gettext("Has a link")),
    RowState.ASKED: ("", "lock", lazy_gettext("Was invited before")),
    RowState.FULL: ("wait", "wait", lazy_gettext("Too many links wait")),
    RowState.SAID: ("", "lock", lazy_gettext("Has a profile, which stays")),
    RowState.TAKEN_BACK: ("", "swap", lazy_gettext("Taken back")),
    RowState.GONE_ON: ("wait", "hand", lazy_gettext("Not taken back")),
    RowState.ABSENT: ("wait", "ask", lazy_gettext("Not in this course")),
    RowState.WRONG: ("wait", "warn", lazy_gettext("Left out")),
}
REMEDIES: Mapping[RowState, object] = {
    RowState.ABSENT: lazy_gettext(
        "Nobody in this course has this address or id. They may open the tool from the course "
        "once, or you read the course list; then bring the row in again."
    ),
    RowState.GONE_ON: lazy_gettext(
        "They have made it their own since: changed or sent the profile, or come by the link."
    ),
    RowState.FULL: lazy_gettext(
        "A hundred invitations may wait at a time. Bring the row in again once some are used."
    ),
    RowState.ASKED: lazy_gettext(
        "The page about mentors from outside says how that invitation stands."
    ),
}
"""What can be done about a row with nothing wrong in it."""


def unreadable(error: UnreadableListError) -> str:
    """Return why a file is not read, and what to do."""
    return _UNREADABLE[Unreadable(error.why)](error)


def reason(row: ListRow, terms: Terms) -> str:
    """Return why a row was left, on one line, for the file."""
    if row.state in REMEDIES:
        return str(REMEDIES[row.state])
    return " ".join(f"{place(fault)}: {fault_words(fault, terms)}" for fault in row.faults)


def place(fault: Fault) -> str:
    """Return which cell is meant."""
    return fault.column.value if fault.column else _("Row")


def fault_words(fault: Fault, terms: Terms) -> str:
    """Return what to do about a cell."""
    return _WHYS[fault.why](fault, terms)


_UNREADABLE: Mapping[Unreadable, Callable[[UnreadableListError], str]] = {
    Unreadable.EMPTY: lambda _e: _("There are no people in it. Fill in a row for each."),
    Unreadable.WORKBOOK: lambda _e: _(
        "This is a workbook. In your spreadsheet choose “Save as” and “CSV UTF-8”, then send that."
    ),
    Unreadable.NO_TEXT: lambda _e: _("This is no list as text. Save it as “CSV UTF-8”."),
    Unreadable.CHARACTERS: lambda e: _(
        "Line %(line)s has letters that could be read in two ways. Save the list as “CSV UTF-8”.",
        line=e.line,
    ),
    Unreadable.MIXED: lambda e: _(
        "From line %(line)s on, letters are written in another way than before. Save the list "
        "as “CSV UTF-8”.",
        line=e.line,
    ),
    Unreadable.SEPARATOR: lambda _e: _(
        "Its first line, “sep=…”, names a separator that is not read here. Use a comma, a "
        "semicolon, a tab or “|”, or leave that line out."
    ),
    Unreadable.QUOTES: lambda e: _(
        "Near line %(line)s a quotation mark opens or closes in the wrong place, so rows would "
        "run together.",
        line=e.line,
    ),
    Unreadable.TOO_MANY: lambda e: _(
        "It has %(count)s rows; %(most)s are taken at a time. Make several lists of it.",
        count=format_decimal(e.count),
        most=format_decimal(MOST_ROWS),
    ),
    Unreadable.TOO_LARGE: lambda _e: _("It is larger than 10 MB. Make several lists of it."),
    Unreadable.NO_COLUMNS: lambda _e: _(
        "Its first row has none of the columns of the empty list. Copy them from there."
    ),
    Unreadable.NO_KEY: lambda _e: _(
        "It needs a column “email” or “id”: nobody is found by a name alone."
    ),
    Unreadable.TWICE: lambda e: _("It has the column “%(name)s” twice. Keep one.", name=e.what),
}

_WHYS: Mapping[Why, Callable[[Fault, Terms], str]] = {
    Why.NO_KEY: lambda _f, _t: _("Give an address or an id."),
    Why.ADDRESS: lambda _f, _t: _("This is no e-mail address."),
    Why.TWO_MEMBERS: lambda _f, _t: _(
        "Two members of the course have this address. Give the id of the one you mean."
    ),
    Why.CONTRADICTS: lambda _f, _t: _("The address and the id are of two people. Keep one."),
    Why.TWICE: lambda f, _t: _("Row %(n)s is about the same person. Keep one.", n=f.other),
    Why.NO_SIDE: lambda _f, t: _("Write one of: %(sides)s.", sides=", ".join(t.sides)),
    Why.SIDE: lambda _f, t: _("Write one of: %(sides)s.", sides=", ".join(t.sides)),
    Why.COORDINATOR: lambda _f, _t: _(
        "A list makes nobody a coordinator. Appoint them in the settings."
    ),
    Why.NUMBER: lambda _f, t: _("Write a whole number from 1 to %(most)s.", most=t.capacity),
    Why.SKILL: lambda _f, _t: _(
        "Use the skills of this programme, with semicolons between them. The empty list has them."
    ),
    Why.MANY: lambda _f, _t: _("That is more than a profile holds."),
    Why.LANGUAGE: lambda _f, _t: _("Write two letters for each language, like “en de”."),
    Why.ZONE: lambda _f, _t: _("Write a zone like “Europe/Berlin”."),
    Why.HOURS: lambda _f, _t: _(
        "Write whole hours from 7 to 21, like “Mon-Fri 09:00-17:00; Sat 10:00-12:00”."
    ),
    Why.LONG: lambda _f, _t: _("This is too long."),
    Why.OVER: lambda _f, _t: _("There are more cells than columns. Look for a stray separator."),
}


def column_hints(terms: Terms) -> list[tuple[Column, str]]:
    """Return each column with what it takes."""
    return [
        (Column.EMAIL, _("The address that the course has for the person; or the id instead")),
        (Column.ID, _("What the course site calls the person")),
        (Column.NAME, _("For you to read. Nobody is found by it")),
        (Column.SIDE, _("One of: %(sides)s", sides=", ".join(terms.sides))),
        (Column.CAPACITY, _("For mentors, from 1 to %(most)s", most=terms.capacity)),
        (Column.SEEKS, _("Skills of this programme, with semicolons between them")),
        (Column.OFFERS, _("The same")),
        (Column.LANGUAGES, _("Two letters each, like “en de”")),
        (Column.ZONE, _("Like “Europe/Berlin”")),
        (Column.HOURS, _("Like “Mon-Fri 09:00-17:00; Sat 10:00-12:00”")),
    ]
