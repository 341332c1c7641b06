"""X02, X14: many processes want the same seats: `python -m tests.bench.hammer [ATTEMPTS]`.

Each attempt goes the way of every booking: a transaction of the store that locks the people and
saves a session with its seats. Afterwards the seats are counted by another way than they were kept.
"""

# ruff: noqa: T201 - a script for people: it speaks at the terminal

import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from multiprocessing import get_context

from plugin.mentoring.errors import SlotTakenError
from plugin.mentoring.session import MentoringSession
from plugin.mentoring.spans import Span
from plugin.store.connection import Database
from plugin.store.migrate import migrate
from plugin.store.registrations import RegistrationBook
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore
from tests.conftest import FixedClock, PostgresServer
from tests.store.people import Campus
from tests.stores import KEY, NOON, NORTHMOOR, Counted

HOUR = timedelta(hours=1)
PAIRS = 12


@dataclass(frozen=True)
class Share:
    """What one process does."""

    url: str
    pairs: tuple
    attempts: int
    slots: int
    number: int


@dataclass(frozen=True)
class Outcome:
    """What came of it: `overlaps` are pairs of planned seats of one person that share a moment."""

    said: Counter
    sessions: int
    overlaps: int
    seconds: float


def hammer(url, *, attempts, workers, slots):
    """Let `workers` processes want `slots` overlapping hours of one mentor; count what stands."""
    pairs = _prepare(url)
    shares = [Share(url, pairs, attempts // workers, slots, n) for n in range(workers)]
    begun = time.perf_counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        said = sum(pool.map(_wants, shares), Counter())
    seconds = time.perf_counter() - begun
    database = Database(url)
    with database.transaction(NORTHMOOR, write=False) as connection:
        rows = connection.exec_driver_sql(
            "SELECT person_id, starts_at, ends_at FROM seat WHERE planned ORDER BY 1, 2"
        ).all()
        sessions = connection.exec_driver_sql("SELECT count(*) FROM mentoring_session").scalar_one()
    database.close()
    overlaps = sum(one[0] == two[0] and two[1] < one[2] for one, two in pairwise(rows))
    return Outcome(said, sessions, overlaps, seconds)


def _prepare(url):
    database = Database(url)
    migrate(database)
    book = RegistrationBook(database=database, vault=Vault(KEY), clock=FixedClock())
    store = _store(database)
    store.prepare()
    book.add_tenant(NORTHMOOR, "Northmoor")
    campus = Campus(store)
    mentor = campus.pairing.members[0]
    pairs = []
    for number in range(PAIRS):
        pairing = campus.another_pairing(10 + number)
        pairs.append((pairing.relationship_id, mentor.person_id, pairing.members[1].person_id))
    database.close()
    return tuple(pairs)


def _store(database):
    return SqlStore(database=database, vault=Vault(KEY), clock=FixedClock(), new_id=Counted())


def _wants(share):
    """Want random half-overlapping hours, for random pairs of the one mentor."""
    database, chance = Database(share.url), random.Random(share.number)
    store, said = _store(database), Counter()
    for attempt in range(share.attempts):
        start = NOON + chance.randrange(share.slots * 2) * HOUR / 2
        relationship, mentor, mentee = chance.choice(share.pairs)
        session = MentoringSession(
            f"session-{share.number}-{attempt}", NORTHMOOR, relationship, mentor,
            frozenset({mentor, mentee}), Span(start, start + HOUR), "UTC",
        )  # fmt: skip
        try:
            with store.work(NORTHMOOR) as work:
                work.save_session(session)
            said["booked"] += 1
        except SlotTakenError:
            said["taken"] += 1
        except Exception as error:  # noqa: BLE001 - counted by name, and any is a fault
            said[type(error).__name__] += 1
    database.close()
    return said


def main(attempts=100_000):
    """Hammer both databases and say what came of it; the exit code is 1 for any double."""
    doubles = 0
    with tempfile.TemporaryDirectory() as folder:
        doubles += _told("SQLite", f"sqlite:///{folder}/hammer.db", attempts)
    server = PostgresServer.find()
    url = server.create()
    try:
        doubles += _told("PostgreSQL", url, attempts)
    finally:
        server.drop(url)
        server.close()
    return 1 if doubles else 0


def _told(name, url, attempts):
    done = hammer(url, attempts=attempts, workers=8, slots=500)
    counted = ", ".join(f"{count} {what}" for what, count in sorted(done.said.items()))
    print(f"{name}: {attempts} attempts in {done.seconds:.0f} s: {counted}; "
          f"{done.overlaps} seats taken twice")  # fmt: skip
    return done.overlaps


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
