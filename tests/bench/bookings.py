"""Bookings by the thousand: how much faster together, and how a backlog drains after a kill."""

import json
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from graph.calendar import Calendar, create_across
from graph.clouds import sandbox
from graph.events import Event, EventDraft, Invitee, When
from graph.transport import Transport
from plugin.store.tables import mentoring_session
from plugin.wiring.house import utc_now
from tests.bench.mailboxes import fill
from tests.bench.servers import ROOT
from tests.bench.tools import open_tool, ours
from tests.stores import NORTHMOOR

BOOKINGS, MAILBOXES, ALONE = 10_000, 5_000, 40
KILLED_AT = 2_000
PAST_THE_LEASE_S = 62


@dataclass(frozen=True)
class Bookings:
    """What booking took.

    Attributes:
        alone_s: for one booking, one after another.
        together_s, cpu_ms: for all of them together, and our CPU for each.
        throttled: how often a mailbox refused a call as one too many.
        drain_s, drain_cpu_ms: for the backlog, after a kill; ledger and store included, our CPU
            for each that the second worker booked.
        twice, lost: sessions with two meetings, and without one.
        astray: the most places by which a meeting was made before or after its turn.
        grown_mb: what the second worker grew by, from its third portion on.
    """

    alone_s: float
    together_s: float
    cpu_ms: float
    throttled: int
    drain_s: float
    drain_cpu_ms: float
    twice: int
    lost: int
    astray: int
    grown_mb: float

    @property
    def faster(self):
        """How many times faster they are together."""
        return self.alone_s * BOOKINGS / self.together_s


def bookings(state):
    """Measure the calls to Graph alone, and then a backlog with ledger and store on SQLite."""
    with _outlook() as url:
        transport = Transport(lambda **_: "token", clock=utc_now, profile=sandbox(url))
        alone_s = _alone_s(transport)
        together_s, cpu_ms = _together(transport)
        throttled = _known(url)["throttled"]
    with _outlook() as url:
        drained = _drained(state, url)
    return Bookings(alone_s, together_s, cpu_ms, throttled + drained.pop("throttled"), **drained)


def _alone_s(transport):
    began = time.monotonic()
    for number in range(ALONE):
        Calendar(transport, owner=f"alone-{number}").create(_draft(f"alone-{number}"))
    return (time.monotonic() - began) / ALONE


def _together(transport):
    wanted = [(f"m-{number % MAILBOXES}", _draft(f"s-{number}")) for number in range(BOOKINGS)]
    began, cpu = time.monotonic(), time.process_time()
    made = sum(isinstance(said, Event) for _, said in create_across(transport, wanted))
    took, cpu = time.monotonic() - began, time.process_time() - cpu
    if made != BOOKINGS:
        raise RuntimeError(f"{made} of {BOOKINGS} were made")
    return took, 1000 * cpu / BOOKINGS


def _drained(state, url):
    """Let a worker be killed in the middle of a backlog, and another one end it."""
    tool = ours(state)
    house, cast = open_tool(tool, people=2)
    fill(house, cast, MAILBOXES, utc_now() + timedelta(days=1), booked=False)
    with house.database.transaction(NORTHMOOR) as connection:
        table = mentoring_session
        query = select(table.c.session_id).where(table.c.session_id.like("s-%"))
        wanted = list(connection.execute(query.order_by(table.c.starts_at)).scalars())
    house.database.close()
    began = time.monotonic()
    with _worker(tool, url, 0) as first:
        while len(_known(url)["made"]) < KILLED_AT:
            time.sleep(0.1)
            if first.poll() is not None:
                raise RuntimeError("the first worker ended by itself")
        first.kill()
    with _worker(tool, url, PAST_THE_LEASE_S) as second:
        took = json.loads(second.communicate()[0])
    return {"drain_s": time.monotonic() - began, **_judged(wanted, _known(url), took)}


def _judged(wanted, known, took):
    counts = Counter(name.rpartition(":")[0] for name in known["made"])
    turn = {session: number for number, session in enumerate(wanted)}
    order = [turn[name.rpartition(":")[0]] for name in known["made"]]
    resident = took["resident_mb"]
    return {
        "throttled": known["throttled"],
        "drain_cpu_ms": 1000 * took["cpu_s"] / took["done"],
        "twice": sum(count > 1 for count in counts.values()),
        "lost": len(set(wanted) - set(counts)),
        "astray": max(abs(number - place) for place, number in enumerate(order)),
        "grown_mb": max(resident[2:]) - resident[2],
    }


@contextmanager
def _worker(tool, url, ahead_s):
    command = [sys.executable, "-m", "tests.bench.drain", url, str(ahead_s)]
    with subprocess.Popen(
        command, cwd=ROOT, env=tool.environment, stdout=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def _outlook():
    command = [sys.executable, "-m", "tests.bench.slow_outlook"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def _known(url):
    with urllib.request.urlopen(f"{url}/v1.0/known") as answer:  # noqa: S310 - our own stand-in
        return json.load(answer)


def _draft(name):
    starts_at = utc_now().replace(microsecond=0) + timedelta(days=7)
    return EventDraft(
        subject="Mentoring",
        body_html="<p>A mentoring session.</p>",
        when=When(starts_at, starts_at + timedelta(minutes=45), "UTC"),
        invitees=(Invitee("ben@home.example", "Ben"),),
        correlation_id=name,
        transaction_id=name,
    )
