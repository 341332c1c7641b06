"""Which chat in Teams belongs to which relationship, and what tabs ask of one person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from plugin.mentoring.enrolment import Enrolment
from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.store.enrolments import Enrolments
from plugin.store.tables import enrolment, teams_chat
from plugin.store.upserts import insert


class TeamsChats(Enrolments):
    """Reads and writes chats."""

    def chat_of(self, thread: str) -> RelationshipId | None:
        """Return the relationship that a member said the chat belongs to."""
        mine = self._mine(teams_chat, thread=thread)
        row = self._one(select(teams_chat.c.relationship_id).where(mine))
        return RelationshipId(row.relationship_id) if row else None

    def save_chat(
        self, thread: str, relationship_id: RelationshipId, *, by: PersonId, at: datetime
    ) -> None:
        """Say which relationship the chat belongs to, from now on."""
        said = {"relationship_id": relationship_id, "bound_by": by, "bound_at": at}
        values = {"tenant_id": self.tenant_id, "thread": thread, **said}
        new = insert(self._connection, teams_chat).values(values)
        keys = ["tenant_id", "thread"]
        self._connection.execute(new.on_conflict_do_update(index_elements=keys, set_=said))

    def own_enrolments(self, person_id: PersonId) -> Sequence[Enrolment]:
        """Return the person's parts in every programme."""
        mine = self._mine(enrolment, person_id=person_id)
        rows = self._all(select(enrolment).where(mine).order_by(enrolment.c.enrolment_id))
        return [self._enrolment(row) for row in rows]
