"""The Link header (RFC 8288), read with patience: paging must not fail on a platform's quotes."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from lti.errors import UnsafeAddressError

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_RELATION = re.compile(r";\s*rel\s*=\s*[\"'“”]?([\w\s-]+)", re.IGNORECASE)


def next_link(headers: Mapping[str, str], url: str) -> str | None:
    """Return the address of the page after `url`, or None for the last page; see `linked`."""
    return linked(headers, url, "next")


def linked(headers: Mapping[str, str], url: str, name: str) -> str | None:
    """Return the address that stands in this relation to the page at `url`, or None.

    The address keeps its case, as some platforms' page marks have one. Moodle's curly quotes and
    `&amp;` are understood.

    Raises:
        UnsafeAddressError: it is on another origin, where our token must not go, or no address
            at all.

    """
    for address, parameters in _LINK.findall(headers.get("link", "")):
        relation = _RELATION.search(parameters)
        if relation and name in relation[1].lower().split():
            return _same_origin(address.strip().replace("&amp;", "&"), url)
    return None


def _same_origin(link: str, url: str) -> str:
    try:
        address = urljoin(url, link)
        there, here = urlsplit(address), urlsplit(url)
    except ValueError as error:
        raise UnsafeAddressError("malformed address of the next page") from error
    if (there.scheme, there.netloc.lower()) != (here.scheme, here.netloc.lower()):
        raise UnsafeAddressError("next page on another origin")
    return address
