"""Cookies that survive in another site's frame.

`Partitioned` is what lets them: without it Chromium blocks them there. The `__Host-` prefix keeps
a neighbouring host from planting one. Chromium takes both over plain http on loopback too, so a
trial on one's own machine has the same cookies as a campus.
"""

import re
from collections.abc import Mapping

from werkzeug import Response

PREFIX = "__Host-"
_EVERYWHERE = "Secure; HttpOnly; Path=/; SameSite=None; Partitioned"
_PLAIN = re.compile(r"[A-Za-z0-9._~:=+/-]*")


def set_cookie(response: Response, name: str, value: str, *, lifetime_s: int) -> None:
    """Put a cookie on the response; a lifetime of 0 removes it.

    Written here, not by Werkzeug, whose questions cost a launch of three cookies 2 %.

    Raises:
        ValueError: the value holds what would have to be quoted.

    """
    if not _PLAIN.fullmatch(value):
        raise ValueError("a cookie's value that is not plain")
    kept = f"{PREFIX}{name}={value}; Max-Age={lifetime_s}; {_EVERYWHERE}"
    response.headers.add("Set-Cookie", kept)


def sent_cookies(jar: Mapping[str, str]) -> dict[str, str]:
    """Return our cookies of a request, by the names they were set with; others are left out."""
    return {
        name.removeprefix(PREFIX): value for name, value in jar.items() if name.startswith(PREFIX)
    }
