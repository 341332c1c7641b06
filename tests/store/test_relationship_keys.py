"""T9, K10: what is said in a relationship opens in that one only, and for as long as its key is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, update

from plugin.mentoring.coaching import Model, Walk
from plugin.mentoring.programme import Stage
from plugin.ports.privacy import Erasure, KeyRemoval
from plugin.ports.values import UNREADABLE
from plugin.store.narrow_keys import LOOKS_AGAIN_S
from plugin.store.own_sealing import Apart, seal_apart
from plugin.store.sealing import BOTH, RELATED, Spot
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore
from plugin.store.tables import agreement_text, note, own_key, relationship_key, walk
from plugin.store.verify import verify
from tests.store.people import NOON, Campus, a_session, an_agreement
from tests.store.test_own_keys import a_note, put, rows, seen
from tests.stores import KEY, NORTHMOOR

ENDED = date(2026, 1, 31)
OLDER = b'{"model": {"key": "", "name": "Older", "steps": [], "scaled": ""}, "scale": null}'


@pytest.fixture
def campus(store):
    return Campus(store)


@pytest.fixture
def written(campus):
    """A note of either side, an agreement, and a walk that is nobody's own."""
    campus.save(a_session(campus.pairing), an_agreement(campus.pairing))
    with campus.store.work(NORTHMOOR) as work:
        for who in (campus.mentor, campus.mentee):
            work.save_writing(a_note(campus, who))
        work.save_walk(a_walk(campus))
    return campus


def a_walk(campus):
    model = Model("grow", "Ours alone", ())
    who = campus.mentor.person_id
    return Walk("session-1", NORTHMOOR, campus.pairing.relationship_id, model, who, NOON)


def walked(store):
    with store.look(NORTHMOOR) as work:
        return work.walk("session-1").model.name


def fresh(store, **changed):
    vault = Vault(KEY, **changed)
    return SqlStore(database=store.database, vault=vault, clock=store.clock, new_id=store.new_id)


def close(campus):
    """End the programme, so that its words have been kept for long enough."""
    with campus.store.work(NORTHMOOR) as work:
        work.save_programme(
            replace(
                work.programme(campus.programme.programme_id), stage=Stage.CLOSED, ends_on=ENDED
            )
        )


def forget(store):
    with store.work(NORTHMOOR) as work:
        return work.forget_written(ended_before=ENDED + timedelta(days=1))


def kinds(database):
    return {row["body"][:1] for row in rows(database, note)}


def test_words_are_sealed_with_the_relationship_s_key_and_their_author_s(written, database):
    [agreed], [plain] = rows(database, agreement_text), rows(database, walk)

    assert kinds(database) == {BOTH}
    assert {agreed["terms"][:1], plain["body"][:1]} == {RELATED}
    assert len(rows(database, relationship_key)) == 1


def test_t9_words_put_into_another_relationship_do_not_open_there(written, store, database):
    other = written.another_pairing(2)
    written.save(a_session(other, session_id="session-2"))
    with database.transaction(NORTHMOOR) as connection:
        for table in (note, walk):
            moved = update(table).values(relationship_id=other.relationship_id)
            connection.execute(moved)
    with store.work(NORTHMOOR) as work:  # so that it has a key of its own
        work.save_agreement(an_agreement(other))

    assert seen(store, written) == [UNREADABLE, UNREADABLE]
    assert walked(store) == UNREADABLE


def test_t9_a_key_handed_to_another_relationship_opens_nothing(written, store, database):
    other = written.another_pairing(2).relationship_id
    with database.transaction(NORTHMOOR) as connection:
        for table in (note, walk, relationship_key):
            connection.execute(update(table).values(relationship_id=other))

    assert seen(store, written) == [UNREADABLE, UNREADABLE]
    assert walked(fresh(store)) == UNREADABLE
    spot = Spot(NORTHMOOR, "note", "new", "body", other)
    refused = pytest.raises(Exception, match=r"relationship_key\.data_key")
    with database.transaction(NORTHMOOR) as connection, refused:
        Vault(KEY).seal(connection, spot, b"x")


def test_p08_a_backup_holds_nothing_of_a_relationship_once_its_key_is_gone(
    written, store, database
):
    backup = {table: rows(database, table) for table in (note, walk)}
    close(written)
    counts = forget(store)
    newest = {table: rows(database, table) for table in (own_key, relationship_key)}

    for table, kept in (backup | newest).items():
        with database.transaction(NORTHMOOR) as connection:
            connection.execute(table.delete())
            if kept:
                connection.execute(table.insert(), kept)

    assert counts["relationship_key"] == 1
    assert newest[relationship_key] == []
    assert seen(store, written) == [UNREADABLE, UNREADABLE]
    assert walked(fresh(store)) == UNREADABLE
    assert "walk.body session-1" in verify(database, Vault(KEY)).refused


def test_p08_a_process_that_has_used_a_relationship_s_key_forgets_it_soon(written, store, database):
    seconds = [0.0]
    other = fresh(store, monotonic=lambda: seconds[0])
    before, backup = walked(other), rows(database, walk)
    close(written)
    forget(store)
    put(database, walk, backup)
    seconds[0] += LOOKS_AGAIN_S

    assert before == "Ours alone"
    assert walked(other) == UNREADABLE


def test_a_relationship_whose_key_was_destroyed_is_given_another(written, store, database):
    close(written)
    forget(store)

    with store.work(NORTHMOOR) as work:
        work.save_walk(a_walk(written))

    assert walked(store) == walked(fresh(store)) == "Ours alone"


def test_p08_a_key_that_a_backup_brings_back_is_destroyed_once_more(written, store, database):
    backup = rows(database, relationship_key)
    close(written)
    forget(store)
    with store.look(NORTHMOOR) as work:
        [removed] = work.key_removals()
    put(database, relationship_key, backup)

    with store.work(NORTHMOOR) as work:
        assert not work.remove_key(replace(removed, key_id="another"))
        assert work.remove_key(removed)
        assert not work.remove_key(removed)

    assert removed == KeyRemoval(
        written.pairing.relationship_id, backup[0]["key_id"], removed.removed_at
    )
    assert rows(database, relationship_key) == []


def test_what_was_sealed_before_is_sealed_with_the_relationship_s_key_as_well(
    written, store, database
):
    """Of three ages: with the institution's key alone, with the author's, and as it is now."""
    vault, mentor = Vault(KEY), written.mentor.person_id
    names = [row["note_id"] for row in rows(database, note)]
    spots = {name: Spot(NORTHMOOR, "note", name, "body") for name in names}
    with database.transaction(NORTHMOOR) as connection:
        for number, (key, spot) in enumerate(spots.items()):
            author = key.removeprefix("note-") if number else None
            sealed = vault.seal(connection, spot, f"words of {key[5:]}".encode(), by=author)
            connection.execute(update(note).where(note.c.note_id == key).values(body=sealed))
        plain = vault.seal(connection, Spot(NORTHMOOR, "walk", "session-1", "body"), OLDER)
        connection.execute(update(walk).values(body=plain))
    before = kinds(database), seen(store, written), walked(store)

    done = seal_apart(database, vault, NORTHMOOR)

    assert before[0] == {b"\x01", b"\x02"}
    assert done == Apart(3, ())
    assert seal_apart(database, vault, NORTHMOOR) == Apart(0, ())
    assert kinds(database) == {BOTH}
    assert (seen(store, written), walked(store)) == before[1:]
    assert before[1] == [f"words of {mentor}", f"words of {written.mentee.person_id}"]


def test_k10_with_the_last_of_its_people_a_relationship_s_key_goes(written, store, database):
    for number, who in enumerate((written.mentor, written.mentee)):
        with store.work(NORTHMOOR) as work:
            counts = work.erase(who.person_id)
            work.save_erasure(Erasure(who.person_id, NOON, NOON, counts))
        assert counts.get("relationship_key", 0) == number

    assert rows(database, relationship_key) == []
    assert walked(fresh(store)) == UNREADABLE


def test_a_page_reads_keys_once_in_a_process(written, store, database):
    other, statements = fresh(store), []
    event.listen(
        database.engine, "before_cursor_execute", lambda *given: statements.append(given[2])
    )

    def read():
        statements.clear()
        with other.look(NORTHMOOR) as work:
            work.writings(written.pairing.relationship_id, session_id="session-1")
            work.walk("session-1")
        return sum("key" in one for one in statements)

    assert read() == 3  # the institution's, how many were destroyed, and the keys themselves
    assert read() == 0
