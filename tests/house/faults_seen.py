"""Each fault of time, of notices and of crossings is held off by something that a test needs.

`faults_seen.toml` names for each such row of the project's list of faults what holds it off: a text
in a file, what stands there instead in the file's *twin*, from which that is taken away, and the
tests named after the row that fail beside the twin. `make guards` runs the tests with the row's id
beside each twin and writes down which fail; those that start processes or a browser only where they
stand there already, as they take long. A row has a reason in place of a twin where what holds it
off is not ours to take away.
"""

import re
import tomllib

from tests.house.replaced import failures
from tests.house.tree import ROOT, tracked

TABLE = ROOT / "tests" / "house" / "faults_seen.toml"
FAMILIES = "TWX"
LIMIT_S = 120
_QUOTES = "'''"
_TEST = re.compile(r"^def (test_\w+)", re.MULTILINE)


def rows():
    """Return by id the twins of each row, or its reason."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def twin_of(one):
    """Return the twin's file and its text.

    Raises:
        LookupError: what is to be taken away does not stand there exactly once.

    """
    file = ROOT / one["file"]
    text = file.read_text(encoding="utf-8")
    if text.count(one["text"]) != 1:
        raise LookupError(f"{one['file']}: {text.count(one['text'])} times: {one['text']}")
    return file, text.replace(one["text"], one["twin"])


def named_after(name):
    """Return the tests that bear the id, as pytest names them."""
    found = []
    for file in tracked("tests/**/test_*.py"):
        tests = _TEST.findall(file.read_text(encoding="utf-8"))
        where = file.relative_to(ROOT).as_posix()
        found += [f"{where}::{test}" for test in tests if bears(test, name)]
    return found


def bears(test, name):
    """Whether the test is named after the row."""
    return f"_{name.lower()}_" in test


def see(wanted):
    """Run the tests of the rows wanted beside each twin; return those without which none fails."""
    table, idle = rows(), []
    for name, twins in table.items():
        if wanted and name not in wanted:
            continue
        named = named_after(name)
        for one in twins:
            if "reason" in one:
                continue
            before = one.get("dies", ())
            tests = [test for test in named if test in before or not _is_slow(test)]
            found = failures(*twin_of(one), tests, limit_s=LIMIT_S)
            one["dies"] = [test for test in tests if test in found]
            print(f"{name}: {one['without']}")  # noqa: T201
            for test, words in found.items():
                print(f"    {test}\n        {words.splitlines()[0][:150]}")  # noqa: T201
            if not one["dies"]:
                print("    NOTHING FAILS", flush=True)  # noqa: T201
                idle.append(f"{name}: {one['without']}")
            write(table)
    return idle


def _is_slow(test):
    text = (ROOT / test.partition("::")[0]).read_text(encoding="utf-8")
    return "mark.processes" in text or "mark.browser" in text


def write(table):
    """Write the table anew; what stands above its first row stays."""
    head = TABLE.read_text(encoding="utf-8").partition("[[")[0]
    parts = [
        "\n".join([f"[[{name}]]", *(f"{key} = {_value(value)}" for key, value in one.items())])
        for name, twins in table.items()
        for one in twins
    ]
    TABLE.write_text(head + "\n\n".join(parts) + "\n", encoding="utf-8")


def _value(value):
    if isinstance(value, list):
        return "[" + "".join(f"\n    {_value(one)}," for one in value) + "\n]"
    if '"' in value or "\\" in value or "\n" in value:
        return f"{_QUOTES}{value}{_QUOTES}"
    return f'"{value}"'
