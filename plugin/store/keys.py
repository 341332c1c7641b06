"""The tenants' sealing keys: made once, checked at start, resealed when the operator's changes."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection, Row, select, update

from plugin.store.connection import Database
from plugin.store.sealing import SealingKey, fresh_key
from plugin.store.secrets import Vault
from plugin.store.tables import HOUSE, tenant


def prepare_keys(connection: Connection, vault: Vault) -> None:
    """Open every tenant's key, and make one for a tenant that never had any.

    Raises:
        KeyLostError: a key that exists does not open. No new one takes its place.

    """
    for row in connection.execute(select(tenant.c.tenant_id, tenant.c.data_key)).all():
        if row.data_key is not None:
            vault.unwrapped(row.tenant_id, row.data_key)
    for row in connection.execute(select(tenant.c.tenant_id).where(tenant.c.data_key.is_(None))):
        give_key(connection, vault, row.tenant_id, fresh_key())


def give_key(connection: Connection, vault: Vault, tenant_id: str, key: SealingKey) -> None:
    """Keep a key for a tenant that has none; an existing one always stays."""
    bare = update(tenant).where(tenant.c.tenant_id == tenant_id, tenant.c.data_key.is_(None))
    connection.execute(bare.values(data_key=vault.wrapped(tenant_id, key)))


def rewrap(
    database: Database, vault: Vault, *, done: Callable[[str], None] = lambda _tenant: None
) -> int:
    """Reseal every tenant's key with the operator's current key; returns how many were changed.

    One transaction each, so a stop in between leaves every key readable with the current or the
    previous one, and the next run goes on where this one stopped.

    Raises:
        KeyLostError: neither key opens one of them.

    """
    changed = 0
    for tenant_id in waiting(database, vault):
        changed += database.run(HOUSE, partial(_rewrap_one, vault, tenant_id))
        done(tenant_id)
    return changed


def waiting(database: Database, vault: Vault) -> list[str]:
    """Return the tenants whose key is not sealed with the operator's current one."""
    query = select(tenant.c.tenant_id, tenant.c.data_key).where(tenant.c.data_key.is_not(None))
    with database.transaction(HOUSE, write=False) as connection:
        rows: list[Row[tuple[str, bytes]]] = list(
            connection.execute(query.order_by(tenant.c.tenant_id))
        )
    return [row.tenant_id for row in rows if not vault.is_current(row.data_key)]


def _rewrap_one(vault: Vault, tenant_id: str, connection: Connection) -> int:
    mine = tenant.c.tenant_id == tenant_id
    before = connection.execute(select(tenant.c.data_key).where(mine)).scalar_one()
    if vault.is_current(before):
        return 0
    after = vault.wrapped(tenant_id, vault.unwrapped(tenant_id, before))
    changed = update(tenant).where(mine, tenant.c.data_key == before).values(data_key=after)
    return connection.execute(changed).rowcount
