"""An honest platform that launches tools: real keys, a key set over HTTP, browsers with cookies."""

import itertools
import json
import secrets
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from lti import claims
from tests.fakes.lti_platform import LEARNER, private_key, published, signed

CLIENT_ID, DEPLOYMENT = "alongside-bench", "1"
_NUMBERS = itertools.count()
FROM_LMS = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Dest": "iframe",
    "Sec-Fetch-Mode": "navigate",
}


class Platform:
    """The platform at `url`.

    Attributes:
        key_sets_sent: how often its key set was fetched.
        away_s: how long its key set takes to come.
    """

    def __init__(self, server):
        self.url = f"http://localhost:{server.server_port}"
        self.key_sets_sent = 0
        self.away_s = 0.0

    def login_form(self, target, person):
        return {
            "iss": self.url,
            "login_hint": person,
            "target_link_uri": target,
            "client_id": CLIENT_ID,
            "lti_deployment_id": DEPLOYMENT,
            "lti_message_hint": secrets.token_hex(8),
        }

    def claims(self, target, person, nonce, **changed):
        """Return what an LMS says of a learner and of where they are."""
        now = int(time.time())
        return {
            "iss": self.url,
            "aud": CLIENT_ID,
            "azp": CLIENT_ID,
            "sub": person,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "name": person.title(),
            "given_name": person.title(),
            "family_name": "Moss",
            "email": f"{person}@northmoor.example",
            "locale": "en",
            claims.MESSAGE_TYPE: "LtiResourceLinkRequest",
            claims.VERSION: "1.3.0",
            claims.DEPLOYMENT_ID: DEPLOYMENT,
            claims.TARGET_LINK_URI: target,
            claims.RESOURCE_LINK: {"id": "link-1", "title": "Mentoring", "description": ""},
            claims.CONTEXT: {
                "id": "course-1",
                "label": "BIO 1",
                "title": "Biology 1",
                "type": ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"],
            },
            claims.ROLES: [
                LEARNER,
                "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student",
            ],
            claims.LAUNCH_PRESENTATION: {
                "document_target": "iframe",
                "return_url": f"{self.url}/courses/1",
                "locale": "en",
            },
            claims.TOOL_PLATFORM: {"guid": "northmoor", "name": "Northmoor", "version": "1"},
            claims.CUSTOM: {"context_history": "", "zone": "Europe/Paris"},
            claims.NAMES_ROLES: {
                "context_memberships_url": f"{self.url}/courses/1/members",
                "service_versions": ["2.0"],
            },
            **changed,
        }


def key_set():
    """Return the platform's public keys, as it publishes them."""
    return {"keys": [published(private_key(), use="sig")]}


@contextmanager
def platform():
    """Serve the key set on loopback while the block runs."""
    body = json.dumps(key_set()).encode()

    class KeySet(BaseHTTPRequestHandler):
        def do_GET(self):
            here.key_sets_sent += 1
            time.sleep(here.away_s)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), KeySet) as server, ThreadPoolExecutor(1) as pool:
        here = Platform(server)
        pool.submit(server.serve_forever, 0.05)
        try:
            yield here
        finally:
            server.shutdown()


class Browser:
    """One browser with its cookies; a connection for each request, as a sync worker closes it.

    Each has an address of its own, of 250 of this machine: one alone may launch 600 times a minute.
    """

    def __init__(self, tool):
        self.tool = tool
        self.address = f"127.0.0.{next(_NUMBERS) % 250 + 1}"
        self.cookies = {}

    def send(self, method, url, form=None):
        """Return status, redirect and page."""
        parts = urlsplit(url)
        head, _, page = self._sent(parts, self._request(method, parts, form)).partition("\r\n\r\n")
        status, *lines = head.split("\r\n")
        location = None
        for name, value in (line.split(": ", 1) for line in lines):
            if name.lower() == "location":
                location = value
            elif name.lower() == "set-cookie":
                cookie, kept = value.partition(";")[0].split("=", 1)
                self.cookies[cookie] = kept
        return int(status.split(" ", 2)[1]), location, page

    def _request(self, method, parts, form):
        body = urlencode(form) if form else ""
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {"Host": parts.netloc, "Connection": "close", **self._headers(form)}
        if form:
            sent["Content-Length"] = str(len(body))
        lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n{body}".encode()

    def _sent(self, parts, request):
        """Send it as cheaply as it goes: the one who asks has the same cores as who answers."""
        there, here = (parts.hostname, parts.port), (self.address, 0)
        with socket.create_connection(there, timeout=20, source_address=here) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65_536), b"")).decode()

    def log_in(self, platform, person):
        """Begin at the platform's link; return what the tool asks the platform for."""
        form = platform.login_form(self.tool.target, person)
        status, location, page = self.send("POST", self.tool.login, form)
        if status != 302:
            raise RuntimeError(f"{self.tool.login} answered {status}: {page[:300]}")
        asked = parse_qs(urlsplit(location).query)
        return {name: values[0] for name, values in asked.items()}

    def launch(self, platform, person):
        """Log in, launch, and follow to the first page."""
        return self.bring(*self.sign(platform, person))

    def sign(self, platform, person):
        """Log in; return the state and the token that the platform makes of it."""
        asked = self.log_in(platform, person)
        body = platform.claims(self.tool.target, person, asked["nonce"])
        return asked["state"], signed(body)

    def bring(self, state, token, *, follow=True):
        """Post a token; return the first page, or None when the person was not let in.

        Without `follow`, our redirect into a visit is enough, and is returned.
        """
        form = {"state": state, "id_token": token}
        status, location, page = self.send("POST", self.tool.launch, form)
        if status == 303 and urlsplit(location).path.startswith("/l/"):
            if not follow:
                return location
            status, _, page = self.send("GET", self.tool.url + urlsplit(location).path)
        return page if status == 200 and self.tool.shows in page else None

    def _headers(self, form):
        sent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Bench/1.0", **FROM_LMS}
        sent["Accept-Language"] = "en-GB,en;q=0.9"
        if form:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return sent
