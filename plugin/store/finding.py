"""Finding a person of an institution by name, for who runs the tool."""

from collections.abc import Sequence

from sqlalchemy import select

from plugin.mentoring.people import PersonId, TenantId
from plugin.store.connection import Database
from plugin.store.tables import person

MOST = 50


def find_people(
    database: Database, tenant_id: TenantId, search: str
) -> Sequence[tuple[PersonId, str]]:
    """Return keys and names of those whose name has `search` in it."""
    like = person.c.name_key.contains(search.casefold(), autoescape=True)
    query = select(person.c.person_id, person.c.name, person.c.number)
    query = query.where(person.c.tenant_id == tenant_id, like).order_by(person.c.name_key)
    with database.transaction(tenant_id, write=False) as connection:
        rows = connection.execute(query.limit(MOST)).all()
    return [(row.person_id, row.name or f"Member {row.number}") for row in rows]
