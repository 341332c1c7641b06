"""What a storm came to, as a page."""

from plugin.wiring.house import utc_now
from tests.chaos.faults import CRASH_POINTS


def written(storm, verdict, seconds):
    """Return the page."""
    hit = sum(bool(count) for count in storm.hits.values())
    points = sum(bool(storm.hits[f"worker killed at {point}"]) for point in CRASH_POINTS)
    did = ["book", "move", "cancel", "move in Outlook", "cancel in Outlook"]
    refused = sum(count for name, count in storm.counts.items() if "refused" in name)
    return "\n".join([
        "# Reliability",
        "",
        f"Made by `python -m tests.chaos {storm.operations} --seed {storm.seed}"
        f" --busy {storm.busy}` (or `make chaos N={storm.operations}`, less dense) on"
        f" {utc_now():%-d %B %Y}, which writes this page anew. It took {seconds:,.0f} s.",
        "",
        "People book, move and call off, in the tool and in Outlook, while the real web process,",
        "two real workers and the sandbox's Microsoft 365 go through every fault below in an order",
        "of chance. Then the weather clears, and an audit compares every session with every event",
        "in both calendars, one to one, without asking the tool's own ledger.",
        "",
        "| | |",
        "|---|---|",
        f"| Operations | {storm.operations:,} |",
        *(f"| – {name} | {storm.counts[name]:,} |" for name in did),
        f"| Refused in plain words, and not counted above | {refused:,} |",
        f"| Workers started | {storm.counts['workers']:,} |",
        f"| Kinds of fault that took effect | {hit} of {len(storm.tried)} |",
        f"| Crash points hit | {points} of {len(CRASH_POINTS)} |",
        f"| Sessions compared | {verdict.sessions:,} |",
        f"| Decisions lost | **{len(verdict.lost)}** |",
        f"| Invitations sent twice | **{len(verdict.doubled)}** |",
        f"| Sessions stuck | **{len(verdict.stuck)}** |",
        "",
        "| Fault | times | took effect |",
        "|---|---|---|",
        *(f"| {name} | {count} | {storm.hits[name]} |" for name, count in
          sorted(storm.tried.items())),
        "",
    ])  # fmt: skip
