"""The part of the page about following Outlook."""

from tests.bench.following import CIRCLE, MAILBOXES, OF_A_DAY, POLLS_A_DAY, SESSIONS, TOLD

MOST_TRIPS, LEAST_FEWER, MOST_SEEN_S = 550, 20, 2.0


def targets(following):
    """Return rows for the table of targets: what, target, measured, whether it is met."""
    return (
        (
            f"Requests to read {SESSIONS:,} sessions of {MAILBOXES:,} mailboxes again, as the tool",
            f"≤ {MOST_TRIPS}",
            f"{following.reconcile}",
            following.reconcile <= MOST_TRIPS,
        ),
        (
            f"Requests of a day of {OF_A_DAY:,} mailboxes, as the tool, beside polling",
            f"{LEAST_FEWER} times fewer",
            f"{following.fewer:.1f} times",
            following.fewer >= LEAST_FEWER,
        ),
        (
            f"Requests for the free and busy times of a circle of {CIRCLE}",
            "1",
            f"{following.free_busy}",
            following.free_busy == 1,
        ),
        (
            "p95 from a notice to the session that followed, one worker",
            f"< {MOST_SEEN_S:.0f} s",
            f"{following.p95_s:.2f} s",
            following.p95_s < MOST_SEEN_S,
        ),
    )


def section(following):
    """Return the table of what was measured, and how."""
    names = {
        "batch": "looking at what nobody told of, up to twenty meetings at a time",
        "event": "reading what was told of",
        "renewal": "renewing promises to tell",
        "probe": "proving that the tool does not reach every calendar",
    }
    ours, theirs = following.day, following.day_as_people
    lines = [
        f"| {names.get(what, what)} | {ours[what]:,} | {theirs[what]:,} |"
        for what in dict.fromkeys((*ours, *theirs))
    ]
    polls = OF_A_DAY * POLLS_A_DAY
    lines += [
        f"| polling every 15 minutes instead | {polls:,} | {polls:,} |",
        f"| times fewer | {following.fewer:.1f} | {following.fewer_as_people:.1f} |",
    ]
    head = "| Requests of one day | as the tool | as people |\n|---|---|---|"
    return "\n".join(("## Following Outlook", "", head, *lines, "", _how()))


def _how():
    return f"""Beside a stand-in that answers at once and counts, on SQLite. Each of {OF_A_DAY:,}
organisers has a session a week, and in each mailbox one meeting changes in the day, which a notice
tells. The day is simulated: the clock goes on by five minutes, and a worker does what is due.
Acting as people, the tool asks once for each mailbox; where Exchange opens calendars to the tool
itself, twenty meetings of whoever's are one request. The {TOLD} moves that were followed came at
any moment, and one worker with no wake-up looked every second."""
