"""Handing letters over, against a real SMTP server and against the fake."""

import asyncio
import socket
import ssl
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from plugin.gateways.smtp_post import Security, SmtpPost
from plugin.ports.errors import RefusedError, TryLaterError
from plugin.sandbox.http_server import free_port
from tests.contracts.post import BODY, LETTER, PostContract
from tests.fakes.post import FakePost


class Server:
    """Takes letters, or answers as it is told, at the step it is told."""

    def __init__(self):
        self.letters, self.bodies, self.senders = [], [], []
        self.says = {"RCPT": "250 OK", "DATA": "250 OK", "QUIT": "221 Bye"}
        self.hang_s = 0.0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.says["RCPT"].startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.says["RCPT"]

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.says["DATA"].startswith("250"):
            message = message_from_bytes(envelope.content)
            self.letters += [(one, message["Message-ID"]) for one in envelope.rcpt_tos]
            self.bodies.append(envelope.content)
            self.senders.append(envelope.mail_from)
        await asyncio.sleep(self.hang_s)
        return self.says["DATA"]

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802
        return self.says["QUIT"]


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def running(server):
    controllers = []

    def start(**options):
        controller = Controller(server, hostname="127.0.0.1", port=free_port(), **options)
        controllers.append(controller)
        controller.start()
        return controller

    yield start
    for controller in controllers:
        asyncio.run_coroutine_threadsafe(_all_gone(), controller.loop).result(timeout=5)
        controller.stop()


async def _all_gone():
    """Wait until every connection was seen to be closed."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(others, timeout=1)
    await asyncio.sleep(0)


@pytest.fixture
def post(running):
    return SmtpPost(host="127.0.0.1", port=running().port, sender="tool@uni.example", timeout_s=2.0)


class TestFakePost(PostContract):
    @pytest.fixture
    def post(self):
        return FakePost()

    @pytest.fixture
    def mailbox(self, post):
        class Arrived:
            def __iter__(self):
                return iter([(one.address, one.message_id) for one in post.letters])

            def __eq__(self, other):
                return list(self) == other

        return Arrived()

    @pytest.fixture
    def answering(self, post):
        return post.answer


class TestSmtpPost(PostContract):
    @pytest.fixture
    def mailbox(self, server):
        return server.letters

    @pytest.fixture(params=["RCPT", "DATA"])
    def answering(self, request, server):
        return lambda code: server.says.update({request.param: f"{code} ada@uni.example"})


def test_the_letter_comes_as_it_was_written(post, server):
    post.send(LETTER)

    assert server.bodies == [BODY]
    assert server.senders == ["tool@uni.example"]


def test_x24_a_server_that_hangs_after_the_letter_is_asked_again_later(post, server):
    server.hang_s = 0.6

    with pytest.raises(TryLaterError):
        replace(post, timeout_s=0.2).send(LETTER)

    assert server.letters  # it may come twice, under one Message-ID


@pytest.mark.parametrize("parting", ["421 Bye", "550 What?"])
def test_a_rude_goodbye_does_not_send_the_letter_twice(post, server, parting):
    server.says["QUIT"] = parting

    post.send(LETTER)

    assert len(server.letters) == 1


def test_no_server_is_later(post):
    with pytest.raises(TryLaterError):
        replace(post, port=free_port()).send(LETTER)


def test_a_server_that_says_nothing_is_later(post):
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        mute = replace(post, port=silent.getsockname()[1], timeout_s=0.3)

        with pytest.raises(TryLaterError):
            mute.send(LETTER)


def test_a_server_that_hangs_up_is_later(post):
    with closing(socket.create_server(("127.0.0.1", 0))) as rude:
        threading.Thread(target=lambda: rude.accept()[0].close(), daemon=True).start()

        with pytest.raises(TryLaterError):
            replace(post, port=rude.getsockname()[1]).send(LETTER)


def _only_ada(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (b"ada", b"right")
    return AuthResult(success=right, handled=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A file with a key and a certificate of 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    now = datetime.fromtimestamp(time.time(), UTC)
    builder = builder.not_valid_before(now - timedelta(days=1)).add_extension(here, critical=False)
    signed = builder.not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    file.write_bytes(
        key.private_bytes(*pem, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def guarded(running, post, certificate):
    """Connects to a server that wants STARTTLS and a password."""
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(certificate)
    guard = {"authenticator": _only_ada, "auth_required": True, "require_starttls": True}
    return replace(
        post,
        port=running(tls_context=own, **guard).port,
        security=Security.STARTTLS,
        trust=ssl.create_default_context(cafile=certificate),
        username="ada",
        password="right",
    )


def test_a_server_that_knows_us_takes_the_letter(guarded, server):
    guarded.send(LETTER)

    assert server.letters


def test_a_changed_password_loses_no_letter(guarded):
    with pytest.raises(TryLaterError, match="does not know us"):
        replace(guarded, password="wrong").send(LETTER)


def test_a_server_with_a_strangers_certificate_gets_nothing(guarded, server):
    with pytest.raises(TryLaterError):
        replace(guarded, trust=None).send(LETTER)

    assert server.letters == []


def test_the_password_is_not_shown(guarded):
    assert "right" not in repr(guarded)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_without_the_protection_asked_for_nothing_is_sent(post, server, security):
    with pytest.raises((TryLaterError, RefusedError)):
        replace(post, security=security).send(LETTER)

    assert server.letters == []
