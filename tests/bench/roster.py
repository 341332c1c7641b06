"""A course list of 20,000: row by row through an ORM, by the bare driver, and by our store.

All three write the same two tables (person and course_member) of one database, each a course of its
own with people who were not there before, in one transaction.
"""

import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace

from plugin.mentoring.people import CourseRole
from plugin.ports.values import RosterMember
from plugin.store.connection import Database
from plugin.store.migrate import migrate
from plugin.store.registrations import RegistrationBook
from plugin.store.secrets import Vault
from plugin.store.store import SqlStore
from plugin.wiring.house import new_id, utc_now
from tests.bench.roster_rivals import by_driver, by_row
from tests.bench.servers import ROOT
from tests.bench.work import postgres
from tests.stores import KEY, NORTHMOOR, an_arrival

MEMBERS = 20_000
BY_ROW = 1_000
"""Members that the ORM writes: it is the rate that counts, and it does not grow with more."""
ROUNDS = 5


@dataclass(frozen=True)
class RosterRates:
    """One database: members per second, medians of the rounds.

    Attributes:
        again: ours, for the same list when 2 in 100 have another name.
        by_row_times, driver_times: medians of each round's ratio, ours to theirs.
        ceiling_times: the same of the driver to the ORM, about the most that a store can reach.

    """

    database: str
    by_row: float
    driver: float
    ours: float
    again: float
    by_row_times: float
    driver_times: float
    ceiling_times: float


@dataclass(frozen=True)
class RosterResults:
    """Both databases, and the most memory of a process that reads such a list whole, in MiB."""

    rates: list
    peak_mb: float


def rosters(state):
    """Measure on SQLite, and on PostgreSQL where one is on this machine."""
    rates = [_rates("SQLite", f"sqlite:///{state}/roster.db")]
    with postgres() as url:
        if url:
            rates.append(_rates("PostgreSQL", url))
    return RosterResults(rates, _peak_mb(state))


def a_list(name, size=MEMBERS):
    """Return a list of people nobody has heard of, unless `name` was used before."""
    return [
        RosterMember(
            f"{name}-{number:05}",
            f"Ana {number} Petrović",
            f"{name}.{number}@northmoor.example",
            CourseRole.LEARNER,
            active=True,
        )
        for number in range(size)
    ]


@contextmanager
def campus(url):
    """Open a store with Northmoor in a fresh database."""
    database = Database(url)
    migrate(database)
    vault = Vault(KEY)
    store = SqlStore(database=database, vault=vault, clock=utc_now, new_id=new_id)
    store.prepare()
    RegistrationBook(database=database, vault=vault, clock=utc_now).add_tenant(NORTHMOOR, "N")
    try:
        yield store
    finally:
        database.close()


def new_course(store, name):
    """Return a course with one teacher."""
    arrival = an_arrival("teacher", role=CourseRole.INSTRUCTOR, context_id=name)
    with store.work(NORTHMOOR) as work:
        return work.arrive(arrival, now=utc_now())[1]


def apply(store, course, members):
    """Take the list in; returns seconds."""
    began = time.perf_counter()
    with store.work(NORTHMOOR) as work:
        change = work.apply_roster(course, members, now=utc_now(), brake=lambda *_: False)
    taken = time.perf_counter() - began
    if change.total != len(members):
        raise RuntimeError(f"{change.total} of {len(members)} members were kept")
    return taken


def _rates(database, url):
    with campus(url) as store:
        rounds = [_round(store, url, number) for number in range(ROUNDS)]
    rows, drivers, mine, again = list(map(statistics.median, zip(*rounds, strict=True)))
    return RosterRates(
        database,
        rows,
        drivers,
        mine,
        again,
        statistics.median(one[2] / one[0] for one in rounds),
        statistics.median(one[2] / one[1] for one in rounds),
        statistics.median(one[1] / one[0] for one in rounds),
    )


def _round(store, url, number):
    """Return members per second: by row, by the driver, ours, and ours once more."""
    rows = a_list(f"row{number}", BY_ROW)
    row_s = by_row(store, new_course(store, f"row{number}"), rows)
    members = a_list(f"driver{number}")
    driver_s = by_driver(url, new_course(store, f"driver{number}"), members)
    course, members = new_course(store, f"ours{number}"), a_list(f"ours{number}")
    ours_s = apply(store, course, members)
    renamed = [replace(one, name="Ana B.") if n % 50 == 0 else one for n, one in enumerate(members)]
    again_s = apply(store, course, renamed)
    return BY_ROW / row_s, MEMBERS / driver_s, MEMBERS / ours_s, MEMBERS / again_s


def _peak_mb(state):
    """Return what `roster_reader` says: the peak of a process that does nothing else."""
    program = [sys.executable, "-m", "tests.bench.roster_reader", str(state / "reader.db")]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)
