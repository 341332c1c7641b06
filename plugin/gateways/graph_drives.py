"""The Drives port, by Microsoft Graph: folders in the OneDrives of people who said yes."""

from collections.abc import Callable
from dataclasses import dataclass

from graph.files import Files
from graph.transport import Transport
from plugin.gateways.graph_folders import GraphFolders
from plugin.ports.values import Account

WITHIN = "Mentoring"
"""The one folder at the top of a OneDrive that all others are made in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphDrives:
    """Reaches OneDrives, each with its owner's own consent.

    Attributes:
        transport_of: authorised for that person's files; may raise SignInNeededError.

    """

    transport_of: Callable[[Account], Transport]

    def of(self, account: Account) -> GraphFolders:
        """See `plugin.ports.outside.Drives.of`."""
        transport = self.transport_of(account)
        return GraphFolders(files=Files(transport), transport=transport, within=WITHIN)
