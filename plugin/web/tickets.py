"""One-time tickets, for a step that leaves the frame and cannot take the visit's cookie along.

A window that a page in a frame opens does not see the frame's cookies. The form that opens it
posts a ticket instead: signed, good once, for an hour.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from plugin.ports.store import Store
from plugin.ports.values import Clock
from plugin.web.errors import SpentTicketError
from plugin.web.visits import fingerprint

LIFETIME = timedelta(minutes=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tickets:
    """Issues tickets and takes them back.

    Attributes:
        key: signs them; a ticket signed with another key is none.

    """

    store: Store
    clock: Clock
    key: bytes

    def issue(self, purpose: str, subject: str, *, nonce: str, lasts: timedelta = LIFETIME) -> str:
        """Return a ticket for `purpose` about `subject`, e.g. a visit's `handle_hash`.

        Args:
            purpose: a ticket for one opens no other.
            subject: what `spend` gives back; signed, not hidden.
            nonce: makes two tickets about one subject differ.
            lasts: how long it is good.

        """
        until = self.clock() + lasts
        return str(self._signer(purpose).dumps([subject, int(until.timestamp()), nonce]))

    def spend(self, purpose: str, ticket: str) -> str:
        """Return the ticket's subject, once.

        Raises:
            SpentTicketError: not a ticket for this, used already, or out of date.

        """
        subject, until = self._read(purpose, ticket)
        now = self.clock()
        if now >= until or not self.store.spend(fingerprint(ticket), until=until, now=now):
            raise SpentTicketError
        return subject

    def _read(self, purpose: str, ticket: str) -> tuple[str, datetime]:
        try:
            subject, until_s, _ = self._signer(purpose).loads(ticket)
        except BadData as error:
            raise SpentTicketError from error
        return str(subject), datetime.fromtimestamp(until_s, UTC)

    def _signer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(
            self.key, salt=f"ticket/{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
        )
