"""The OwnReach port, by Microsoft Graph: calendars by application access, within proven limits.

An administrator names two mailboxes: one that Exchange opens to the tool, and one that it must not.
While the second one opens too, or Entra's own grant holds for everybody's calendar, nothing is done
by this access.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from graph.app_roles import wide
from graph.errors import GraphForbiddenError, GraphNoMailboxError, GraphNotFoundError
from graph.mailbox import Mailbox
from graph.transport import Transport
from plugin.gateways.graph_errors import translated
from plugin.ports.values import Account, Clock

COUNTS = timedelta(minutes=30)
"""How long an answer is believed; Exchange itself takes longer to let a change count."""
_CLOSED = (GraphForbiddenError, GraphNotFoundError, GraphNoMailboxError)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphReach:
    """Tries what Exchange lets the tool at.

    Attributes:
        transport: authorised for the application.
        roles: returns what Entra granted it.
        outside: the address of a mailbox that it must not reach.

    """

    transport: Transport
    roles: Callable[[], frozenset[str]]
    outside: str
    clock: Clock
    _known: dict[str, tuple[bool, datetime]] = field(default_factory=dict)

    def covers(self, account: Account) -> bool:
        """See `plugin.ports.outside.OwnReach.covers`.

        Raises:
            TryLaterError: Microsoft does not answer.
            SignInNeededError, ConsentMissingError, RefusedError: the app itself is refused.

        """
        with translated():
            return self._once("", self._is_bounded) and self._once(
                account.object_id, lambda: self._opens(account.object_id)
            )

    def across(self) -> Transport | None:
        """Return what reads whichever calendars Exchange opens; None unless that is some only.

        Raises as `covers`.
        """
        with translated():
            return self.transport if self._once("", self._is_bounded) else None

    def _is_bounded(self) -> bool:
        return not wide(self.roles()) and not self._opens(self.outside)

    def _opens(self, mailbox: str) -> bool:
        try:
            Mailbox(self.transport, owner=mailbox).settings()
        except _CLOSED:
            return False
        return True

    def _once(self, what: str, ask: Callable[[], bool]) -> bool:
        """Ask, unless the answer is known for a while; a failure is no answer."""
        known, now = self._known.get(what), self.clock()
        if known is None or now - known[1] > COUNTS:
            known = self._known[what] = ask(), now
        return known[0]
