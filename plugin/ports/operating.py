"""What an operator needs of the ledger: what is not done, and a decision on what was parked."""

from collections.abc import Sequence
from typing import Protocol

from plugin.mentoring.people import TenantId
from plugin.ports.values import JobId, LedgerLine


class OperatorsLedger(Protocol):
    """Shows jobs without their payload."""

    def lines(self, tenant_id: TenantId, *, limit: int = 100) -> Sequence[LedgerLine]:
        """Return what is not done, parked jobs first, then by time."""
        ...

    def try_again(self, tenant_id: TenantId, job_id: JobId) -> bool:
        """Queue a parked job anew; False when it is not parked, or its like waits already."""
        ...

    def discard(self, tenant_id: TenantId, job_id: JobId) -> bool:
        """Give a parked job up; False when it is not parked."""
        ...
