"""Following Outlook: how often it is asked, and how soon a change is seen."""

import random
import statistics
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Event, Thread

from graph.clouds import sandbox
from graph.transport import Transport
from plugin.gateways.graph_calendars import GraphCalendars
from plugin.gateways.graph_freebusy import GraphFreeBusy
from plugin.gateways.graph_reach import GraphReach
from plugin.jobs.handlers import handlers
from plugin.jobs.recurring import Every, Recurring
from plugin.jobs.runner import Runner
from plugin.jobs.wake import NoWaker
from plugin.jobs.worker import run_worker
from plugin.mentoring.people import PersonId
from plugin.mentoring.session import SessionId
from plugin.mentoring.spans import Span
from plugin.ports.values import Account
from plugin.services.kinds import (
    CHECK_SESSIONS,
    KEEP_SUBSCRIPTION,
    KEEP_SUBSCRIPTIONS,
    READ_EVENT,
)
from plugin.services.watching import Notice
from plugin.store.ledger import SqlLedger
from plugin.wiring.house import new_id, utc_now
from plugin.wiring.services import build_services
from plugin.wiring.worker import CHECK_EVERY, RENEW_EVERY
from tests.bench.mailboxes import event_of, fill
from tests.bench.outlook import OUTSIDE, Outlook
from tests.bench.tools import open_tool, ours
from tests.conftest import FixedClock
from tests.stores import NORTHMOOR

MAILBOXES, SESSIONS = 5_000, 10_000
OF_A_DAY = 1_000
"""Mailboxes whose day is simulated: each costs the same, and more of them fill batches better."""
STEP, DAY = timedelta(minutes=5), timedelta(days=1)
POLLS_A_DAY = 96
TOLD, CIRCLE = 40, 8
KINDS = (CHECK_SESSIONS, KEEP_SUBSCRIPTION, KEEP_SUBSCRIPTIONS, READ_EVENT)


@dataclass(frozen=True)
class Following:
    """What following costs, in requests, and how soon it is.

    Attributes:
        reconcile: requests to read 10,000 sessions again, as the tool itself.
        day, day_as_people: requests of one day by purpose, with one change in each mailbox.
        free_busy: requests for the free and busy times of a circle.
        seen_s: from a notice to the change on the page, each.
    """

    reconcile: int
    day: Counter
    day_as_people: Counter
    free_busy: int
    seen_s: list

    @property
    def fewer(self):
        """How many times fewer requests than polling takes."""
        return OF_A_DAY * POLLS_A_DAY / self.day.total()

    @property
    def fewer_as_people(self):
        """The same where it acts as each mailbox's owner."""
        return OF_A_DAY * POLLS_A_DAY / self.day_as_people.total()

    @property
    def p95_s(self):
        return statistics.quantiles(self.seen_s, n=20)[-1]


def following(state):
    """Measure on SQLite, beside a stand-in that answers at once."""
    with Outlook() as outlook:
        with _follower(state / "many", outlook, MAILBOXES) as many:
            reconcile, free_busy, seen_s = many.reconcile(), many.free_busy(), many.told()
        with _follower(state / "day", outlook, OF_A_DAY) as tool:
            day = tool.day(across=True)
        with _follower(state / "people", outlook, OF_A_DAY) as tool:
            as_people = tool.day(across=False)
    return Following(reconcile, day, as_people, free_busy, seen_s)


@contextmanager
def _follower(state, outlook, mailboxes):
    state.mkdir(parents=True)
    follower = Follower(state, outlook, mailboxes)
    try:
        yield follower
    finally:
        follower.house.database.close()


class Follower:
    """The tool's services, with a clock that can be put on, over the stand-in."""

    def __init__(self, state, outlook, mailboxes):
        self.outlook, self.mailboxes = outlook, mailboxes
        self.house, cast = open_tool(ours(state), people=2)
        self.now = utc_now().replace(microsecond=0)
        fill(self.house, cast, mailboxes, self.now)
        self.clock = FixedClock(self.now)
        self._profile = sandbox(outlook.url)

    def reconcile(self):
        """Read every session of the next two weeks again; return how many requests that took."""
        self._read_long_ago()
        watching = self._services(across=True).watching
        before, read = self.outlook.asked.total(), 0
        while count := watching.check(NORTHMOOR):
            read += count
        if read < SESSIONS:
            raise RuntimeError(f"{read} of {SESSIONS} sessions were read")
        return self.outlook.asked.total() - before

    def day(self, *, across):
        """Let a day go by as a worker sees it; return what Outlook was asked, by purpose."""
        before = Counter(self.outlook.asked)
        services = self._services(across=across)
        runner, recurring = self._worker(services, self.clock)
        began, told = self.clock(), 0
        while (gone := self.clock() - began) < DAY:
            recurring.queue_due()
            due = int(self.mailboxes * (gone / DAY))
            services.watching.heard([self._notice(number) for number in range(told, due)])
            told = due
            while runner.run_due(1000):
                pass
            self.clock.advance(STEP)
        return self.outlook.asked - before

    def free_busy(self):
        """Ask when a circle is busy over two weeks; return how many requests that took."""
        before = self.outlook.asked.total()
        window = Span(self.now, self.now + timedelta(days=1))
        addresses = [f"m{number}@northmoor.example" for number in range(CIRCLE)]
        said = GraphFreeBusy(transport_of=self._as_person).busy(_account(0), addresses, window)
        if any(said.get(address) is None for address in addresses):
            raise RuntimeError("somebody's times are unknown")
        return self.outlook.asked.total() - before

    def told(self):
        """Let one worker follow moves that notices tell of; return how long each took."""
        services = self._services(across=False, clock=utc_now)
        runner, recurring = self._worker(services, utc_now)
        stop = Event()
        worker = Thread(
            target=run_worker, args=(runner, NoWaker(), replace(recurring, work=()), stop)
        )
        worker.start()
        try:
            return [self._seen(services, number) for number in range(TOLD)]
        finally:
            stop.set()
            worker.join()

    def _seen(self, services, number):
        time.sleep(random.random())
        starts_at = self._second(number)
        event_id, key = event_of(number, starts_at), SessionId(f"s-{number}-{starts_at:%s}")
        moved = starts_at + timedelta(hours=1)
        self.outlook.moved[event_id] = moved
        began = time.monotonic()
        services.watching.heard([Notice(f"sub-{number}", "secret", event_id)])
        while time.monotonic() < began + 30:
            with self.house.store.look(NORTHMOOR) as work:
                if work.session(key).span.starts_at == moved:
                    return time.monotonic() - began
            time.sleep(0.02)
        raise RuntimeError("a move was not followed")

    def _second(self, number):
        at = self.now + timedelta(days=7) * (number / self.mailboxes + 1)
        return at.replace(microsecond=0)

    def _notice(self, number):
        at = (self.now + timedelta(days=7) * (number / self.mailboxes)).replace(microsecond=0)
        return Notice(f"sub-{number}", "secret", event_of(number, at))

    def _read_long_ago(self):
        long_ago = f"{self.now - timedelta(days=2):%Y-%m-%d %H:%M:%S.%f}"
        with self.house.database.transaction(NORTHMOOR) as connection:
            connection.exec_driver_sql("UPDATE calendar_link SET checked_at = ?", (long_ago,))

    def _services(self, *, across, clock=None):
        clock = clock or self.clock
        store = replace(self.house.store, clock=clock)
        services = build_services(replace(self.house, store=store), None)
        calendars = GraphCalendars(
            transport_of=self._as_person,
            notification_url="http://127.0.0.1/notify",
            lifecycle_url="http://127.0.0.1/lifecycle",
            **({"across": self._reach(clock).across} if across else {}),
        )
        given = {"calendars": calendars, "clock": clock, "store": store}
        return replace(
            services,
            watching=replace(services.watching, **given),
            accounts=replace(services.accounts, **given),
        )

    def _reach(self, clock):
        return GraphReach(
            transport=self._transport(), roles=frozenset, outside=OUTSIDE, clock=clock
        )

    def _as_person(self, _account):
        return self._transport()

    def _transport(self):
        return Transport(lambda **_: "token", clock=self.clock, profile=self._profile)

    def _worker(self, services, clock):
        ledger = SqlLedger(database=self.house.database, clock=clock, new_id=new_id)
        known = handlers(services)
        runner = Runner(
            ledger=ledger, handlers={kind: known[kind] for kind in KINDS}, clock=clock,
            owner="bench",
        )  # fmt: skip
        tenants = self.house.store.tenants
        work = (
            Every(CHECK_SESSIONS, CHECK_EVERY, tenants),
            Every(KEEP_SUBSCRIPTIONS, RENEW_EVERY, tenants),
        )
        return runner, Recurring(ticks=ledger, clock=clock, work=work)


def _account(number):
    who, oid = PersonId(f"mentor-{number}"), f"oid-{number}"
    return Account(
        who, NORTHMOOR, "sandbox", "entra", oid, f"m{number}@northmoor.example", utc_now()
    )
