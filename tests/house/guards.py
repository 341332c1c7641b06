"""Every refusal is needed: without it some test fails. `make guards` sees each of them fail.

`guards.toml` names modules with the files that hold them to account, and of each refusal, a rule
of `policy` among them, the test that dies without it. Each is taken away in a process of its own;
one without which everything passes is told, and so is one that no row names. Run so, a new refusal
finds its test by itself.
Launches, registrations and deep linking have the same in `tests/lti/test_*_mutants.py`, which run
with every `make test`.
"""

import argparse
import importlib.abc
import importlib.util
import json
import os
import sys
import tempfile
import tomllib
from pathlib import Path

from tests.house.tree import ROOT
from tests.lti.weakened import conditions, weakened

TABLE = ROOT / "tests" / "house" / "guards.toml"
NEVER = "never"
"""In the place of a test: the condition cannot be met by any input; a comment says why."""
BEFOREHAND = ("pytest", "sqlalchemy", "flask", "jwt", "requests", "pylti1p3", "babel")
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


class Weakening(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module without one of its refusals."""

    def __init__(self, module, condition):
        self.module, self.condition = module, condition

    def find_spec(self, name, path=None, target=None):
        if name != self.module:
            return None
        return importlib.util.spec_from_file_location(name, source_of(name), loader=self)

    def exec_module(self, module):
        text = source_of(self.module).read_text(encoding="utf-8")
        code = compile(weakened(text, self.condition), module.__file__, "exec")
        exec(code, module.__dict__)  # noqa: S102 - our own source


class FirstFailure:
    """Remembers which test failed first."""

    name = ""

    def pytest_runtest_logreport(self, report):
        if report.failed and not self.name:
            self.name = report.nodeid.partition("[")[0]

    def pytest_collectreport(self, report):
        if report.failed and not self.name:
            self.name = report.nodeid.partition("[")[0]


def first_failure(module, condition, tests):
    """Return the first test that fails without the refusal; "" when all of them pass."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "said")
        child = os.fork()
        if not child:
            _run(module, condition, tests, said)
        os.waitpid(child, 0)
        if not said.exists():
            raise RuntimeError(f"pytest ended early: {module}: {condition}")
        return json.loads(said.read_text(encoding="utf-8"))


def _run(module, condition, tests, said):
    """In a process of its own, which ends here."""
    import pytest

    quiet = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(quiet, stream)
    sys.meta_path.insert(0, Weakening(module, condition))
    failure = FirstFailure()
    # 0 and 1: all passed, some failed. A file that is not there, and the like, is no answer.
    options = ["-x", "-q", "-p", "no:cacheprovider", f"--timeout={LIMIT_S}"]
    if pytest.main([*options, *tests], plugins=[failure]) in (0, 1, 2):
        said.write_text(json.dumps(failure.name), encoding="utf-8")
    os._exit(0)


def main(arguments):
    """See every refusal of the modules named, or of all, and write what was found."""
    asked = argparse.ArgumentParser(prog="make guards")
    asked.add_argument("modules", nargs="*", help="all where none is named")
    wanted = asked.parse_args(arguments).modules
    for name in BEFOREHAND:
        importlib.import_module(name)
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
    print(f"{len(idle)} refusals without which nothing fails", *idle, sep="\n  ")  # noqa: T201
    return 1 if idle else 0


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
