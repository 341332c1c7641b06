"""The part of the page about course lists."""

from tests.bench.roster import BY_ROW, MEMBERS, ROUNDS

LEAST_BY_ROW = 40
LEAST_DRIVER = {"SQLite": 0.5, "PostgreSQL": 0.25}
MOST_MB = 200


def targets(rosters):
    """Return rows for the table of targets: what, target, measured, whether it is met."""
    rows = []
    for one in rosters.rates:
        least = LEAST_DRIVER[one.database]
        rows += [
            (
                f"Members of a course list per second, {one.database}, beside ORM row by row",
                f"≥ {LEAST_BY_ROW} times",
                f"{one.by_row_times:.2f} times (the bare driver: {one.ceiling_times:.2f})",
                one.by_row_times >= LEAST_BY_ROW,
            ),
            (
                f"The same, {one.database}, beside the bare driver",
                f"≥ {least} times",
                f"{one.driver_times:.2f} times",
                one.driver_times >= least,
            ),
        ]
    memory = f"{rosters.peak_mb:.0f} MiB"
    words = f"Peak memory of a process that reads a list of {MEMBERS:,}"
    return (*rows, (words, f"< {MOST_MB} MiB", memory, rosters.peak_mb < MOST_MB))


def section(rosters):
    """Return the table of what was measured, and how."""
    head = (
        "| Database | ORM, row by row | Bare driver | Alongside | Alongside, 2 in 100 changed |"
        "\n|---|---|---|---|---|"
    )
    lines = (
        f"| {one.database} | {one.by_row:,.0f} | {one.driver:,.0f} | {one.ours:,.0f}"
        f" | {one.again:,.0f} |"
        for one in rosters.rates
    )
    return "\n".join(("## A course list of 20,000", "", head, *lines, "", _how()))


def _how():
    return f"""Members per second, medians of {ROUNDS} rounds by turns; a member is a row of
`person` and one of `course_member`. The ORM (SQLAlchemy) looks each of {BY_ROW:,} members up, adds
it and commits once; the driver is given rows that are ready, for `executemany` (SQLite) or COPY and
a merge (PostgreSQL). Alongside compares the list with what it has, makes identifiers, and writes
what differs. The driver's own ratio to the ORM is about the most that a store on these tables can
reach; beyond their keys only one index is written, by which somebody's courses are found. The
reading process fetches pages of 1,000 and keeps them in SQLite."""
