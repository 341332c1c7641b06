"""Outlook's promises to tell us of changes. The secret of each is sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from plugin.mentoring.people import PersonId
from plugin.ports.values import Subscription
from plugin.store.rows import Rows
from plugin.store.tables import subscription as table


class Subscriptions(Rows):
    """Reads and writes subscriptions. One whose secret does not open counts as not there."""

    def subscription(self, subscription_id: str) -> Subscription | None:
        """Return the subscription, or None."""
        return next(iter(self._read(table.c.subscription_id == subscription_id)), None)

    def subscription_of(self, person_id: PersonId) -> Subscription | None:
        """Return the person's subscription, or None."""
        return next(iter(self._read(table.c.person_id == person_id)), None)

    def subscriptions_ending(self, *, before: datetime) -> Sequence[Subscription]:
        """Return those that end before that moment, the next first."""
        return self._read(table.c.expires_at < before)

    def save_subscription(self, subscription: Subscription) -> None:
        """Write it; a person has one, so an earlier one of theirs is replaced."""
        self._own(subscription.tenant_id)
        key = subscription.subscription_id
        row = {
            "tenant_id": self.tenant_id,
            "subscription_id": key,
            "person_id": subscription.person_id,
            "secret": self._seal_bytes(table, key, "secret", subscription.secret.encode()),
            "expires_at": subscription.expires_at,
            "heard_at": subscription.heard_at,
        }
        theirs = table.c.person_id == subscription.person_id
        same = table.c.subscription_id == key
        self._connection.execute(table.delete().where(self._mine(table), theirs | same))
        self._connection.execute(table.insert().values(row))

    def drop_subscription(self, subscription_id: str) -> None:
        """Forget it; nothing happens when there is none."""
        mine = self._mine(table, subscription_id=subscription_id)
        self._connection.execute(table.delete().where(mine))

    def _read(self, wanted: ColumnElement[bool]) -> list[Subscription]:
        query = select(table).where(self._mine(table), wanted).order_by(table.c.expires_at)
        found = (self._subscription(row) for row in self._all(query))
        return [one for one in found if one is not None]

    def _subscription(self, row: Row[Any]) -> Subscription | None:
        secret = self._open_bytes(table, row.subscription_id, "secret", row.secret)
        if secret is None:
            return None
        return Subscription(
            row.subscription_id,
            row.tenant_id,
            row.person_id,
            secret.decode(),
            row.expires_at,
            row.heard_at,
        )
