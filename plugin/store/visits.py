"""Visits, found by the handle in the address before anybody knows whose they are."""

from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from plugin.mentoring.people import CourseRole
from plugin.ports.values import Visit
from plugin.store import tables
from plugin.store.rows import Rows
from plugin.store.upserts import Insert, insert_on


class Visits(Rows):
    """Saves visits with what else a launch saves."""

    def save_visit(self, visit: Visit) -> None:
        """Write it, new or seen again."""
        self._own(visit.tenant_id)
        save_visit(self._connection, visit)


def end_visits(connection: Connection, theirs: ColumnElement[bool], *, now: datetime) -> int:
    """End those that are open; returns how many.

    They are swept like any other, for until then they tell who was here.
    """
    open_ = tables.visit.c.expires_at > now
    ended = update(tables.visit).where(theirs, open_).values(expires_at=now)
    return connection.execute(ended).rowcount


def find_visit(connection: Connection, handle_hash: str) -> Visit | None:
    """Return the visit, or None."""
    row = connection.execute(_FIND, {"handle": handle_hash}).one_or_none()
    if row is None:
        return None
    values = dict(zip(_FIELDS, row, strict=True))
    return Visit(**(values | {"role": CourseRole(values["role"])}))


def save_visit(connection: Connection, visit: Visit) -> None:
    """Write it, new or seen again."""
    values = {name: getattr(visit, name) for name in _FIELDS}
    connection.execute(_save(connection.dialect.name), values)


_FIELDS = (
    "handle_hash",
    "tenant_id",
    "person_id",
    "course_id",
    "role",
    "is_test",
    "browser_hash",
    "agent_hash",
    "csrf",
    "frame_origin",
    "in_frame",
    "locale",
    "created_at",
    "seen_at",
    "expires_at",
    "admin_of",
    "host",
    "theme",
    "thread",
    "guest_of",
)
"""The fields of a Visit, which are its columns."""
_FIND = select(*(tables.visit.c[name] for name in _FIELDS)).where(
    tables.visit.c.handle_hash == bindparam("handle")
)


@cache
def _save(dialect: str) -> Insert:
    """Return the statement that writes a visit, new or not; its values are the parameters."""
    new = insert_on(dialect, tables.visit)
    seen = {name: new.excluded[name] for name in _FIELDS if name != "handle_hash"}
    return new.on_conflict_do_update(index_elements=["handle_hash"], set_=seen)
