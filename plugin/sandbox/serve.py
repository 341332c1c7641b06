"""Run the pretend LMS, the pretend Microsoft 365 and its mailbox in one process."""

import signal
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from plugin.sandbox.http_server import HttpServer
from plugin.sandbox.lms import create_lms
from plugin.sandbox.lms.current import system_clock
from plugin.sandbox.microsoft365 import EXTENSION, create_microsoft365, start_smtp


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """Where the pretend servers are.

    The LMS and Microsoft 365 are http://localhost:<port>; the tool is at `tool_url`, without a
    slash at the end. What must survive a restart lies in `state_dir`, made when missing. With
    `contract`, an OpenAPI description of Graph, every request to Graph is held against it.
    """

    lms_port: int
    microsoft_port: int
    smtp_port: int
    tool_url: str
    state_dir: Path
    host: str = "127.0.0.1"
    contract: Path | None = None

    def start(self, running: ExitStack) -> None:
        """Start all three; `running` stops them.

        Raises:
            OSError: a port is taken.

        """
        self._start_lms(running)
        self._start_microsoft(running)

    def _start_lms(self, running: ExitStack) -> None:
        lms = create_lms(
            base_url=f"http://localhost:{self.lms_port}",
            tool_url=self.tool_url,
            state_dir=self.state_dir,
        )
        running.enter_context(HttpServer(lms, port=self.lms_port, host=self.host))

    def _start_microsoft(self, running: ExitStack) -> None:
        microsoft = create_microsoft365(
            base_url=f"http://localhost:{self.microsoft_port}",
            tool_url=self.tool_url,
            state_dir=self.state_dir,
            clock=system_clock,
            contract=self.contract,
        )
        running.enter_context(HttpServer(microsoft, port=self.microsoft_port, host=self.host))
        state = microsoft.extensions[EXTENSION].world.state
        mailbox = start_smtp(self.host, self.smtp_port, state)
        running.callback(mailbox.stop)


def run(  # noqa: PLR0913 - keywords only, each a place that the command line names
    *,
    lms_port: int,
    microsoft_port: int,
    smtp_port: int,
    tool_url: str,
    state_dir: Path,
    host: str = "127.0.0.1",
    contract: Path | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; the arguments are those of `Sandbox`.

    Raises:
        OSError: a port is taken.

    """
    sandbox = Sandbox(
        lms_port=lms_port,
        microsoft_port=microsoft_port,
        smtp_port=smtp_port,
        tool_url=tool_url,
        state_dir=state_dir,
        host=host,
        contract=contract,
    )
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as running:
        sandbox.start(running)
        stop.wait()
