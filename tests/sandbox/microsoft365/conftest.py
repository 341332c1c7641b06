"""A pretend Microsoft 365 on a free port, a real MSAL, and a receiver of notifications."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msal
import pytest
import requests
from flask import Flask, request
from waitress.server import create_server

from plugin.sandbox.microsoft365 import EXTENSION, create_microsoft365
from plugin.sandbox.microsoft365.world import CLIENT_ID, CLIENT_SECRET, LOGIN_HOST, TENANT_ID

LEVEL_1 = ["User.Read", "Calendars.ReadWrite", "OnlineMeetings.ReadWrite", "MailboxSettings.Read"]
REDIRECT = "http://127.0.0.1:8000/ms/callback"
HANA, AMARA = "hana.kovacova@northmoor.example", "amara.okafor@northmoor.example"
CONTRACT = Path(__file__).parents[4] / "shared" / "graph-openapi-subset.json"


def begin(app: Any, scopes: list[str]) -> Any:
    return app.initiate_auth_code_flow(scopes, redirect_uri=REDIRECT, response_mode="form_post")


class Clock:
    """A clock that goes on only when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Running:
    """A WSGI application that a thread serves."""

    app: Any
    server: Any = None
    port: int = 0

    def start(self) -> "Running":
        self.server = create_server(self.app, host="127.0.0.1", port=0, threads=6)
        self.port = self.server.effective_port
        threading.Thread(target=self._run, daemon=True).start()
        return self

    def _run(self) -> None:
        try:
            self.server.run()
        except OSError:
            return

    def stop(self) -> None:
        self.server.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class MappedHttp:
    """What MSAL sends through: the pretend login host is on this machine."""

    def __init__(self, base_url: str) -> None:
        self._base, self._session = base_url, requests.Session()

    def post(self, url: str, **kwargs: Any) -> requests.Response:
        return self._session.post(self._mapped(url), timeout=10, **kwargs)

    def get(self, url: str, **kwargs: Any) -> requests.Response:
        return self._session.get(self._mapped(url), timeout=10, **kwargs)

    def close(self) -> None:
        self._session.close()

    def _mapped(self, url: str) -> str:
        return mapped(url, self._base)


def mapped(url: str, base_url: str) -> str:
    return url.replace(LOGIN_HOST, f"{base_url}/login", 1)


@dataclass
class M365:
    """The pretend Microsoft 365 as a test uses it."""

    url: str
    app: Flask

    def msal(self, *, secret: str = CLIENT_SECRET, tenant: str = TENANT_ID) -> Any:
        return msal.ConfidentialClientApplication(
            CLIENT_ID,
            client_credential=secret,
            authority=f"{LOGIN_HOST}/{tenant}",
            http_client=MappedHttp(self.url),
            instance_discovery=False,
        )

    def sign_in(self, person: str, scopes: list[str] | None = None, *, app: Any = None) -> Any:
        """Go through account and consent page, as a person would, and redeem the code."""
        app = app or self.msal()
        flow = begin(app, scopes or LEVEL_1)
        back = self.agree(flow["auth_uri"], person)
        return app.acquire_token_by_auth_code_flow(flow, back)

    def agree(self, auth_uri: str, person: str, answer: str = "accept") -> dict[str, str]:
        """Return what the tool's callback gets."""
        page = mapped(auth_uri, self.url)
        with requests.Session() as browser:
            shown = browser.get(f"{page}&account={person}", allow_redirects=False, timeout=10)
            if 'action="consent"' in shown.text:
                asked = {k: v[0] for k, v in parse_qs(urlsplit(page).query).items()}
                form = {**asked, "account": person, "answer": answer}
                target = page.partition("/authorize")[0] + "/consent"
                shown = browser.post(target, data=form, allow_redirects=False, timeout=10)
        if "Location" in shown.headers:
            query = urlsplit(shown.headers["Location"]).query
            return {k: v[0] for k, v in parse_qs(query).items()}
        assert f'action="{REDIRECT}"' in shown.text, shown.text
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.text))

    def graph(self, person: str | None, scopes: list[str] | None = None) -> "Graph":
        if person is None:
            token = self.msal().acquire_token_for_client(["https://graph.example/.default"])
        else:
            token = self.sign_in(person, scopes)
        return Graph(f"{self.url}/v1.0", token["access_token"])

    def control(self, path: str, **body: Any) -> Any:
        answer = requests.post(f"{self.url}/_control/{path}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def state(self) -> Any:
        return requests.get(f"{self.url}/_control/state", timeout=10).json()

    def violations(self) -> Any:
        return requests.get(f"{self.url}/_control/violations", timeout=10).json()["violations"]


@dataclass
class Graph:
    """Requests with a token."""

    root: str
    token: str

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.request(
            method,
            self.root + path,
            json=body,
            headers={"Authorization": f"Bearer {self.token}", **names},
            timeout=15,
        )


@dataclass
class Receiver:
    """A tool's two notification addresses; `silent` breaks the validation."""

    url: str = ""
    silent: bool = False
    heard: list[Any] = field(default_factory=list)
    lifecycle: list[Any] = field(default_factory=list)

    def wait(self, count: int, *, of: list[Any] | None = None, within_s: float = 5) -> list[Any]:
        box = self.heard if of is None else of
        ends = time.monotonic() + within_s
        while len(box) < count and time.monotonic() < ends:
            time.sleep(0.02)
        return box


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(
    tmp_path: Path, clock: Clock, serve: Callable[[Any], Running]
) -> Iterator[Callable[..., M365]]:
    started: list[Flask] = []

    def fresh(state_dir: Path = tmp_path, **options: Any) -> M365:
        told = {"contract": CONTRACT if CONTRACT.exists() else None, **options}
        holder: list[Flask] = []
        shell = serve(lambda environ, answer: holder[0](environ, answer))
        app = create_microsoft365(base_url=shell.url, state_dir=state_dir, clock=clock, **told)
        holder.append(app)
        started.append(app)
        return M365(shell.url, app)

    yield fresh
    for app in started:
        app.extensions[EXTENSION].world.state.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Any], Running]]:
    running: list[Running] = []

    def run(app: Any) -> Running:
        running.append(Running(app).start())
        return running[-1]

    yield run
    for one in running:
        one.stop()


@pytest.fixture
def m365(start: Callable[..., M365]) -> Iterator[M365]:
    running = start()
    yield running
    assert running.violations() == []


@pytest.fixture
def receiver(serve: Callable[[Any], Running]) -> Receiver:
    app, box = Flask("receiver"), Receiver()

    @app.post("/<kind>")
    def take(kind: str) -> Any:
        token = request.args.get("validationToken")
        if token is not None:
            return ("no", 200) if box.silent else (token, 200, {"Content-Type": "text/plain"})
        (box.heard if kind == "notify" else box.lifecycle).extend(request.get_json()["value"])
        return "", 202

    box.url = serve(app).url
    return box
