"""The part of the page about booking by the thousand."""

from plugin.jobs.runner import MOST_TOGETHER
from tests.bench.bookings import ALONE, BOOKINGS, KILLED_AT, MAILBOXES

LEAST_FASTER, MOST_CPU_MS, MOST_GROWN_MB = 60, 0.2, 5


def targets(bookings):
    """Return rows for the table of targets: what, target, measured, whether it is met."""
    many = f"{BOOKINGS:,} bookings over {MAILBOXES:,} mailboxes"
    wrong = f"{bookings.twice} twice, {bookings.lost} lost"
    return (
        (
            f"{many}, the calls that make them, beside one after another",
            f"≥ {LEAST_FASTER} times faster",
            f"{bookings.faster:.0f} times",
            bookings.faster >= LEAST_FASTER,
        ),
        (
            "Calls that a mailbox refused as one too many (429)",
            "0",
            f"{bookings.throttled}",
            bookings.throttled == 0,
        ),
        (
            "CPU of ours for each of those calls",
            f"≤ {MOST_CPU_MS} ms",
            f"{bookings.cpu_ms:.2f} ms",
            bookings.cpu_ms <= MOST_CPU_MS,
        ),
        (
            f"A backlog of {BOOKINGS:,}, its worker killed after {KILLED_AT:,}",
            "0 twice, 0 lost",
            wrong,
            wrong == "0 twice, 0 lost",
        ),
        (
            "The most places that one of them was made before or after its turn",
            f"< {2 * MOST_TOGETHER:,}",
            f"{bookings.astray:,}",
            bookings.astray < 2 * MOST_TOGETHER,
        ),
        (
            "What the worker that drained it grew by, from its third portion on",
            f"< {MOST_GROWN_MB} MiB",
            f"{bookings.grown_mb:.1f} MiB",
            bookings.grown_mb < MOST_GROWN_MB,
        ),
    )


def section(bookings):
    """Return the table of what was measured, and how."""
    lines = (
        f"| one booking, one after another | {bookings.alone_s:.2f} s |",
        f"| {BOOKINGS:,} together | {bookings.together_s:.1f} s |",
        f"| the backlog with ledger and store, kill included | {bookings.drain_s:.0f} s |",
        f"| our CPU for each of those, all included | {bookings.drain_cpu_ms:.1f} ms |",
    )
    head = "| | |\n|---|---|"
    return "\n".join(("## Booking by the thousand", "", head, *lines, "", _how()))


def _how():
    return f"""Beside a stand-in that takes 250 ms for an event, four parts of a batch at a time,
and refuses the fifth of a mailbox; reading takes no time there. The sandbox, which keeps all of
Graph's rules, cannot hold the rate. One after another is reckoned from {ALONE}. The backlog is on
SQLite: one worker is killed in its midst, and another takes over when the leases are out (its clock
is put on). It looks for each meeting, makes it and closes it to recording. Up to {MOST_TOGETHER}
are taken together, so an order is kept between portions, not within one."""
