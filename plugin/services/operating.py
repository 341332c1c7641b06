"""What an operator sees of work that leaves the process, and decides about what was parked.

Kinds, counts and codes: nothing of a person, and no payload. Each decision is noted with the
institution whose work it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.mentoring.people import TenantId
from plugin.ports.operating import OperatorsLedger
from plugin.ports.store import Store
from plugin.ports.values import JobId, LedgerLine

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Operating:
    """The ledger, for whoever runs the tool.

    Attributes:
        house: whose the work is that belongs to no institution.

    """

    store: Store
    ledger: OperatorsLedger
    house: TenantId

    def entered(self) -> None:
        """Note that somebody opened the operator's page by a link."""
        with self.store.work(self.house) as work:
            work.note("operator.entered")

    def work(self) -> Sequence[tuple[TenantId, Sequence[LedgerLine]]]:
        """Return what is not done of each institution that has any, the tool's own last."""
        tenants = [*self.store.tenants(), self.house]
        found = ((one, self.ledger.lines(one, limit=MOST_SHOWN)) for one in tenants)
        return [(tenant, lines) for tenant, lines in found if lines]

    def try_again(self, tenant_id: TenantId, job_id: JobId) -> bool:
        """Queue a parked job anew; False when there is no such one, or its like waits already."""
        done = tenant_id in self._known() and self.ledger.try_again(tenant_id, job_id)
        return self._noted(tenant_id, job_id, "operator.tried-again", done=done)

    def discard(self, tenant_id: TenantId, job_id: JobId) -> bool:
        """Give a parked job up; False when there is no such one."""
        done = tenant_id in self._known() and self.ledger.discard(tenant_id, job_id)
        return self._noted(tenant_id, job_id, "operator.discarded", done=done)

    def _known(self) -> frozenset[TenantId]:
        return frozenset({*self.store.tenants(), self.house})

    def _noted(self, tenant_id: TenantId, job_id: JobId, what: str, *, done: bool) -> bool:
        if done:
            with self.store.work(tenant_id) as work:
                work.note(what, job=job_id)
        return done
