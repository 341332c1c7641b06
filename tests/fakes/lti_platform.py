"""A platform in memory: it keeps real keys, signs id_tokens and publishes its key set."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from jwt.algorithms import RSAAlgorithm

from lti import claims
from lti.errors import PlatformUnavailableError
from lti.handshake import Handshake
from lti.http import Answer
from lti.key_sets import KeySets
from lti.login import ToolAddress
from lti.storage import DeploymentStatus, Registration
from tests.fakes.lti_storage import MemoryHandshakes, MemoryRegistrations

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW_S = int(NOW.timestamp())
TARGET = "https://tool.example/l/circles"
ADDRESS = ToolAddress("https://tool.example", "https://tool.example/lti/launch", ("/l/", "/lti/"))
REGISTRATION = Registration(
    registration_id="registration-1",
    tenant_id="tenant-1",
    issuer="https://lms.example",
    client_id="client-1",
    auth_url="https://lms.example/authorize",
    token_url="https://lms.example/token",
    jwks_url="https://lms.example/jwks",
)
DEPLOYMENT = "deployment-1"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"


@cache
def _private_key(name, bits):
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def private_key(name="first", bits=2048):
    """Return a key made once per test session for each name."""
    return _private_key(name, bits)


def published(key, key_id="k1", **changed):
    return {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": key_id, **changed}


def encoded(part):
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(body, *, key=None, header=None):
    """Sign claims, or any bytes in their place."""
    head = {"alg": "RS256", "kid": "k1", "typ": "JWT"} if header is None else header
    text = f"{encoded(head)}.{encoded(body)}"
    signature = (key or private_key()).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{encoded(signature)}"


def without(body, *names):
    return {name: value for name, value in body.items() if name not in names}


def launch_claims(nonce="nonce-1", **changed):
    return {
        "iss": REGISTRATION.issuer,
        "aud": REGISTRATION.client_id,
        "sub": "person-1",
        "iat": NOW_S,
        "exp": NOW_S + 300,
        "nonce": nonce,
        "name": "Ada Moss",
        "given_name": "Ada",
        "family_name": "Moss",
        "email": "ada@northmoor.example",
        claims.MESSAGE_TYPE: "LtiResourceLinkRequest",
        claims.VERSION: "1.3.0",
        claims.DEPLOYMENT_ID: DEPLOYMENT,
        claims.TARGET_LINK_URI: TARGET,
        claims.RESOURCE_LINK: {"id": "link-1", "title": "Mentoring"},
        claims.CONTEXT: {"id": "course-1", "title": "Field Botany", "label": "BOT 1"},
        claims.ROLES: [LEARNER],
        **changed,
    }


def login_form(**changed):
    return {
        "iss": REGISTRATION.issuer,
        "login_hint": "hint-1",
        "target_link_uri": TARGET,
        "client_id": REGISTRATION.client_id,
        **changed,
    }


@dataclass
class FakeHttp:
    """Answers by address, raising what is an exception; remembers what was asked."""

    answers: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    def send(self, method, url, *, headers=None, body=None, max_bytes=1_000_000):
        self.asked.append((method, url, dict(headers or {}), body))
        answer = self.answers.get(url, PlatformUnavailableError("no connection"))
        if callable(answer):
            answer = answer(method, url, headers, body)
        if isinstance(answer, Exception):
            raise answer
        return answer


def json_answer(body, status=200, **headers):
    return Answer(status, headers, json.dumps(body).encode())


class RsaSigner:
    """Signs as the tool, with one key."""

    def sign(self, claims_):
        return jwt.encode(dict(claims_), private_key(), "RS256", headers={"kid": "k1"})


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now=NOW):
        self.now = now

    def __call__(self):
        return self.now

    def monotonic(self):
        return self.now.timestamp()

    def forward(self, **span):
        self.now += timedelta(**span)


class Platform:
    """A tool registered with one platform, and that platform's side of the handshake."""

    def __init__(self, handshakes=None):
        self.clock = Clock()
        self.http = FakeHttp()
        self.publish(published(private_key()))
        self.registrations = MemoryRegistrations(REGISTRATION)
        self.registrations.decide(REGISTRATION, DEPLOYMENT, DeploymentStatus.APPROVED)
        self.handshakes = handshakes or MemoryHandshakes()
        self.stored = None  # what the latest login asked the platform's frame to keep
        self.key_sets = KeySets(self.http, clock=self.clock.monotonic)
        self.tool = Handshake(
            registrations=self.registrations,
            handshakes=self.handshakes,
            key_sets=self.key_sets,
            address=ADDRESS,
            clock=self.clock,
        )

    def publish(self, *keys):
        self.http.answers[REGISTRATION.jwks_url] = json_answer({"keys": list(keys)})

    def log_in(self, **changed):
        """Begin a login; return the authorisation request's query and the browser's cookies."""
        reply = self.tool.begin_login(login_form(**changed))
        self.stored = getattr(reply, "value", None)
        query = {
            name: values[0] for name, values in parse_qs(urlsplit(reply.location).query).items()
        }
        return query, {cookie.name: cookie.value for cookie in reply.cookies}

    def form(self, query, *, key=None, header=None, drop=(), **changed):
        """Return the launch form for a login, signed; `changed` and `drop` alter its claims."""
        body = without(launch_claims(**{"nonce": query["nonce"], **changed}), *drop)
        return {"state": query["state"], "id_token": signed(body, key=key, header=header)}

    def launch(self, *, drop=(), key=None, header=None, **changed):
        """Log in and launch in one browser."""
        query, cookies = self.log_in()
        form = self.form(query, drop=drop, key=key, header=header, **changed)
        return self.tool.finish_launch(form, cookies=cookies)
