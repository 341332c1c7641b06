"""Everything of one person's: read for a copy, removed on their wish, and accounted for."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Row, Table, delete, select, update

from plugin.mentoring.joint import REMOVED
from plugin.mentoring.people import PersonId
from plugin.ports.privacy import Consent, Copy, Erasure
from plugin.ports.values import UNREADABLE
from plugin.store.cheers import Cheers, cheers_left_out
from plugin.store.own_texts import OwnTexts
from plugin.store.personal import PLACES, SECRETS, Fate, Place, relationship_of, row_name, table_of
from plugin.store.relationship_keys import RelationshipKeys
from plugin.store.same_person import SamePerson
from plugin.store.tables import (
    board,
    data_export,
    erasure,
    exchange,
    goal,
    goal_word,
    idea,
    message,
    note,
    note_part,
    own_key,
    person,
    recording_consent,
    sharing,
    showing,
    showing_word,
    visit,
)
from plugin.store.upserts import insert
from plugin.store.visits import end_visits

ANOTHER = "somebody else"
CHEERS = "said_of_goals"
_SHAPED = (message, note_part, exchange, showing, board, idea)
"""Their words are sealed as JSON."""
_PRIVATE = ("jotting", "went wrong")
_UNSAID = {"tenant_id", "version", "parts"} | SECRETS


class OwnData(Cheers, SamePerson, RelationshipKeys, OwnTexts):
    """Reads and removes what is one person's, table by table."""

    def own_data(self, person_id: PersonId) -> Mapping[str, Sequence[Mapping[str, str]]]:
        """Return the person's own rows by table, opened; whoever else is named stays unnamed."""
        own = self.accounts_of(person_id)
        themselves = Place("person", "person_id", Fate.STAYS)
        found: dict[str, Sequence[Mapping[str, str]]] = {}
        for place in (themselves, *(one for one in PLACES if one.own)):
            rows = [row for who in own for row in self._opened(table_of(place), place, who, own)]
            if rows:
                found[place.table] = [*found.get(place.table, []), *rows]
        cheers = self.cheers_by(own)
        return {**found, CHEERS: cheers} if cheers else found

    def accounts_of(self, person_id: PersonId) -> Sequence[PersonId]:
        """Return the person, and whoever was joined to them: what is held is under each."""
        joined = [
            one.other
            for one in self.joinings_of(person_id)
            if one.kept == person_id and one.joined_at is not None and one.ended_at is None
        ]
        return [person_id, *(who for other in joined for who in self.accounts_of(other))]

    def erase(self, person_id: PersonId) -> Mapping[str, int]:
        """Remove what is the person's own, and the way back to them; returns counts by table.

        Safe to repeat: after a restore from a backup it is done once more. What is held under
        another account of theirs is removed as that one's.
        """
        counts: Counter[str] = Counter()
        private = self._mine(note, author=person_id) & note.c.kind.in_(_PRIVATE)
        gone = delete(note).where(private & ~note.c.shared)
        counts["note"] += self._connection.execute(gone).rowcount
        for place in PLACES:
            table = table_of(place)
            if table is own_key:
                continue  # it opens what is still to be looked at
            if place.fate is Fate.GOES:
                theirs = self._mine(table, **{place.column: person_id})
                counts[place.table] += self._connection.execute(
                    delete(table).where(theirs)
                ).rowcount
            elif place.fate is Fate.REMOVED:
                counts[place.table] += self._remove_words(table, place, person_id)
        counts["goal"] += self.remove_cheers(person_id, REMOVED)
        counts.update(self.remove_own_texts(person_id))
        forget = self._transaction.vault.forget
        counts["own_key"] = forget(self._connection, self.tenant_id, person_id)
        counts["relationship_key"] = self._destroy_forsaken(person_id)
        blank = dict.fromkeys(("name", "email", "zone", "locale", "subject"))
        nobody = blank | {"registration_id": None, "name_key": "", "version": person.c.version + 1}
        mine = self._mine(person, person_id=person_id)
        self._connection.execute(update(person).where(mine).values(nobody))
        return {table: count for table, count in sorted(counts.items()) if count}

    def _remove_words(self, table: Table, place: Place, person_id: PersonId) -> int:
        sealed = [one.name for one in table.columns if isinstance(one.type, LargeBinary)]
        rows = self._all(select(table).where(self._mine(table, **{place.column: person_id})))
        for row in rows:
            words = {
                column: self._seal_nobodys(table, row, column, self._emptied(table, column, row))
                for column in sealed
                if getattr(row, column) is not None
            }
            keys = {key.name: getattr(row, key.name) for key in table.primary_key}
            del keys["tenant_id"]
            if words:
                self._connection.execute(
                    update(table).where(self._mine(table, **keys)).values(words)
                )
        return len(rows)

    def _emptied(self, table: Table, column: str, row: Row[Any]) -> str:
        """Return what stands in place of the words, in the shape that they had."""
        if table not in _SHAPED:
            return REMOVED
        shape = self._shape(table, column, row)
        return json.dumps({key: _blank(key, value) for key, value in shape.items()})

    def _opened(
        self, table: Table, place: Place, person_id: PersonId, own: Collection[PersonId]
    ) -> list[dict[str, str]]:
        rows = self._all(select(table).where(self._mine(table, **{place.column: person_id})))
        return [self._told(table, row, own) for row in rows]

    def _told(self, table: Table, row: Row[Any], own: Collection[PersonId]) -> dict[str, str]:
        told: dict[str, str] = {}
        for column in table.columns:
            value = getattr(row, column.name)
            if column.name in _UNSAID or value is None:
                continue
            if isinstance(value, bytes):
                text = self._open(
                    table,
                    row_name(table, row),
                    column.name,
                    value,
                    of=relationship_of(table, row),
                )
                value = "cannot be shown" if text == UNREADABLE else text
                if table is goal and text != UNREADABLE:
                    value = cheers_left_out(text, own, ANOTHER)
            elif _names_somebody(column) and value not in own:
                value = ANOTHER
            told[column.name] = value.isoformat() if isinstance(value, datetime) else str(value)
        return told

    def erasure(self, person_id: PersonId) -> Erasure | None:
        """Return the person's removal, asked for or done."""
        row = self._one(select(erasure).where(self._mine(erasure, person_id=person_id)))
        return _erasure(row) if row else None

    def erasures(self) -> Sequence[Erasure]:
        """Return every removal of the institution, the oldest first."""
        rows = self._all(select(erasure).where(self._mine(erasure)).order_by(erasure.c.asked_at))
        return [_erasure(row) for row in rows]

    def save_erasure(self, asked: Erasure) -> None:
        """Write it; a person has one."""
        key = {"tenant_id": self.tenant_id, "person_id": asked.person_id}
        values = {
            "asked_at": asked.asked_at,
            "done_at": asked.done_at,
            "counts": dict(asked.counts),
        }
        new = insert(self._connection, erasure).values(key | values)
        self._connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=values))

    def consents_of(self, person_id: PersonId) -> Sequence[Consent]:
        """Return what the person said yes to, and took back, in order."""
        mine = self._mine(recording_consent, person_id=person_id)
        found = [
            Consent("recording", row.given, row.said_at)
            for row in self._all(select(recording_consent).where(mine))
        ]
        for row in self._all(select(sharing).where(self._mine(sharing, person_id=person_id))):
            found.append(Consent("participation", True, row.given_at))
            if row.withdrawn_at is not None:
                found.append(Consent("participation", False, row.withdrawn_at))
        goals = select(goal_word).where(self._mine(goal_word, person_id=person_id))
        found += [Consent("goals", row.shares, row.said_at) for row in self._all(goals)]
        words = select(showing_word).where(self._mine(showing_word, person_id=person_id))
        found += [Consent("shown", True, row.said_at) for row in self._all(words)]
        return sorted(found, key=lambda one: one.at)

    def end_visits(self, person_id: PersonId) -> int:
        """End every visit of the person's; returns how many. They are swept like any other."""
        theirs = self._mine(visit, person_id=person_id)
        return end_visits(self._connection, theirs, now=self._transaction.clock())

    def copies_of(self, person_id: PersonId) -> Sequence[Copy]:
        """Return the person's copies without their content, the latest first."""
        mine = self._mine(data_export, person_id=person_id)
        query = select(data_export).where(mine).order_by(data_export.c.asked_at.desc())
        return [_copy(row) for row in self._all(query)]

    def save_copy(self, copy: Copy, bundle: bytes | None = None) -> None:
        """Write it; `bundle` is its content, sealed. Without one, what is there is taken away."""
        key = {"tenant_id": self.tenant_id, "export_id": copy.export_id}
        sealed = bundle and self._seal_bytes(
            data_export, copy.export_id, "bundle", bundle, by=copy.person_id
        )
        values = {
            "person_id": copy.person_id,
            "asked_at": copy.asked_at,
            "made_at": copy.made_at,
            "taken_at": copy.taken_at,
            "expires_at": copy.expires_at,
            "bundle": sealed,
        }
        new = insert(self._connection, data_export).values(key | values)
        self._connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=values))

    def bundle(self, export_id: str) -> bytes | None:
        """Return the content of a copy, or None where it was taken, ran out or does not open."""
        query = select(data_export.c.bundle).where(self._mine(data_export, export_id=export_id))
        row = self._one(query)
        if row is None or row.bundle is None:
            return None
        return self._open_bytes(data_export, export_id, "bundle", row.bundle)


def _blank(key: str, value: object) -> object:
    """Return what stands in place of one of several words that were sealed together."""
    if isinstance(value, list):
        return []
    return "" if key == "link" else REMOVED


def _names_somebody(column: Any) -> bool:
    return any(key.column.table.name == "person" for key in column.foreign_keys) and (
        column.name != "tenant_id"
    )


def _erasure(row: Row[Any]) -> Erasure:
    return Erasure(row.person_id, row.asked_at, row.done_at, row.counts)


def _copy(row: Row[Any]) -> Copy:
    return Copy(
        row.export_id, row.person_id, row.asked_at, row.made_at, row.taken_at, row.expires_at
    )
