"""P14: figures of everybody's rows together, and of a text no more than that there is one."""

from plugin.store.diagnosis import Diagnosis
from plugin.store.ledger import SqlLedger
from plugin.store.tables import HOUSE
from tests.stores import NORTHMOOR, SOUTHMOOR, Counted


def test_p14_jobs_of_all_institutions_are_counted_by_their_codes(store, clock):
    ledger = SqlLedger(database=store.database, clock=clock, new_id=Counted("job"))
    for tenant in (NORTHMOOR, SOUTHMOOR, NORTHMOOR):
        with store.work(tenant) as work:
            work.queue("place.make", {"relationship": "secret"})
    for error in ("ConsentMissingError: 403", "ConsentMissingError: Ada said no"):
        ledger.park(ledger.claim("worker", ["place.make"]), "worker", error=error)
    seen = Diagnosis(database=store.database, tenants=[NORTHMOOR, SOUTHMOOR, HOUSE])

    assert seen.jobs() == {
        "place.make / parked / ConsentMissingError: 403": 1,
        "place.make / parked / other": 1,
        "place.make / queued": 1,
    }
    assert seen.rows()["job"] == 3
    assert (seen.rows()["person"], seen.links(), seen.notices()) == (0, {}, {})
