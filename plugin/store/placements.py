"""What LMSs asked to be placed, kept sealed beside the visit in which it is chosen."""

from sqlalchemy import Connection, select

from plugin.ports.placements import Placement
from plugin.store.errors import SealedError
from plugin.store.sealing import Spot
from plugin.store.secrets import Vault
from plugin.store.tables import placement_request as table


def placement(connection: Connection, vault: Vault, handle_hash: str) -> Placement | None:
    """Return what was asked for, or None, also for what does not open."""
    row = connection.execute(select(table).where(table.c.handle_hash == handle_hash)).one_or_none()
    if row is None:
        return None
    try:
        request = vault.open(connection, _spot(row.tenant_id, handle_hash), row.request)
    except SealedError:
        return None
    return Placement(handle_hash, row.tenant_id, request.decode(), row.expires_at)


def save_placement(connection: Connection, vault: Vault, asked: Placement) -> None:
    """Keep it; a visit is asked for one thing, once."""
    spot = _spot(asked.tenant_id, asked.handle_hash)
    row = {
        "handle_hash": asked.handle_hash,
        "tenant_id": asked.tenant_id,
        "request": vault.seal(connection, spot, asked.request.encode()),
        "expires_at": asked.expires_at,
    }
    connection.execute(table.insert().values(row))


def _spot(tenant_id: str, handle_hash: str) -> Spot:
    return Spot(tenant_id, table.name, handle_hash, "request")
