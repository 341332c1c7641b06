"""Mail that is to be sent, or was. Address and body are sealed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, update

from plugin.mentoring.people import PersonId
from plugin.mentoring.series import SeriesId
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.ports.values import UNREADABLE, Letter
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import letter as table
from plugin.store.upserts import insert

AFTER_SLASH = chr(ord("/") + 1)
"""Keys are compared byte by byte, so that what begins alike is one range of them."""


class Letters(Rows):
    """Reads and writes letters."""

    def letter(self, key: str) -> Letter | None:
        """Return the letter, or None."""
        row = self._one(select(table).where(self._mine(table, letter_key=key)))
        return self._letter(row) if row else None

    def letters_of(self, session_id: SessionId) -> Sequence[Letter]:
        """Return the session's letters, by key."""
        mine = self._mine(table, session_id=session_id)
        rows = self._all(select(table).where(mine).order_by(table.c.letter_key))
        return [self._letter(row) for row in rows]

    def letters_about(self, session: MentoringSession) -> Sequence[Letter]:
        """Return the session's letters, and those about the whole series that it is of."""
        things = filter(None, (session.session_id, session.series_id))
        query = select(table).where(self._about(things)).order_by(table.c.letter_key)
        return [self._letter(row) for row in self._all(query)]

    def were_written_to(
        self, series_ids: Iterable[SeriesId]
    ) -> Mapping[SeriesId, frozenset[PersonId]]:
        """Return who was sent each series' invitation by mail; nothing where nobody was."""
        found: dict[SeriesId, set[PersonId]] = {}
        for part in in_parts(series_ids):
            query = select(table.c.letter_key, table.c.person_id).where(self._about(part))
            for row in self._all(query.where(table.c.sent_at.is_not(None))):
                about = SeriesId(row.letter_key.partition("/")[0])
                found.setdefault(about, set()).add(row.person_id)
        return {key: frozenset(people) for key, people in found.items()}

    def _about(self, things: Iterable[str]) -> ColumnElement[bool]:
        """Return the condition that a key begins with one of these: a range of the primary key."""
        key = table.c.letter_key
        spans = ((key > f"{one}/") & (key < f"{one}{AFTER_SLASH}") for one in things)
        return or_(*(self._mine(table) & span for span in spans))

    def save_letter(self, letter: Letter) -> None:
        """Write the letter unless one with its key exists."""
        self._own(letter.tenant_id)
        row = {
            "tenant_id": self.tenant_id,
            "letter_key": letter.key,
            "person_id": letter.person_id,
            "session_id": letter.session_id,
            "address": self._seal_bytes(table, letter.key, "address", letter.address.encode()),
            "message_id": letter.message_id,
            "method": letter.method,
            "body": self._seal_bytes(table, letter.key, "body", letter.body),
            "sent_at": letter.sent_at,
        }
        new = insert(self._connection, table).values(row)
        self._connection.execute(new.on_conflict_do_nothing())

    def mark_sent(self, key: str, *, at: datetime) -> None:
        """Note when the letter was handed over; the first time stays."""
        first = table.c.sent_at.is_(None)
        sent = update(table).where(self._mine(table, letter_key=key), first)
        self._connection.execute(sent.values(sent_at=at))

    def _letter(self, row: Row[Any]) -> Letter:
        body = self._open_bytes(table, row.letter_key, "body", row.body)
        return Letter(
            row.letter_key,
            row.tenant_id,
            row.person_id,
            row.session_id,
            self._open(table, row.letter_key, "address", row.address),
            row.message_id,
            row.method,
            UNREADABLE.encode() if body is None else body,
            row.sent_at,
        )
