"""Open edX in a process of its own, from the side of the tests."""

import subprocess
from pathlib import Path

import requests

from tests.journeys.world import eventually
from tests.peers.openedx import set_up

SERVER = Path(__file__).with_name("server.py")
REASON = "Open edX's platform code is not installed: python3 tests/peers/openedx/set_up.py"


class OpenEdx:
    """One running platform, with one course that has one block of the tool."""

    def __init__(self, port, tool_address, state):
        self.address = f"http://localhost:{port}"
        self._tool, self._state, self._port = tool_address, state, port

    def begin(self):
        options = {"--port": self._port, "--tool": self._tool, "--state": self._state}
        words = [str(part) for option in options.items() for part in option]
        with (self._state / "openedx.log").open("ab") as log:
            self._process = subprocess.Popen(
                [set_up.PYTHON, SERVER, *words], stdout=log, stderr=log
            )
        assert eventually(self._answers, within_s=60), (self._state / "openedx.log").read_text()
        self.facts = requests.get(f"{self.address}/peer", timeout=10).json()

    def end(self):
        self._process.terminate()
        self._process.wait(20)

    def registration(self):
        """Return what an operator copies from Open edX's form into the tool."""
        copied = ("client_id", "auth_url", "token_url", "jwks_url")
        return {"issuer": self.address} | {name: self.facts[name] for name in copied}

    def start(self, user, **how):
        """Return the address that the person's browser is sent to first."""
        asked = {"user": user, **how}
        return requests.post(f"{self.address}/peer/start", json=asked, timeout=10).json()["url"]

    def chosen(self):
        """Return what a teacher's choice has put into the course."""
        return requests.get(f"{self.address}/peer/chosen", timeout=10).json()["items"]

    def _answers(self):
        try:
            return requests.get(f"{self.address}/peer", timeout=2).ok
        except requests.RequestException:
            assert self._process.poll() is None, (self._state / "openedx.log").read_text()
            return False
