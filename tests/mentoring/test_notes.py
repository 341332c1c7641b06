"""Who reads and writes which kind of note (T9, C7, C8)."""

from dataclasses import replace

import pytest

from plugin.mentoring.errors import NotAllowedError, UnknownThingError, WrongStateError
from plugin.mentoring.notes import Note, NoteKind, may_read_notes
from tests.stores import NOON, NORTHMOOR


def a_note(kind, *, shared=True, author="ada"):
    return Note("n", NORTHMOOR, "r", "s", kind, author, "Owls", shared, NOON, author, NOON)


def test_c8_what_is_private_is_not_there_for_a_partner():
    jotting = a_note(NoteKind.JOTTING, shared=False)

    assert jotting.is_open_to("ada")
    with pytest.raises(UnknownThingError):
        jotting.rewritten("Mine now", by="ben", now=NOON)
    with pytest.raises(UnknownThingError):
        jotting.opened_up(by="ben", now=NOON)


def test_a_shared_record_is_everybodys_to_write():
    changed = a_note(NoteKind.RECORD).rewritten(" Otters ", by="ben", now=NOON)

    assert (changed.body, changed.changed_by, changed.author) == ("Otters", "ben", "ada")


def test_what_another_heard_is_theirs_to_change():
    with pytest.raises(NotAllowedError):
        a_note(NoteKind.HEARD).rewritten("No", by="ben", now=NOON)


def test_a_jotting_that_is_shared_becomes_part_of_the_record():
    shared = a_note(NoteKind.JOTTING, shared=False).opened_up(by="ada", now=NOON)

    assert (shared.kind, shared.shared) == (NoteKind.RECORD, True)


def test_sharing_is_once_and_for_good():
    with pytest.raises(WrongStateError):
        a_note(NoteKind.WENT_WRONG).opened_up(by="ada", now=NOON)


def test_c7_what_was_heard_is_confirmed_by_somebody_else_and_anew_when_it_changes():
    heard = a_note(NoteKind.HEARD)

    confirmed = heard.confirmed(by="ben")

    assert confirmed.confirmed_by == "ben"
    assert confirmed.rewritten("Other words", by="ada", now=NOON).confirmed_by is None
    assert confirmed.rewritten("Owls", by="ada", now=NOON) == confirmed
    with pytest.raises(WrongStateError):
        heard.confirmed(by="ada")
    with pytest.raises(WrongStateError):
        replace(heard, kind=NoteKind.RECORD).confirmed(by="ben")


@pytest.mark.parametrize(
    ("agreement", "signed", "reads"),
    [(None, False, True), ("some", False, False), ("some", True, True)],
)
def test_t1_who_joins_reads_the_notes_after_signing(agreement, signed, reads):
    assert may_read_notes(agreement, ever_signed=signed) is reads
