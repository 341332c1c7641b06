"""A disk that is full: pages go on to be shown, nothing is half kept, and it passes by itself."""

import logging
from datetime import timedelta

import pytest

from tests.stores import NORTHMOOR

ALL = 2**30
MOST = 80
"""Notes after which the free pages of a small file are surely used up."""


@pytest.fixture
def pages(tool):
    """Let the database's file have so many pages; no more than it has, unless a number is given."""

    def pages(count=None):
        with tool.database.transaction(NORTHMOOR, write=False) as connection:
            now = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {count or now}")

    return pages


@pytest.fixture
def session(tool):
    world = tool.world
    pair = world.pair(world.programme())
    tomorrow = tool.clock() + timedelta(days=1)
    return world.services.sessions.book(pair, tomorrow, actor=world.ben)


def write(ben, session):
    sent = {"body": "talk about it " * 250}
    return ben.post(f"sessions/{session.session_id}/notes", sent).status_code


def counted(tool, table):
    with tool.database.transaction(NORTHMOOR, write=False) as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()  # noqa: S608


def test_x16_a_full_disk_refuses_writing_and_shows_pages_and_passes(tool, pages, session, caplog):
    ben = tool.visitor("ben").enter()
    jobs = counted(tool, "job")
    pages()

    with caplog.at_level(logging.CRITICAL):
        answers = [write(ben, session)]
        while answers[-1] != 503 and len(answers) < MOST:
            answers.append(write(ben, session))
    notes = counted(tool, "note")
    shown = ben.get(f"sessions/{session.session_id}/")
    with tool.database.transaction(NORTHMOOR, write=False) as connection:
        whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()

    assert (answers[-1], "disk is full" in caplog.text) == (503, True)
    assert (shown.status_code, whole) == (200, "ok")
    assert (notes, counted(tool, "job")) == (len(answers) - 1, jobs)

    pages(ALL)
    assert write(ben, session) in {302, 303}
    assert counted(tool, "note") == notes + 1
    assert tool.world.run() > 0
