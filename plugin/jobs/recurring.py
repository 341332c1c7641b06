"""Work that recurs: each tick is queued once, however many workers there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from plugin.mentoring.people import TenantId
from plugin.ports.values import Clock


class Ticks(Protocol):
    """Remembers which ticks were queued."""

    def tick(self, tenant_id: TenantId, kind: str, number: int) -> bool:
        """Queue the work of this tick; True for the one caller who did."""
        ...


@dataclass(frozen=True, slots=True)
class Every:
    """One kind of recurring work.

    Attributes:
        kind: of the job; its payload is empty.
        interval: from one tick to the next, counted from the epoch, the same in every process.
        tenants: for whom.

    """

    kind: str
    interval: timedelta
    tenants: Callable[[], Sequence[TenantId]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """Queues the ticks whose time has come; call it as often as you like."""

    ticks: Ticks
    clock: Clock
    work: Sequence[Every]
    _asked: dict[str, int] = field(default_factory=dict)

    def queue_due(self) -> int:
        """Queue what this process has not asked for yet; returns how much was queued."""
        return sum(self._queue(every) for every in self.work)

    def _queue(self, every: Every) -> int:
        number = int(self.clock().timestamp() // every.interval.total_seconds())
        if self._asked.get(every.kind) == number:
            return 0
        queued = sum(self.ticks.tick(one, every.kind, number) for one in every.tenants())
        self._asked[every.kind] = number
        return queued
