"""Runs tests in a process of their own, where one file of the project reads otherwise.

Knows the standard library only: every Python that such a run starts loads it first.
"""

import json
import os
import tempfile
from importlib.machinery import SourceFileLoader
from pathlib import Path

BEFOREHAND = ("pytest", "sqlalchemy", "flask", "jwt", "requests", "pylti1p3", "babel")
"""Imported once, as each of hundreds of runs is a fork of this process."""
EVERY_CHILD = """\
import runpy
runpy.run_path({here!r})["replace"]({file!r}, {text!r})
"""


def replace(file, text):
    """Have the file, by whatever name it is loaded, say `text`: a migration is never imported."""
    usual = SourceFileLoader.get_code

    def get_code(self, fullname):
        if self.path == file:
            return compile(text, file, "exec", dont_inherit=True)
        return usual(self, fullname)

    SourceFileLoader.get_code = get_code


def failures(file, text, tests, *, limit_s, options=()):
    """Return what failed while the file reads so, in order: the tests, and the last words of each.

    Raises:
        RuntimeError: pytest did not come to an end, or could not collect the tests.

    """
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder, "said")
        child = os.fork()
        if not child:
            _run(str(file), text, [f"--timeout={limit_s}", *options, *tests], Path(folder))
        os.waitpid(child, 0)
        if not said.exists():
            raise RuntimeError(f"pytest ended early: {file}: {' '.join(tests)}")
        return json.loads(said.read_text(encoding="utf-8"))


class _Failures:
    """Remembers the last words of each test that failed."""

    def __init__(self):
        self.found = {}

    def pytest_runtest_logreport(self, report):
        self._note(report)

    def pytest_collectreport(self, report):
        self._note(report)

    def _note(self, report):
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            words = crash.message if crash else str(report.longrepr)
            self.found.setdefault(report.nodeid.partition("[")[0], words)


def _run(file, text, arguments, folder):
    """In a process of its own, which ends here."""
    import pytest

    quiet = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(quiet, stream)
    here = str(Path(__file__))
    child = EVERY_CHILD.format(here=here, file=file, text=text)
    (folder / "sitecustomize.py").write_text(child, encoding="utf-8")
    os.environ["PYTHONPATH"] = str(folder)  # noqa: TID251 - for what the tests start
    replace(file, text)
    failed = _Failures()
    # 0, 1, 2: all passed, some failed, some could not be read. A file that is not there, and the
    # like, is no answer.
    usual = ["-q", "-p", "no:cacheprovider"]
    if pytest.main([*usual, *arguments], plugins=[failed]) in (0, 1, 2):
        (folder / "said").write_text(json.dumps(failed.found), encoding="utf-8")
    os._exit(0)
