"""How people meet. Places, addresses and telephone numbers are sealed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.mentoring.ways import Platform, Reach, Switch, Way, Ways
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import meeting_ways, reach, session_switch, tried
from plugin.store.upserts import insert


class MeetingWays(Rows):
    """Reads and writes ways, numbers, switches and who has tried."""

    def ways(self, relationship_id: RelationshipId) -> Ways | None:
        """Return what its members have said, or None."""
        mine = self._mine(meeting_ways, relationship_id=relationship_id)
        row = self._one(select(meeting_ways).where(mine))
        if row is None:
            return None
        return Ways(
            row.relationship_id,
            row.tenant_id,
            self._way(row, "platform", "detail"),
            self._way(row, "backup", "backup_detail"),
            row.version,
        )

    def save_ways(self, ways: Ways) -> None:
        """Write it; a relationship has one."""
        self._own(ways.tenant_id)
        key = ways.relationship_id
        values = {
            "platform": ways.primary.platform,
            "detail": self._seal(meeting_ways, key, "detail", ways.primary.detail, of=key),
            "backup": ways.backup.platform,
            "backup_detail": self._seal(
                meeting_ways, key, "backup_detail", ways.backup.detail, of=key
            ),
        }
        self._save(meeting_ways, {"relationship_id": key}, values, ways.version)

    def reach(self, people: Iterable[PersonId]) -> Mapping[PersonId, Reach]:
        """Return by person how they are reached; nothing for those who said nothing."""
        return {
            row.person_id: Reach(
                row.person_id,
                row.tenant_id,
                self._shown(self._open(reach, row.person_id, "number", row.number)),
                row.language,
                row.version,
            )
            for part in in_parts(dict.fromkeys(people))
            for row in self._all(
                select(reach).where(self._mine(reach), reach.c.person_id.in_(part))
            )
        }

    def save_reach(self, one: Reach) -> None:
        """Write it; a person has one."""
        self._own(one.tenant_id)
        values = {
            "number": self._seal(reach, one.person_id, "number", one.number, by=one.person_id),
            "language": one.language,
        }
        self._save(reach, {"person_id": one.person_id}, values, one.version)

    def switch(self, session_id: SessionId) -> Switch | None:
        """Return where the session is now, or None where nobody moved it."""
        mine = self._mine(session_switch, session_id=session_id)
        row = self._one(select(session_switch).where(mine))
        if row is None:
            return None
        return Switch(
            row.session_id,
            row.tenant_id,
            row.to_backup,
            row.switched_by,
            row.switched_at,
            row.version,
        )

    def save_switch(self, switch: Switch) -> None:
        """Write it; of two at once, one is refused."""
        self._own(switch.tenant_id)
        values = {
            "to_backup": switch.to_backup,
            "switched_by": switch.by,
            "switched_at": switch.at,
        }
        self._save(session_switch, {"session_id": switch.session_id}, values, switch.version)

    def tried(self, relationship_id: RelationshipId) -> Mapping[PersonId, datetime]:
        """Return who says that the technology works for them, and since when."""
        mine = self._mine(tried, relationship_id=relationship_id)
        return {row.person_id: row.tried_at for row in self._all(select(tried).where(mine))}

    def save_tried(
        self, relationship_id: RelationshipId, person_id: PersonId, at: datetime | None
    ) -> None:
        """Keep a member's word; None takes it back."""
        mine = self._mine(tried, relationship_id=relationship_id, person_id=person_id)
        if at is None:
            self._connection.execute(delete(tried).where(mine))
            return
        row = {
            "tenant_id": self.tenant_id,
            "relationship_id": relationship_id,
            "person_id": person_id,
            "tried_at": at,
        }
        statement = insert(self._connection, tried).values(row).on_conflict_do_nothing()
        self._connection.execute(statement)

    def _way(self, row: Row[Any], platform: str, detail: str) -> Way:
        sealed = getattr(row, detail)
        text = self._open(meeting_ways, row.relationship_id, detail, sealed, of=row.relationship_id)
        return Way(Platform(getattr(row, platform)), self._shown(text))

    @staticmethod
    def _shown(text: str) -> str:
        """What does not open is as good as not said; the forms then ask for it again."""
        return "" if text == UNREADABLE else text
