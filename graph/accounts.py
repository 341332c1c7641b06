"""The values around a sign-in: the app's registration, an account, where tokens are kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from graph.clouds import CloudProfile


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the app proves itself with instead of a secret: PEM texts, SHA-256 thumbprint in hex."""

    private_key: str = field(repr=False)
    public_certificate: str
    thumbprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The app as registered with Entra ID.

    Attributes:
        tenants: ids of the tenants served; nobody from another one is let in.

    """

    client_id: str
    credential: str | Certificate = field(repr=False)
    profile: CloudProfile
    tenants: frozenset[str]

    def __post_init__(self) -> None:
        if not self.tenants:
            raise ValueError("name the tenants that are served; there is no 'any'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person's account. The two ids are who they are; the address is only how to write to them.

    Attributes:
        address: as Entra writes it; may be reused by somebody else later, never an identity.
        scopes: what was granted, in Graph's short names.

    """

    entra_tenant_id: str
    object_id: str
    address: str
    name: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class CacheKey:
    """Whose tokens a row holds. Bind the encryption of the row to it, so rows cannot be swapped."""

    cloud: str
    entra_tenant_id: str
    object_id: str


class TokenCaches(Protocol):
    """Where serialised token caches are kept, one row a person, encrypted at rest."""

    def load(self, key: CacheKey) -> tuple[str, int] | None:
        """Return the row and its version; None when there is none or it cannot be decrypted."""
        ...

    def save(self, key: CacheKey, blob: str, version: int) -> bool:
        """Write the row if it still has `version`; False when somebody else was first.

        An empty `blob` means: these tokens are worthless, forget them.
        """
        ...


Locks = Callable[[CacheKey], AbstractContextManager[object]]
"""Gives the lock under which one person's tokens are refreshed; across processes, if it can."""
