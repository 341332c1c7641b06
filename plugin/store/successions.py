"""One registration takes over the people and courses of another (a platform that was re-keyed).

People are known by registration and subject, courses by registration and context. After a platform
has given the tool a new client id, everybody would be a stranger. Here the old rows are pointed at
the new registration. Whoever came by the new one first, and has done nothing yet, is joined
with whom they were before; whoever has begun work under both cannot be joined by a machine.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, exc, select, update

from plugin.ports.errors import RefusedError
from plugin.ports.registrations import Succession
from plugin.store.tables import course, course_member, person, registration, visit

Pairs = list[tuple[str, str]]
"""Ids of the same thing: under the new registration, under the old one."""


def succeed(connection: Connection, old: str, new: str) -> Succession:
    """Point the people and courses of `old` at `new`.

    Raises:
        RefusedError: "unknown", "other-tenant" or "both-used".

    """
    _require_one_tenant(connection, old, new)
    people = _doubles(connection, person, "person_id", "subject", (old, new))
    courses = _doubles(connection, course, "course_id", "context_id", (old, new))
    _move_members(connection, course_member.c.course_id, courses)
    _move_members(connection, course_member.c.person_id, people)
    _follow_people(connection, people)
    _follow_courses(connection, courses)
    try:
        _drop(connection, person, "person_id", people)
        _drop(connection, course, "course_id", courses)
    except exc.IntegrityError as error:  # something of theirs still refers to them
        raise RefusedError("both-used") from error
    return Succession(
        people=_repoint(connection, person, old, new),
        courses=_repoint(connection, course, old, new),
        joined=len(people),
    )


def _require_one_tenant(connection: Connection, old: str, new: str) -> None:
    query = select(registration.c.tenant_id).where(registration.c.registration_id.in_([old, new]))
    tenants = connection.execute(query).scalars().all()
    if len(tenants) != 2 or old == new:
        raise RefusedError("unknown")
    if len(set(tenants)) != 1:
        raise RefusedError("other-tenant")


def _doubles(
    connection: Connection, table: Table, key: str, same: str, sides: tuple[str, str]
) -> Pairs:
    """Return what is known under both registrations."""
    before, after = table.alias(), table.alias()
    query = select(after.c[key], before.c[key]).where(
        before.c.registration_id == sides[0],
        after.c.registration_id == sides[1],
        before.c[same] == after.c[same],
        before.c.tenant_id == after.c.tenant_id,
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def _move_members(connection: Connection, column: Any, pairs: Pairs) -> None:
    """Let those known by the newcomer's row be known by the old one, where they are not yet."""
    for newcomer, known in pairs:
        theirs = select(course_member).where(column == newcomer)
        for row in connection.execute(theirs).mappings().all():
            moved = {**row, column.name: known}
            if not _is_member(connection, moved):
                connection.execute(course_member.insert().values(moved))
            connection.execute(delete(course_member).where(_this(row)))


def _is_member(connection: Connection, row: Mapping[Any, Any]) -> bool:
    query = select(course_member.c.role).where(_this(row))
    return connection.execute(query).first() is not None


def _this(row: Mapping[Any, Any]) -> ColumnElement[bool]:
    columns = (course_member.c.course_id, course_member.c.person_id)
    return and_(*(column == row[column.name] for column in columns))


def _follow_people(connection: Connection, pairs: Pairs) -> None:
    """Let open visits go on as who they are now: one of them may be who asked for this."""
    for newcomer, known in pairs:
        moved = update(visit).where(visit.c.person_id == newcomer)
        connection.execute(moved.values(person_id=known))


def _follow_courses(connection: Connection, pairs: Pairs) -> None:
    """Let open visits go on in the old course, and its roster be read where it is now."""
    for newcomer, known in pairs:
        moved = update(visit).where(visit.c.course_id == newcomer)
        connection.execute(moved.values(course_id=known))
        query = select(course.c.memberships_url).where(course.c.course_id == newcomer)
        url = connection.execute(query).scalar_one()
        if url is not None:
            kept = update(course).where(course.c.course_id == known)
            connection.execute(kept.values(memberships_url=url))


def _drop(connection: Connection, table: Table, key: str, pairs: Pairs) -> None:
    for newcomer, _ in pairs:
        connection.execute(delete(table).where(table.c[key] == newcomer))


def _repoint(connection: Connection, table: Table, old: str, new: str) -> int:
    moved = update(table).where(table.c.registration_id == old)
    version = table.c.version + 1
    return connection.execute(moved.values(registration_id=new, version=version)).rowcount
