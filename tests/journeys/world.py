"""The whole of it in real processes: the tool, its worker, a pretend LMS and Microsoft 365."""

import base64
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

import requests

from tests.forked import Forked, fork

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
TENANT_ID = "5a4d0c7e-0000-4000-8000-00000000a11e"
CLIENT_ID = "5a4d0c7e-0000-4000-8000-0000000000c1"
SITE_ID = (
    "northmoor.sharepoint.example,"
    "5a4d0c7e-0000-4000-8000-000000005173,5a4d0c7e-0000-4000-8000-000000003eb0"
)


@dataclass
class World:
    """Four addresses in a row, and the processes behind them.

    Attributes:
        level: 0 for no Microsoft at all.
        but: settings that differ; None leaves one out.

    """

    state: Path
    port: int
    level: int = 1
    forks: bool = True
    but: dict[str, str | None] = field(default_factory=dict)
    running: dict[str, subprocess.Popen | Forked] = field(default_factory=dict)

    @property
    def tool(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def lms(self):
        return f"http://localhost:{self.port + 1}"

    @property
    def microsoft(self):
        return f"http://localhost:{self.port + 2}"

    def environment(self):
        around = os.environ.items()  # noqa: TID251 - what a process is started with
        kept = {k: v for k, v in around if not k.startswith(("ALONGSIDE_", "COV_"))}
        graph = {
            "ALONGSIDE_GRAPH_CLOUD": "sandbox",
            "ALONGSIDE_GRAPH_SANDBOX_URL": self.microsoft,
            "ALONGSIDE_GRAPH_CLIENT_ID": CLIENT_ID,
            "ALONGSIDE_GRAPH_CLIENT_SECRET": "pretend-secret",
            "ALONGSIDE_GRAPH_TENANT_IDS": TENANT_ID,
            "ALONGSIDE_GRAPH_SITE_ID": SITE_ID,
            "ALONGSIDE_GRAPH_MENTOR_DRIVES": "yes",
            "ALONGSIDE_GRAPH_MEETING_REPORTS": "yes",
        }
        given = {
            **kept,
            "ALONGSIDE_PUBLIC_URL": self.tool,
            "ALONGSIDE_DATABASE_URL": f"sqlite:///{self.state}/alongside.db",
            "ALONGSIDE_ENCRYPTION_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode()
            if not (self.state / "key").exists()
            else (self.state / "key").read_text(),
            "ALONGSIDE_ALLOW_HTTP_LOOPBACK": "yes",
            "ALONGSIDE_SMTP_URL": f"smtp://127.0.0.1:{self.port + 3}",
            "ALONGSIDE_MAIL_FROM": "mentoring@northmoor.example",
            **(graph if self.level else {}),
            **self.but,
        }
        return {name: value for name, value in given.items() if value is not None}

    def command(self, *arguments):
        """Run one command of the tool to its end, and return what it says."""
        with TemporaryFile("w+") as said, TemporaryFile("w+") as complained:
            code = self._begin(arguments, said, complained).wait(PATIENCE_S)
            said.seek(0)
            complained.seek(0)
            assert code == 0, complained.read()
            return said.read()

    def start(self, name, *arguments):
        """Start one process; its words go to a log beside the state."""
        with (self.state / f"{name}.log").open("ab") as log:
            self.running[name] = self._begin(arguments, log, log)
        return self.running[name]

    def _begin(self, arguments, out, errors):
        """Begin a process: one that is forked, or one as anybody begins it."""
        if self.forks:
            return fork("plugin", arguments, environment=self.environment(), out=out, errors=errors)
        return subprocess.Popen(
            [sys.executable, "-m", "plugin", *arguments],
            env=self.environment(),
            cwd=ROOT,
            stdout=out,
            stderr=errors,
        )

    def start_worker(self, *arguments):
        return self.start("worker", "worker", *arguments)

    def start_web(self):
        return self.start("web", "serve", "--port", str(self.port))

    def start_sandbox(self):
        ours = ("--port", str(self.port + 1), "--tool-url", self.tool)
        return self.start("sandbox", "sandbox", *ours, "--state-dir", str(self.state / "sandbox"))

    def stop(self, name):
        process = self.running.pop(name, None)
        if process is not None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def begin(self, schema=None):
        """Start everything and wait until all of it answers.

        With `schema`, a database that is new and empty, none is made by the command.
        """
        key = base64.urlsafe_b64encode(os.urandom(32)).decode()
        (self.state / "key").write_text(key)
        self.start_sandbox()
        if schema is None:
            self.command("migrate")
        else:
            shutil.copy(schema, self.state / "alongside.db")
        self.command("demo-setup", "--lms-url", self.lms)
        self.start_web()
        self.start_worker()
        self.await_all()

    def await_all(self):
        """Wait until everything that answers requests does."""
        for address in (self.tool + "/healthz", self.lms, self.microsoft):
            self._await(address)

    def kill(self, name):
        """End a process as a power cut would."""
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def end(self):
        for name in list(self.running):
            self.stop(name)

    def log(self, name):
        return (self.state / f"{name}.log").read_text(errors="replace")

    def rows(self, query):
        """Return what the tool's database answers."""
        with closing(sqlite3.connect(f"file:{self.state}/alongside.db?mode=ro", uri=True)) as kept:
            return kept.execute(query).fetchall()

    def work(self, state):
        """Return the kinds of the jobs in this state, as the ledger has them."""
        return [kind for kind, known in self.rows("SELECT kind, state FROM job") if known == state]

    def control(self, path, body=None, *, side="microsoft"):
        """Tell a pretend system to do something."""
        base = self.microsoft if side == "microsoft" else self.lms
        answer = requests.post(f"{base}/_control/{path}", json=body or {}, timeout=10)
        assert answer.ok, answer.text
        return answer

    def misbehave(self, kind, method, pattern, **how):
        """Have the pretend Graph misbehave in one way, once unless `times` says otherwise."""
        match = {"method": method, "pattern": pattern}
        self.control("faults", {"kind": kind, "match": match, **how})

    def misbehaviour(self):
        """Return what is still to go wrong."""
        return requests.get(f"{self.microsoft}/_control/faults", timeout=10).json()["faults"]

    def behave(self):
        requests.delete(f"{self.microsoft}/_control/faults", timeout=10).raise_for_status()

    def switch(self, name, *, on):
        self.control(f"switches/{name}", {"on": on})

    def microsoft_state(self):
        return requests.get(f"{self.microsoft}/_control/state", timeout=10).json()

    def _await(self, address):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and all(p.poll() is None for p in self.running.values()):
            try:
                if requests.get(address, timeout=2).status_code < 500:
                    return
            except requests.RequestException:
                time.sleep(0.2)
        logs = "\n".join(f"== {name}\n{self.log(name)[-3000:]}" for name in self.running)
        raise AssertionError(f"{address} does not answer\n{logs}")


def free_ports(count=4):
    """Return the first of `count` free ports in a row; each process looks elsewhere."""
    for port in range(20000 + os.getpid() % 600 * 20, 60000, count):
        with ExitStack() as held:
            try:
                for offset in range(count):
                    one = held.enter_context(socket.socket())
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    one.bind(("127.0.0.1", port + offset))
            except OSError:
                continue
            return port
    raise AssertionError("no free ports")


def eventually(check, *, within_s=20, every_s=0.2):
    """Return what `check` returns as soon as it is true."""
    end = time.monotonic() + within_s
    while True:
        found = check()
        if found or time.monotonic() > end:
            return found
        time.sleep(every_s)
