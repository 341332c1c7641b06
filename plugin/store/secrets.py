"""Sealing values at rest: a key of its own for each tenant, itself sealed with the operator's.

A sealed value is `version | key id | nonce | AES-256-GCM ciphertext`. What it belongs to (tenant,
table, row, column) is authenticated with it, so a value that was moved, changed or cut does not
open. What somebody wrote is sealed with a key of their own, itself sealed with their tenant's: once
it is gone, no copy of the words opens any more.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, Connection, delete, select, update

from plugin.store import tables
from plugin.store.errors import KeyLostError, SealedError
from plugin.store.tables import own_key
from plugin.store.upserts import insert

VERSION, OWN_VERSION = b"\x01", b"\x02"
ID_BYTES, NONCE_BYTES, KEY_BYTES = 8, 12, 32
_HEAD = len(VERSION) + ID_BYTES
MOST_READ = 5000
"""Own keys that are read at once."""
LOOKS_AGAIN_S = 5.0
"""How long a process opens with an own key before it asks whether any was destroyed meanwhile."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a sealed value stands."""

    tenant_id: str
    table: str
    row: str
    column: str

    def bound(self) -> bytes:
        """Return the spot as bytes; JSON, so that no two spots give the same."""
        return json.dumps([self.tenant_id, self.table, self.row, self.column]).encode()


@dataclass(frozen=True, slots=True)
class SealingKey:
    """One AES-256 key with the id that its ciphertexts carry, after the kind of key it is."""

    secret: bytes = field(repr=False)
    version: bytes = VERSION
    key_id: bytes = field(init=False)
    """Says which key it is without telling the key."""
    _cipher: AESGCM = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"a sealing key has {KEY_BYTES} bytes")
        told = hashlib.sha256(b"alongside key id" + self.secret).digest()[:ID_BYTES]
        object.__setattr__(self, "key_id", told)
        object.__setattr__(self, "_cipher", AESGCM(self.secret))

    def seal(self, value: bytes, bound: bytes) -> bytes:
        """Return `value` sealed, openable only with the same `bound`."""
        nonce = os.urandom(NONCE_BYTES)
        head = self.version + self.key_id
        return head + nonce + self._cipher.encrypt(nonce, value, head + bound)

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """Return what was sealed; raises InvalidTag or ValueError when it was not so sealed."""
        head, nonce, rest = sealed[:_HEAD], sealed[_HEAD : _HEAD + NONCE_BYTES], sealed[_HEAD:]
        return self._cipher.decrypt(nonce, rest[NONCE_BYTES:], head + bound)


def fresh_key() -> SealingKey:
    """Return a key that was never used."""
    return SealingKey(AESGCM.generate_key(KEY_BYTES * 8))


class Vault:
    """Seals and opens with each tenant's key; keys are read once and kept in this process.

    Args of the constructor: `current` seals the tenants' keys; `previous` still opens those that
    were not resealed yet. `monotonic` counts seconds.
    """

    def __init__(
        self,
        current: bytes,
        previous: bytes | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._current = SealingKey(current)
        known = [self._current] + ([SealingKey(previous)] if previous else [])
        self._masters = {key.key_id: key for key in known}
        self._tenants: dict[str, SealingKey] = {}
        self._own = OwnKeys(self, monotonic)

    def seal(
        self, connection: Connection, spot: Spot, value: bytes, *, by: str | None = None
    ) -> bytes:
        """Return `value` sealed for its spot, with the own key of the person whose word it is."""
        if by is not None:
            return self._own.of(connection, spot.tenant_id, by).seal(value, spot.bound())
        return self._tenant(connection, spot.tenant_id).seal(value, spot.bound())

    def forget(self, connection: Connection, tenant_id: str, person_id: str) -> int:
        """Destroy a person's own key: nothing that it sealed opens any more, in no backup either.

        Another process that has used it forgets it within `LOOKS_AGAIN_S`. Returns how many keys
        there were.
        """
        return self._own.destroy(connection, tenant_id, person_id)

    def open(self, connection: Connection, spot: Spot, sealed: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            SealedError: it was moved, changed or cut, or sealed with another key.

        """
        key: SealingKey | None
        if sealed[: len(VERSION)] == OWN_VERSION:
            key_id = sealed[len(VERSION) : _HEAD]
            key = self._own.named(connection, spot.tenant_id, key_id)
        else:
            key = self._tenant(connection, spot.tenant_id)
        if key is None or sealed[:_HEAD] != key.version + key.key_id:
            raise SealedError(f"{spot.table}.{spot.column} {spot.row}: sealed with another key")
        try:
            return key.open(sealed, spot.bound())
        except (InvalidTag, ValueError) as error:
            raise SealedError(f"{spot.table}.{spot.column} {spot.row}: does not open") from error

    def wrapped(self, tenant_id: str, key: SealingKey) -> bytes:
        """Return a tenant's key sealed with the operator's current one."""
        return self._current.seal(key.secret, _tenant_bound(tenant_id))

    def unwrapped(self, tenant_id: str, wrapped: bytes) -> SealingKey:
        """Return a tenant's key.

        Raises:
            KeyLostError: neither the current nor the previous key opens it.

        """
        # A key nobody knows is tried with the current one, and refused like a changed value.
        master = self._masters.get(wrapped[len(VERSION) : _HEAD], self._current)
        try:
            return SealingKey(master.open(wrapped, _tenant_bound(tenant_id)))
        except (InvalidTag, ValueError) as error:
            raise KeyLostError(
                f"The encryption key does not open what is kept for tenant {tenant_id!r}. Give"
                " back the key that sealed it, as the current or as the previous one."
            ) from error

    def is_current(self, wrapped: bytes) -> bool:
        """Whether a tenant's key is sealed with the current key of the operator."""
        return wrapped[:_HEAD] == VERSION + self._current.key_id

    def _tenant(self, connection: Connection, tenant_id: str) -> SealingKey:
        if tenant_id not in self._tenants:
            query = select(tables.tenant.c.data_key).where(tables.tenant.c.tenant_id == tenant_id)
            wrapped = connection.execute(query).scalar_one_or_none()
            if wrapped is None:
                raise KeyLostError(f"tenant {tenant_id!r} has no key")
            self._tenants[tenant_id] = self.unwrapped(tenant_id, wrapped)
        return self._tenants[tenant_id]


@dataclass(slots=True)
class KnownKeys:
    """What one process has read of a tenant's own keys while none of them was destroyed.

    Attributes:
        destroyed: how many of the tenant's had been then; with another count none of this holds.
        sealed: by key id, whose key it is, and the key itself, sealed.
        begun: whether the first of them were read.

    """

    destroyed: int
    looked_at: float = 0.0
    sealed: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    opened: dict[str, SealingKey] = field(default_factory=dict)
    begun: bool = False


class OwnKeys:
    """A key for each person, made when they first write; kept apart in the backups.

    Reading one costs a query once in a process: the first that is wanted brings the others of its
    institution along. Every few seconds one query asks whether any was destroyed. Threads share
    them, so no dictionary is ever walked through here.
    """

    def __init__(self, vault: Vault, monotonic: Callable[[], float]) -> None:
        self._vault = vault
        self._monotonic = monotonic
        self._tenants: dict[str, KnownKeys] = {}

    def of(self, connection: Connection, tenant_id: str, person_id: str) -> SealingKey:
        """Return the person's key, made now where there is none."""
        mine = (own_key.c.tenant_id == tenant_id) & (own_key.c.person_id == person_id)
        query = select(own_key.c.data_key).where(mine)
        sealed = connection.execute(query).scalar_one_or_none()
        if sealed is None:
            made = fresh_key()
            spot = _own_spot(tenant_id, person_id)
            row = {
                "tenant_id": tenant_id,
                "person_id": person_id,
                "key_id": made.key_id.hex(),
                "data_key": self._vault.seal(connection, spot, made.secret),
            }
            connection.execute(insert(connection, own_key).values(row).on_conflict_do_nothing())
            sealed = connection.execute(query).scalar_one()
        return self._opened(connection, tenant_id, person_id, sealed)

    def named(self, connection: Connection, tenant_id: str, key_id: bytes) -> SealingKey | None:
        """Return the key that a sealed value names; None where it was destroyed."""
        known, name = self.known(connection, tenant_id), key_id.hex()
        if opened := known.opened.get(name):
            return opened
        mine = own_key.c.tenant_id == tenant_id
        if not known.begun:
            _read(connection, known, mine)
            known.begun = True
        if name not in known.sealed:
            _read(connection, known, mine & (own_key.c.key_id == name))
        sealed = known.sealed.get(name)
        if sealed is None:
            return None
        known.opened[name] = opened = self._opened(connection, tenant_id, *sealed)
        return opened

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

    def destroy(self, connection: Connection, tenant_id: str, person_id: str) -> int:
        """Delete the person's key, and have every process forget what it has read of them."""
        mine = (own_key.c.tenant_id == tenant_id) & (own_key.c.person_id == person_id)
        gone = connection.execute(delete(own_key).where(mine)).rowcount
        if gone:
            tenant = tables.tenant
            counted = {"keys_destroyed": tenant.c.keys_destroyed + 1}
            this = tenant.c.tenant_id == tenant_id
            connection.execute(update(tenant).where(this).values(counted))
            self._tenants.pop(tenant_id, None)
        return gone

    def _opened(
        self, connection: Connection, tenant_id: str, person_id: str, sealed: bytes
    ) -> SealingKey:
        secret = self._vault.open(connection, _own_spot(tenant_id, person_id), sealed)
        return SealingKey(secret, OWN_VERSION)


def _read(connection: Connection, known: KnownKeys, which: ColumnElement[bool]) -> None:
    for row in connection.execute(select(own_key).where(which).limit(MOST_READ)):
        known.sealed[row.key_id] = (row.person_id, row.data_key)


def _own_spot(tenant_id: str, person_id: str) -> Spot:
    return Spot(tenant_id, own_key.name, person_id, "data_key")


def _tenant_bound(tenant_id: str) -> bytes:
    return Spot(tenant_id, "tenant", tenant_id, "data_key").bound()
