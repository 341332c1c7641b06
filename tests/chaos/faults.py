"""What goes wrong in a storm: the pretend Graph's misbehaviour, and what befalls our processes.

A fault is begun, a few operations are done under it, and it is ended; `hit` says whether it took
effect. Each knows only the storm, which has the hands to do it.
"""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field

from plugin.jobs import crash_points
from tests.journeys.world import eventually

LEASE_S = 62
CRASH_POINTS = (
    crash_points.CLAIMED,
    "book.looked",
    "book.created",
    "book.hardened",
    "change.sent",
    "cancel.sent",
    crash_points.HANDLED,
    crash_points.FINISHED,
)
TARGETS = {
    "book": ("POST", "/me/events$"),
    "change": ("PATCH", "/me/events/[^/]+$"),
    "cancel": ("POST", "/me/events/[^/]+/cancel$"),
    "look": ("GET", "/me/events"),
    "harden": ("", "/me/onlineMeetings"),
    "token": ("POST", "/oauth2/v2.0/token$"),
}
MISBEHAVIOUR = {
    "book": (
        ("late", {"delay_s": 2}), ("429", {"retry_after": "1"}), ("429", {}),
        ("503", {"retry_after": "date:1"}), ("500-before", {}), ("html", {}),
        ("500-after", {}), ("reset-after", {}), ("cut-after", {}), ("html-after", {}),
    ),
    "change": (("429", {}), ("503", {}), ("500-after", {}), ("reset-after", {})),
    "cancel": (("503", {}), ("500-after", {}), ("reset-after", {})),
    "look": (("html", {}), ("cut-after", {}), ("503", {"retry_after": "1"})),
    "harden": (("503", {}), ("500-after", {})),
    "token": (("503", {}), ("html", {}), ("reset-after", {})),
}  # fmt: skip


def _nothing(_storm):
    return True


@dataclass(frozen=True)
class Fault:
    """One way in which things go wrong; `end` returns whether it took effect."""

    name: str
    begin: Callable
    end: Callable = field(default=_nothing)


def all_faults():
    """Return every fault there is, in the order of this page."""
    return [
        *(_answer(*one) for target, ways in MISBEHAVIOUR.items() for one in _named(target, ways)),
        *(_switch(name, on=on) for name, on in SWITCHES.items()),
        Fault("consent revoked, then granted", _revoke_consent, _grant_consent),
        Fault("sign-in revoked, then anew", _revoke_sign_in, _sign_in_again),
        Fault("subscription ended", _end_subscriptions),
        Fault("Graph is away", _sandbox_away, _sandbox_back),
        Fault("web process killed", _web_killed, _web_back),
        Fault("worker killed anywhere", _killed_anywhere, _nothing),
        Fault("worker stalls past its lease", _stall, _wake),
        Fault("database held by another for 3 s", _hold_database),
        *(_crash(point) for point in CRASH_POINTS),
    ]


SWITCHES = {
    "transactions_remembered": False,
    "notifications_sent": False,
    "notifications_late": True,
    "notifications_doubled": True,
}


def _named(target, ways):
    for kind, how in ways:
        after = f" ({how['retry_after']})" if "retry_after" in how else ""
        yield f"{target}: {kind}{after}", target, kind, how


def _answer(name, target, kind, how):
    method, pattern = TARGETS[target]

    def begin(storm):
        storm.world.misbehave(kind, method, pattern, times=2, **how)

    def end(storm):
        """Let work of each kind come by until it was met; once of twice is enough."""
        for _ in range(4):
            if eventually(lambda: not storm.world.misbehaviour(), within_s=1.5):
                break
            storm.one_of_each()
        left = [rule["times"] for rule in storm.world.misbehaviour()]
        storm.world.behave()
        return left in ([], [1])

    return Fault(name, begin, end)


def _switch(name, *, on):
    return Fault(
        f"{name}: {'on' if on else 'off'}",
        lambda storm: storm.world.switch(name, on=on),
        lambda storm: storm.world.switch(name, on=not on) or True,
    )


def _crash(point):
    def begin(storm):
        storm.replace_worker("--die-at", point)

    def end(storm):
        """Let work of each kind come by until the worker has died, then start another."""
        for _ in range(12):
            if storm.died(within_s=2):
                break
            storm.one_of_each()
        dead = storm.died(within_s=0.1)
        storm.replace_worker()
        return dead

    return Fault(f"worker killed at {point}", begin, end)


def _revoke_consent(storm):
    storm.world.control("admin-consent", {"revoke": "Calendars.ReadWrite"})
    for pair in storm.pairs:
        storm.world.control(
            f"people/{pair.mentor.who.mailbox}/consent", {"revoke": "Calendars.ReadWrite"}
        )


def _grant_consent(storm):
    for _ in range(4):
        if eventually(lambda: storm.links("needs consent"), within_s=1.5):
            break
        storm.one_of_each()
    hit = bool(storm.links("needs consent"))
    storm.world.control("admin-consent", {"grant": "Calendars.ReadWrite"})
    storm.try_again("needs consent")
    return hit


def _revoke_sign_in(storm):
    storm.world.control(f"people/{storm.pairs[0].mentor.who.mailbox}/revoke")


def _sign_in_again(storm):
    for _ in range(4):
        if eventually(storm.lapsed, within_s=1.5):
            break
        storm.one_of_each()
    return storm.sign_in_again() > 0


def _end_subscriptions(storm):
    for name in [one["id"] for one in storm.world.microsoft_state()["subscriptions"]]:
        with suppress(AssertionError):  # it may have ended by itself meanwhile
            storm.world.control(f"subscriptions/{name}/lifecycle", {"event": "missed"})


def _sandbox_away(storm):
    storm.world.kill("sandbox")


def _sandbox_back(storm):
    time.sleep(1)
    storm.world.start_sandbox()
    storm.world.await_all()
    return True


def _web_killed(storm):
    storm.world.kill("web")


def _web_back(storm):
    storm.world.start_web()
    storm.world.await_all()
    return True


def _killed_anywhere(storm):
    time.sleep(storm.dice.random() / 4)
    storm.world.kill(storm.worker)
    storm.start_worker()


def _stall(storm):
    """Stop a worker in the middle of its work, and let others find its lease run out.

    Not in the middle of a transaction: on SQLite that stops everybody, as long as it lasts.
    """
    stalled = storm.world.running.pop(storm.worker)
    os.kill(stalled.pid, signal.SIGSTOP)
    while not _may_be_written(storm):
        os.kill(stalled.pid, signal.SIGCONT)
        time.sleep(0.05)
        os.kill(stalled.pid, signal.SIGSTOP)
    storm.world.running["stalled"] = stalled
    storm.start_worker()


def _may_be_written(storm):
    path = storm.world.state / "alongside.db"
    with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as tried:
        try:
            tried.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        tried.execute("ROLLBACK")
        return True


def _wake(storm):
    os.kill(storm.world.running["stalled"].pid, signal.SIGCONT)
    time.sleep(1)
    storm.world.stop("stalled")
    return True


def _hold_database(storm):
    path = storm.world.state / "alongside.db"
    with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        time.sleep(3)
        held.execute("ROLLBACK")
