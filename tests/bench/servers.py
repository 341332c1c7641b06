"""Server processes: started, awaited, weighed and ended."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "systemd" / "alongside-web.service.d" / "granian.conf"
PATIENCE_S = 30
_BROWSER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Server:
    """One server with its workers.

    Attributes:
        started_in_s: until it answered.
    """

    def __init__(self, process, started_in_s):
        self.process = process
        self.started_in_s = started_in_s

    def cpu_s(self):
        """Return the user and system time that its workers have had, to the nanosecond."""
        return sum(_cpu_ns(pid) for pid in self._workers()) / 1e9

    def resident_mb(self):
        """Return what it and its workers hold in memory."""
        kept = (_status(pid)["VmRSS"] for pid in (self.process.pid, *self._workers()))
        return sum(int(line.split()[0]) for line in kept) / 1024

    def _workers(self):
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in task.read_text().split()]


@contextmanager
def gunicorn(application, port, environment, *, workers=1) -> Iterator[Server]:
    """Serve with synchronous workers."""
    command = ["-m", "gunicorn", "--workers", str(workers), "--worker-class", "sync"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", application]
    with serving(command, f"http://127.0.0.1:{port}/healthz", environment) as server:
        yield server


@contextmanager
def granian(port, environment, *, workers) -> Iterator[Server]:
    """Serve our application with the command of the unit that deploy/ has for it."""
    words = next(line for line in UNIT.read_text().splitlines() if "/granian " in line).split()[1:]
    words[words.index("--workers") + 1] = str(workers)
    words[words.index("--port") + 1] = str(port)
    command = ["-m", "granian", *words]
    with serving(command, f"http://127.0.0.1:{port}/healthz", environment) as server:
        yield server


@contextmanager
def serving(command, address, environment) -> Iterator[Server]:
    """Start a Python program, yield when `address` answers, and end it afterwards."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        _await(address, process)
        yield Server(process, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ask(address):
    """Return the status and the body that anybody gets there."""
    try:
        with _BROWSER.open(address, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def _await(address, process):
    ends_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends_at and process.poll() is None:
        try:
            ask(address)
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"nothing answers at {address}")


def _cpu_ns(pid):
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((one / "schedstat").read_text().split()[0]) for one in threads)


def peak_mb():
    """Return the most that this process has held in memory, in MiB.

    `getrusage` would say what whoever started it held at that moment, where that is more.
    """
    return int(_status("self")["VmHWM"].split()[0]) / 1024


def _status(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
