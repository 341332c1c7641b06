"""Notes, promises, and what members say of whether a session took place."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select

from plugin.mentoring.joint import REMOVED, Piece, spoken
from plugin.mentoring.notes import Note, NoteId, NoteKind
from plugin.mentoring.people import PersonId
from plugin.mentoring.promises import Promise, PromiseId, PromiseState
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import held_word, note, note_part, promise
from plugin.store.upserts import insert


class Writings(Rows):
    """Reads and writes notes and promises; their texts are sealed."""

    def writing(self, note_id: NoteId) -> Note | None:
        """Return the note, or None."""
        found = self._notes(select(note).where(self._mine(note, note_id=note_id)))
        return next(iter(found), None)

    def writings(
        self, relationship_id: RelationshipId, *, session_id: SessionId | None = None
    ) -> Sequence[Note]:
        """Return the notes of one session, or of no session, the oldest first."""
        mine = self._mine(note, relationship_id=relationship_id)
        query = select(note).where(mine, note.c.session_id.is_not_distinct_from(session_id))
        return self._notes(query.order_by(note.c.made_at, note.c.note_id))

    def writings_of(self, relationship_id: RelationshipId, *, most: int) -> Sequence[Note]:
        """Return the latest notes of every session, and of none."""
        query = select(note).where(self._mine(note, relationship_id=relationship_id))
        latest = query.order_by(note.c.changed_at.desc(), note.c.note_id)
        return self._notes(latest.limit(most))

    def save_writing(self, written: Note) -> None:
        """Write the note."""
        self._own(written.tenant_id)
        values: dict[str, Any] = {
            "relationship_id": written.relationship_id,
            "session_id": written.session_id,
            "kind": written.kind,
            "author": written.author,
            "shared": written.shared,
            "made_at": written.made_at,
            "changed_by": written.changed_by,
            "changed_at": written.changed_at,
            "confirmed_by": written.confirmed_by,
        }
        if written.body != UNREADABLE:
            values |= {"parts": [one.by for one in written.pieces] or None, "body": None}
            if not written.pieces:
                values["body"] = self._seal(
                    note,
                    written.note_id,
                    "body",
                    written.body,
                    of=written.relationship_id,
                    by=written.author,
                )
        self._save(note, {"note_id": written.note_id}, values, written.version)
        if written.body != UNREADABLE and (written.pieces or written.version):
            self._save_pieces(written)

    def promise(self, promise_id: PromiseId) -> Promise | None:
        """Return the promise, or None."""
        row = self._one(select(promise).where(self._mine(promise, promise_id=promise_id)))
        return self._promise(row) if row else None

    def promises(self, relationship_id: RelationshipId) -> Sequence[Promise]:
        """Return every promise, by the day it is for."""
        return self._promises(self._mine(promise, relationship_id=relationship_id))

    def open_promises(self, relationship_id: RelationshipId) -> Sequence[Promise]:
        """Return those that are neither done nor let go, by the day they are for."""
        rows = self._fixed(_open_promises(), relationship=relationship_id)
        return [self._promise(row) for row in rows]

    def _promises(self, wanted: ColumnElement[bool]) -> list[Promise]:
        return [self._promise(row) for row in self._all(_promises().where(wanted))]

    def save_promise(self, made: Promise) -> None:
        """Write the promise."""
        self._own(made.tenant_id)
        values: dict[str, Any] = {
            "relationship_id": made.relationship_id,
            "session_id": made.session_id,
            "owner": made.owner,
            "made_by": made.made_by,
            "due_on": made.due_on,
            "made_at": made.made_at,
            "state": made.state,
            "settled_at": made.settled_at,
        }
        if made.text != UNREADABLE:
            values["body"] = self._seal(
                promise,
                made.promise_id,
                "body",
                made.text,
                of=made.relationship_id,
                by=made.made_by,
            )
        self._save(promise, {"promise_id": made.promise_id}, values, made.version)

    def held_words(
        self, session_ids: Iterable[SessionId]
    ) -> Mapping[SessionId, Mapping[PersonId, bool]]:
        """Return who said what, by session."""
        found: dict[SessionId, dict[PersonId, bool]] = {}
        for part in in_parts(dict.fromkeys(session_ids)):
            query = select(held_word).where(self._mine(held_word), held_word.c.session_id.in_(part))
            for row in self._all(query):
                found.setdefault(row.session_id, {})[row.person_id] = row.held
        return found

    def save_held_word(self, session_id: SessionId, person_id: PersonId, held: bool) -> None:
        """Write a member's word in place of an earlier one."""
        said = {"held": held, "said_at": self._transaction.clock()}
        key = {"tenant_id": self.tenant_id, "session_id": session_id, "person_id": person_id}
        new = insert(self._connection, held_word).values({**key, **said})
        self._connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=said))

    def _save_pieces(self, written: Note) -> None:
        """Keep each person's pieces apart, sealed as theirs; what was removed is nobody's."""
        texts: dict[PersonId, dict[str, str]] = {}
        living = {one.by for one in written.pieces if not one.is_removed}
        for place, one in enumerate(written.pieces):
            texts.setdefault(one.by, {})[str(place)] = one.text
        rows = [
            {
                "person_id": who,
                "relationship_id": written.relationship_id,
                "body": self._sealed_json(
                    note_part,
                    f"{written.note_id}/{who}",
                    said,
                    of=written.relationship_id,
                    by=who if who in living else None,
                ),
            }
            for who, said in sorted(texts.items())
        ]
        self._put(note_part, {"note_id": written.note_id}, rows)

    def _notes(self, query: Select[Any]) -> list[Note]:
        rows = self._all(query)
        joint = self._pieces([row for row in rows if row.parts])
        return [self._note(row, joint.get(row.note_id, ())) for row in rows]

    def _pieces(self, rows: Sequence[Row[Any]]) -> Mapping[NoteId, tuple[Piece, ...]]:
        """Return the pieces of records that several wrote, in one query; none of none."""
        texts: dict[tuple[NoteId, PersonId], Mapping[str, str]] = {}
        for part in in_parts(row.note_id for row in rows):
            found = select(note_part).where(self._mine(note_part), note_part.c.note_id.in_(part))
            for row in self._all(found):
                name = f"{row.note_id}/{row.person_id}"
                said = self._opened_json(note_part, name, row.body, of=row.relationship_id)
                texts[row.note_id, row.person_id] = said or {}
        return {
            row.note_id: tuple(
                Piece(who, texts.get((row.note_id, who), {}).get(str(place), REMOVED))
                for place, who in enumerate(row.parts)
            )
            for row in rows
        }

    def _note(self, row: Row[Any], pieces: tuple[Piece, ...]) -> Note:
        body = self._open(note, row.note_id, "body", row.body, of=row.relationship_id)
        if pieces:
            lost = all(one.is_removed for one in pieces)
            body = UNREADABLE if lost else spoken(pieces)
        return Note(
            row.note_id,
            row.tenant_id,
            row.relationship_id,
            row.session_id,
            NoteKind(row.kind),
            row.author,
            body,
            row.shared,
            row.made_at,
            row.changed_by,
            row.changed_at,
            row.confirmed_by,
            row.version,
            pieces,
        )

    def _promise(self, row: Row[Any]) -> Promise:
        return Promise(
            row.promise_id,
            row.tenant_id,
            row.relationship_id,
            row.session_id,
            row.owner,
            row.made_by,
            self._open(promise, row.promise_id, "body", row.body, of=row.relationship_id),
            row.due_on,
            row.made_at,
            PromiseState(row.state),
            row.settled_at,
            row.version,
        )


@cache
def _promises() -> Select[Any]:
    order = (promise.c.due_on, promise.c.made_at, promise.c.promise_id)
    return select(promise).order_by(*order)


@cache
def _open_promises() -> Select[Any]:
    tenant = promise.c.tenant_id == bindparam("tenant")
    here = promise.c.relationship_id == bindparam("relationship")
    return _promises().where(tenant, here, promise.c.state == PromiseState.OPEN)
