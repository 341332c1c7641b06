"""The same rows as our store writes: one by one by SQLAlchemy's ORM, and by the bare driver."""

import sqlite3
import time
from contextlib import closing

import psycopg
from sqlalchemy import make_url, select
from sqlalchemy.orm import Session, registry

from plugin.mentoring.roster import Told
from plugin.store.people import name_key
from plugin.store.tables import course_member, person
from plugin.wiring.house import new_id, utc_now
from tests.stores import NORTHMOOR

PERSON = (
    "tenant_id", "person_id", "registration_id", "subject", "name", "name_key", "email", "number",
    "is_test", "version",
)  # fmt: skip
MEMBER = (
    "tenant_id", "course_id", "person_id", "role", "active", "since", "listed_as", "told",
    "told_since",
)  # fmt: skip
PERSON_KEY, MEMBER_KEY = "tenant_id, person_id", "tenant_id, course_id, person_id"
DURABLE = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON")


class PersonRow:
    """A row of `person`."""


class MemberRow:
    """A row of `course_member`."""


_mapped = registry()
_mapped.map_imperatively(PersonRow, person)
_mapped.map_imperatively(MemberRow, course_member)


def by_row(store, course, members):
    """Look each one up, then add or change it; one commit at the end. Returns seconds."""
    began, now = time.perf_counter(), utc_now()
    with store.database.transaction(NORTHMOOR) as connection, Session(connection) as session:
        for number, member in enumerate(members):
            who = _one_person(session, course, member, number)
            key = (NORTHMOOR, course.course_id, who.person_id)
            at = session.get(MemberRow, key) or _added(session, MemberRow(), MEMBER, key)
            at.role, at.active, at.since = member.role, member.active, now
            at.listed_as, at.told, at.told_since = member.role, Told.ACTIVE, now
            session.flush()
        session.flush()
    return time.perf_counter() - began


def _one_person(session, course, member, number):
    query = select(PersonRow).filter_by(
        tenant_id=NORTHMOOR, registration_id=course.registration_id, subject=member.subject
    )
    who = session.scalar(query)
    if who is None:
        key = (NORTHMOOR, new_id(), course.registration_id, member.subject)
        who = _added(session, PersonRow(), PERSON, key)
        who.number, who.version = 100_000 + number, 1
    who.name, who.name_key, who.email = member.name, name_key(member.name), member.email
    who.is_test = member.is_test
    return who


def _added(session, row, names, values):
    for name, value in zip(names, values, strict=False):
        setattr(row, name, value)
    session.add(row)
    return row


def by_driver(url, course, members):
    """Write rows that are ready as the driver does it best. Returns seconds."""
    people, places = _rows(course, members)
    write = _sqlite if url.startswith("sqlite") else _postgres
    return write(make_url(url), people, places)


def _rows(course, members):
    now, ids = utc_now(), [new_id() for _ in members]
    people = [
        (
            *(NORTHMOOR, who, course.registration_id, one.subject, one.name, name_key(one.name)),
            *(one.email, 200_000 + number, one.is_test, 1),
        )
        for number, (who, one) in enumerate(zip(ids, members, strict=True))
    ]
    places = [
        (
            *(NORTHMOOR, course.course_id, who, str(one.role), one.active, now, str(one.role)),
            *(str(Told.ACTIVE), now),
        )
        for who, one in zip(ids, members, strict=True)
    ]
    return people, places


def _sqlite(url, people, places):
    places = [tuple(map(_text, row)) for row in places]
    with closing(sqlite3.connect(url.database, isolation_level=None)) as connection:
        for pragma in DURABLE:
            connection.execute(pragma)
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for table, names, key, rows in _writes(people, places):
            marks = ", ".join("?" * len(names))
            new = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - ours
            connection.executemany(f"{new} {_upsert(names, key)}", rows)
        connection.execute("COMMIT")
        return time.perf_counter() - began


def _postgres(url, people, places):
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute("SELECT set_config('app.tenant', %s, true)", [NORTHMOOR])
        for table, names, key, rows in _writes(people, places):
            listed = ", ".join(names)
            wanted = f"SELECT {listed} FROM {table} WITH NO DATA"  # noqa: S608 - ours
            cursor.execute(f"CREATE TEMP TABLE new_{table} ON COMMIT DROP AS {wanted}")
            with cursor.copy(f"COPY new_{table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            merge = f"INSERT INTO {table} ({listed}) SELECT {listed} FROM new_{table}"  # noqa: S608 - ours
            cursor.execute(f"{merge} {_upsert(names, key)}")
        connection.commit()
        return time.perf_counter() - began


def _writes(people, places):
    return (
        ("person", PERSON, PERSON_KEY, people),
        ("course_member", MEMBER, MEMBER_KEY, places),
    )


def _upsert(names, key):
    changed = ", ".join(f"{name} = excluded.{name}" for name in names if name not in key)
    return f"ON CONFLICT ({key}) DO UPDATE SET {changed}"


def _text(value):
    return value.isoformat(" ") if hasattr(value, "isoformat") else value
