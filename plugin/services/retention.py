"""How long each kind of thing is kept, and forgetting it after that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from plugin.mentoring.bringing import KEPT
from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.people import TenantId
from plugin.ports.privacy import KeyRemoval, Removals
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock

SETTING: Final = "days-kept"
DAYS: Final = 60
MOST_DAYS: Final = 365
DRAFTS: Final = timedelta(days=30)
LOG: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What an institution keeps, and for how long."""

    store: Store
    clock: Clock
    removals: Removals | None = None

    def choose(self, tenant_id: TenantId, days: int) -> None:
        """Keep what people wrote for so many days after a programme has ended.

        Raises:
            OutOfBoundsError: fewer than none, or more than a year.

        """
        if not 0 <= days <= MOST_DAYS:
            raise OutOfBoundsError
        with self.store.work(tenant_id) as work:
            work.save_tenant_setting(SETTING, days)
            work.audit("retention.chosen", by=None, days=str(days))

    def forget(self, tenant_id: TenantId) -> Mapping[str, int]:
        """Delete what was kept for long enough; returns counts by kind. Safe to repeat.

        Raises:
            TryLaterError: which keys go could not be written down apart from the database.

        """
        now = self.clock()
        with self.store.look(tenant_id) as work:
            ended = now.date() - timedelta(days=days_kept(work))
            keys = work.keys_to_forget(ended_before=ended, at=now)
        if self.removals is not None:
            for one in keys:
                self.removals.add_key(tenant_id, one)
        with self.store.work(tenant_id) as work:
            counts = {
                **work.forget_written(ended_before=ended),
                **work.forget_old(drafts=now - DRAFTS, log=now - LOG, now=now),
            }
            if lists := work.forget_people_lists(before=now - KEPT):
                counts["list"] = lists
            if counts:
                said = " ".join(f"{name}={count}" for name, count in counts.items())
                work.audit("retention.done", by=None, counts=said)
        return counts

    def reapply(self, tenant_id: TenantId, one: KeyRemoval) -> bool:
        """Destroy a key that a restored backup has brought back; False where it is not here."""
        with self.store.work(tenant_id) as work:
            return work.remove_key(one)


def days_kept(work: Work) -> int:
    """Return for how many days after its end what was written in a programme is kept."""
    chosen = work.tenant_setting(SETTING)
    return DAYS if chosen is None else int(chosen)
