"""The SignIns port: tokens by the identity that Microsoft gives an account."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.accounts import CacheKey
from plugin.ports.values import Account


@dataclass(frozen=True, slots=True)
class KeptSignIns:
    """Forgets tokens; `forget_row` is the store's, and keeps what somebody else still needs."""

    forget_row: Callable[[CacheKey], object]

    def forget(self, account: Account) -> None:
        """See `plugin.ports.outside.SignIns.forget`."""
        self.forget_row(CacheKey(account.cloud, account.entra_tenant_id, account.object_id))
