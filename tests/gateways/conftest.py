"""A running pretend Microsoft 365 and a pretend LMS, and the tool's own way to speak to them."""

import json
import time
from datetime import UTC, datetime

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, jsonify
from jwt.algorithms import RSAAlgorithm

from graph.clouds import sandbox
from graph.transport import Transport
from lti.http import SafeHttp
from lti.services import PlatformServices
from lti.storage import Registration
from plugin.mentoring.people import PersonId, TenantId
from plugin.ports.values import Account
from plugin.sandbox.http_server import HttpServer, free_port
from plugin.sandbox.lms import create_lms
from plugin.sandbox.microsoft365 import EXTENSION, create_microsoft365
from plugin.sandbox.microsoft365.world import TENANT_ID

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SCOPES = frozenset({"User.Read", "Calendars.ReadWrite", "OnlineMeetings.ReadWrite"})
HANA, AMARA = "hana.kovacova@northmoor.example", "amara.okafor@northmoor.example"


class Microsoft:
    """The pretend Microsoft 365 as a test uses it."""

    def __init__(self, app, url):
        self.app, self.url = app, url
        self.parts = app.extensions[EXTENSION]
        self.faults = app.extensions["sandbox.control"].faults
        self.waits = []

    def user(self, mail):
        return self.parts.world.accounts.find(mail)

    def account(self, mail, person="ada"):
        oid = self.user(mail).oid
        return Account(
            PersonId(person), TenantId("t1"), "sandbox", TENANT_ID, oid, mail, linked_at=NOW
        )

    def transport_of(self, account):
        self.parts.grants.consent(account.object_id, SCOPES)
        return self.transport(self.parts.grants.tokens_for(self.user(account.address), SCOPES))

    def transport_of_app(self):
        return self.transport(self.parts.grants.token_for_app())

    def transport(self, answer):
        return Transport(
            lambda **_: answer["access_token"],
            clock=lambda: NOW,
            profile=sandbox(self.url),
            timeout_s=5,
            sleep=self.waits.append,
        )

    def events(self, mail):
        """What was put into a mailbox since the seed and is not called off."""
        every = self.parts.calendar.events(self.user(mail))
        return [e for e in every if not e.get("seeded") and not e["cancelled"]]

    def count(self, operation):
        """How often it was asked for that, inside batches too."""
        kept = self.parts.world.state.get("requests", operation)
        return kept["count"] if kept else 0

    def misbehave(self, kind, method, path="/v1.0", times=1, **more):
        self.faults.add(
            {"kind": kind, "match": {"method": method, "path": path}, "times": times, **more}
        )


@pytest.fixture(scope="session")
def running_microsoft(tmp_path_factory):
    port = free_port()
    url = f"http://localhost:{port}"
    app = create_microsoft365(
        base_url=url, state_dir=tmp_path_factory.mktemp("microsoft"), clock=lambda: NOW
    )
    with HttpServer(app, port=port):
        yield Microsoft(app, url)


@pytest.fixture
def microsoft(running_microsoft):
    running_microsoft.faults.clear()
    running_microsoft.waits.clear()
    running_microsoft.parts.reset()
    return running_microsoft


class Lms:
    """The pretend LMS, and the key of the tool that it knows."""

    def __init__(self, app, url, signer):
        self.app, self.url, self.signer = app, url, signer
        self.running = app.extensions["sandbox.lms"]
        self.control = app.extensions["sandbox.control"]

    def switch(self, name, value):
        self.running.state.put("switch", name, {"value": value})

    def misbehave(self, kind, method, path, times=None):
        self.control.faults.add(
            {"kind": kind, "match": {"method": method, "path": path}, "times": times}
        )


class Signer:
    """The tool's key, which the LMS knows while `known`."""

    def __init__(self):
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.known = True

    def sign(self, claims):
        return jwt.encode(dict(claims), self.private, "RS256", headers={"kid": "k1"})

    def key_set(self):
        public = json.loads(RSAAlgorithm.to_jwk(self.private.public_key()))
        return jsonify(keys=[{**public, "kid": "k1"}] if self.known else [])


@pytest.fixture(scope="session")
def running_lms(tmp_path_factory):
    """One pretend LMS for all tests."""
    signer, tool, port, tool_port = Signer(), Flask("tool"), free_port(), free_port()
    tool.add_url_rule("/lti/jwks", "jwks", signer.key_set)
    url = f"http://localhost:{port}"
    app = create_lms(
        base_url=url,
        tool_url=f"http://127.0.0.1:{tool_port}",
        state_dir=tmp_path_factory.mktemp("lms"),
    )
    with HttpServer(app, port=port), HttpServer(tool, port=tool_port):
        yield Lms(app, url, signer)


@pytest.fixture
def lms(running_lms):
    """That LMS as at its beginning."""
    running_lms.control.faults.clear()
    running_lms.control.reset()
    running_lms.signer.known = True
    return running_lms


@pytest.fixture
def registration(lms):
    """The connection to it, known as "r1"."""
    return Registration(
        registration_id="r1",
        tenant_id="t1",
        issuer=lms.url,
        client_id="alongside-demo",
        auth_url=f"{lms.url}/lti/authorize",
        token_url=f"{lms.url}/lti/token",
        jwks_url=f"{lms.url}/lti/jwks",
    )


@pytest.fixture
def sending(lms):
    """What sends to it, with our key."""
    return PlatformServices(SafeHttp(allow_http_loopback=True), lms.signer, clock=_now)


def _now():
    return datetime.fromtimestamp(time.time(), UTC)
