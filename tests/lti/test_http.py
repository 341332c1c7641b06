"""Requests to addresses we do not trust, against a real server that misbehaves."""

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from lti import LaunchRefusedError, PlatformUnavailableError, RefusalCode
from lti.http import SafeHttp
from lti.key_sets import KeySets
from tests.fakes.lti_platform import NOW, REGISTRATION, private_key

TOTAL_S = 0.6
DRIP_S = 8.0
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@contextmanager
def server(answer, tls=None):
    """Serve `answer(connection)` on a loopback port; yield the port and the heads of requests."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(5)
    heads, stop = [], threading.Event()

    def serve_one(plain):
        try:
            with closing(tls.wrap_socket(plain, server_side=True) if tls else plain) as connection:
                connection.settimeout(5)
                heads.append(connection.recv(65_536).decode("latin-1"))
                answer(connection)
        except OSError:
            plain.close()

    def serve():
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            serve_one(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], heads
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def says(raw):
    return lambda connection: connection.sendall(raw)


def body(content, *headers, status="200 OK"):
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", "Connection: close", *headers]
    return says("\r\n".join([*head, "", ""]).encode() + content)


def drip(part, start=b""):
    def answer(connection):
        connection.sendall(start)
        for _ in range(100):
            connection.sendall(part)
            time.sleep(DRIP_S / 100)

    return answer


def local(total_s=8.0):
    return SafeHttp(allow_http_loopback=True, total_s=total_s)


def get(answer, total_s=8.0, **how):
    with server(answer) as (port, _):
        return local(total_s).send("GET", f"http://127.0.0.1:{port}/jwks?x=1", **how)


def reason_of(answer, **how):
    with pytest.raises(PlatformUnavailableError) as error:
        get(answer, **how)
    return error.value.reason


def test_an_answer_comes_with_status_headers_and_body():
    with server(body(b'{"a": 1}', "X-One: 1", "Link: <a>", "Link: <b>")) as (port, heads):
        answer = local().send(
            "POST",
            f"http://localhost:{port}/token?x=1",
            headers={"Accept": "application/json"},
            body=b"form",
        )

    assert (answer.status, answer.json()) == (200, {"a": 1})
    assert answer.headers["link"] == "<a>, <b>"
    assert heads[0].startswith("POST /token?x=1 HTTP/1.1\r\n")
    assert f"Host: localhost:{port}" in heads[0]
    assert "User-Agent: alongside-lti/1" in heads[0]


def test_l55_a_redirect_is_an_answer_and_is_not_followed():
    with server(body(b"", "Location: /elsewhere", status="302 Found")) as (port, heads):
        answer = local().send("GET", f"http://127.0.0.1:{port}/jwks")

    assert (answer.status, len(heads)) == (302, 1)


def test_an_error_page_is_an_answer():
    assert get(body(b"oops", status="500 Broken")).status == 500


def test_l55_a_server_that_says_nothing_is_left():
    assert reason_of(lambda connection: time.sleep(1.2), total_s=TOTAL_S) == "timeout"


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"x", start=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"),
        drip(b"x", start=b"HTTP/1.1 200 OK\r\n\r\n"),
        drip(b"X", start=b"HTTP/1.1 200 OK\r\nX-Slow: "),
        drip(b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "body without length", "headers", "continue for ever"],
)
def test_l55_a_slow_drip_is_cut_at_the_total_time(answer):
    began = time.monotonic()

    reason = reason_of(answer, total_s=TOTAL_S)

    assert reason == "timeout"
    assert time.monotonic() - began < DRIP_S / 2


@pytest.mark.parametrize(
    "answer",
    [
        body(b"x" * 1_001),
        body(gzip.compress(b"x" * 50_000_000), "Content-Encoding: gzip"),
        says(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5_000),
        says(CHUNKED + 2 * (b"3e8\r\n" + b"x" * 1_000 + b"\r\n") + b"0\r\n\r\n"),
    ],
    ids=["plain", "gzip bomb", "without length", "chunked"],
)
def test_l55_too_large_an_answer_is_left_unread(answer):
    assert reason_of(answer, max_bytes=1_000) == "too large"


def test_a_gzip_bomb_is_not_blown_up_in_memory():
    bomb = body(gzip.compress(b"x" * 50_000_000), "Content-Encoding: gzip")
    tracemalloc.start()

    reason = reason_of(bomb, max_bytes=1_000)

    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (reason, peak_bytes < 5_000_000) == ("too large", True)


def test_an_answer_just_as_large_as_allowed_is_read():
    assert len(get(body(b"x" * 1_000), max_bytes=1_000).body) == 1_000


def test_a_compressed_answer_is_read():
    assert get(body(gzip.compress(b"[1]"), "Content-Encoding: gzip")).json() == [1]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (says(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"), "cut short"),
        (says(b""), "connection"),
        (says(b"nonsense\r\n\r\n"), "connection"),
        (body(b"xx", "Content-Encoding: gzip"), "connection"),
        (body(b"xx", "Content-Encoding: br"), "content encoding"),
        (says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"), "connection"),
        (says(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"), "connection"),
    ],
)
def test_l55_a_broken_answer_is_no_answer(answer, reason):
    assert reason_of(answer) == reason


def test_nobody_listening_is_no_answer():
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listener.close()

    with pytest.raises(PlatformUnavailableError) as error:
        local().send("GET", f"http://127.0.0.1:{port}/")

    assert error.value.reason == "no connection"


def test_a_header_in_utf_8_is_read_as_such():
    answer = get(body(b"", "Link: <https://x/>; rel=“next”"))

    assert answer.headers["link"].endswith("rel=“next”")


def test_a_header_in_latin_1_is_read_as_such():
    answer = get(says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: é\r\n\r\n".encode("latin-1")))

    assert answer.headers["x"] == "é"


def test_no_proxy_is_taken_from_the_environment(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert get(body(b"[]")).status == 200


def certificate(path, name):
    key = private_key()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=3_650))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path.write_bytes(
        made.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(path)
    return served


def test_a_certificate_we_trust_for_the_host_is_accepted(tmp_path):
    served = certificate(tmp_path / "pem", "localhost")
    trusting = ssl.create_default_context(cafile=tmp_path / "pem")
    http = SafeHttp(allow_http_loopback=True, tls=trusting)

    with server(body(b"[]"), served) as (port, _):
        assert http.send("GET", f"https://localhost:{port}/").status == 200


@pytest.mark.parametrize(("name", "trusted"), [("localhost", False), ("other.example", True)])
def test_l55_a_certificate_that_is_not_the_hosts_is_refused(tmp_path, name, trusted):
    served = certificate(tmp_path / "pem", name)
    trust = {"cafile": tmp_path / "pem"} if trusted else {}
    http = SafeHttp(allow_http_loopback=True, tls=ssl.create_default_context(**trust))

    with (
        server(body(b"[]"), served) as (port, heads),
        pytest.raises(PlatformUnavailableError) as error,
    ):
        http.send("GET", f"https://localhost:{port}/")

    assert (error.value.reason, heads) == ("certificate or TLS", [])


def test_l55_a_platform_that_misbehaves_gets_no_launch_and_shows_nothing():
    with server(body(b"<html>internal-secret")) as (port, _):
        registration = REGISTRATION.__class__(
            **{
                name: getattr(REGISTRATION, name)
                for name in ("registration_id", "tenant_id", "issuer", "client_id")
            },
            auth_url="https://lms.example/a",
            token_url="https://lms.example/t",
            jwks_url=f"http://127.0.0.1:{port}/jwks",
        )
        with pytest.raises(LaunchRefusedError) as refusal:
            KeySets(local()).verify(
                registration, key_id="k", algorithm="RS256", signed=b"", signature=b""
            )

    assert refusal.value.code == RefusalCode.KEYS_UNAVAILABLE
    assert "secret" not in str(refusal.value)


def test_r06_a_name_is_looked_up_once_per_request():
    asked = []

    def look_up(host, port):
        asked.append(host)
        return ("127.0.0.1",)

    with server(body(b"[]")) as (port, heads):
        http = SafeHttp(allow_http_loopback=True, look_up=look_up)
        http.send("GET", f"http://lms.example:{port}/")

    assert asked == ["lms.example"]
    assert f"Host: lms.example:{port}" in heads[0]
