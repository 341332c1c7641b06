"""What the project is held against, and how much of it stands: 107 capabilities, by id.

The table is `capabilities.toml`. A capability is whole where tests show each half of it and a page
or a command leads there. `python -m tests.house.capabilities` writes `tests/CAPABILITIES.md` and
the figures and the list in the README anew.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum

from tests.house.named_tests import link
from tests.house.tree import ROOT

TABLE = ROOT / "tests" / "house" / "capabilities.toml"
PAGE = ROOT / "tests" / "CAPABILITIES.md"
README = ROOT / "README.md"
NOT_BUILT = "not built"
FIGURES = re.compile(r"\d+ stand whole, \d+ in part, \d+ not yet")
LIST = re.compile(r"(?<=<!-- the 107 -->\n).*?(?=\n<!-- end -->)", re.DOTALL)
FAMILIES = {
    "P": ("Programmes", 14),
    "M": ("Matching", 14),
    "T": ("Agreement and trust", 15),
    "S": ("Scheduling and sessions", 17),
    "C": ("Conversations", 11),
    "D": ("Documents and projects", 7),
    "A": ("In writing", 8),
    "G": ("Goals and feedback", 14),
    "R": ("Training", 7),
}


class Standing(StrEnum):
    WHOLE = "whole"
    PART = "in part"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Capability:
    """One capability.

    Attributes:
        tests: the node ids, without parameters, of what shows it.
        missing: what does not stand; empty where all of it does.

    """

    name: str
    title: str
    tests: tuple[str, ...]
    missing: str

    @property
    def standing(self):
        if not self.missing:
            return Standing.WHOLE
        return Standing.NOT_YET if self.missing == NOT_BUILT else Standing.PART


def capabilities():
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return [
        Capability(name, one["title"], tuple(one["tests"]), one["missing"])
        for name, one in table.items()
    ]


def figures():
    """Return how many stand, as the README says it."""
    found = [one.standing for one in capabilities()]
    whole, part, not_yet = (found.count(one) for one in Standing)
    return f"{whole} stand whole, {part} in part, {not_yet} not yet"


def page():
    """Return the table as people read it."""
    parts = [
        "# What stands of the capabilities\n\n"
        f"Of {len(capabilities())}, {figures()}. Whole: tests show each half of it, and a page or "
        "a command leads there.\nMade from `tests/house/capabilities.toml` by "
        "`python -m tests.house.capabilities`."
    ]
    for letter, (family, _count) in FAMILIES.items():
        rows = ["| id | what | stands | missing | shown by |", "|---|---|---|---|---|"]
        rows += [_row(one) for one in capabilities() if one.name[0] == letter]
        parts.append(f"## {family}\n\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _row(one):
    missing = "" if one.missing == NOT_BUILT else one.missing
    tests = "<br>".join(map(link, one.tests))
    return f"| {one.name} | {one.title} | {one.standing} | {missing} | {tests} |"


def listed():
    """Return them as the README lists them, each with the first test that shows it."""
    rows = ["| id | what | stands | shown by |", "|---|---|---|---|"]
    for one in capabilities():
        shown = link(one.tests[0], "tests/") if one.tests else ""
        rows.append(f"| {one.name} | {one.title} | {one.standing} | {shown} |")
    return "\n".join(rows)


def main():
    PAGE.write_text(page(), encoding="utf-8")
    text = FIGURES.sub(figures(), README.read_text(encoding="utf-8"))
    README.write_text(LIST.sub(lambda _: listed(), text), encoding="utf-8")


if __name__ == "__main__":
    main()
