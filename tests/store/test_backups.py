"""K10, K14: the commands of `deploy/README.md` keep own keys apart, and bring back the newest."""

import re
import subprocess
from pathlib import Path

import pytest

from plugin.ports.values import UNREADABLE
from plugin.store.connection import Database
from plugin.store.tables import own_key, relationship_key
from tests.store.people import Campus, a_session
from tests.store.test_own_keys import a_note, rows, seen
from tests.store.test_relationship_keys import close, forget
from tests.stores import NORTHMOOR

README = Path(__file__).parents[2] / "deploy" / "README.md"


def shown(begins):
    """Return the lines of the page's section from one that begins so, to the end of its block."""
    section = README.read_text(encoding="utf-8").partition("## Back up and restore")[2]
    found = re.search(rf"^{re.escape(begins)}.*?(?=^```)", section, re.MULTILINE | re.DOTALL)
    return found[0]


class Operator:
    """Runs what the page says, on one database and in one folder."""

    def __init__(self, url, user, folder):
        self.name = url.rpartition("/")[2]
        self.folder = folder
        host, _, port = re.search(r"@([^/]+)/", url)[1].partition(":")
        self.begins = f"export PGHOST={host} PGPORT={port} PGUSER={user}\n"

    def types(self, text):
        text = text.replace("/var/backups", str(self.folder))
        text = re.sub(r"(?<![/\w])alongside(?![.\w])", self.name, text)
        subprocess.run(["bash", "-eu", "-c", self.begins + text], check=True, capture_output=True)

    def restores(self, database):
        """Put back the dump, then the newest keys; returns which keys the dump itself had."""
        database.engine.dispose()
        dump = self.folder / "alongside.dump"
        self.types(f"pg_restore --clean --if-exists --dbname=alongside {dump}")
        dumped = rows(database, own_key), rows(database, relationship_key)
        self.types(shown("psql --set"))
        return dumped


@pytest.fixture
def database(postgres_server, postgres_template):
    """Return a database of its own: to restore is to drop every table."""
    url = postgres_server.create(template=postgres_template)
    database = Database(url)
    yield database
    database.close()
    postgres_server.drop(url)


@pytest.fixture
def written(store):
    """A note of either side of a pairing."""
    campus = Campus(store)
    campus.save(a_session(campus.pairing))
    for who in (campus.mentor, campus.mentee):
        with campus.store.work(NORTHMOOR) as work:
            work.save_writing(a_note(campus, who))
    return campus


@pytest.mark.postgres
@pytest.mark.processes
def test_k10_the_commands_for_postgresql_bring_back_no_key_of_who_was_removed(
    written, database, postgres_server, tmp_path
):
    url = database.engine.url.render_as_string(hide_password=False)
    operator = Operator(url, postgres_server.user, tmp_path)
    back_up, *keep_keys = shown("pg_dump").splitlines()
    operator.types(back_up)
    with written.store.work(NORTHMOOR) as work:
        work.erase(written.mentee.person_id)
    operator.types("\n".join(keep_keys))
    restored = operator.restores(database)

    assert restored == ([], [])
    assert seen(written.store, written) == [f"words of {written.mentor.person_id}", UNREADABLE]


@pytest.mark.postgres
@pytest.mark.processes
def test_p08_the_commands_bring_back_no_key_of_a_relationship_that_was_forgotten(
    written, database, postgres_server, tmp_path
):
    url = database.engine.url.render_as_string(hide_password=False)
    operator = Operator(url, postgres_server.user, tmp_path)
    back_up, *keep_keys = shown("pg_dump").splitlines()
    operator.types(back_up)
    close(written)
    forget(written.store)
    operator.types("\n".join(keep_keys))
    operator.restores(database)

    assert seen(written.store, written) == [UNREADABLE, UNREADABLE]
    assert len(rows(database, own_key)) == 2
