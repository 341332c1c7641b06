"""Files about lists of people: the empty one to begin with, and the rows that were left."""

from collections.abc import Callable, Sequence
from typing import Final

from plugin.mentoring.bringing import ListRow
from plugin.mentoring.enrolment import LANGUAGES
from plugin.mentoring.list_file import COMMENT, Column
from plugin.mentoring.people_list import Terms
from plugin.mentoring.programme import Programme
from plugin.services.spreadsheets import as_csv

Reasons = Callable[[ListRow], str]
"""Says in words why a row was left."""
Links = Callable[[str], str]
"""Makes the address of a link from its secret."""
PROBLEM: Final = "problem"
HEADS: Final = tuple(Column)


def template(programme: Programme) -> bytes:
    """Return the heads, and a comment with what each column takes in this programme."""
    terms = Terms.of(programme)
    skills = "; ".join(terms.skills)
    hints = {
        Column.EMAIL: f"{COMMENT} This line is left out. Give email or id.",
        Column.ID: "What the course site calls the person",
        Column.NAME: "For you to read; nobody is found by it",
        Column.SIDE: " or ".join(terms.sides),
        Column.CAPACITY: f"1 to {terms.capacity}, for mentors",
        Column.SEEKS: skills,
        Column.OFFERS: skills,
        Column.LANGUAGES: " ".join(LANGUAGES),
        Column.ZONE: programme.zone,
        Column.HOURS: "Mon-Fri 09:00-17:00; Sat 10:00-12:00",
    }
    return as_csv(HEADS, [[hints[column] for column in HEADS]])


def left_over(rows: Sequence[ListRow], reasons: Reasons) -> bytes:
    """Return rows as they were, with their reasons in a last column."""
    lines = ([*((row.cells or {}).get(one, "") for one in HEADS), reasons(row)] for row in rows)
    return as_csv((*HEADS, PROBLEM), lines)


def links_of(rows: Sequence[ListRow], links: Links) -> bytes:
    """Return whom to send which link; each is good once."""
    lines = (
        (cells.get(Column.NAME, ""), cells.get(Column.EMAIL, ""), links(row.secret))
        for row in rows
        if row.secret and (cells := row.cells or {})
    )
    return as_csv((Column.NAME, Column.EMAIL, "link"), lines)
