"""The Presses port: signed addresses that do one thing each."""

from dataclasses import dataclass, field

from itsdangerous import BadData, URLSafeSerializer


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePress:
    """Signs and reads. A token for one purpose is none for another.

    Attributes:
        key: signs them, and nothing else.

    """

    public_url: str
    key: bytes = field(repr=False)

    def url(self, purpose: str, *parts: str) -> str:
        """See `plugin.ports.notices.Presses.url`. Signed, not hidden: identifiers only."""
        return f"{self.public_url}/mail/{purpose}/{self._signer(purpose).dumps(list(parts))}"

    def read(self, purpose: str, token: str) -> tuple[str, ...] | None:
        """See `plugin.ports.notices.Presses.read`."""
        try:
            parts = self._signer(purpose).loads(token)
        except BadData:
            return None
        return tuple(parts)

    def _signer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.key, salt=f"press/{purpose}")
