"""What comes up: sessions, promises, votes and reviews that people are reminded of."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select

from plugin.mentoring.agreement import LONGEST_REVIEW_WEEKS
from plugin.mentoring.people import PersonId
from plugin.mentoring.poll import PollId, PollState
from plugin.mentoring.promises import PromiseId, PromiseState
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.session import SessionId, SessionState
from plugin.store.rows import Rows
from plugin.store.tables import (
    agreement,
    agreement_text,
    mentoring_session,
    poll,
    promise,
    relationship,
)


class Reminders(Rows):
    """Reads what is due in a stretch of time."""

    def sessions_starting(self, after: datetime, before: datetime) -> Sequence[SessionId]:
        """Return planned sessions that begin in this stretch of time."""
        table = mentoring_session
        query = select(table.c.session_id).where(
            self._mine(table, state=SessionState.PLANNED),
            table.c.starts_at > after,
            table.c.starts_at <= before,
        )
        return [row.session_id for row in self._all(query.order_by(table.c.starts_at))]

    def promises_due(
        self, first: date, last: date
    ) -> Sequence[tuple[PromiseId, RelationshipId, PersonId, date]]:
        """Return open promises of these days, with their owners; nobody's text."""
        query = select(
            promise.c.promise_id, promise.c.relationship_id, promise.c.owner, promise.c.due_on
        ).where(
            self._mine(promise, state=PromiseState.OPEN),
            promise.c.due_on >= first,
            promise.c.due_on <= last,
        )
        return [tuple(row) for row in self._all(query.order_by(promise.c.promise_id))]

    def polls_ending(self, after: datetime, before: datetime) -> Sequence[PollId]:
        """Return open polls with a deadline in this stretch of time."""
        query = select(poll.c.poll_id).where(
            self._mine(poll, state=PollState.OPEN),
            poll.c.deadline > after,
            poll.c.deadline <= before,
        )
        return [row.poll_id for row in self._all(query.order_by(poll.c.deadline))]

    def rested(self, *, by: date) -> Sequence[RelationshipId]:
        """Return resting relationships that were to go on by this day."""
        query = select(relationship.c.relationship_id).where(
            self._mine(relationship, state=RelationshipState.PAUSED),
            relationship.c.paused_until <= by,
        )
        return [row.relationship_id for row in self._all(query)]

    def reviews_near(self, now: datetime, within: timedelta) -> Sequence[RelationshipId]:
        """Return going relationships whose text was written whole weeks before now, nearly.

        After how many weeks the members wanted to look at it again is sealed in the text itself.
        """
        at = agreement_text.c.proposed_at
        weeks = (timedelta(weeks=n) for n in range(1, LONGEST_REVIEW_WEEKS + 1))
        near = or_(*(and_(at > now - week - within, at <= now - week) for week in weeks))
        same = and_(
            agreement_text.c.tenant_id == agreement.c.tenant_id,
            agreement_text.c.relationship_id == agreement.c.relationship_id,
            agreement_text.c.number == agreement.c.number,
        )
        of = and_(
            relationship.c.tenant_id == agreement.c.tenant_id,
            relationship.c.relationship_id == agreement.c.relationship_id,
        )
        query = (
            select(agreement.c.relationship_id)
            .select_from(agreement.join(agreement_text, same).join(relationship, of))
            .where(
                self._mine(agreement),
                near,
                relationship.c.state == RelationshipState.ACTIVE,
            )
        )
        return [row.relationship_id for row in self._all(query)]
