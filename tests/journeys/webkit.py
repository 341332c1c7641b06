"""Debian's WebKitGTK, driven by its own WebDriver on a screen that nobody sees.

https://www.w3.org/TR/webdriver2/ and the man page of WebKitWebDriver(1).
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from plugin.sandbox.http_server import free_port
from tests.journeys.world import eventually

PROGRAMS = ("WebKitWebDriver", "Xvfb")


def missing():
    """What of it is not installed."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


def _browser():
    return str(next(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser")))


class WebKit:
    """One window of one new profile."""

    def __init__(self, folder: Path):
        folder.mkdir(exist_ok=True)
        reads, writes = os.pipe()
        with (folder / "webkit.log").open("ab") as log:
            said = {"stdout": log, "stderr": log}
            screen = ["Xvfb", "-displayfd", str(writes), "-nolisten", "tcp"]
            self._screen = subprocess.Popen(screen, pass_fds=[writes], **said)
            os.close(writes)
            with os.fdopen(reads) as number:
                display = f":{number.readline().strip()}"
            home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
            self._port = free_port()
            self._driver = subprocess.Popen(
                ["WebKitWebDriver", f"--port={self._port}"],
                env={**home, "DISPLAY": display, "PATH": "/usr/bin:/bin"},
                **said,
            )
        assert eventually(self._answers, within_s=60), "WebKit's driver does not answer"
        options = {"binary": _browser(), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        made = self._send("POST", "/session", capabilities=wanted)
        self._session = f"/session/{made['sessionId']}"

    def close(self):
        self._send("DELETE", self._session)
        for process in (self._driver, self._screen):
            process.terminate()
            process.wait(20)

    def go(self, address):
        self._send("POST", f"{self._session}/url", url=address)

    def run(self, script):
        """Return what the script returns on the page."""
        return self._send("POST", f"{self._session}/execute/sync", script=script, args=[])

    def _answers(self):
        try:
            return self._send("GET", "/status") is not None
        except URLError:
            return False

    def _send(self, method, path, **body):
        data = json.dumps(body).encode() if method == "POST" else None
        request = Request(f"http://127.0.0.1:{self._port}{path}", data, method=method)
        with urlopen(request, timeout=90) as answer:  # noqa: S310
            return json.load(answer)["value"]
