"""Which tests name which fault of the project's list; `python -m tests.house.faults` writes it."""

import tomllib

from tests.house.named_tests import link
from tests.house.tree import ROOT

TABLE = ROOT / "tests" / "house" / "faults.toml"
PAGE = ROOT / "tests" / "FAULTS.md"
FAMILIES = {
    "L": ("LTI launches", 46),
    "R": ("Registration", 14),
    "D": ("Deep linking", 9),
    "N": ("Rosters and grades", 18),
    "G": ("Microsoft Graph", 28),
    "W": ("Notices from Graph", 13),
    "T": ("Time", 9),
    "C": ("Tables and files", 14),
    "X": ("Crossings and crashes", 18),
    "K": ("Keys and data", 11),
    "S": ("Life of a platform", 11),
    "P": ("Privacy and rights", 11),
    "U": ("Attacks on pages", 11),
}


def faults():
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def page():
    """Return the table as people read it."""
    table = faults()
    named = sum(map(bool, table.values()))
    parts = [
        "# Tests by fault\n\n"
        f"Of {len(table)} faults, tests name {named}; at most three of each stand here. A test "
        "that names a fault shows some\nof it; whether all of it is not judged. The ids are those "
        "of the project's list of faults, not of capabilities.\n"
        "Made from `tests/house/faults.toml` by `python -m tests.house.faults`."
    ]
    for letter, (family, _count) in FAMILIES.items():
        rows = ["| id | named by |", "|---|---|"]
        rows += [
            f"| {name} | {'<br>'.join(map(link, tests)) or 'not yet'} |"
            for name, tests in table.items()
            if name[0] == letter
        ]
        parts.append(f"## {family}\n\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
