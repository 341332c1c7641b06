"""What is sealed opens where it stands and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, update

from plugin.mentoring.agreement import Terms
from plugin.ports.errors import ConflictError
from plugin.ports.values import UNREADABLE
from plugin.store.errors import KeyLostError, SealedError
from plugin.store.keys import rewrap
from plugin.store.sealing import Spot, fresh_key
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore
from plugin.store.tables import HOUSE, mentoring_session, tenant
from plugin.store.verify import verify
from tests.store.people import Campus, a_session, an_agreement, an_enrolment, an_hour
from tests.stores import KEY, NORTHMOOR, SOUTHMOOR, on_sqlite

NEW_KEY = bytes(reversed(range(32)))
ROOT = Path(__file__).parents[2]
DIES_BETWEEN = """
import os, signal, sys
from plugin.store.connection import Database
from plugin.store.keys import rewrap
from plugin.store.secrets import Vault
vault = Vault(bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3]))
rewrap(Database(sys.argv[1]), vault, done=lambda _tenant: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.fixture
def campus(store):
    return Campus(store)


def a_spot(**changed):
    place = {"tenant_id": "t", "table": "letter", "row": "1", "column": "body"}
    return Spot(**(place | changed))


def store_with(store, vault):
    return SqlStore(database=store.database, vault=vault, clock=store.clock, new_id=store.new_id)


def agenda_of(database, session_id="session-1"):
    query = select(mentoring_session.c.agenda)
    with database.transaction(NORTHMOOR, write=False) as connection:
        return connection.execute(
            query.where(mentoring_session.c.session_id == session_id)
        ).scalar_one()


def put_agenda(database, sealed, session_id="session-1"):
    with database.transaction(NORTHMOOR) as connection:
        mine = mentoring_session.c.session_id == session_id
        connection.execute(update(mentoring_session).where(mine).values(agenda=sealed))


@pytest.mark.parametrize(
    "elsewhere", [{"tenant_id": "u"}, {"table": "place"}, {"row": "2"}, {"column": "address"}]
)
def test_k08_a_value_opens_in_its_own_spot_only(elsewhere):
    key = fresh_key()
    sealed = key.seal(b"words", a_spot().bound())

    assert key.open(sealed, a_spot().bound()) == b"words"
    with pytest.raises(InvalidTag):
        key.open(sealed, a_spot(**elsewhere).bound())


def test_spots_that_read_alike_are_bound_apart():
    assert a_spot(row="1|2").bound() != a_spot(table="letter|1", row="2").bound()


@pytest.mark.parametrize("at", [0, 5, 12, 25, -1])
def test_k08_a_flipped_bit_is_refused_for_that_session_only(campus, database, at):
    campus.save(
        a_session(campus.pairing),
        a_session(campus.pairing, an_hour(days=2), session_id="sound"),
    )
    sealed = bytearray(agenda_of(database))
    sealed[at] ^= 1
    put_agenda(database, bytes(sealed))

    damaged, sound = campus.look("sessions_of", [campus.pairing.relationship_id])

    assert (damaged.agenda, sound.agenda) == (UNREADABLE, "My thesis")


@pytest.mark.parametrize("length", [0, 1, 8, 20, 30])
def test_k08_a_value_cut_short_is_refused(campus, database, length):
    campus.save(a_session(campus.pairing))
    put_agenda(database, agenda_of(database)[:length])

    assert campus.look("session", "session-1").agenda == UNREADABLE


def test_k08_a_value_moved_to_another_row_is_refused(campus, database):
    campus.save(
        a_session(campus.pairing),
        a_session(campus.pairing, an_hour(days=2), session_id="other", agenda="Secret"),
    )
    put_agenda(database, agenda_of(database, "other"))

    assert campus.look("session", "session-1").agenda == UNREADABLE


def test_k08_a_value_moved_to_another_tenant_is_refused(store, database):
    here, there = Campus(store), Campus(store, SOUTHMOOR)
    here.save(a_session(here.pairing))
    there.save(a_session(there.pairing, agenda="Theirs"))
    with database.transaction(HOUSE) as connection:
        query = select(mentoring_session.c.agenda)
        theirs = mentoring_session.c.tenant_id == SOUTHMOOR
        stolen = connection.execute(query.where(theirs)).scalar_one()
    put_agenda(database, stolen)

    assert here.look("session", "session-1").agenda == UNREADABLE
    assert there.look("session", "session-1").agenda == "Theirs"


def test_saving_what_could_not_be_shown_destroys_nothing(campus, database):
    campus.save(a_session(campus.pairing))
    sound = agenda_of(database)
    put_agenda(database, sound[:-1])
    campus.save(campus.look("session", "session-1"))

    assert agenda_of(database) == sound[:-1]
    put_agenda(database, sound)
    assert campus.look("session", "session-1").agenda == "My thesis"


@on_sqlite  # on PostgreSQL the values are the same bytes
def test_the_file_holds_no_words_of_people(campus, database, tmp_path):
    terms = Terms(words="Canary-terms")
    campus.save(
        a_session(campus.pairing, agenda="Canary-agenda"),
        an_agreement(campus.pairing, terms=terms),
        an_enrolment(campus.programme, campus.mentee),
    )
    database.close()

    kept = b"".join(file.read_bytes() for file in tmp_path.glob("alongside.db*"))
    assert b"relationship-1" in kept
    assert b"Canary" not in kept
    assert b"owls" not in kept


def test_k07_a_key_that_does_not_open_what_is_kept_stops_the_start(store, database):
    def keys():
        with database.transaction(HOUSE, write=False) as connection:
            return connection.execute(select(tenant).order_by(tenant.c.tenant_id)).all()

    before = keys()

    with pytest.raises(KeyLostError, match="does not open what is kept"):
        store_with(store, Vault(NEW_KEY)).prepare()

    assert keys() == before


def test_k06_after_a_rewrap_the_old_key_is_needed_no_more(campus, store, database):
    campus.save(a_session(campus.pairing))

    assert rewrap(database, Vault(NEW_KEY, KEY)) == 3

    renewed = store_with(store, Vault(NEW_KEY))
    renewed.prepare()
    with renewed.look(NORTHMOOR) as work:
        assert work.session("session-1").agenda == "My thesis"
    assert rewrap(database, Vault(NEW_KEY, KEY)) == 0


@pytest.mark.processes
def test_k06_a_rewrap_killed_midway_leaves_everything_readable_and_goes_on(
    campus, store, database, store_url
):
    campus.save(a_session(campus.pairing))
    keys = [NEW_KEY.hex(), KEY.hex()]
    program = [sys.executable, "-c", DIES_BETWEEN, store_url, *keys]
    assert subprocess.run(program, cwd=ROOT, check=False).returncode == -9

    both = Vault(NEW_KEY, KEY)
    store_with(store, both).prepare()
    assert verify(database, both).refused == ()
    with pytest.raises(KeyLostError):
        store_with(store, Vault(NEW_KEY)).prepare()

    assert rewrap(database, both) == 2
    store_with(store, Vault(NEW_KEY)).prepare()
    assert verify(database, Vault(NEW_KEY)).refused == ()


def test_verify_opens_every_sealed_value_and_names_those_that_do_not(campus, database, vault):
    campus.save(
        a_session(campus.pairing),
        an_agreement(campus.pairing),
        an_enrolment(campus.programme, campus.mentee),
    )
    assert verify(database, vault).opened == 5  # with the mentee's own key, and the relationship's

    put_agenda(database, os.urandom(60))

    result = verify(database, vault)
    assert (result.opened, result.refused) == (4, ("mentoring_session.agenda session-1",))


def test_an_agreement_that_does_not_open_is_not_overwritten(campus, database):
    campus.save(an_agreement(campus.pairing))
    agreement = campus.look("agreement", campus.pairing.relationship_id)

    assert agreement.terms.words == "We keep our word"
    with pytest.raises(ConflictError):
        campus.save(an_agreement(campus.pairing, terms=Terms(words="Other"), version=1))


def test_a_key_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"short")


def test_what_was_sealed_with_another_key_is_refused(store, database, vault):
    with database.transaction(NORTHMOOR, write=False) as connection:
        sealed = fresh_key().seal(b"x", a_spot(tenant_id=NORTHMOOR).bound())
        with pytest.raises(SealedError, match="another key"):
            vault.open(connection, a_spot(tenant_id=NORTHMOOR), sealed)
