"""Wishes about one's own data, as the institution's log has them."""

from collections.abc import Sequence

from sqlalchemy import select

from plugin.mentoring.people import PersonId, TenantId
from plugin.ports.privacy import Wish
from plugin.store.connection import Database
from plugin.store.tables import event_log


def privacy_requests(database: Database, event: str, tenant_id: TenantId) -> Sequence[Wish]:
    """Return who asked for what and when, the latest first."""
    query = (
        select(event_log.c.facts, event_log.c.at)
        .where(event_log.c.tenant_id == tenant_id, event_log.c.event == event)
        .order_by(event_log.c.at.desc())
    )
    with database.transaction(tenant_id, write=False) as connection:
        rows = connection.execute(query).all()
    return [Wish(PersonId(row.facts["person"]), row.facts["wish"], row.at) for row in rows]
