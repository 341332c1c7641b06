"""A running LMS, a person's browser, and an honest little tool that speaks to it over HTTP."""

import json
from html.parser import HTMLParser
from urllib.parse import urlencode
from uuid import uuid4

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, jsonify, redirect, request
from jwt.algorithms import RSAAlgorithm

from plugin.sandbox.http_server import HttpServer, free_port
from plugin.sandbox.lms import create_lms
from plugin.sandbox.people import person_named

COURSE = "research-careers"
LINK = f"mentoring-{COURSE}"
CLIENT = "alongside-demo"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class _Form(HTMLParser):
    """Reads the fields of the one form that a browser would send by itself."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self._inside = None, {}, False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._inside = attrs.get("id") == "auto"
            self.action = attrs["action"] if self._inside else self.action
        elif tag == "input" and self._inside:
            self.fields[attrs["name"]] = attrs["value"]


class Browser(requests.Session):
    """A person's browser: signed in, and able to read a page's automatic form."""

    def __init__(self, address, name):
        super().__init__()
        self.address = address
        self.post(f"{address}/sign-in", data={"person": person_named(name).key}, timeout=5)

    def page(self, path, **params):
        return self.get(self.address + path, params=params, timeout=5)

    def form(self, path, **params):
        return _Form(self.page(path, **params).text)


class Tool:
    """Publishes a real key, starts authentications, signs assertions; believes what it checks."""

    def __init__(self, port, lms_url):
        self.url, self.lms_url, self.client_id = f"http://127.0.0.1:{port}", lms_url, CLIENT
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = "tool-key"
        self.leads_by_script, self.launch_script = False, ""

    def app(self):
        app = Flask("tool")
        public = json.loads(RSAAlgorithm.to_jwk(self.private.public_key()))
        app.add_url_rule("/lti/jwks", "jwks", lambda: jsonify(keys=[{**public, "kid": self.kid}]))
        app.add_url_rule("/lti/login", "login", self.login_page, methods=["POST"])
        app.add_url_rule("/lti/launch", "launch", self.launch_page, methods=["POST"])
        app.add_url_rule("/lti/closing", "closing", lambda: self.launch_script)
        return app

    def login_page(self):
        """Lead a real browser to the LMS: by a redirect, or by a script as storage needs it."""
        query = urlencode(self.request_fields(request.form))
        target = f"{self.lms_url}/lti/authorize?{query}"
        script = f"<script>location.replace({json.dumps(target)})</script>"
        return script if self.leads_by_script else redirect(target)

    def launch_page(self):
        outcome = "launched" if "id_token" in request.form else request.form["error"]
        return f"<h1>{outcome}</h1>{self.launch_script}"

    def request_fields(self, login, **changes):
        fields = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": login["client_id"],
            "redirect_uri": f"{self.url}/lti/launch",
            "login_hint": login["login_hint"],
            "lti_message_hint": login["lti_message_hint"],
            "state": "a-state",
            "nonce": "a-nonce",
            **changes,
        }
        return {name: value for name, value in fields.items() if value is not None}

    def authenticate(self, browser, login, **changes):
        """Return the form that the LMS makes the browser post to the tool."""
        return browser.form("/lti/authorize", **self.request_fields(login, **changes))

    def verified(self, id_token, clock):
        keys = requests.get(f"{self.lms_url}/lti/jwks", timeout=5).json()
        key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(id_token)["kid"]]
        claims = jwt.decode(
            id_token,
            key,
            algorithms=["RS256"],
            audience=self.client_id,
            issuer=self.lms_url,
            options={"verify_exp": False, "verify_iat": False},
        )
        assert claims["iat"] <= clock().timestamp() < claims["exp"]
        return claims

    def signed(self, claims):
        return jwt.encode(claims, self.private, algorithm="RS256", headers={"kid": self.kid})

    def assertion(self, clock, **changes):
        now_s = int(clock().timestamp())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": f"{self.lms_url}/lti/token",
            "iat": now_s,
            "exp": now_s + 60,
            "jti": str(uuid4()),
            **changes,
        }
        return self.signed(claims)

    def ask_token(self, clock, *scopes, **changes):
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.assertion(clock, **changes),
            "scope": " ".join(scopes),
        }
        return requests.post(f"{self.lms_url}/lti/token", data=form, timeout=5)

    def service(self, clock, *scopes):
        """Return a session that carries an access token with `scopes`."""
        session = requests.Session()
        token = self.ask_token(clock, *scopes).json()["access_token"]
        session.headers["Authorization"] = f"Bearer {token}"
        return session


class RunningLms:
    def __init__(self, port, tool_url, state_dir, clock):
        self.url = f"http://localhost:{port}"
        self._port = port
        self._make = lambda: create_lms(
            base_url=self.url, tool_url=tool_url, state_dir=state_dir, clock=clock
        )
        self._server = HttpServer(self._make(), port=port).start()

    def restart(self):
        self.stop()
        self._server = HttpServer(self._make(), port=self._port).start()

    def stop(self):
        self._server.stop()

    def control(self, path, body=None):
        return requests.post(f"{self.url}/_control/{path}", json=body or {}, timeout=5)

    def state(self):
        return requests.get(f"{self.url}/_control/state", timeout=5).json()

    def browser(self, name):
        return Browser(self.url, name)


@pytest.fixture
def ports():
    lms_port, tool_port = free_port(), free_port()
    return lms_port, tool_port


@pytest.fixture
def tool(ports):
    lms_port, tool_port = ports
    tool = Tool(tool_port, f"http://localhost:{lms_port}")
    with HttpServer(tool.app(), port=tool_port):
        yield tool


@pytest.fixture
def lms(ports, tool, tmp_path, clock):
    running = RunningLms(ports[0], tool.url, tmp_path, clock)
    yield running
    running.stop()


@pytest.fixture
def learner(lms):
    return lms.browser("Amara Okafor")


@pytest.fixture
def teacher(lms):
    return lms.browser("Hana Kováčová")


@pytest.fixture
def admin(lms):
    return lms.browser("Ruth Ashby")
