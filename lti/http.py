"""The one way out: every request to an address a platform named goes through here.

https to a public address that was checked and is then connected to; no redirect is followed, no
proxy taken from the environment, and time and size are bounded. Standard library only, because
the name must be looked up once and the connection be made to just that address.
"""

import http.client
import json
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from threading import Timer
from typing import Any, Protocol

import certifi

from lti.addresses import Resolve, Target, check_target, resolve
from lti.errors import PlatformUnavailableError

CONNECT_S = 3.0
READ_S = 5.0
TOTAL_S = 8.0
MAX_BYTES = 1_000_000
USER_AGENT = "alongside-lti/1 (LTI 1.3 tool)"
_CHUNK_BYTES = 65_536
_GZIP_OR_ZLIB = 47  # zlib's window bits that recognise both


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came, whatever its status.

    Attributes:
        headers: by lower-case name; repeated ones are joined with ", ".
        body: decompressed.

    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the decoded body, whatever media type it claims.

        Raises:
            PlatformUnavailableError: it is not JSON.

        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise PlatformUnavailableError("not JSON") from error


class Http(Protocol):
    """Sends one request; what `SafeHttp` does and a test may do."""

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> Answer:
        """Return the answer, redirects and errors included.

        Raises:
            PlatformUnavailableError: no whole answer came.
            UnsafeAddressError: nothing was sent.

        """
        ...


class SafeHttp:
    """Requests to addresses we do not trust."""

    def __init__(
        self,
        *,
        allow_http_loopback: bool = False,
        look_up: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
        total_s: float = TOTAL_S,
    ) -> None:
        """Prepare to send.

        Args:
            allow_http_loopback: permit this machine, and plain http to it; for the sandbox.
            look_up: name and port to addresses.
            tls: None for the usual certificate authorities, the system's own included.
            total_s: after which a request is cut, connection and all.

        """
        self._allow_loopback = allow_http_loopback
        self._look_up = look_up
        self._tls = tls or _usual_authorities()
        self._total_s = total_s

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> Answer:
        """Send one request; see `Http.send`."""
        target = check_target(url, allow_loopback=self._allow_loopback, look_up=self._look_up)
        ends_at = time.monotonic() + self._total_s
        plain = _connect(target)
        with (
            _CutAt(ends_at, plain) as cut,
            _Translated(cut),
            closing(self._connection(target, plain)) as connection,
        ):
            connection.request(method, target.path, body, _headers(headers))
            with connection.getresponse() as response:
                return _read(response, max_bytes, cut)

    def _connection(self, target: Target, plain: socket.socket) -> http.client.HTTPConnection:
        plain.settimeout(READ_S)
        if target.scheme == "http":
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.sock = plain
            return connection
        secure = http.client.HTTPSConnection(target.host, target.port, context=self._tls)
        try:
            secure.sock = self._tls.wrap_socket(plain, server_hostname=target.host)
        except BaseException:
            plain.close()
            raise
        return secure


class _CutAt:
    """Shuts the connection down at a moment, because a slow drip never times out by itself."""

    def __init__(self, ends_at: float, plain: socket.socket) -> None:
        # A duplicate, as TLS takes the first one over.
        self._own = plain.dup()
        self._timer = Timer(max(0.0, ends_at - time.monotonic()), self._shut_down)
        self._timer.daemon = True
        self.happened = False

    def __enter__(self) -> "_CutAt":
        self._timer.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._timer.cancel()
        self._timer.join()
        self._own.close()

    def _shut_down(self) -> None:
        self.happened = True
        try:
            self._own.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # already closed by the other side


class _Translated:
    """Turns what sockets, TLS, HTTP and zlib raise into one error that tells only what it must."""

    def __init__(self, cut: _CutAt) -> None:
        self._cut = cut

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError | http.client.HTTPException | zlib.error):
            reason = "timeout" if self._cut.happened else _reason(error)
            raise PlatformUnavailableError(reason) from error


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "certificate or TLS"
    return "connection"


def _usual_authorities() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # Containers without a system store still have certifi's.
    context.load_verify_locations(certifi.where())
    return context


def _connect(target: Target) -> socket.socket:
    ends_at = time.monotonic() + CONNECT_S
    for address in target.addresses:
        remaining = ends_at - time.monotonic()
        if remaining <= 0:
            break
        try:
            return socket.create_connection((address, target.port), timeout=remaining)
        except OSError:
            continue
    raise PlatformUnavailableError("no connection")


def _headers(given: Mapping[str, str] | None) -> dict[str, str]:
    return {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **(given or {})}


def _read(response: http.client.HTTPResponse, max_bytes: int, cut: _CutAt) -> Answer:
    decode = _decoder(response.headers.get("Content-Encoding", "identity").lower())
    body = bytearray()
    while chunk := response.read1(_CHUNK_BYTES):
        body += decode(chunk, max_bytes + 1 - len(body))
        if len(body) > max_bytes:
            raise PlatformUnavailableError("too large")
    if cut.happened:
        raise PlatformUnavailableError("timeout")
    if response.length:
        raise PlatformUnavailableError("cut short")
    return Answer(response.status, _joined(response.headers), bytes(body))


def _joined(headers: http.client.HTTPMessage) -> dict[str, str]:
    names = {name.lower() for name in headers}
    return {name: _text(", ".join(headers.get_all(name) or [])) for name in names}


def _text(value: str) -> str:
    # http.client reads Latin-1; Moodle's Link header has UTF-8 quotes.
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _decoder(encoding: str) -> Callable[[bytes, int], bytes]:
    if encoding == "identity":
        return lambda chunk, _room: chunk
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise PlatformUnavailableError("content encoding")
    return zlib.decompressobj(_GZIP_OR_ZLIB).decompress
