"""Sessions stay on the wall clock they were agreed on, though a government changes the rules (T04).

Calendar programs do the same by themselves, each when it learns of it; so whatever they show until
then, ours and theirs come to the same time.
"""

from dataclasses import dataclass

from plugin.mentoring.errors import SlotTakenError
from plugin.mentoring.people import TenantId
from plugin.mentoring.session import MentoringSession
from plugin.ports.store import Store
from plugin.ports.values import Clock
from plugin.services.planning import save_change

AT_ONCE = 2000
"""Sessions looked at in one go; those furthest ahead first, where rules change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallClocks:
    """Looks whether the zones' rules of today still give each session the time it is kept at."""

    store: Store
    clock: Clock

    def keep(self, tenant_id: TenantId) -> int:
        """Put sessions back on their wall clock and tell everybody; returns how many.

        One that would overlap another then is left as it is, and noted for the operator.
        """
        with self.store.look(tenant_id) as work:
            known = work.kept_on_clocks(after=self.clock(), limit=AT_ONCE)
        off = [one for one in known if one.on_its_clock() != one]
        return sum(1 for one in off if self._keep(one))

    def _keep(self, session: MentoringSession) -> bool:
        key = session.session_id
        try:
            with self.store.work(session.tenant_id) as work:
                if work.session(key) != session:
                    return False  # somebody changed it meanwhile, on a clock of today
                save_change(work, session.on_its_clock(), self.clock())
                work.note("session.kept-on-clock", session=key)
        except SlotTakenError:
            with self.store.work(session.tenant_id) as work:
                work.note("session.off-its-clock", session=key)
            return False
        return True
