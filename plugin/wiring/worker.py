"""What a worker process runs."""

import os
import socket
from datetime import timedelta
from threading import Event

from plugin.jobs.handlers import given_up, handlers, together
from plugin.jobs.recurring import Every, Recurring
from plugin.jobs.runner import Runner
from plugin.jobs.worker import run_worker, stop_on_signals
from plugin.mentoring.people import TenantId
from plugin.ports.solving import Solver
from plugin.services.kinds import (
    CHECK_SESSIONS,
    DELIVER_ALL,
    KEEP_SUBSCRIPTIONS,
    LOOK_AFTER_PEOPLE,
    LOOK_IN_DRIVES,
    READ_ALL_TASKS,
    READ_REPORTS,
    READ_ROSTERS,
    REMIND,
    REMIND_DAILY,
    REPORT_ALL,
)
from plugin.store.drive_watches import DriveWatches
from plugin.store.ledger import SqlLedger
from plugin.store.tables import HOUSE
from plugin.wiring.house import House, new_id, utc_now, waker
from plugin.wiring.microsoft import connect_microsoft
from plugin.wiring.services import build_services

CHECK_EVERY = timedelta(minutes=5)
"""How often sessions are looked through for those that nobody has checked for too long."""
RENEW_EVERY = timedelta(hours=1)
KEEP_EVERY = timedelta(hours=1)
LOOK_EVERY = timedelta(hours=1)
"""How often lists of people are looked through for those that are a day old."""
REPORT_EVERY = timedelta(hours=1)
"""How soon the grade book learns of a session that was held."""
TELL_EVERY = timedelta(minutes=1)
"""How long news that press wait at most; what can wait waits for the person's own hour."""
REMIND_EVERY = timedelta(minutes=10)
REMIND_DAILY_EVERY = timedelta(hours=6)
TASKS_EVERY = timedelta(hours=6)
"""How soon what a person changed in their To Do is seen here, unless they ask."""
REPORTS_EVERY = timedelta(minutes=10)
"""How often it is looked whose meeting's report is due; where nobody asks for any: one query."""
DRIVES_EVERY = timedelta(minutes=15)
"""How often folders in people's own OneDrives are looked into: one request for each of them."""
WATCH_EVERY = timedelta(minutes=2)
"""How often the library is asked what has changed in its folders: one cheap request."""
KEEP_HOUSE = "house.keep"
WATCH_DRIVE = "drive.watch"


def work(house: House) -> None:
    """Work until SIGTERM or SIGINT, then end what was begun."""
    stop = Event()
    stop_on_signals(stop)
    ledger = SqlLedger(database=house.database, clock=utc_now, new_id=new_id)
    microsoft = connect_microsoft(house)
    services = build_services(house, microsoft, solver=_solver)

    watches = DriveWatches(database=house.database, clock=utc_now)
    library = (house.settings.graph and house.settings.graph.site_id) or ""

    def watch_drive(_job: object) -> None:
        since = services.places.watch(watches.since(library))
        if since is not None:
            watches.keep(library, since)

    def keep_house(_job: object) -> None:
        house.keep(utc_now())
        if microsoft is not None:
            microsoft.caches.forget_orphans()

    runner = Runner(
        ledger=ledger,
        handlers={**handlers(services), KEEP_HOUSE: keep_house, WATCH_DRIVE: watch_drive},
        together=together(services),
        given_up=given_up(services),
        clock=utc_now,
        owner=f"{socket.gethostname()}:{os.getpid()}:{new_id()[:6]}",
    )
    recurring = Recurring(ticks=ledger, clock=utc_now, work=_recurring(house))
    run_worker(runner, waker(house.settings), recurring, stop)


def _solver() -> Solver:
    """Load the numbers when the first draft is asked for: an idle worker stays small."""
    from plugin.solver.solver import NumpySolver

    return NumpySolver()


def _recurring(house: House) -> tuple[Every, ...]:
    tenants = house.store.tenants
    return (
        Every(CHECK_SESSIONS, CHECK_EVERY, tenants),
        Every(KEEP_SUBSCRIPTIONS, RENEW_EVERY, tenants),
        Every(READ_ROSTERS, LOOK_EVERY, tenants),
        Every(LOOK_AFTER_PEOPLE, LOOK_EVERY, tenants),
        Every(REPORT_ALL, REPORT_EVERY, tenants),
        Every(DELIVER_ALL, TELL_EVERY, tenants),
        Every(REMIND, REMIND_EVERY, tenants),
        Every(READ_ALL_TASKS, TASKS_EVERY, tenants),
        Every(READ_REPORTS, REPORTS_EVERY, tenants),
        Every(LOOK_IN_DRIVES, DRIVES_EVERY, tenants),
        Every(REMIND_DAILY, REMIND_DAILY_EVERY, tenants),
        Every(WATCH_DRIVE, WATCH_EVERY, lambda: [TenantId(HOUSE)]),
        Every(KEEP_HOUSE, KEEP_EVERY, lambda: [TenantId(HOUSE)]),
    )
