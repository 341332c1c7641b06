"""Processes that are real, and begin at once: forked from one that has imported everything.

Most of a short test's time went into imports, a second or two for every worker that is killed and
started again. What is forked has an environment, files, signals and an end of its own, and is a
child of whoever asked for it. Linux only, as what it asks of the kernel is.
"""

import ctypes
import importlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAMS = {"plugin": "plugin.__main__", "worker_process": "tests.jobs.worker_process"}
"""What may be started: the module, whose `cli` or `main` is called with the arguments."""
USED = ("plugin.app", "plugin.wiring.web", "plugin.wiring.worker", "plugin.sandbox.serve")
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: whose parent ended becomes a child of ours


class Forked:
    """One such process, with what tests use of `subprocess.Popen`."""

    def __init__(self, pid):
        self.pid = pid
        self.returncode = None

    def poll(self):
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout=None):
        end = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.01)
        return self.returncode

    def send_signal(self, number):
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)


def fork(program, arguments, *, environment=None, out, errors=None):
    """Start one of `PROGRAMS`; `out` and `errors` are open files, one file where one is given."""
    asked = {
        "program": program,
        "arguments": list(arguments),
        "environment": environment or dict(os.environ),  # noqa: TID251 - what it is started with
    }
    files = [out.fileno(), (errors or out).fileno()]
    ours, _process = _nursery()
    socket.send_fds(ours, [json.dumps(asked).encode()], files)
    return Forked(int(ours.recv(100)))


@cache
def _nursery():
    """Start the process that is forked from, once; it ends with this one."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        process = subprocess.Popen([sys.executable, "-m", "tests.forked"], cwd=ROOT, stdin=its)
    return ours, process


def main():
    """Import everything, then fork for each that is asked for, until nobody can ask any more."""
    for name in (*USED, *PROGRAMS.values()):
        importlib.import_module(name)
    asks = socket.socket(fileno=os.dup(0))
    while True:
        asked, files, _flags, _address = socket.recv_fds(asks, 1 << 20, 2)
        if not asked:
            return
        reads, writes = os.pipe()
        between = os.fork()
        if between == 0:
            pid = os.fork()
            if pid == 0:
                for one in (asks.detach(), reads, writes):
                    os.close(one)
                _become(json.loads(asked), files)
            os.write(writes, str(pid).encode())
            os._exit(0)
        # Else nothing to read, should the one between fail, would be waited for without end.
        os.close(writes)
        # Once the one between has ended, the new one is the child of whoever asks.
        os.waitpid(between, 0)
        asks.send(os.read(reads, 100) or b"failed")
        for file in (*files, reads):
            os.close(file)


def _become(asked, files):
    """Be the new process, to its end."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, *files)):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()  # noqa: TID251
    os.environ.update(asked["environment"])  # noqa: TID251
    random.seed()
    module = importlib.import_module(PROGRAMS[asked["program"]])
    if hasattr(module, "cli"):
        module.cli(asked["arguments"], prog_name="alongside")
    module.main(*asked["arguments"])
    sys.exit()


if __name__ == "__main__":
    main()
