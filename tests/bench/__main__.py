"""Measure everything and write BENCHMARKS.md: `make bench`."""

# ruff: noqa: T201 - a script for people: it speaks at the terminal

import tempfile
from pathlib import Path

from plugin.wiring.house import utc_now
from tests.bench.bookings import bookings
from tests.bench.following import following
from tests.bench.launch import compare
from tests.bench.load import load
from tests.bench.matching import matching
from tests.bench.memory import web_process
from tests.bench.pages import home_pages, relationship_page
from tests.bench.report import Results, page
from tests.bench.roster import rosters
from tests.bench.servers import ROOT
from tests.bench.work import work


def main():
    """Run every part in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        results = Results(
            launch=_part("launches, by turns with a bare tool", compare, state / "launch"),
            load=_part("launches under load", load, state / "load"),
            pages=_part("home pages", home_pages, state / "pages"),
            relationship=_part(
                "a relationship's page, by turns with an empty one",
                relationship_page,
                state / "relationship",
            ),
            web=_part("an idle web process", web_process, state / "web"),
            work=_part("bookings and jobs", work, state / "work"),
            matching=_part("matching, by turns with others", matching, state / "matching"),
            rosters=_part("course lists of 20,000", rosters, state / "rosters"),
            following=_part("following Outlook for a day", following, state / "following"),
            bookings=_part("bookings by the thousand", bookings, state / "bookings"),
        )
    text = page(results, made_at=utc_now())
    (ROOT / "BENCHMARKS.md").write_text(text, encoding="utf-8")
    print(f"\n{text}")


def _part(name, measure, state):
    print(f"Measuring {name} …", flush=True)
    state.mkdir()
    return measure(state)


if __name__ == "__main__":
    main()
