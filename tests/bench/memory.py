"""What an idle web process holds in memory, and how soon it answers."""

from dataclasses import dataclass

from tests.bench.platform import Browser, platform
from tests.bench.programme import subject
from tests.bench.servers import serving
from tests.bench.tools import open_tool, ours

PEOPLE = 20


@dataclass(frozen=True)
class WebProcess:
    """One `python -m plugin serve`, in megabytes (MiB) and seconds."""

    started_in_s: float
    at_start_mb: float
    idle_mb: float


def web_process(state):
    """Start it, launch 20 people (60 requests), and look at what it holds then."""
    with platform() as lms:
        tool = ours(state)
        open_tool(tool, people=PEOPLE, issuer=lms.url)[0].database.close()
        command = ["-m", "plugin", "serve", "--port", str(tool.port)]
        with serving(command, f"{tool.url}/healthz", tool.environment) as server:
            at_start_mb = server.resident_mb()
            for number in range(PEOPLE):
                if Browser(tool).launch(lms, subject(number)) is None:
                    raise RuntimeError("an honest launch was refused")
            return WebProcess(server.started_in_s, at_start_mb, server.resident_mb())
