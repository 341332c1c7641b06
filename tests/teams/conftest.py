"""The tool and the pretend Teams over https, under a certificate authority made for this run.

Chromium trusts that authority's key and no other; names lead to this machine. The tab runs
Microsoft's own script, which takes https origins only.
"""

import base64
import datetime
import hashlib
import shutil
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from werkzeug.serving import make_server

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.ports.values import Account
from plugin.sandbox.microsoft365.world import TENANT_ID
from plugin.sandbox.people import person_named
from tests.conftest import FixedClock
from tests.mentoring.test_parts import part
from tests.security.house import TERMS, Tool, copied, furnish
from tests.security.microsoft import ADA, BEN, NOW, Microsoft
from tests.stores import NORTHMOOR, sqlite_template  # noqa: F401 - a fixture
from tests.teams.window import Window

SCOPES = frozenset(
    ["User.Read", "Calendars.ReadWrite", "OnlineMeetings.ReadWrite", "MailboxSettings.Read"]
)
HOSTS = ("tool.example", "teams.northmoor.example", "evil.example")


class Authority:
    """A certificate authority with one certificate, for all names of a test."""

    def __init__(self, folder):
        self.key, key = (
            ec.generate_private_key(ec.SECP256R1()),
            ec.generate_private_key(ec.SECP256R1()),
        )
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Alongside tests")])
        ca = self._signed(issuer, issuer, self.key.public_key(), ca=True)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOSTS[0])])
        leaf = self._signed(subject, issuer, key.public_key(), ca=False)
        pem = serialization.Encoding.PEM
        self.file = folder / "server.pem"
        private = key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.file.write_bytes(private + leaf.public_bytes(pem) + ca.public_bytes(pem))
        spki = self.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.fingerprint = base64.b64encode(hashlib.sha256(spki).digest()).decode()

    def _signed(self, subject, issuer, public, *, ca):
        names = [x509.DNSName(host) for host in HOSTS]
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - datetime.timedelta(days=1))
            .not_valid_after(NOW + datetime.timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if not ca:
            made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return made.sign(self.key, hashes.SHA256())

    def serve(self, app):
        """Serve the application over https; returns the port and what stops it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=context)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_port, server.shutdown


class TeamsWorld:
    """A tool with two pairs, whose Ada and Ben are linked; a pretend Teams beside it."""

    def __init__(self, folder, template):
        self.microsoft = Microsoft(folder / "microsoft")
        self.tool = Tool(
            copied(template, folder), clock=FixedClock(NOW), microsoft=self.microsoft.tool()
        )
        self.things = furnish(self.tool)
        self.asked = []
        self.tool.app.before_request(self._note)
        for name, mailbox in (("ada", ADA), ("ben", BEN)):
            self.link(name, mailbox)
        self.authority = Authority(folder)
        self.stops = []

    def _note(self):
        from flask import request

        self.asked.append((request.method, request.path))

    def link(self, name, mailbox):
        person = person_named(mailbox.split("@")[0])
        who = self.tool.world.arrive(name)
        self.tool.world.services.accounts.connect(
            Account(who.person_id, NORTHMOOR, "sandbox", TENANT_ID, person.object_id, mailbox, NOW)
        )

    def waiting_pair(self, name, mailbox, mentor=None):
        """Give a mentor (Ada) one more mentee, linked to that mailbox, who has waited a day."""
        self.tool.clock.advance(days=-1)
        world, who = self.tool.world, self.tool.world.arrive(name)
        mentor = mentor or world.arrive("ada")
        with self.tool.store.look(NORTHMOOR) as work:
            programme = work.programme(self.things.programme)
        world.answer(programme, who, Side.MENTEE, about="")
        self.link(name, mailbox)
        key = world.pair(programme, mentor, who)
        world.services.agreements.propose(
            key, TERMS, version=0, actor=mentor, part=part(key, mentor)
        )
        world.services.agreements.sign(key, 1, actor=who, part=part(key, who))
        self.tool.clock.advance(days=1)
        return key

    def offered_by(self, name, mailbox):
        """Have one more mentee offer two times to Ada; return the poll."""
        pair, who = self.waiting_pair(name, mailbox), self.tool.world.arrive(name)
        ten = self.tool.clock().replace(hour=10, minute=0, second=0)
        starts = [ten + datetime.timedelta(days=days) for days in (6, 7)]
        return self.tool.world.services.polls.offer(pair, starts, actor=who).poll_id

    def circle(self, title, *names):
        """Gather people, the first of whom facilitates."""
        world, now = self.tool.world, self.tool.clock()
        sides = [Side.MENTOR, *[Side.MENTEE] * (len(names) - 1)]
        places = tuple(
            Membership(world.arrive(name).person_id, side, now)
            for name, side in zip(names, sides, strict=True)
        )
        made = Relationship(
            RelationshipId(world.new_id()), NORTHMOOR, self.things.programme, Format.CIRCLE,
            places, now, title=title,
        )  # fmt: skip
        world.save("relationship", made)
        return made.relationship_id

    def visit_from_the_lms(self, context, name):
        """Launch as that person, and give the browser what it would have kept; return the home."""
        visitor = self.tool.visitor(name).enter()
        context.add_cookies(
            [
                {"name": key, "value": value, "url": f"https://{HOSTS[0]}"}
                for key, value in visitor.cookies().items()
            ]
        )
        return f"https://{HOSTS[0]}{visitor.home}"

    def begin(self):
        self.microsoft.server.start()
        ports = []
        for app in (self.tool.app, self.microsoft.app):
            port, stop = self.authority.serve(app)
            ports.append(port)
            self.stops.append(stop)
        rules = [f"MAP {HOSTS[0]}:443 127.0.0.1:{ports[0]}"]
        rules += [f"MAP {host}:443 127.0.0.1:{ports[1]}" for host in HOSTS[1:]]
        return [
            f"--host-resolver-rules={', '.join(rules)}",
            f"--ignore-certificate-errors-spki-list={self.authority.fingerprint}",
        ]

    def end(self):
        for stop in self.stops:
            stop()
        self.microsoft.server.stop()
        self.tool.close()


@pytest.fixture(scope="module")
def teams(sqlite_template, tmp_path_factory):  # noqa: F811 - the fixture above
    world = TeamsWorld(tmp_path_factory.mktemp("teams-world"), sqlite_template)
    world.flags = world.begin()
    yield world
    world.end()


@pytest.fixture(scope="module")
def chromium(playwright, teams):
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this machine")
    browser = playwright.chromium.launch(
        executable_path=path,
        args=[
            "--no-sandbox", "--disable-gpu", "--test-third-party-cookie-phaseout", *teams.flags
        ],
    )  # fmt: skip
    yield browser
    browser.close()


@pytest.fixture
def ada(chromium):
    window = Window(chromium, ADA)
    yield window
    assert window.trouble == []
    window.context.close()


@pytest.fixture
def ben(chromium):
    window = Window(chromium, BEN)
    yield window
    assert window.trouble == []
    window.context.close()


@pytest.fixture
def consented(teams):
    """Nobody need be asked."""
    people = [person_named(mailbox.split("@")[0]).object_id for mailbox in (ADA, BEN)]
    for one in people:
        teams.microsoft.parts.grants.consent(one, SCOPES)
    yield
    for one in people:
        teams.microsoft.parts.grants.revoke_consent(one, SCOPES)
