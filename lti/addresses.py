"""Which addresses we connect to: what keeps a platform from sending us into our own network."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from lti.errors import PlatformUnavailableError, UnsafeAddressError

PORTS = frozenset({443, 8443})
_DEFAULT_PORTS = {"https": 443, "http": 80}
# NAT64, and the old form of an IPv4 address inside an IPv6 one.
_TRANSLATED = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))

Resolve = Callable[[str, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Target:
    """A request's destination after every check.

    Attributes:
        host: for the Host header and the certificate; never looked up again.
        path: with its query.
        addresses: checked IP addresses, to be tried in order.

    """

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Return every address of `host`, in the system's order of preference.

    Raises:
        PlatformUnavailableError: the name has no address.

    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PlatformUnavailableError("name not found") from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def check_target(url: str, *, allow_loopback: bool, look_up: Resolve = resolve) -> Target:
    """Return where `url` leads, looked up once.

    Args:
        url: from a platform, so from anyone.
        allow_loopback: permit this machine, and plain http to it; for the sandbox.
        look_up: name and port to addresses.

    Raises:
        UnsafeAddressError: not an address to connect to. One unsafe answer of several is enough.
        PlatformUnavailableError: the name has no address.

    """
    parts, port = _parts(url)
    host = parts.hostname or ""
    addresses = look_up(host, port)
    local = allow_loopback and all(_is_loopback(address) for address in addresses)
    if not local:
        _refuse_unless(parts.scheme == "https", "not https")
        _refuse_unless(port in PORTS, "port")
        _refuse_unless(all(_is_public(address) for address in addresses), "inside a network")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, addresses)


def _parts(url: str) -> tuple[SplitResult, int]:
    _refuse_unless(url.isascii() and url.isprintable(), "characters")
    _refuse_unless(not any(character in url for character in ' \\"<>'), "characters")
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise UnsafeAddressError("malformed address") from error
    _refuse_unless(parts.scheme in _DEFAULT_PORTS, "scheme")
    _refuse_unless(bool(parts.hostname) and "@" not in parts.netloc, "host")
    return parts, port


def _refuse_unless(acceptable: bool, reason: str) -> None:
    if not acceptable:
        raise UnsafeAddressError(f"unsafe address: {reason}")


def _is_loopback(address: str) -> bool:
    return _plain(address).is_loopback


def _is_public(address: str) -> bool:
    ip = _plain(address)
    if isinstance(ip, IPv6Address):
        hides_another = ip.sixtofour or ip.teredo or any(ip in network for network in _TRANSLATED)
        if hides_another or ip.ipv4_mapped:
            return False
    return ip.is_global and not ip.is_multicast


def _plain(address: str) -> IPv4Address | IPv6Address:
    return ip_address(address.partition("%")[0])
