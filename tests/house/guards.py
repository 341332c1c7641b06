"""Every refusal is needed: without it some test fails. `make guards` sees each of them fail.

`guards.toml` names modules with the files that hold them to account, and of each refusal, a rule
of `policy` among them, the test that dies without it. Each is taken away in a process of its own;
one without which everything passes is told, and so is one that no row names. Run so, a new refusal
finds its test by itself.
Launches, registrations and deep linking have the same in `tests/lti/test_*_mutants.py`, which run
with every `make test`; faults that no refusal holds off have it in `faults_seen.py`.
"""

import argparse
import ast
import importlib
import json
import sys
import tomllib

from tests.house import faults_seen
from tests.house.replaced import BEFOREHAND, failures
from tests.house.tree import ROOT
from tests.lti.weakened import conditions, weakened

TABLE = ROOT / "tests" / "house" / "guards.toml"
NEVER = "never"
"""In the place of a test: the condition cannot be met by any input; a comment says why."""
LIMIT_S = 30


def table():
    """Return by module the files that test it, and by module and condition the test that dies."""
    found = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return found["files"], found["guards"]


def source_of(module):
    """Return the file of a module, without importing it."""
    return ROOT / (module.replace(".", "/") + ".py")


def conditions_of(module):
    """Return every condition of the module on which it refuses."""
    return conditions(source_of(module).read_text(encoding="utf-8"))


def first_failure(module, condition, tests):
    """Return the first test that fails without the refusal; "" when all of them pass."""
    file = source_of(module)
    text = ast.unparse(weakened(file.read_text(encoding="utf-8"), condition))
    return next(iter(failures(file, text, tests, limit_s=LIMIT_S, options=["-x"])), "")


def main(arguments):
    """See what is asked for, or everything, and write what was found."""
    asked = argparse.ArgumentParser(prog="make guards")
    asked.add_argument(
        "wanted", nargs="*", help="modules, or ids of faults; all where none is named"
    )
    wanted = asked.parse_args(arguments).wanted
    for name in BEFOREHAND:
        importlib.import_module(name)
    ids = [one for one in wanted if one in faults_seen.rows()]
    modules = [one for one in wanted if one not in ids]
    idle = faults_seen.see(ids) if ids or not wanted else []
    idle += see(modules) if modules or not wanted else []
    print(f"{len(idle)} without which nothing fails", *idle, sep="\n  ")  # noqa: T201
    return 1 if idle else 0


def see(wanted):
    """Take away each refusal of the modules wanted; return those without which nothing fails."""
    files, guards = table()
    idle = []
    for module, tests in files.items():
        if wanted and module not in wanted:
            continue
        known = guards.get(module, {})
        guards[module] = {one: known.get(one, "") for one in conditions_of(module)}
        for condition, test in guards[module].items():
            if test == NEVER:
                continue
            found = (test and first_failure(module, condition, [test])) or first_failure(
                module, condition, tests
            )
            guards[module][condition] = found
            print(f"{module}: {condition}\n    {found or 'NOTHING FAILS'}", flush=True)  # noqa: T201
            if not found:
                idle.append(f"{module}: {condition}")
        _write(files, guards)
    return idle


def _write(files, guards):
    head = TABLE.read_text(encoding="utf-8").partition("[files]")[0]
    lines = [head + "[files]", *(f"{_text(one)} = {_list(names)}" for one, names in files.items())]
    for module in files:
        lines += ["", f"[guards.{_text(module)}]"]
        lines += [f"{_text(x)} = {_text(test)}" for x, test in guards.get(module, {}).items()]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _text(value):
    return json.dumps(value, ensure_ascii=False)


def _list(values):
    return "[" + "".join(f"\n    {_text(one)}," for one in values) + "\n]"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
