"""Bad habits of token and roster services, each under the case that it stands for.

An honest answer is made first and then spoilt, so that nothing else about it differs.
`POST /_control/bad-habits {"roster": "next-repeats"}` puts one in force for that service until
null does away with it; what can be spoilt without looking at an answer is in `sandbox/faults.py`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import Response, json, request

from plugin.sandbox.faults import HTML_PAGE
from plugin.sandbox.lms import names
from plugin.sandbox.lms.current import lms

Spoil = Callable[[Response], None]
Member = dict[str, Any]
EVERY_MANY, EVERY_FEW = 5, 40
NAME = '<b onclick="x()">Ann</b>\x00\x1b\u202eeel\u0007\r\n' + "é" * 10_000


@dataclass(frozen=True, slots=True)
class BadHabit:
    """A way to answer badly. `case` is its id in the fault list."""

    case: str
    words: str
    spoil: Spoil


def spoil_token(response: Response) -> Response:
    """Spoil an answer with a token, if told to."""
    return _spoilt("token", response)


def spoil_roster(response: Response) -> Response:
    """Spoil a page of the roster, if told to."""
    return _spoilt("roster", response)


def _spoilt(service: str, response: Response) -> Response:
    chosen = lms().state.get("bad_habit", service)
    if chosen and response.status_code == 200:
        BAD_HABITS[service][chosen["name"]].spoil(response)
    return response


def _status(code: int, error: str = "", retry_after: str = "") -> Spoil:
    def spoil(response: Response) -> None:
        response.status_code = code
        response.set_data(json.dumps({"error": error}) if error else HTML_PAGE)
        response.content_type = "application/json" if error else "text/html"
        if retry_after:
            response.headers["Retry-After"] = retry_after

    return spoil


def _token(**changed: Any) -> Spoil:
    def spoil(response: Response) -> None:
        body = {**response.get_json(force=True), **changed}
        response.set_data(json.dumps({k: v for k, v in body.items() if v is not None}))

    return spoil


def _body(change: Callable[[dict[str, Any]], None]) -> Spoil:
    def spoil(response: Response) -> None:
        body = response.get_json(force=True)
        change(body)
        response.set_data(json.dumps(body))

    return spoil


def _every(nth: int, change: Callable[[Member], Any]) -> Spoil:
    """Change every `nth` member; `change` may return what stands in its place."""

    def spoil(body: dict[str, Any]) -> None:
        for at in range(0, len(body["members"]), nth):
            instead = change(body["members"][at])
            if instead is not None:
                body["members"][at] = instead

    return _body(spoil)


def _without(name: str) -> Callable[[Member], None]:
    return lambda member: member.pop(name, None) and None


def _with(**fields: Any) -> Callable[[Member], None]:
    return lambda member: member.update(fields)


def _next(write: Callable[[str, int], str]) -> Spoil:
    """Write another Link header, from the address of this page and its number."""

    def spoil(response: Response) -> None:
        page = int(request.args.get("page", "1"))
        address = re.sub(r"[?&]page=\d+", "", request.full_path)
        response.headers["Link"] = f'<{write(address, page)}>; rel="next"'

    return spoil


def _relative(response: Response) -> None:
    if "Link" in response.headers:
        response.headers["Link"] = response.headers["Link"].replace(lms().base_url, "")


def _cut(response: Response) -> None:
    if "page=7" in request.full_path:
        whole = response.get_data()
        response.set_data(whole[: len(whole) // 2])
        response.headers["Content-Length"] = str(len(whole))


def _revoke(response: Response) -> None:
    if "page=" not in request.full_path:
        lms().state.clear("access_token")


def _twice(body: dict[str, Any]) -> None:
    again = body["members"][0]
    body["members"].append({**again, "roles": [names.INSTRUCTOR_ROLE], "status": "Inactive"})


def _most_gone(body: dict[str, Any]) -> None:
    body["members"] = body["members"][: len(body["members"]) * 4 // 10]


def _differences(response: Response) -> None:
    link = response.headers.get("Link", "")
    changes = f'<{lms().base_url}{request.path}?since=1>; rel="differences"'
    response.headers["Link"] = ", ".join(filter(None, (changes, link)))
    response.headers["ETag"] = '"as-yesterday"'


_TOKEN: Mapping[str, BadHabit] = {
    "invalid-client": BadHabit(
        "N01", "400: it does not know the tool", _status(400, "invalid_client")
    ),
    "unauthorized": BadHabit("N01", "401", _status(401, "unauthorized")),
    "scope-refused": BadHabit(
        "N01", "403: the scope is not granted", _status(403, "invalid_scope")
    ),
    "too-many": BadHabit("N01", "429: later", _status(429, "slow_down", "7")),
    "broken": BadHabit("N01", "500 with a page", _status(500)),
    "html": BadHabit("N01", "200 with a page", _status(200)),
    "no-expiry": BadHabit("N01", "It does not say how long a token lives", _token(expires_in=None)),
    "mac": BadHabit("N01", "A token of another type", _token(token_type="MAC")),  # noqa: S106 - a type
    "huge": BadHabit("N01", "A token of 1 MB", _token(access_token="x" * 1_000_000)),
}
_ROSTER: Mapping[str, BadHabit] = {
    "revoked": BadHabit("N03", "The token ends after the first page", _revoke),
    "no-list": BadHabit(
        "N04", "`members` is an object", _body(lambda body: body.update(members={}))
    ),
    "text": BadHabit("N04", "A member is a text", _every(EVERY_FEW, lambda _: "somebody")),
    "no-id": BadHabit("N04", "A member has no id", _every(EVERY_FEW, _without("user_id"))),
    "no-roles": BadHabit("N04", "A member has no roles", _every(EVERY_FEW, _without("roles"))),
    "odd-status": BadHabit("N04", "A status nobody knows", _every(EVERY_FEW, _with(status="Away"))),
    "many-no-id": BadHabit("N04", "Many have no id", _every(EVERY_MANY, _without("user_id"))),
    "next-elsewhere": BadHabit(
        "N05",
        "The next page is somebody else's",
        _next(lambda path, page: f"http://127.0.0.1:9{path}&page={page + 1}"),
    ),
    "next-other-scheme": BadHabit(
        "N05",
        "The next page has another scheme",
        _next(lambda path, page: f"https://{request.host}{path}&page={page + 1}"),
    ),
    "next-relative": BadHabit("N05", "The next page is named without a host", _relative),
    "next-repeats": BadHabit(
        "N05",
        "Each page leads to itself",
        _next(lambda path, page: f"{lms().base_url}{path}&page={page}"),
    ),
    "next-circles": BadHabit(
        "N05",
        "The second page leads to the first",
        _next(lambda path, page: f"{lms().base_url}{path}&page={3 - page}"),
    ),
    "next-endless": BadHabit(
        "N05",
        "There is always one more page",
        _next(lambda path, page: f"{lms().base_url}{path}&page={page + 1}"),
    ),
    "cut": BadHabit("N07", "The seventh page breaks off", _cut),
    "empty": BadHabit(
        "N08", "Nobody is in the course", _body(lambda body: body.update(members=[]))
    ),
    "most-gone": BadHabit("N08", "Most people are gone", _body(_most_gone)),
    "twice": BadHabit("N09", "Somebody comes twice on a page, as two things", _body(_twice)),
    "inactive": BadHabit("N11", "Some are inactive", _every(EVERY_MANY, _with(status="Inactive"))),
    "deleted": BadHabit("N11", "Some are deleted", _every(EVERY_MANY, _with(status="Deleted"))),
    "odd-names": BadHabit("N15", "Names with tags and 10,000 letters", _every(1, _with(name=NAME))),
    "not-modified": BadHabit("N16", "304, though nobody asked", _status(304, "none")),
    "differences": BadHabit("N16", "It also offers what has changed", _differences),
    "maintenance": BadHabit("N17", "503 with a page, for maintenance", _status(503, "", "1800")),
}
BAD_HABITS: Mapping[str, Mapping[str, BadHabit]] = MappingProxyType(
    {"token": _TOKEN, "roster": _ROSTER}
)
"""By service, and by the name under which they are switched on."""
