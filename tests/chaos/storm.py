"""A storm: many operations by people, here and in Outlook, while all kinds of things go wrong.

The processes are real: web, workers, and the sandbox's Microsoft 365 over HTTP. What people decide
goes through the use cases on the same database; what they do in Outlook goes through the sandbox.
Every decision that was acknowledged is written down, for the audit.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import config
from plugin.mentoring.errors import MentoringError
from plugin.mentoring.people import Actor, CourseRole, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import Channel, SessionId, SessionState
from plugin.ports.errors import OutsideError
from plugin.services.kinds import (
    CHECK_SESSIONS,
    DELIVER_ALL,
    PUSH_SESSION,
    READ_EVENT,
    SWEEP_SESSION,
)
from plugin.services.sessions import Sessions
from plugin.wiring.house import new_id, open_house, utc_now, waker
from tests.chaos.faults import LEASE_S, all_faults
from tests.journeys.http_visitor import HttpVisitor
from tests.journeys.steps import Pair, open_programme, publish, send_profile, sign
from tests.journeys.world import eventually

NORTHMOOR = TenantId("northmoor")
PEOPLE = (
    ("Amara Okafor", "Leïla Haddad"),
    ("Siobhán Ní Chonaill", "Mei-Ling Chen"),
    ("Björk Ólafsdóttir", "Thúy Nguyễn"),
)
MOST_AHEAD = 20
"""Sessions that a pair has at the most: then the next operation calls one off."""
FIRST_DAY, DAYS, SLOTS = 2, 11, 16
BESIDE = "worker-beside"
OFF = "off"
RESTS = (LEASE_S, 600, 6 * 3600 + 300, 700, 700)
"""Seconds that workers' clocks go on by, one after the other, for all that is to be looked at
again: leases, sweeps, what nobody has checked for long, second looks."""


@dataclass
class Decision:
    """What the people of a session last decided, and every start it ever had."""

    last: object
    starts: set
    in_outlook: bool = False


@dataclass
class Storm:
    """One storm, from a seed.

    Attributes:
        busy: how many operations come while a fault is about, beside one of each.

    """

    world: object
    seed: int
    counts: Counter = field(default_factory=Counter)
    hits: Counter = field(default_factory=Counter)
    tried: Counter = field(default_factory=Counter)
    decided: dict = field(default_factory=dict)
    diary: list = field(default_factory=list)
    ahead_s: int = 0
    worker: str = ""
    busy: int = 3

    def __post_init__(self):
        self.dice = random.Random(self.seed)
        settings = config.load(self.world.environment())
        self.house = open_house(settings, wake=waker(settings).wake)
        self.sessions = Sessions(
            store=self.house.store, clock=utc_now, new_id=new_id, channel=Channel.OUTLOOK
        )

    def prepare(self):
        """Make the pairs, connect their mentors, and put two workers at work."""
        hana = open_programme(self.world)
        people = [[HttpVisitor(self.world, name) for name in pair] for pair in PEOPLE]
        for mentor, mentee in people:
            send_profile(mentor, side="mentor")
            send_profile(mentee, side="mentee")
        publish(hana)
        self.world.switch("tokens_last", on=False)
        self.pairs = self._paired([one for pair in people for one in pair])
        for pair in self.pairs:
            pair.connect()
        self.world.stop("worker")
        self.start_worker()

    def _paired(self, people):
        """Find out who was paired with whom, and sign with both."""
        rows = self.world.rows(
            "SELECT m.relationship_id, m.person_id, p.name FROM membership m"
            " JOIN person p ON p.person_id = m.person_id ORDER BY 1, 2"
        )
        by_name = {visitor.who.name: visitor for visitor in people}
        pairs = []
        for key in sorted({row[0] for row in rows}):
            both = {name: person for one, person, name in rows if one == key}
            mentor, mentee = (
                next(by_name[name] for name in both if name in side)
                for side in zip(*PEOPLE, strict=True)
            )
            sign(mentee, mentor)
            pair = Pair(self.world, mentor, mentee)
            pair.key = RelationshipId(key)
            pair.actor = Actor(NORTHMOOR, both[mentee.who.name], None, CourseRole.LEARNER)
            pair.organiser = both[mentor.who.name]
            pair.free = [
                (day, slot) for day in range(FIRST_DAY, FIRST_DAY + DAYS) for slot in range(SLOTS)
            ]
            pair.ahead = {}
            pairs.append(pair)
        return pairs

    # What workers there are

    def start_worker(self, *arguments):
        """Start a worker, and one beside it, for whom all leases of others have run out.

        One that is to die of something is alone, so that the work comes to it.
        """
        self.ahead_s += LEASE_S
        self.world.stop(BESIDE)
        self.counts["workers"] += 1
        self.worker = f"worker-{self.counts['workers']}"
        ahead = ("worker", "--ahead-s", str(self.ahead_s))
        self.world.start(self.worker, *ahead, *arguments)
        if not arguments:
            self.world.start(BESIDE, *ahead)

    def replace_worker(self, *arguments):
        self.world.stop(self.worker)
        self.start_worker(*arguments)

    def died(self, *, within_s):
        process = self.world.running[self.worker]
        return eventually(lambda: process.poll() is not None, within_s=within_s)

    # What people do

    def operate(self):
        """Do one thing that people do, by chance."""
        pair = self.dice.choice(self.pairs)
        ways = [self.book, self.book, self.move, self.move, self.cancel, self.in_outlook]
        act = self.dice.choice(ways)
        if len(pair.ahead) >= MOST_AHEAD or not pair.free:
            act = self.cancel
        act(pair)

    def one_of_each(self):
        """Do one of each, so that every kind of work comes by."""
        pair = self.dice.choice(self.pairs)
        for act in (self.book, self.move, self.cancel):
            act(pair)

    def book(self, pair):
        slot = pair.free.pop(self.dice.randrange(len(pair.free)))
        start = moment(slot)
        made = self._done("book", lambda: self.sessions.book(pair.key, start, actor=pair.actor))
        if made is None:
            pair.free.append(slot)
            return
        self._write("booked", made.session_id, start)
        pair.ahead[made.session_id] = slot
        self.decided[made.session_id] = Decision(start, {start})

    def move(self, pair):
        key = self._choose(pair)
        if key is None:
            return
        slot = pair.free.pop(self.dice.randrange(len(pair.free)))
        start = moment(slot)
        moved = self._done(
            "move",
            lambda: self.sessions.move(key, start, version=self._version(key), actor=pair.actor),
        )
        if moved is None:
            pair.free.append(slot)
            return
        self._write("moved", key, start)
        pair.free.append(pair.ahead[key])
        pair.ahead[key] = slot
        self.decided[key].last = start
        self.decided[key].starts.add(start)

    def cancel(self, pair):
        key = self._choose(pair)
        if key is None:
            return
        done = self._done(
            "cancel",
            lambda: self.sessions.cancel(key, version=self._version(key), actor=pair.actor),
        )
        if done is not None:
            self._write("called off", key)
            pair.free.append(pair.ahead.pop(key))
            self.decided[key].last = OFF

    def in_outlook(self, pair):
        """Move or call off in Outlook what both sides agree on; it is left alone from then on."""
        known = dict(self.world.rows(
            "SELECT session_id, event_id FROM calendar_link WHERE sync = 'booked'"
        ))  # fmt: skip
        keys = sorted(key for key in pair.ahead if known.get(key))
        if not keys or "sandbox" not in self.world.running:
            return
        key = self.dice.choice(keys)
        decision, slot = self.decided[key], pair.ahead.pop(key)
        decision.in_outlook = True
        if self.dice.random() < 0.4:
            self.world.control(f"events/{known[key]}/cancel")
            self._write("called off in Outlook", key)
            pair.free.append(slot)
            decision.last = OFF
            self.counts["cancel in Outlook"] += 1
            return
        new = pair.free.pop(self.dice.randrange(len(pair.free)))
        start = moment(new)
        length = self.sessions.of(SessionId(key), actor=pair.actor).span.length
        zone = ZoneInfo(pair.mentor.who.zone)
        spoken = {"start": start, "end": start + length}
        body = {k: f"{v.astimezone(zone):%Y-%m-%dT%H:%M}" for k, v in spoken.items()}
        self.world.control(f"events/{known[key]}/move", body)
        self._write("moved in Outlook", key, start)
        decision.last = start
        decision.starts.add(start)
        self.counts["move in Outlook"] += 1

    def _choose(self, pair):
        keys = sorted(pair.ahead)
        return SessionId(self.dice.choice(keys)) if keys else None

    def _version(self, key):
        with self.house.store.look(NORTHMOOR) as work:
            return work.session(key).version

    def _done(self, name, act):
        """Do it and count it; what was refused in plain words was not decided."""
        try:
            done = act()
        except (MentoringError, OutsideError) as error:
            self.counts[f"{name} refused: {type(error).__name__}"] += 1
            return None
        self.counts[name] += 1
        return done

    def try_again(self, sync):
        """Press "Try again" wherever somebody waits for what has been mended."""
        for (key,) in self.links(sync):
            for pair in self.pairs:
                if key in pair.ahead or key in self.decided:
                    try:
                        self.sessions.try_again(SessionId(key), actor=pair.actor)
                    except MentoringError:
                        continue  # another pair's

    def lapsed(self):
        """Return whose sign-in has ended, as the tool noticed."""
        rows = self.world.rows("SELECT person_id FROM account WHERE needs_sign_in_since NOT NULL")
        return {person for (person,) in rows}

    def sign_in_again(self):
        """Sign in as everybody does who is asked to; returns how many were."""
        lapsed = [pair for pair in self.pairs if pair.organiser in self.lapsed()]
        for pair in lapsed:
            pair.connect_again()
        return len(lapsed)

    def links(self, sync):
        rows = self.world.rows("SELECT session_id, sync FROM calendar_link")
        return [(key,) for key, known in rows if known == sync]

    # The storm itself

    def rage(self, operations):
        """Go through every fault once, and again, until so many operations are done."""
        order = self._shuffled()
        while order or self.operations < operations:
            order = order or self._shuffled()
            self._under(order.pop())

    def _shuffled(self):
        return self.dice.sample(faults := all_faults(), len(faults))

    @property
    def operations(self):
        names = ("book", "move", "cancel", "move in Outlook", "cancel in Outlook")
        return sum(self.counts[name] for name in names)

    def _under(self, fault):
        self.tried[fault.name] += 1
        self._write("begins", fault.name)
        fault.begin(self)
        self.one_of_each()
        for _ in range(self.busy):
            self.operate()
        self.hits[fault.name] += bool(fault.end(self))
        self._write("is over", fault.name)

    def _write(self, *words):
        """Write down what happened, and when by our clock and by the workers'."""
        self.diary.append((f"{utc_now():%H:%M:%S.%f}", self.ahead_s, *map(str, words)))

    def settle(self, *, patience_s=60):
        """Let the weather clear, and give the tool every chance that it would have in life."""
        self.world.behave()
        for name, on in (("notifications_sent", True), ("transactions_remembered", True)):
            self.world.switch(name, on=on)
        for rest in RESTS:
            self.world.stop(self.worker)
            self.ahead_s += rest
            began = self.workers_now()
            self.start_worker()
            assert eventually(partial(self._has_worked, began), within_s=patience_s)
            self.sign_in_again()
            self.try_again("needs consent")
            eventually(self._is_quiet, within_s=patience_s)

    def workers_now(self):
        return utc_now() + timedelta(seconds=self.ahead_s)

    def _has_worked(self, since):
        """Whether a worker has begun, queued what recurs, and done the first of it."""
        done = self.world.rows("SELECT kind, finished_at FROM job WHERE finished_at NOT NULL")
        return any(kind == DELIVER_ALL and at > f"{since:%Y-%m-%d %H:%M:%S}" for kind, at in done)

    def _is_quiet(self):
        """Whether nothing is due any more that concerns calendars, by the workers' clock."""
        now = self.workers_now() + timedelta(seconds=5)
        kinds = (PUSH_SESSION, READ_EVENT, SWEEP_SESSION, CHECK_SESSIONS)
        jobs = self.world.rows("SELECT kind, state, run_at FROM job WHERE finished_at IS NULL")
        due = [(state, run_at) for kind, state, run_at in jobs if kind in kinds]
        return all(state == "queued" and at > f"{now:%Y-%m-%d %H:%M:%S}" for state, at in due)


def moment(slot):
    """Return when a slot begins, some days from today, between 6:00 and 21:00 UTC.

    All lie within the two weeks that the tool looks through of its own accord.
    """
    day, number = slot
    today = utc_now().replace(hour=6, minute=0, second=0, microsecond=0)
    return today + timedelta(days=day, hours=number)


def is_off(session):
    return session.state is SessionState.CANCELLED
