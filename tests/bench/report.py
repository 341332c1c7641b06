"""The results as a page: each target with what was measured, and what is only to know."""

import os
import platform
import statistics
from dataclasses import dataclass

from tests.bench.bookings_report import section as bookings_section
from tests.bench.bookings_report import targets as bookings_targets
from tests.bench.following_report import section as following_section
from tests.bench.following_report import targets as following_targets
from tests.bench.history import MESSAGES, SESSIONS
from tests.bench.launch import LAUNCHES, PEOPLE, PROBES, ROUNDS
from tests.bench.load_report import section as load_section
from tests.bench.load_report import targets as load_targets
from tests.bench.matching_report import section as matching_section
from tests.bench.matching_report import targets as matching_targets
from tests.bench.roster_report import section as roster_section
from tests.bench.roster_report import targets as roster_targets

MOST_RATIO = 1.5
MOST_QUERIES = 6
MOST_OF_EMPTY, MOST_OF_RELATIONSHIP = 3, 8
MOST_MB = 120
COMMAND = "make bench"


@dataclass(frozen=True)
class Results:
    """Everything that one run measured."""

    launch: object
    load: object
    pages: list
    relationship: object
    web: object
    work: list
    rosters: object
    matching: dict
    following: object
    bookings: object


def page(results, *, made_at):
    """Return BENCHMARKS.md."""
    parts = (_head(made_at), _targets(results), _launches(results.launch))
    return (
        "\n\n".join(
            (
                *parts,
                load_section(results.load),
                _pages(results.pages),
                _relationship(results.relationship),
                roster_section(results.rosters),
                matching_section(results.matching),
                following_section(results.following),
                bookings_section(results.bookings),
                _other(results),
            )
        )
        + "\n"
    )


def _head(made_at):
    python, system = platform.python_version(), platform.system()
    return f"""# Benchmarks

Made by `{COMMAND}` on {made_at:%d %B %Y}, which writes this page anew. Machine:
{os.cpu_count()} cores ({platform.machine()}), Python {python} on {system}.
Other work may have run beside it, so the targets are ratios and counts of one run;
times are for information."""


def _targets(results):
    queries = [one.queries for one in results.pages]
    same = all(len(set(_by_size(results.pages, who))) == 1 for who in ("coordinator", "learner"))
    ratio, idle_mb = results.launch.ratio, results.web.idle_mb
    rows = (
        (
            "CPU of a launch (login, launch, first page), beside a bare Flask + pylti1p3 tool",
            f"≤ {MOST_RATIO} times",
            f"{ratio:.2f} times",
            ratio <= MOST_RATIO,
        ),
        (
            "Queries of the home page, 10 to 1,000 people in the programme",
            f"≤ {MOST_QUERIES}, the same for each size",
            f"at most {max(queries)}, {'the same' if same else 'not the same'}",
            max(queries) <= MOST_QUERIES and same,
        ),
        *_of_relationship(results.relationship),
        (
            "Memory of an idle web process after 60 requests",
            f"< {MOST_MB} MiB",
            f"{idle_mb:.0f} MiB",
            idle_mb < MOST_MB,
        ),
        *load_targets(results.load),
        *roster_targets(results.rosters),
        *matching_targets(results.matching),
        *following_targets(results.following),
        *bookings_targets(results.bookings),
    )
    lines = (f"| {a} | {b} | {c} | {'met' if met else '**not met**'} |" for a, b, c, met in rows)
    return _table("Targets", "| | Target | Measured | |\n|---|---|---|---|", lines)


def _launches(launch):
    lines = (_launch_line(side) for side in (launch.bare, launch.ours))
    head = (
        "| Tool | CPU of the worker per launch, ms | Time the browser waits, ms"
        " | Key set fetches per launch | Probes refused | Let in |\n|---|---|---|---|---|---|"
    )
    return f"{_table('A launch', head, lines)}\n\n{_how_launched(launch)}"


def _how_launched(launch):
    low, _, high = statistics.quantiles(launch.ratios, n=4)
    return f"""Both run in gunicorn with one sync worker: {ROUNDS} rounds of {LAUNCHES} launches by
turns, each in a new browser. The ratio is the median of the rounds' ratios;
half of them lie between {low:.2f} and {high:.2f}.
CPU is the user and system time that the kernel counts for the worker. The bare tool answers
the launch with its page (two requests); ours opens a visit in the database and redirects to
the home page of a learner in a programme of {PEOPLE} people (three requests). The bare
tool keeps nothing but a cookie: what ours adds is the database, which refuses the replays.
Probes: {", ".join(PROBES)}."""


def _launch_line(side):
    refused = f"{len(PROBES) - len(side.let_in)} of {len(PROBES)}"
    figures = (
        f"{statistics.median(side.cpu_ms):.1f}",
        f"{statistics.median(side.wall_ms):.1f}",
        f"{statistics.mean(side.key_sets):.2f}",
        refused,
        ", ".join(side.let_in) or "none",
    )
    return f"| {side.tool.name} | {' | '.join(figures)} |"


def _pages(pages):
    lines = (f"| {p.people:,} | {p.who} | {p.queries} | {p.p50_ms:.1f} |" for p in pages)
    head = "| People | Home page of a | Queries | p50, ms |\n|---|---|---|---|"
    return _table("The home page", head, lines)


def _of_relationship(page):
    return (
        (
            "Queries of a relationship's page, with a vote and a suggestion open",
            f"≤ {MOST_OF_RELATIONSHIP}",
            f"{page.queries}",
            page.queries <= MOST_OF_RELATIONSHIP,
        ),
        (
            "p50 of that page over HTTP, beside an empty page of the same layout",
            f"< {MOST_OF_EMPTY} times",
            f"{page.served_ratio:.2f} times",
            page.served_ratio < MOST_OF_EMPTY,
        ),
        (
            "The same inside of the process, without server and connection",
            f"< {MOST_OF_EMPTY} times",
            f"{page.ratio:.2f} times",
            page.ratio < MOST_OF_EMPTY,
        ),
        (
            "p50 of that page, beside the same page of two who have just agreed",
            f"< {MOST_OF_EMPTY} times",
            f"{page.growth:.1f} times",
            page.growth < MOST_OF_EMPTY,
        ),
    )


def _relationship(page):
    lines = (
        f"| with {SESSIONS} sessions and {MESSAGES:,} messages"
        f" | {page.queries} | {page.p50_ms:.1f} | {page.served_p50_ms:.1f} |",
        f"| with one session and nothing else | {page.new_queries} | {page.new_p50_ms:.1f} | |",
        f"| with nothing but bar and foot | {page.empty_queries} | {page.empty_p50_ms:.1f}"
        f" | {page.served_empty_p50_ms:.1f} |",
    )
    head = "| Page | Queries | p50, ms | p50 over HTTP, ms |\n|---|---|---|---|"
    how = "All are asked for by turns; over HTTP of one gunicorn process, a connection each."
    return _table("The page of two people", head, lines) + f"\n\n{how}"


def _other(results):
    web = results.web
    lines = [
        f"| From `python -m plugin serve` to the answer of `/healthz` | {web.started_in_s:.2f} s |",
        f"| Memory of that process before the first launch | {web.at_start_mb:.0f} MiB |",
    ]
    for one in results.work:
        lines.append(f"| Booking a session, {one.database}, p50 | {one.booking_p50_ms:.1f} ms |")
        lines.append(
            f"| Jobs of the ledger, {one.database}, one worker | {one.jobs_per_s:.0f} per s |"
        )
    return _table("For information", "| | |\n|---|---|", lines)


def _by_size(pages, who):
    return [one.queries for one in pages if one.who == who]


def _table(title, head, lines):
    return "\n".join((f"## {title}", "", head, *lines))
