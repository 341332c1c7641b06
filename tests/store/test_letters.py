"""Letters of one session are found among those of a whole institution."""

import pytest
from sqlalchemy import event, text

from plugin.mentoring.series import SeriesId
from plugin.ports.values import Letter
from tests.store.people import NOON, Campus, a_session
from tests.stores import NORTHMOOR


@pytest.fixture
def campus(store):
    campus = Campus(store)
    campus.save(a_session(campus.pairing))
    return campus


def a_letter(campus, key):
    who = campus.mentee.person_id
    return Letter(
        key, NORTHMOOR, who, "session-1", "a@b.example", f"<{key}>", "REQUEST", b"x", NOON
    )


def write(campus, *keys):
    for key in keys:
        with campus.store.work(NORTHMOOR) as work:
            work.save_letter(a_letter(campus, key))


def test_letters_are_told_by_how_their_keys_begin_and_by_nothing_else(campus):
    near = ("session-1", "session-1.1/1/0", "session-10/1/0", "Session-1/1/0", "session_1/1/0")
    write(campus, *near, "session-1/1/0/ben", "session-1/1/1/ben", "series-1/1/0/ben")
    session = a_session(campus.pairing)

    with campus.store.look(NORTHMOOR) as work:
        own = [one.key for one in work.letters_about(session)]
        both = [one.key for one in work.letters_about(session.in_series(SeriesId("series-1"), 0))]
        told = work.were_written_to([SeriesId("series-1"), SeriesId("series-2")])

    assert own == ["session-1/1/0/ben", "session-1/1/1/ben"]
    assert both == ["series-1/1/0/ben", *own]
    assert told == {"series-1": {campus.mentee.person_id}}


def test_they_are_read_by_the_primary_key(campus, database):
    said = []

    def note(_connection, cursor, statement, parameters, _context, _many):
        if " letter" in statement:
            said.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    session = a_session(campus.pairing).in_series(SeriesId("series-1"), 0)
    with campus.store.look(NORTHMOOR) as work:
        work.letters_about(session)
    event.remove(database.engine, "before_cursor_execute", note)
    [(statement, parameters)] = said
    lite = database.is_sqlite

    with database.transaction(NORTHMOOR, write=False) as connection:
        if not lite:  # so few rows are read faster without any key
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        asked = "EXPLAIN QUERY PLAN " if lite else "EXPLAIN "
        plan = str(connection.exec_driver_sql(asked + statement, parameters).all())

    assert "SCAN letter" not in plan
    assert plan.count("letter_key>? AND letter_key<?" if lite else "letter_key > ") == 2
