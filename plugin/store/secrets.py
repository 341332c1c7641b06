"""Sealing values at rest: a key of its own for each tenant, itself sealed with the operator's.

What somebody wrote is sealed with a key of their own, and what belongs to a relationship with that
relationship's, each sealed with their tenant's: once one is gone, no copy of the words opens.
"""

import time
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, Connection, select

from plugin.store import tables
from plugin.store.errors import KeyLostError, SealedError
from plugin.store.narrow_keys import NarrowKeys
from plugin.store.sealing import (
    BOTH,
    ID_BYTES,
    OWN,
    RELATED,
    SealingKey,
    Spot,
    named_in,
)
from plugin.store.tables import own_key, relationship_key


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
        self._narrow = NarrowKeys(self, monotonic)

    def seal(
        self, connection: Connection, spot: Spot, value: bytes, *, by: str | None = None
    ) -> bytes:
        """Return `value` sealed for its spot: with its relationship's key, and its author's."""
        if by is None and spot.relationship is None:
            key = self._tenant(connection, spot.tenant_id)
        else:
            key = self._narrow.of(connection, spot.tenant_id, person=by, within=spot.relationship)
        return key.seal(value, spot.bound(key.version))

    def forget(self, connection: Connection, tenant_id: str, person_id: str) -> int:
        """Destroy a person's own key: nothing that it sealed opens any more, in no backup either.

        Another process that has used it forgets it within `LOOKS_AGAIN_S`. Returns how many keys
        there were.
        """
        theirs = own_key.c.person_id == person_id
        return len(self._narrow.destroy(connection, tenant_id, own_key, theirs))

    def forget_relationships(
        self, connection: Connection, tenant_id: str, which: ColumnElement[bool]
    ) -> Mapping[str, str]:
        """Destroy relationships' keys likewise; returns by key id which relationships' they were.

        Args:
            connection: in which it is done.
            tenant_id: whose.
            which: a condition on the table `relationship_key`.

        """
        return self._narrow.destroy(connection, tenant_id, relationship_key, which)

    def open(self, connection: Connection, spot: Spot, sealed: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            SealedError: it was moved, changed or cut, or sealed with another key.

        """
        version, ids = named_in(sealed)
        key: SealingKey | None
        if version in (OWN, RELATED, BOTH):
            key = self._narrow.named(connection, spot, version, ids)
        else:
            key = self._tenant(connection, spot.tenant_id)
        if key is None or not sealed.startswith(key.head):
            raise SealedError(f"{spot}: sealed with another key")
        try:
            return key.open(sealed, spot.bound(version))
        except (InvalidTag, ValueError) as error:
            raise SealedError(f"{spot}: does not open") from error

    def wrapped(self, tenant_id: str, key: SealingKey) -> bytes:
        """Return a tenant's key sealed with the operator's current one."""
        return self._current.seal(key.secret, _tenant_bound(tenant_id))

    def unwrapped(self, tenant_id: str, wrapped: bytes) -> SealingKey:
        """Return a tenant's key.

        Raises:
            KeyLostError: neither the current nor the previous key opens it.

        """
        # A key nobody knows is tried with the current one, and refused like a changed value.
        master = self._masters.get(wrapped[1 : 1 + ID_BYTES], self._current)
        try:
            return SealingKey(master.open(wrapped, _tenant_bound(tenant_id)))
        except (InvalidTag, ValueError) as error:
            raise KeyLostError(
                f"The encryption key does not open what is kept for tenant {tenant_id!r}. Give"
                " back the key that sealed it, as the current or as the previous one."
            ) from error

    def is_current(self, wrapped: bytes) -> bool:
        """Whether a tenant's key is sealed with the current key of the operator."""
        return wrapped.startswith(self._current.head)

    def _tenant(self, connection: Connection, tenant_id: str) -> SealingKey:
        if tenant_id not in self._tenants:
            query = select(tables.tenant.c.data_key).where(tables.tenant.c.tenant_id == tenant_id)
            wrapped = connection.execute(query).scalar_one_or_none()
            if wrapped is None:
                raise KeyLostError(f"tenant {tenant_id!r} has no key")
            self._tenants[tenant_id] = self.unwrapped(tenant_id, wrapped)
        return self._tenants[tenant_id]


def _tenant_bound(tenant_id: str) -> bytes:
    return Spot(tenant_id, "tenant", tenant_id, "data_key").bound()
