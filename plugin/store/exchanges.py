"""Questions and rounds in writing, and their messages; every text is sealed."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, select

from plugin.mentoring.exchanges import Exchange, ExchangeId, ExchangeKind, Message, MessageId
from plugin.mentoring.goals import GoalState
from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.between import NOTHING_OPEN, Between
from plugin.ports.values import UNREADABLE
from plugin.store.tables import exchange, goal, message, relationship
from plugin.store.writings import Writings

MOST_OPEN = 3
"""Questions and rounds that the page of a relationship names."""


class Exchanges(Writings):
    """Reads and writes what is said in writing."""

    def exchange(self, exchange_id: ExchangeId) -> Exchange | None:
        """Return the question or round, or None."""
        row = self._one(select(exchange).where(self._mine(exchange, exchange_id=exchange_id)))
        return self._exchange(row) if row else None

    def exchanges(
        self, relationship_id: RelationshipId, *, most: int, start: int = 0
    ) -> Sequence[Exchange]:
        """Return the newest first, `most` of them from the one at `start`."""
        mine = self._mine(exchange, relationship_id=relationship_id)
        query = select(exchange).where(mine)
        order = (exchange.c.made_at.desc(), exchange.c.exchange_id)
        return [
            self._exchange(row)
            for row in self._all(query.order_by(*order).limit(most).offset(start))
        ]

    def save_exchange(self, made: Exchange) -> None:
        """Write it."""
        self._own(made.tenant_id)
        values: dict[str, Any] = {
            name: getattr(made, name)
            for name in (
                "relationship_id", "kind", "author", "urgent", "made_at", "expected_at",
                "snoozed_until", "answered_at", "closed_at", "session_id",
            )
        }  # fmt: skip
        if made.subject != UNREADABLE:
            text = {"subject": made.subject, "context": made.context}
            values["body"] = self._sealed_json(
                exchange, made.exchange_id, text, of=made.relationship_id, by=made.author
            )
        self._save(exchange, {"exchange_id": made.exchange_id}, values, made.version)

    def message(self, message_id: MessageId) -> Message | None:
        """Return the message, or None."""
        row = self._one(select(message).where(self._mine(message, message_id=message_id)))
        return self._message(row) if row else None

    def messages(self, exchange_id: ExchangeId, *, most: int) -> Sequence[Message]:
        """Return the latest messages, the oldest of them first."""
        query = select(message).where(self._mine(message, exchange_id=exchange_id))
        return self._latest(query, most)

    def messages_of(self, relationship_id: RelationshipId, *, most: int) -> Sequence[Message]:
        """Return the latest messages of every exchange, the oldest of them first."""
        query = select(message).where(self._mine(message, relationship_id=relationship_id))
        return self._latest(query, most)

    def save_message(self, written: Message) -> None:
        """Write a new message; one that was written is never changed."""
        self._own(written.tenant_id)
        text = {"body": written.body, "link": written.link}
        values = {
            "tenant_id": self.tenant_id,
            "message_id": written.message_id,
            "relationship_id": written.relationship_id,
            "exchange_id": written.exchange_id,
            "author": written.author,
            "body": self._sealed_json(
                message, written.message_id, text, of=written.relationship_id, by=written.author
            ),
            "made_at": written.made_at,
        }
        self._connection.execute(message.insert().values(values))

    def writers(self, exchange_id: ExchangeId) -> frozenset[PersonId]:
        """Return who has written in it."""
        query = select(message.c.author).where(self._mine(message, exchange_id=exchange_id))
        return frozenset(row.author for row in self._all(query.distinct()))

    def between(self, relationship_id: RelationshipId) -> Between:
        """Return what goes on, in one query: what waits for a word first, then the newest."""
        rows = self._fixed(_between(), relationship=relationship_id)
        found = tuple(self._exchange(row) for row in rows if row.exchange_id)
        return (
            Between(found, rows[0].every, rows[0].goals, rows[0].reached) if rows else NOTHING_OPEN
        )

    def _latest(self, query: Any, most: int) -> list[Message]:
        order = (message.c.made_at.desc(), message.c.message_id.desc())
        rows = self._all(query.order_by(*order).limit(most))
        return [self._message(row) for row in reversed(rows)]

    def _exchange(self, row: Row[Any]) -> Exchange:
        text = self._opened_json(exchange, row.exchange_id, row.body, of=row.relationship_id)
        return Exchange(
            row.exchange_id,
            row.tenant_id,
            row.relationship_id,
            ExchangeKind(row.kind),
            row.author,
            text["subject"] if text else UNREADABLE,
            text["context"] if text else UNREADABLE,
            row.urgent,
            row.made_at,
            row.expected_at,
            row.snoozed_until,
            row.answered_at,
            row.closed_at,
            row.session_id,
            row.version,
        )

    def _message(self, row: Row[Any]) -> Message:
        text = self._opened_json(message, row.message_id, row.body, of=row.relationship_id)
        return Message(
            row.message_id,
            row.tenant_id,
            row.relationship_id,
            row.exchange_id,
            row.author,
            text["body"] if text else UNREADABLE,
            text["link"] if text else "",
            row.made_at,
        )


@cache
def _between() -> Select[Any]:
    still = and_(
        exchange.c.tenant_id == relationship.c.tenant_id,
        exchange.c.relationship_id == relationship.c.relationship_id,
        exchange.c.closed_at.is_(None),
    )
    every = func.count(exchange.c.exchange_id).over().label("every")
    order = (exchange.c.answered_at.is_not(None), exchange.c.made_at.desc())
    return (
        select(
            exchange,
            every,
            _goals(GoalState.SET).label("goals"),
            _goals(GoalState.REACHED).label("reached"),
        )
        .select_from(relationship.outerjoin(exchange, still))
        .where(relationship.c.tenant_id == bindparam("tenant"))
        .where(relationship.c.relationship_id == bindparam("relationship"))
        .order_by(*order, exchange.c.exchange_id)
        .limit(MOST_OPEN)
    )


def _goals(state: GoalState) -> ColumnElement[int]:
    """Count the goals of a relationship that stand like this."""
    return (
        select(func.count())
        .where(goal.c.tenant_id == relationship.c.tenant_id, goal.c.state == state)
        .where(goal.c.relationship_id == relationship.c.relationship_id)
        .correlate(relationship)
        .scalar_subquery()
    )
