"""Keys narrower than an institution's: a person's own, and a relationship's.

What somebody wrote in a relationship needs both, so it is gone with either: with the person's when
they are removed, with the relationship's when its words have been kept for long enough.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    delete,
    literal,
    select,
    union_all,
    update,
)

from plugin.store import tables
from plugin.store.sealing import (
    BOTH,
    OWN,
    RELATED,
    SealingKey,
    Spot,
    fresh_key,
    together,
)
from plugin.store.tables import own_key, relationship_key
from plugin.store.upserts import insert

MOST_READ = 5000
"""Keys of either kind that are read at once."""
LOOKS_AGAIN_S = 5.0
"""How long a process opens with a key before it asks whether any was destroyed meanwhile."""
KINDS: Final = {own_key: "person_id", relationship_key: "relationship_id"}
"""Where each kind is kept, and the column that says whose it is."""


class TenantVault(Protocol):
    """Seals and opens with an institution's key."""

    def seal(self, connection: Connection, spot: Spot, value: bytes) -> bytes:
        """Return `value` sealed for its spot."""

    def open(self, connection: Connection, spot: Spot, sealed: bytes) -> bytes:
        """Return what was sealed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One key as it is kept: in which table, whose, and sealed."""

    table: str
    owner: str
    sealed: bytes


@dataclass(slots=True)
class KnownKeys:
    """What one process has read of a tenant's narrow keys while none of them was destroyed.

    Attributes:
        destroyed: how many of the tenant's had been then; with another count none of this holds.
        kept: by key id.
        used: by the head of what they seal, keys ready for use, each with the relationship that it
            opens in; None for a person's own.
        begun: whether the first of them were read.

    """

    destroyed: int
    looked_at: float = 0.0
    kept: dict[str, Kept] = field(default_factory=dict)
    used: dict[bytes, tuple[str | None, SealingKey]] = field(default_factory=dict)
    begun: bool = False


class NarrowKeys:
    """A key for each person and relationship, made at the first word; apart in the backups.

    Reading one costs a query once in a process: the first that is wanted brings the others of its
    institution along. Every few seconds one query asks whether any was destroyed. Threads share
    them, so no dictionary is ever walked through here.
    """

    def __init__(self, vault: TenantVault, monotonic: Callable[[], float]) -> None:
        self._vault = vault
        self._monotonic = monotonic
        self._tenants: dict[str, KnownKeys] = {}

    def of(
        self, connection: Connection, tenant_id: str, *, person: str | None, within: str | None
    ) -> SealingKey:
        """Return the key for a person's words, a relationship's, or a person's in one.

        In one query; a key that is not there yet is made.
        """
        version = OWN if within is None else RELATED if person is None else BOTH
        wanted = ((relationship_key, within), (own_key, person))
        owners = [(table, owner) for table, owner in wanted if owner is not None]
        query = union_all(*(_keys(table, tenant_id, owner) for table, owner in owners))
        found = {row.kind: _kept(row) for row in connection.execute(query)}
        kept = [
            found.get(table.name) or self._made(connection, tenant_id, table, owner)
            for table, owner in owners
        ]
        return _joined(version, [self._opened(connection, tenant_id, one) for one in kept])

    def named(
        self, connection: Connection, spot: Spot, version: bytes, ids: Sequence[bytes]
    ) -> SealingKey | None:
        """Return the key that a sealed value names.

        None where it was destroyed, or is not of the relationship where the value stands.
        """
        known = self.known(connection, spot.tenant_id)
        head = version + b"".join(ids)
        used = known.used.get(head)
        if used and used[0] == (None if version == OWN else spot.relationship):
            return used[1]
        names = [one.hex() for one in ids]
        self._read(connection, spot.tenant_id, known, names)
        kept = [one for name in names if (one := known.kept.get(name))]
        if not kept or len(kept) < len(names) or not _belongs(spot, version, kept):
            return None
        parts = [self._opened(connection, spot.tenant_id, one) for one in kept]
        key = _joined(version, parts)
        known.used[head] = (None if version == OWN else spot.relationship, key)
        return key

    def known(self, connection: Connection, tenant_id: str) -> KnownKeys:
        """Return what is known here of the tenant's keys; nothing once one was destroyed."""
        known, now = self._tenants.get(tenant_id), self._monotonic()
        if known is not None and now < known.looked_at + LOOKS_AGAIN_S:
            return known
        # The count is read before the keys: whoever reads both from an older snapshot, or beside
        # somebody who destroys one, keeps what they found under the older count.
        tenant = tables.tenant.c
        query = select(tenant.keys_destroyed).where(tenant.tenant_id == tenant_id)
        destroyed = connection.execute(query).scalar_one()
        if known is None or known.destroyed != destroyed:
            known = self._tenants[tenant_id] = KnownKeys(destroyed)
        known.looked_at = now
        return known

    def destroy(
        self, connection: Connection, tenant_id: str, table: Table, which: ColumnElement[bool]
    ) -> Mapping[str, str]:
        """Delete keys, and have every process forget what it has read of them.

        Returns whose they were, by key id.
        """
        theirs = (table.c.tenant_id == tenant_id) & which
        query = delete(table).where(theirs).returning(table.c.key_id, table.c[KINDS[table]])
        gone = {row[0]: row[1] for row in connection.execute(query)}
        if gone:
            tenant = tables.tenant
            counted = {"keys_destroyed": tenant.c.keys_destroyed + 1}
            this = tenant.c.tenant_id == tenant_id
            connection.execute(update(tenant).where(this).values(counted))
            self._tenants.pop(tenant_id, None)
        return gone

    def _made(self, connection: Connection, tenant_id: str, table: Table, owner: str) -> Kept:
        made = fresh_key()
        spot = _key_spot(tenant_id, table.name, owner)
        row = {
            "tenant_id": tenant_id,
            KINDS[table]: owner,
            "key_id": made.key_id.hex(),
            "data_key": self._vault.seal(connection, spot, made.secret),
        }
        connection.execute(insert(connection, table).values(row).on_conflict_do_nothing())
        return _kept(connection.execute(_keys(table, tenant_id, owner)).one())

    def _read(
        self, connection: Connection, tenant_id: str, known: KnownKeys, names: Sequence[str]
    ) -> None:
        if not known.begun:
            _keep(known, connection, [_keys(table, tenant_id).limit(MOST_READ) for table in KINDS])
            known.begun = True
        missing = [name for name in names if name not in known.kept]
        if missing:
            these = [_keys(one, tenant_id).where(one.c.key_id.in_(missing)) for one in KINDS]
            _keep(known, connection, these)

    def _opened(self, connection: Connection, tenant_id: str, one: Kept) -> SealingKey:
        spot = _key_spot(tenant_id, one.table, one.owner)
        return SealingKey(self._vault.open(connection, spot, one.sealed), OWN)


def _keys(table: Table, tenant_id: str, owner: str | None = None) -> Select[Any]:
    whose = table.c[KINDS[table]]
    query = select(
        literal(table.name).label("kind"), whose.label("owner"), table.c.key_id, table.c.data_key
    ).where(table.c.tenant_id == tenant_id)
    return query if owner is None else query.where(whose == owner)


def _kept(row: Row[Any]) -> Kept:
    return Kept(row.kind, row.owner, row.data_key)


def _keep(known: KnownKeys, connection: Connection, queries: Sequence[Select[Any]]) -> None:
    # A limit stands in a SELECT of its own: SQLite takes none inside a UNION.
    whole = union_all(*(select(query.subquery()) for query in queries))
    for row in connection.execute(whole):
        known.kept[row.key_id] = _kept(row)


def _belongs(spot: Spot, version: bytes, kept: Sequence[Kept]) -> bool:
    """Whether these are the kinds of key that the version needs, and the spot's relationship's."""
    kinds = [one.table for one in kept]
    if version == OWN:
        return kinds == [own_key.name]
    theirs = kinds[0] == relationship_key.name and kept[0].owner == spot.relationship
    return theirs and kinds[1:] == [own_key.name] * (version == BOTH)


def _joined(version: bytes, keys: Sequence[SealingKey]) -> SealingKey:
    return keys[0] if version == OWN else together(version, *keys)


def _key_spot(tenant_id: str, table: str, owner: str) -> Spot:
    return Spot(tenant_id, table, owner, "data_key")
