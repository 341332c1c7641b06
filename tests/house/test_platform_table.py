"""The table of platforms in `lti/README.md`: each cell leads to a test that is there."""

import re

from plugin.sandbox.lms.habits_table import HABITS
from tests.house.named_tests import unknown
from tests.house.tree import ROOT

TABLES = (ROOT / "lti" / "README.md").read_text(encoding="utf-8").partition("## Platform by")[2]
NAMED = dict(re.findall(r"^\| ([A-Z]\d) \| `(tests/[^`]+::[^`]+)`", TABLES, re.MULTILINE))
CELLS = re.compile(r"\b[A-Z]\d\b")


def rows():
    """Return the cells of each platform by its name."""
    table = TABLES.partition("|---")[2].partition("\n\n")[0]
    split = [line.strip("| ").split(" | ") for line in table.splitlines()[1:]]
    return {name.lower().replace(" ", "-"): cells for name, *cells in split}


def test_every_test_of_the_table_of_platforms_exists():
    assert unknown(list(NAMED.values())) == []


def test_every_cell_names_a_test_or_that_there_is_nothing_and_every_test_has_a_cell():
    cells = [cell for row in rows().values() for cell in row]
    assert {len(row) for row in rows().values()} == {10}
    assert [cell for cell in cells if cell != "–" and not CELLS.search(cell)] == []
    assert {name for cell in cells for name in CELLS.findall(cell)} == set(NAMED)


def test_what_a_platform_does_not_offer_is_what_the_sandbox_does_not_do_in_its_place():
    offered = {name: rows()[name] for name in HABITS if name != "plain"}
    assert {
        name: (cells[3] == "H4", cells[8] == "U1", cells[9] == "W1")
        for name, cells in offered.items()
    } == {
        name: (
            HABITS[name].storage_target is not None,
            HABITS[name].groups == "service",
            HABITS[name].notices,
        )
        for name in offered
    }
    assert len(offered) == 7
