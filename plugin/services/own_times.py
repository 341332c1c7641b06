"""What a person keeps about their own time; for nobody's eyes but their own."""

from dataclasses import dataclass, replace

from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.people import Actor
from plugin.ports.store import Store
from plugin.ports.values import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTimes:
    """Reading and keeping one's own time."""

    store: Store
    clock: Clock

    def mine(self, *, actor: Actor) -> OwnTime:
        """Return what the actor keeps; plain defaults for who has said nothing."""
        with self.store.look(actor.tenant_id) as work:
            kept = work.own_times([actor.person_id]).get(actor.person_id)
        return kept or OwnTime(actor.person_id, actor.tenant_id)

    def keep(self, own: OwnTime, *, version: int, actor: Actor) -> OwnTime:
        """Keep it. What is planned already stays planned.

        Raises:
            OutOfBoundsError, ConflictError.

        """
        own = replace(
            own, person_id=actor.person_id, tenant_id=actor.tenant_id, version=version
        ).checked()
        with self.store.work(actor.tenant_id) as work:
            work.save_own_time(own)
        return own
