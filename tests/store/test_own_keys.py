"""K10, S13: what somebody wrote opens with a key of their own, and with it gone, nowhere."""

import pytest
from sqlalchemy import select

from plugin.mentoring.notes import Note, NoteKind
from plugin.ports.values import UNREADABLE
from plugin.store import own_sealing
from plugin.store.narrow_keys import LOOKS_AGAIN_S
from plugin.store.own_sealing import Apart, seal_apart
from plugin.store.sealing import BOTH, ID_BYTES, OWN, TENANT, Spot
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore
from plugin.store.tables import HOUSE, enrolment, note, own_key
from plugin.store.verify import verify
from tests.store.people import NOON, Campus, a_session, an_enrolment
from tests.stores import KEY, NORTHMOOR, SOUTHMOOR

HEAD = len(BOTH) + 2 * ID_BYTES


@pytest.fixture
def campus(store):
    return Campus(store)


@pytest.fixture
def written(campus):
    """A note of either side of the pairing."""
    campus.save(a_session(campus.pairing))
    for who in (campus.mentor, campus.mentee):
        with campus.store.work(NORTHMOOR) as work:
            work.save_writing(a_note(campus, who))
    return campus


def a_note(campus, who):
    return Note(
        f"note-{who.person_id}", NORTHMOOR, campus.pairing.relationship_id, "session-1",
        NoteKind.RECORD, who.person_id, f"words of {who.person_id}", True, NOON, who.person_id,
        NOON,
    )  # fmt: skip


def seen(store, campus):
    """What another process reads, which has used no key yet."""
    fresh = SqlStore(
        database=store.database, vault=Vault(KEY), clock=store.clock, new_id=store.new_id
    )
    with fresh.look(NORTHMOOR) as work:
        people = (campus.mentor.person_id, campus.mentee.person_id)
        return [work.writing(f"note-{who}").body for who in people]


def rows(database, table):
    with database.transaction(HOUSE, write=False) as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def put(database, table, kept):
    with database.transaction(HOUSE) as connection:
        connection.execute(table.delete())
        connection.execute(table.insert(), kept)


def test_k10_a_backup_holds_nothing_of_who_was_removed_once_their_key_is_gone(
    written, store, database
):
    """Restored is the database as it was, with the keys as they are."""
    mentor, mentee = written.mentor.person_id, written.mentee.person_id
    backup = rows(database, note)
    with store.work(NORTHMOOR) as work:
        counts = work.erase(mentee)
    newest = rows(database, own_key)

    put(database, note, backup)
    put(database, own_key, newest)

    assert counts["own_key"] == 1
    assert seen(store, written) == [f"words of {mentor}", UNREADABLE]
    assert verify(database, Vault(KEY)).refused == (f"note.body note-{mentee}",)


def test_k10_a_process_that_has_used_a_key_forgets_it_soon_after_it_was_destroyed(
    written, store, database
):
    seconds = [0.0]
    used = Vault(KEY, monotonic=lambda: seconds[0])
    other = SqlStore(database=database, vault=used, clock=store.clock, new_id=store.new_id)
    mentee = f"note-{written.mentee.person_id}"

    def read():
        with other.look(NORTHMOOR) as work:
            return work.writing(mentee).body

    before, backup = read(), rows(database, note)
    with store.work(NORTHMOOR) as work:
        work.erase(written.mentee.person_id)
    put(database, note, backup)
    seconds[0] += LOOKS_AGAIN_S

    assert before == f"words of {written.mentee.person_id}"
    assert read() == UNREADABLE
    assert seen(other, written)[0] == f"words of {written.mentor.person_id}"


def test_k08_a_value_of_one_person_is_not_opened_by_the_key_of_another(written, database):
    vault, mentor = Vault(KEY), written.mentor.person_id
    within = written.pairing.relationship_id
    spot = Spot(NORTHMOOR, "note", f"note-{mentor}", "body", within)
    sealed = {row["note_id"]: row["body"] for row in rows(database, note)}
    mine, theirs = (sealed[f"note-{x.person_id}"] for x in (written.mentor, written.mentee))
    swapped = theirs[:HEAD] + mine[HEAD:]

    with database.transaction(NORTHMOOR, write=False) as connection:
        assert vault.open(connection, spot, mine) == f"words of {mentor}".encode()
        for wrong in (swapped, theirs, TENANT + mine[1:]):
            with pytest.raises(Exception, match=r"note\.body"):
                vault.open(connection, spot, wrong)


def as_before(database, vault, row, text=b"Before"):
    """Return a text as it was sealed before there were own keys."""
    spot = Spot(NORTHMOOR, "enrolment", row, "about")
    with database.transaction(NORTHMOOR) as connection:
        return vault.seal(connection, spot, text)


def test_one_value_that_does_not_open_is_named_and_keeps_no_other_from_being_sealed(
    campus, database, vault, monkeypatch
):
    monkeypatch.setattr(own_sealing, "AT_ONCE", 1)
    for who in (campus.mentor, campus.mentee):
        campus.save(an_enrolment(campus.programme, who))
    first, last = rows(database, enrolment)
    names = first["enrolment_id"], last["enrolment_id"]
    wrong, right = (as_before(database, vault, names[1]) for _ in range(2))
    put(database, enrolment, [first | {"about": wrong}, last | {"about": right}])

    done = seal_apart(database, vault, NORTHMOOR)

    assert done == Apart(1, (f"enrolment.about {names[0]}",))
    assert seal_apart(database, vault, NORTHMOOR) == Apart(0, done.refused)


class Filling(dict):
    """As another thread fills it: longer by one for each step through it."""

    def __iter__(self):
        for key in super().__iter__():
            self[f"elsewhere-{len(self)}"] = ("nobody", b"")
            yield key


def test_a_key_is_looked_for_while_other_threads_read_others(written, database):
    vault = Vault(KEY)
    [sealed, _] = [row["body"] for row in rows(database, note)]
    [name, _] = [row["note_id"] for row in rows(database, note)]

    with database.transaction(NORTHMOOR, write=False) as connection:
        vault._narrow.known(connection, NORTHMOOR).kept = Filling({"elsewhere": ("nobody", b"")})
        assert vault.open(
            connection,
            Spot(NORTHMOOR, "note", name, "body", written.pairing.relationship_id),
            sealed,
        )


def test_what_was_sealed_before_there_were_own_keys_is_sealed_with_them(
    campus, store, database, vault
):
    campus.save(an_enrolment(campus.programme, campus.mentee))
    [kept] = rows(database, enrolment)
    put(database, enrolment, [kept | {"about": as_before(database, vault, kept["enrolment_id"])}])

    assert seal_apart(database, vault, NORTHMOOR) == Apart(1, ())
    assert seal_apart(database, vault, NORTHMOOR) == Apart(0, ())
    assert seal_apart(database, vault, SOUTHMOOR) == Apart(0, ())

    [now] = rows(database, enrolment)
    assert now["about"][:1] == OWN
    assert campus.look("enrolment", kept["programme_id"], kept["person_id"]).profile.about == (
        "Before"
    )
