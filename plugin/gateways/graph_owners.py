"""The Owners port, by Microsoft Graph: what a person's own account says of them."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.errors import GraphNoMailboxError
from graph.mailbox import Mailbox
from graph.people import People
from graph.transport import Transport
from plugin.gateways.graph_errors import translated
from plugin.ports.values import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphOwners:
    """Reads the address that mail reaches, and the zone of the person's Outlook."""

    transport_of: Callable[[Account], Transport]

    def about(self, account: Account) -> tuple[str | None, str | None]:
        """See `plugin.ports.outside.Owners.about`.

        Raises:
            TryLaterError, SignInNeededError, ConsentMissingError, RefusedError.

        """
        with translated():
            transport = self.transport_of(account)
            address = People(transport).me().address
            try:
                zone = Mailbox(transport).settings().zone
            except GraphNoMailboxError:
                zone = None
        return address, zone
