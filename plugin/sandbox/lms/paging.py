"""Long answers in pages, and the Link headers that lead from one to the next, good and odd."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import request

from plugin.sandbox.lms.current import lms
from plugin.sandbox.lms.services import refuse

_MARK = "bookmark:"


def page_of(
    rows: Sequence[Any], *, most: int | None, style: str = "plain", empty_last: bool = False
) -> tuple[list[Any], dict[str, str]]:
    """Return the rows of the asked page and the Link header that leads to the next, if any.

    Args:
        rows: all of them.
        most: what the platform sends at once even when more was asked; None sets no bound.
        style: how the header is written, see `Habits.next_page`.
        empty_last: a full page is followed by another, be it empty.

    """
    asked = _number(request.args.get("limit", str(len(rows) or 1)), "limit")
    limit, page = min(asked, most or asked), _page()
    part, rest = list(rows[(page - 1) * limit : page * limit]), rows[page * limit :]
    if not rest and not (empty_last and len(part) == limit):
        return part, {}
    return part, {"Link": _STYLES[style](limit, page)}


def _page() -> int:
    asked = request.args.get("page", "1")
    if not asked.startswith(_MARK):
        return _number(asked, "page")
    try:
        kind, page = json.loads(urlsafe_b64decode(asked.removeprefix(_MARK)))
    except ValueError:
        refuse(400, "no such bookmark: has somebody changed its letters?")
    return _number(str(page), "page") if kind == "Aa" else refuse(400, "no such bookmark")


def _number(text: str, name: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        refuse(400, f"{name} must be a positive number")
    return int(text)


def _address(limit: int, page: int | str) -> str:
    query = urlencode({**request.args.to_dict(), "limit": limit, "page": page}, safe=":=")
    return f"{lms().base_url}{request.path}?{query}"


def _plain(limit: int, page: int) -> str:
    return f'<{_address(limit, page + 1)}>; rel="next"'


def _bookmarks(limit: int, page: int) -> str:
    marked = {
        "current": _address(limit, _bookmark(page)),
        "next": _address(limit, _bookmark(page + 1)),
        "first": _address(limit, _bookmark(1)),
    }
    return ",".join(f'<{address}>; rel="{name}"' for name, address in marked.items())


def _bookmark(page: int) -> str:
    return _MARK + urlsafe_b64encode(json.dumps(["Aa", page]).encode()).decode()


def _curly(limit: int, page: int) -> str:
    written = f"<{_address(limit, page + 1).replace('&', '&amp;')}>; rel=“next”"
    # WSGI headers are Latin-1 in Python; these are the UTF-8 bytes that Moodle sends.
    return written.encode().decode("latin-1")


_STYLES: Mapping[str, Callable[[int, int], str]] = {
    "plain": _plain,
    "bookmark": _bookmarks,
    "curly": _curly,
}
