"""A worker that books together over real HTTP, once, and may be told to die."""

import sys
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from graph.clouds import sandbox
from graph.transport import Transport
from plugin.gateways.graph_calendars import GraphCalendars
from plugin.jobs import crash_points
from plugin.jobs.handlers import together
from plugin.jobs.runner import Runner
from plugin.mentoring.session import SessionId
from plugin.services.bookings import Bookings
from plugin.services.kinds import PUSH_SESSION
from plugin.store.connection import Database
from plugin.store.ledger import SqlLedger
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore
from tests.conftest import FixedClock
from tests.gateways.conftest import NOW
from tests.services.world import PRESSES
from tests.stores import KEY


def bulk_runner(store, graph_url, token, clock, owner):
    """Return what books together as the tool, which reaches every calendar there."""
    app = Transport(lambda **_: token, clock=clock, profile=sandbox(graph_url), timeout_s=10)
    bookings = Bookings(
        store=store,
        clock=clock,
        calendars=GraphCalendars(
            transport_of=lambda account: app.speaking_for(account.object_id),
            notification_url="https://tool.example/notify",
            lifecycle_url="https://tool.example/lifecycle",
            reached=crash_points.reached,
            across=lambda: app,
        ),
        letters=None,
        post=None,
        presses=PRESSES,
        link_to=lambda session: f"https://tool.example/s/{session}",
    )

    def push(job):
        bookings.push(job.tenant_id, SessionId(job.payload["session"]))

    return Runner(
        ledger=SqlLedger(database=store.database, clock=clock, new_id=_new_id),
        handlers={PUSH_SESSION: push},
        together=together(SimpleNamespace(bookings=bookings)),
        clock=clock,
        owner=owner,
    )


def main(url, graph_url, token, ahead_s, die_at=None):
    """Do what is due `ahead_s` seconds after the tests' moment."""
    if die_at:
        crash_points.arm(die_at)
    clock = FixedClock(NOW + timedelta(seconds=float(ahead_s)))
    store = SqlStore(database=Database(url), clock=clock, new_id=_new_id, vault=Vault(KEY))
    bulk_runner(store, graph_url, token, clock, f"worker-{ahead_s}").run_due()


def _new_id():
    return uuid4().hex


if __name__ == "__main__":
    main(*sys.argv[1:])
