"""The FreeBusy port, by Microsoft Graph."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.schedule import Busy, Schedule, Unknown, Window
from graph.transport import Transport
from plugin.gateways.graph_errors import translated
from plugin.mentoring.spans import Span
from plugin.ports.values import Account

INTERVAL_MIN = 15
"""Fine enough that a session of 45 minutes does not take the quarter after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphFreeBusy:
    """Asks Outlook when people are busy, and never with what."""

    transport_of: Callable[[Account], Transport]

    def busy(
        self, asker: Account, addresses: Sequence[str], window: Span
    ) -> Mapping[str, tuple[Span, ...] | None]:
        """See `plugin.ports.outside.FreeBusy.busy`. The window is 42 days at most."""
        if not addresses:
            return {}
        with translated():
            schedule = Schedule(self.transport_of(asker))
            asked = Window(window.starts_at, window.ends_at)
            said = schedule.free_busy(addresses, asked, interval_min=INTERVAL_MIN)
        return {address: _spans(one) for address, one in said.items()}


def _spans(said: Busy | Unknown) -> tuple[Span, ...] | None:
    if isinstance(said, Unknown):
        return None
    return tuple(Span(one.starts_at, one.ends_at) for one in said.spans)
