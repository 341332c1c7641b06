"""K10: a record that two wrote keeps each one's words apart, and loses one's alone with them."""

import pytest
from sqlalchemy import delete

from plugin.mentoring.joint import REMOVED
from plugin.ports.values import UNREADABLE
from plugin.store.own_data import OwnData
from plugin.store.sealing import BOTH
from plugin.store.tables import note, note_part, own_key
from tests.store.people import NOON, Campus, a_session
from tests.store.test_own_keys import a_note, put, rows
from tests.stores import NORTHMOOR


@pytest.fixture
def campus(store):
    campus = Campus(store)
    campus.save(a_session(campus.pairing))
    return campus


@pytest.fixture
def joint(campus):
    """A record that the mentor began, and to which the mentee added; its name."""
    begun = a_note(campus, campus.mentor)
    with campus.store.work(NORTHMOOR) as work:
        work.save_writing(begun)
    rewrite(campus, begun.note_id, campus.mentee, f"{begun.body} Mine too.")
    return begun.note_id


def rewrite(campus, name, who, body):
    with campus.store.work(NORTHMOOR) as work:
        kept = work.writing(name)
        work.save_writing(kept.rewritten(body, by=who.person_id, now=NOON))


def read(campus, name):
    with campus.store.look(NORTHMOOR) as work:
        one = work.writing(name)
        assert work.writings_of(one.relationship_id, most=5) == [one]
        assert work.writings(one.relationship_id, session_id=one.session_id) == [one]
    return one.body


def erase(campus, who):
    with campus.store.work(NORTHMOOR) as work:
        return work.erase(who.person_id)


def test_both_read_all_of_it_and_each_ones_words_are_sealed_as_theirs(campus, joint, database):
    assert read(campus, joint) == f"words of {campus.mentor.person_id} Mine too."
    assert [row["body"] for row in rows(database, note)] == [None]
    assert {row["person_id"]: row["body"][:1] for row in rows(database, note_part)} == {
        campus.mentor.person_id: BOTH, campus.mentee.person_id: BOTH,
    }  # fmt: skip


def test_k10_with_whoever_began_it_their_words_go_and_the_others_stay(campus, joint):
    counts = erase(campus, campus.mentor)

    assert counts["note_part"] == 1
    assert read(campus, joint) == f"{REMOVED} Mine too."


def test_k10_with_whoever_added_to_it_what_they_added_goes(campus, joint):
    erase(campus, campus.mentee)

    assert read(campus, joint) == f"words of {campus.mentor.person_id} {REMOVED}"


def test_what_is_left_can_still_be_written_on(campus, joint, database):
    erase(campus, campus.mentor)
    rewrite(campus, joint, campus.mentee, f"{REMOVED} Mine too. And more.")
    rewrite(campus, joint, campus.mentee, f"Before. {REMOVED} Mine too. And more.")

    assert read(campus, joint) == f"Before. {REMOVED} Mine too. And more."
    assert [row["person_id"] for row in rows(database, own_key)] == [campus.mentee.person_id]


def test_k10_in_a_backup_only_the_words_of_who_was_removed_are_gone(campus, joint, database):
    backup = {table: rows(database, table) for table in (note_part, note)}
    erase(campus, campus.mentor)
    with database.transaction(NORTHMOOR) as connection:
        connection.execute(delete(note_part))
    put(database, note, backup[note])
    put(database, note_part, backup[note_part])

    assert read(campus, joint) == f"{REMOVED} Mine too."
    erase(campus, campus.mentor)
    assert read(campus, joint) == f"{REMOVED} Mine too."


def test_of_a_record_with_no_word_that_opens_nothing_is_overwritten(campus, joint, database):
    with database.transaction(NORTHMOOR) as connection:
        connection.execute(delete(own_key))
    before = rows(database, note_part)
    with campus.store.work(NORTHMOOR) as work:
        work._transaction.vault._narrow._tenants.clear()
        kept = work.writing(joint)
        work.save_writing(kept)

    assert kept.body == UNREADABLE
    assert rows(database, note_part) == before


def test_what_one_alone_has_rewritten_whole_is_theirs(campus, joint, database):
    rewrite(campus, joint, campus.mentor, "Anew")
    rewrite(campus, joint, campus.mentee, "Other")

    assert read(campus, joint) == "Other"
    assert [row["person_id"] for row in rows(database, note_part)] == [campus.mentee.person_id]


def test_a_copy_holds_ones_own_words_of_it(campus, joint):
    with campus.store.look(NORTHMOOR) as work:
        assert isinstance(work, OwnData)
        copies = [work.own_data(who.person_id) for who in (campus.mentor, campus.mentee)]

    said = [str(copy["note_part"]) for copy in copies]
    assert ["words of" in one for one in said] == [True, False]
    assert ["Mine too" in one for one in said] == [False, True]
    assert campus.mentee.person_id not in str(copies[0]["note"][0].get("parts"))
