"""What makes one value usable: each check turns the operator's text into a value, or refuses it.

A refusal is a full sentence without the value: the value may be a secret.
"""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from pathlib import PurePosixPath, PureWindowsPath
from typing import TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

from marshmallow import ValidationError

from config.settings import MailSecurity, Secret

T = TypeVar("T")

KEY_BYTES = 32
MAIL_PORTS = {MailSecurity.PLAIN: 25, MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465}
LONGEST_MAILBOX = 31
"""64 that mail allows, without a plus and the 32 letters of a signed word."""
_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_POSTGRES = {"postgresql", "postgres", "postgresql+psycopg"}


def secret(check: Callable[[str], T]) -> Callable[[str], Secret[T]]:
    """Return `check` with its result wrapped so that it does not print."""
    return lambda text: Secret(check(text))


def text(value: str) -> str:
    """Accept any text: the loader has taken empty values for unset ones."""
    return value


def site_address(value: str) -> str:
    """Return an origin without a slash at its end; http only on loopback."""
    url = _split(value)
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.hostname)):
        raise ValidationError("Must begin with https:// (http:// only on this machine).")
    _refuse_extras(url)
    return f"{url.scheme}://{url.netloc.lower()}"


def loopback_address(value: str) -> str:
    """Return an http origin on this machine, without a slash at its end."""
    url = _split(value)
    if url.scheme != "http" or not is_loopback(url.hostname):
        raise ValidationError("Must begin with http:// and be on this machine.")
    _refuse_extras(url)
    return f"http://{url.netloc.lower()}"


def database_url(value: str) -> str:
    """Return the address with its driver named."""
    scheme, _, rest = value.partition("://")
    if scheme == "sqlite":
        return _sqlite_url(value)
    if scheme not in _POSTGRES or not urlsplit(value).path.strip("/"):
        raise ValidationError("Must be sqlite:////absolute/path or postgresql://host/database.")
    return f"postgresql+psycopg://{rest}"


def file_path(value: str) -> str:
    """Accept the absolute path of a file."""
    if value.endswith("/") or not (
        PurePosixPath(value).is_absolute() or PureWindowsPath(value).is_absolute()
    ):
        raise ValidationError("Must be the absolute path of a file.")
    return value


def wake_url(value: str) -> str:
    """Accept a Redis server or a SQLite file."""
    if value.startswith("sqlite:"):
        return _sqlite_url(value)
    url = _split(value)
    if url.scheme not in {"redis", "rediss"} or not url.hostname:
        raise ValidationError("Must be redis://host:port/number or sqlite:////absolute/path.")
    return value


def encryption_key(value: str) -> bytes:
    """Return 32 bytes from base64url, and refuse what nobody drew at random."""
    try:
        key = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ValidationError("Must be base64url.") from None
    if len(key) != KEY_BYTES:
        raise ValidationError(f"Must be {KEY_BYTES} bytes, written as base64url.")
    # Bytes drawn at random fail these tests about once in 10^9 keys.
    if len(set(key)) <= KEY_BYTES // 2 or key.isascii():
        raise ValidationError(
            "Must be drawn at random; this looks typed or copied from an example."
        )
    return key


def guid(value: str) -> str:
    """Return a GUID in lower case."""
    if not re.fullmatch(_GUID, value.lower()):
        raise ValidationError("Must be a GUID, as Entra and Teams show it.")
    return value.lower()


def guids(value: str) -> tuple[str, ...]:
    """Return GUIDs separated by spaces, in the order given, each once."""
    return tuple(dict.fromkeys(guid(part) for part in value.split()))


def site_id(value: str) -> str:
    """Accept a SharePoint site id as Graph gives it: host, collection and site.

    https://learn.microsoft.com/graph/api/resources/site
    """
    if not re.fullmatch(rf"[a-z0-9.-]+,{_GUID},{_GUID}", value.lower()):
        raise ValidationError("Must be host,GUID,GUID, as Graph gives a site's id.")
    return value


def address(value: str) -> str:
    """Accept one bare mail address."""
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", value):
        raise ValidationError("Must be one mail address, such as mentoring@example.edu.")
    return value


def plus_address(value: str) -> str:
    """Accept one bare mail address that has room for a signed word (RFC 5321 4.5.3.1.1)."""
    local = address(value).rpartition("@")[0]
    if "+" in local or len(local) > LONGEST_MAILBOX:
        raise ValidationError(
            f"Must be without a plus, and at most {LONGEST_MAILBOX} letters before the @."
        )
    return value


def mail_server(value: str) -> dict[str, object]:
    """Return the parts of `MailSettings` that the address tells."""
    url = _split(value)
    if url.scheme not in set(MailSecurity) or not url.hostname or url.path.strip("/"):
        raise ValidationError("Must be smtp://, smtp+starttls:// or smtps:// with a host.")
    security = MailSecurity(url.scheme)
    if (url.username is None) != (url.password is None):
        raise ValidationError("Needs a user name and a password, or neither.")
    if url.password and security is MailSecurity.PLAIN and not is_loopback(url.hostname):
        raise ValidationError("Would send its password unprotected; use smtps or smtp+starttls.")
    return {
        "host": url.hostname,
        "port": url.port or MAIL_PORTS[security],
        "security": security,
        "username": unquote(url.username) if url.username else None,
        "password": Secret(unquote(url.password)) if url.password else None,
    }


def is_loopback(host: str | None) -> bool:
    """Whether the host is this machine by its name or address, without asking a name server."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _split(value: str) -> SplitResult:
    try:
        url = urlsplit(value)
        _ = url.port  # raises when it is no number below 65536
    except ValueError:
        raise ValidationError("Is not an address.") from None
    return url


def _refuse_extras(url: SplitResult) -> None:
    if not url.hostname or url.path.strip("/") or url.query or url.fragment or "@" in url.netloc:
        raise ValidationError("Must be only the scheme, the host and perhaps a port.")


def _sqlite_url(value: str) -> str:
    path = value.removeprefix("sqlite:///")
    if path == value or not (
        PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute()
    ):
        raise ValidationError("Needs an absolute path: sqlite:////var/lib/alongside/alongside.db")
    return value
