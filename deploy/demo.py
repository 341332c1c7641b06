"""The demonstration: the tool and its worker beside a pretend LMS and Microsoft 365.

All state lies in .state/<port>, so a second run goes on where the first one ended.
"""

# ruff: noqa: S603, T201, TID251 - a script for people: it starts programs and speaks at the terminal

import base64
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

PATIENCE_S = 60
LOG_LINES = 20
USUAL_PORT = 8000
TENANT_ID = "5a4d0c7e-0000-4000-8000-00000000a11e"
CLIENT_ID = "5a4d0c7e-0000-4000-8000-0000000000c1"
SITE_ID = (
    "northmoor.sharepoint.example,"
    "5a4d0c7e-0000-4000-8000-000000005173,5a4d0c7e-0000-4000-8000-000000003eb0"
)
WELCOME = Path(__file__).with_name("welcome.txt")


class DemoError(Exception):
    """The demonstration cannot go on. The message says why, for the person at the terminal."""


@dataclass(frozen=True)
class Demo:
    """Where one demonstration lives: four ports in a row, and a folder."""

    root: Path
    python: Path
    port: int

    @property
    def state(self) -> Path:
        """The folder with everything that outlives a run."""
        return self.root / ".state" / str(self.port)

    @property
    def tool(self) -> str:
        """Another site than the other two, without TLS: cookies behave as between strangers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def lms(self) -> str:
        """The pretend LMS."""
        return f"http://localhost:{self.port + 1}"

    @property
    def microsoft(self) -> str:
        """The pretend Microsoft 365; its mail server has the port after it."""
        return f"http://localhost:{self.port + 2}"

    def command(self, *arguments: str) -> list[str]:
        """Return how one of the tool's own commands is called."""
        return [str(self.python), "-m", "plugin", *arguments]

    def is_prepared(self) -> bool:
        """Whether the database is there, as this version of the code wants it."""
        stamp = self.state / "prepared"
        return stamp.exists() and stamp.read_text(encoding="utf-8") == self._wanted()

    def note_prepared(self) -> None:
        """Save the next run the look."""
        (self.state / "prepared").write_text(self._wanted(), encoding="utf-8")

    def _wanted(self) -> str:
        migrations = (self.root / "plugin" / "store" / "migrations" / "versions").glob("*.py")
        return "\n".join([self.lms, self.tool, *sorted(path.name for path in migrations)])

    def environment(self) -> dict[str, str]:
        """Return the settings, and nothing of what the shell knows of Alongside.

        Compiled modules are kept whatever the shell says, as containers often do: to compile a
        thousand of them anew doubles the time of each start.
        """
        environ = {k: v for k, v in os.environ.items() if not k.startswith("ALONGSIDE_")}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        near = ",".join(filter(None, [environ.get("NO_PROXY"), "localhost,127.0.0.1"]))
        return {
            **environ,
            **dict.fromkeys(("NO_PROXY", "no_proxy"), near),
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
            "ALONGSIDE_PUBLIC_URL": self.tool,
            "ALONGSIDE_DATABASE_URL": f"sqlite:///{(self.state / 'alongside.db').as_posix()}",
            "ALONGSIDE_ENCRYPTION_KEY_FILE": str(self.state / "encryption.key"),
            "ALONGSIDE_ALLOW_HTTP_LOOPBACK": "yes",
            "ALONGSIDE_SMTP_URL": f"smtp://127.0.0.1:{self.port + 3}",
            "ALONGSIDE_MAIL_FROM": "mentoring@northmoor.example",
            **({} if os.environ.get("LEVEL") == "0" else self._microsoft()),
        }

    def _microsoft(self) -> dict[str, str]:
        """Return how the tool reaches the pretend Microsoft 365; without it, it sends mail."""
        return {
            "ALONGSIDE_GRAPH_CLOUD": "sandbox",
            "ALONGSIDE_GRAPH_SANDBOX_URL": self.microsoft,
            "ALONGSIDE_GRAPH_CLIENT_ID": CLIENT_ID,
            "ALONGSIDE_GRAPH_CLIENT_SECRET": "pretend-secret",
            "ALONGSIDE_GRAPH_TENANT_IDS": TENANT_ID,
            "ALONGSIDE_GRAPH_SITE_ID": SITE_ID,
            "ALONGSIDE_GRAPH_MENTOR_DRIVES": "yes",
            "ALONGSIDE_GRAPH_MEETING_REPORTS": "yes",
        }


def run(root: Path, python: Path) -> int:
    """Serve until Ctrl-C, SIGTERM or the death of one process; return the exit code."""
    _heed_signals()
    try:
        demo = Demo(root, python, port_asked_for())
        _refuse_taken_ports(demo.port)
        _make_state(demo)
        with _processes(demo) as processes:
            _await_answers(demo, processes)
            processes["worker"] = _start(demo, "worker", "worker")  # nobody waits for it
            print(_welcome(demo), flush=True)
            while True:
                _refuse_death(demo, processes)
                time.sleep(0.3)
    except DemoError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nEnded. The next run goes on from here.")
        return 0


def reset(root: Path) -> int:
    """Forget everything that demonstrations have kept."""
    shutil.rmtree(root / ".state", ignore_errors=True)
    print("The next run begins anew.")
    return 0


def _heed_signals() -> None:
    """End when told to, also where a shell has us ignore Ctrl-C, as it does with `make run &`."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def port_asked_for() -> int:
    """Return PORT, or the usual one."""
    text = os.environ.get("PORT") or str(USUAL_PORT)
    if not text.isdecimal() or not 1024 <= int(text) <= 65532:
        raise DemoError(f"PORT={text} is no port from 1024 to 65532.")
    return int(text)


def _refuse_taken_ports(first: int) -> None:
    taken = [str(port) for port in range(first, first + 4) if _is_taken(port)]
    if taken:
        raise DemoError(
            f"Something else uses port {', '.join(taken)}. "
            f"Choose four free ones by their first: PORT={first + 100} make run"
        )


def _is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there the option would share the port instead
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _make_state(demo: Demo) -> None:
    (demo.state / "logs").mkdir(parents=True, exist_ok=True)
    if not (key := demo.state / "encryption.key").exists():
        key.touch(mode=0o600)
        key.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))


@contextlib.contextmanager
def _processes(demo: Demo) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Start what answers in its order, and end it all, with what was added, on the way out."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    port, state = str(demo.port), str(demo.state / "sandbox")
    sandbox = ("--port", str(demo.port + 1), "--tool-url", demo.tool, "--state-dir", state)
    try:
        processes["sandbox"] = _start(demo, "sandbox", "sandbox", *sandbox)
        if not demo.is_prepared():
            _finish(demo, "migrate", "migrate")
            _finish(demo, "demo-setup", "demo-setup", "--lms-url", demo.lms)
            demo.note_prepared()
        processes["serve"] = _start(demo, "serve", "serve", "--port", port)
        yield processes
    finally:
        _end(list(processes.values()))


def _start(demo: Demo, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start one process in a group of its own, so that Ctrl-C reaches it through us only."""
    with _log(demo, name).open("wb") as log:
        return subprocess.Popen(
            demo.command(*arguments),
            cwd=demo.root,
            env=demo.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _finish(demo: Demo, name: str, *arguments: str) -> None:
    process = _start(demo, name, *arguments)
    try:
        if process.wait():
            raise DemoError(_last_words(demo, name))
    finally:
        _end([process])


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask everyone to stop, then insist."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + 10
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await_answers(demo: Demo, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    for address in (demo.tool, demo.lms, demo.microsoft):
        while not _answers(address):
            _refuse_death(demo, processes)
            if time.monotonic() > deadline:
                raise DemoError(f"{address} did not answer within {PATIENCE_S} s.")
            time.sleep(0.1)


def _answers(address: str) -> bool:
    """Whether anything speaks HTTP there, be it an error page; never through a proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(address, timeout=5).close()
    except urllib.error.HTTPError as error:
        error.close()
    except OSError:
        return False
    return True


def _refuse_death(demo: Demo, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            raise DemoError(_last_words(demo, name))


def _last_words(demo: Demo, name: str) -> str:
    log = _log(demo, name)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:]
    return f"`{name}` ended, so everything ends. Its last lines, from {log}:\n" + "\n".join(
        f"  {line}" for line in lines
    )


def _log(demo: Demo, name: str) -> Path:
    return demo.state / "logs" / f"{name}.log"


def _welcome(demo: Demo) -> str:
    """Say where everything is, and each command as it must be typed for this PORT."""
    moved = "" if demo.port == USUAL_PORT else f"PORT={demo.port} "
    return "\n" + WELCOME.read_text(encoding="utf-8").format(
        lms=demo.lms,
        microsoft=demo.microsoft,
        tool=demo.tool,
        state=demo.state.relative_to(demo.root),
        alongside=f"{moved}python3 deploy/dev.py alongside",
    )
