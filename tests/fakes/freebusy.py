"""A FreeBusy port that remembers. `tests.contracts.freebusy` holds it to the real one."""

from dataclasses import dataclass, field

from plugin.mentoring.spans import merged
from plugin.ports.errors import OutsideError


@dataclass
class FakeFreeBusy:
    """Answers from `taken`, spans by address; an address that is not in it is unknown."""

    taken: dict = field(default_factory=dict)
    trouble: OutsideError | None = None

    def busy(self, asker, addresses, window):
        if self.trouble:
            raise self.trouble
        return {address: self._spans(address, window) for address in addresses}

    def _spans(self, address, window):
        if address not in self.taken:
            return None
        return tuple(span for span in merged(self.taken[address]) if span.touches(window))
