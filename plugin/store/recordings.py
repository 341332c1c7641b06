"""Who said yes to a recording, and where it is. The link is sealed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.recording import Consent
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows
from plugin.store.tables import recording_consent, recording_link
from plugin.store.upserts import insert


class Recordings(Rows):
    """Reads and writes consents, which are only ever added to, and links."""

    def consents(self, session_id: SessionId) -> Sequence[Consent]:
        """Return everything that was said, in order of time."""
        mine = self._mine(recording_consent, session_id=session_id)
        order = (recording_consent.c.said_at, recording_consent.c.number)
        query = select(recording_consent).where(mine).order_by(*order)
        return [_consent(row) for row in self._all(query)]

    def save_consent(self, one: Consent) -> None:
        """Add it; two of one number are a fault that the key refuses."""
        self._own(one.tenant_id)
        row = {
            "tenant_id": one.tenant_id,
            "session_id": one.session_id,
            "person_id": one.person_id,
            "number": one.number,
            "given": one.given,
            "text_hash": one.text_hash,
            "generation": one.generation,
            "said_at": one.at,
        }
        self._connection.execute(insert(self._connection, recording_consent).values(row))

    def recording_link(self, session_id: SessionId) -> str | None:
        """Return the link, or None; also None for one that does not open."""
        row = self._one(
            select(recording_link).where(self._mine(recording_link, session_id=session_id))
        )
        if row is None:
            return None
        opened = self._open(recording_link, session_id, "url", row.url, of=row.relationship_id)
        return None if opened in ("", UNREADABLE) else opened

    def save_recording_link(
        self, session_id: SessionId, url: str, *, of: RelationshipId, by: PersonId
    ) -> None:
        """Keep the link in place of an earlier one."""
        sealed = self._seal(recording_link, session_id, "url", url, of=of, by=by)
        row = {"url": sealed, "added_by": by, "relationship_id": of}
        self._put(recording_link, {"session_id": session_id}, [row])

    def drop_recording_link(self, session_id: SessionId) -> None:
        """Forget the link."""
        mine = self._mine(recording_link, session_id=session_id)
        self._connection.execute(delete(recording_link).where(mine))


def _consent(row: Row[Any]) -> Consent:
    return Consent(
        row.session_id,
        row.tenant_id,
        row.person_id,
        row.number,
        row.given,
        row.text_hash,
        row.generation,
        row.said_at,
    )
