"""A pretend server over real HTTP: a waitress in a thread, on IPv4 and IPv6 loopback."""

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from waitress.server import create_server
from waitress.wasyncore import close_all

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 16


class HttpServer:
    """Serves one application until `stop`; also a context manager.

    `localhost` means 127.0.0.1 to some clients and ::1 to others, so with the default host it
    listens on both where the machine has both.
    """

    def __init__(self, app: "WSGIApplication", *, port: int, host: str = "127.0.0.1") -> None:
        self._map: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=self._map,
            listen=" ".join(_addresses(host, port)),
            threads=THREADS,
            # Without it waitress keeps the channel to itself, which faults.py wants to hang up.
            channel_request_lookahead=1,
            ident="",
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> Self:
        """Begin to answer; the sockets listen already."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Close every connection and wait until the thread has ended."""
        trigger = next(entry for entry in self._map.values() if hasattr(entry, "pull_trigger"))
        # Closed from inside its own loop: from here, the loop would stumble over dead sockets.
        with suppress(OSError):  # The loop has ended by itself.
            trigger.pull_trigger(lambda: close_all(self._map, ignore_all=True))
        self._thread.join(timeout=10)
        self._server.task_dispatcher.shutdown()

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(self, *exc: object) -> None:
        """Stop."""
        self.stop()


def free_port() -> int:
    """Return a port that nobody listens on at this moment; for tests."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _addresses(host: str, port: int) -> list[str]:
    if host == "127.0.0.1" and _has_ipv6(port):
        return [f"127.0.0.1:{port}", f"[::1]:{port}"]
    return [f"{host}:{port}"]


def _has_ipv6(port: int) -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("::1", port))
    except OSError:
        return False
    return True
