"""Debian's Firefox, driven by its own remote protocol (Marionette): no driver has to be installed.

https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import json
import shutil
import socket
import subprocess
from pathlib import Path

from plugin.sandbox.http_server import free_port
from tests.journeys.world import eventually

BLOCK_ALL = 1
"""Of network.cookie.cookieBehavior: nothing of another site is kept, partitioned or not."""
PARTITION = 5
"""What Firefox does by default."""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
NOT_YET = ("element not interactable", "unknown error")
"""What is said of a page that is not drawn yet, and of a frame that is just being changed."""
_QUIET = {
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "browser.newtabpage.enabled": False,
    "dom.disable_open_during_load": False,
}


def path():
    """Where Firefox is; None where it is not installed."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """One window of one new profile."""

    def __init__(self, folder: Path, *, cookies: int):
        port = free_port()
        prefs = {**_QUIET, "marionette.port": port, "network.cookie.cookieBehavior": cookies}
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in prefs.items()]
        folder.mkdir(exist_ok=True)
        (folder / "user.js").write_text("\n".join(lines))
        self._log = (folder / "firefox.log").open("ab")
        self._process = subprocess.Popen(
            [path(), "--headless", "--marionette", "--no-remote", "--profile", folder],
            stdout=self._log,
            stderr=self._log,
            env={"HOME": str(folder), "MOZ_DISABLE_CONTENT_SANDBOX": "1", "PATH": "/usr/bin:/bin"},
        )
        assert eventually(lambda: self._connected(port), within_s=60), "Firefox does not answer"
        self._number = 0
        self("WebDriver:NewSession", capabilities={})
        self("WebDriver:SetTimeouts", implicit=15_000, pageLoad=60_000)

    def _connected(self, port):
        try:
            self._socket = socket.create_connection(("127.0.0.1", port), timeout=90)
        except OSError:
            assert self._process.poll() is None, "Firefox ended"
            return False
        self._hello = self._read()
        return True

    def close(self):
        self._process.terminate()
        self._process.wait(20)
        self._socket.close()
        self._log.close()

    def __call__(self, command, **how):
        """Send one command and return its result."""
        error, result = self._answer(command, how)
        assert error is None, (command, how, error)
        return result

    def _answer(self, command, how):
        self._number += 1
        text = json.dumps([0, self._number, command, how])
        self._socket.sendall(f"{len(text.encode())}:{text}".encode())
        _kind, number, error, result = self._read()
        assert number == self._number
        return error, result

    def _read(self):
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        body = b""
        while len(body) < int(length[:-1]):
            body += self._socket.recv(65_536)
        return json.loads(body)

    def go(self, address):
        self("WebDriver:Navigate", url=address)

    def find(self, xpath):
        """Return the element, waiting for it as long as a person would."""
        return self("WebDriver:FindElement", using="xpath", value=xpath)["value"][ELEMENT]

    def click(self, xpath):
        """Click once a pointer reaches the element: a page is found before it is drawn."""
        assert eventually(lambda: self._clicked(xpath), within_s=20), xpath

    def _clicked(self, xpath):
        error, found = self._answer("WebDriver:FindElement", {"using": "xpath", "value": xpath})
        if error is None:
            how = {"id": found["value"][ELEMENT]}
            error, _ = self._answer("WebDriver:ElementClick", how)
        assert error is None or error["error"] in NOT_YET, (xpath, error)
        return error is None

    def into_frame(self):
        """Look into the page's one frame from now on."""
        self("WebDriver:SwitchToFrame", element={ELEMENT: self.find("//iframe")}, focus=True)

    def out_of_frame(self):
        self("WebDriver:SwitchToFrame", id=None)

    def text(self):
        """Return the words of the page or frame that is looked at."""
        body = self("WebDriver:ExecuteScript", script="return document.body.innerText", args=[])
        return body["value"] or ""

    def sees(self, words):
        assert eventually(lambda: words in self.text(), within_s=20), self.text()

    def windows(self):
        return self("WebDriver:GetWindowHandles")

    def go_to_window(self, handle):
        self("WebDriver:SwitchToWindow", handle=handle, name=handle)
