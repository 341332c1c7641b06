"""What a person's home page begins with: themselves, and the programmes of their course."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, select

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseId, PersonId
from plugin.mentoring.programme import Entry
from plugin.ports.reads import HomeFacts, ProgrammeLine
from plugin.store.people import PERSON, person_of
from plugin.store.programmes import programmes_of, with_coordinators
from plugin.store.tables import account, coordinator, enrolment, person, programme
from plugin.store.work import SqlWork


def home_facts(work: SqlWork, course_id: CourseId, person_id: PersonId) -> HomeFacts:
    """Read them: 1 query."""
    rows = work.rows(_home(), course=course_id, person=person_id)
    linked = bool(rows and rows[0].linked)
    return HomeFacts(
        person_of(rows[0]) if rows else None,
        _programme_lines(rows),
        linked,
        bool(linked and rows[0].needs_sign_in_since),
    )


@cache
def _home() -> Select[Any]:
    """Return the person with account, and the course's programmes with the person's part."""
    own = person.c.tenant_id
    mine = and_(enrolment.c.tenant_id == own, enrolment.c.person_id == person.c.person_id)
    same_programme = enrolment.c.programme_id == programme.c.programme_id
    in_course = and_(programme.c.tenant_id == own, programme.c.course_id == bindparam("course"))
    linked = and_(account.c.tenant_id == own, account.c.person_id == person.c.person_id)
    return (
        select(
            *apart(PERSON),
            programme,
            coordinator.c.person_id.label("coordinator"),
            enrolment.c.side,
            enrolment.c.ready_at,
            enrolment.c.profile["entry"].as_string().label("entry"),
            account.c.object_id.label("linked"),
            account.c.needs_sign_in_since,
        )
        .select_from(
            person.outerjoin(account, linked)
            .outerjoin(programme, in_course)
            .outerjoin(coordinator, with_coordinators())
            .outerjoin(enrolment, mine & same_programme)
        )
        .where(own == bindparam("tenant"), person.c.person_id == bindparam("person"))
        .order_by(programme.c.title, programme.c.programme_id, coordinator.c.position)
    )


def apart(columns: Iterable[ColumnElement[Any]]) -> Iterator[ColumnElement[Any]]:
    """Label columns that are read by their place, so that other tables' names stay free."""
    return (column.label(f"_{column.table.name}_{column.name}") for column in columns)


def _programme_lines(rows: Sequence[Row[Any]]) -> tuple[ProgrammeLine, ...]:
    found = [row for row in rows if row.programme_id is not None]
    parts = {row.programme_id: row for row in found}
    lines = []
    for one in programmes_of(found):
        part = parts[one.programme_id]
        side = Side(part.side) if part.side else None
        entry = Entry(part.entry) if part.entry else None
        lines.append(ProgrammeLine(one, side, part.ready_at is not None, entry))
    return tuple(lines)
