"""A switchboard of misbehaviour for both pretend servers.

A rule says which requests, what goes wrong, and how often. `Faults` keeps the rules (in memory
only), `FaultyApp` lies between the HTTP server and the Flask application and carries them out.
Kinds ending in `-after` let the handler run first: its change is saved, only the answer is lost.
That is what happens in life, and what a client that repeats blindly does twice.
"""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from itertools import count
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HTML_PAGE = "<!doctype html><title>Gateway</title><h1>The service is taking a short rest</h1>"
KINDS: Mapping[str, str] = {
    "late": "answers properly, but late",
    "429": "429 Too Many Requests",
    "503": "503 Service Unavailable",
    "500-before": "500, nothing was done",
    "html": "a 200 with an HTML page, nothing was done",
    "500-after": "done, but the answer is 500",
    "reset-after": "done, but the connection is closed without an answer",
    "cut-after": "done, but the answer is cut in the middle",
    "html-after": "done, but the answer is an HTML page",
}
_STATUS = {"429": 429, "503": 503, "500-before": 500, "500-after": 500}


class BadRuleError(ValueError):
    """The rule cannot be carried out; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way to misbehave.

    `path` is a prefix, `pattern` a regular expression searched in the path; empty matches all.
    `times` is how often it still happens, None for always. `retry_after` is sent as it stands;
    "date:7" becomes the HTTP date seven seconds ahead; None sends no header.
    """

    id: str
    kind: str
    method: str = ""
    path: str = ""
    pattern: str = ""
    times: int | None = 1
    delay_s: float = 0.0
    retry_after: str | None = None

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is meant."""
        return (
            self.method in ("", method)
            and path.startswith(self.path)
            and re.search(self.pattern, path) is not None
        )

    @classmethod
    def from_json(cls, body: Mapping[str, Any], *, rule_id: str) -> "Rule":
        """Return the rule that `body` describes.

        Raises:
            BadRuleError: an unknown kind, a broken pattern or something that is no number.

        """
        match = body.get("match") or {}
        times, retry_after = body.get("times", 1), body.get("retry_after")
        try:
            rule = cls(
                id=str(body.get("id") or rule_id),
                kind=str(body.get("kind", "")),
                method=str(match.get("method") or "").upper(),
                path=str(match.get("path") or ""),
                pattern=re.compile(str(match.get("pattern") or "")).pattern,
                times=None if times is None else int(times),
                delay_s=float(body.get("delay_s") or 0),
                retry_after=None if retry_after is None else str(retry_after),
            )
        except (TypeError, ValueError, AttributeError, re.error) as error:
            raise BadRuleError(str(error)) from error
        if rule.kind not in KINDS:
            raise BadRuleError(f"kind must be one of {', '.join(KINDS)}")
        return rule


@dataclass(slots=True)
class Faults:
    """The rules in force, oldest first; safe between threads."""

    _rules: list[Rule] = field(default_factory=list)
    _ids: "count[int]" = field(default_factory=lambda: count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, body: Mapping[str, Any]) -> Rule:
        """Put a rule in force; one with the same id is replaced.

        Raises:
            BadRuleError: it cannot be carried out.

        """
        with self._lock:
            rule = Rule.from_json(body, rule_id=f"f{next(self._ids)}")
            self._rules = [r for r in self._rules if r.id != rule.id] + [rule]
        return rule

    def remove(self, rule_id: str) -> None:
        """Take the rule out of force; nothing happens when there is none."""
        with self._lock:
            self._rules = [r for r in self._rules if r.id != rule_id]

    def clear(self) -> None:
        """Behave again."""
        with self._lock:
            self._rules = []

    def active(self) -> tuple[Rule, ...]:
        """Return the rules in force."""
        with self._lock:
            return tuple(self._rules)

    def take(self, method: str, path: str) -> Rule | None:
        """Return the first rule that matches, counting this request against its `times`."""
        with self._lock:
            rule = next((r for r in self._rules if r.matches(method, path)), None)
            if rule is not None and rule.times is not None:
                left = replace(rule, times=rule.times - 1)
                kept = [left if r is rule else r for r in self._rules]
                self._rules = [r for r in kept if r.times is None or r.times > 0]
        return rule


@dataclass(frozen=True, slots=True)
class FaultyApp:
    """A WSGI application that misbehaves as told. `/_control` is always spared."""

    app: "WSGIApplication"
    faults: Faults
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        spared = request.path.startswith("/_control")
        rule = None if spared else self.faults.take(request.method, request.path)
        if rule is None:
            return self.app(environ, start_response)
        if rule.delay_s:
            self.sleep(rule.delay_s)
        if rule.kind in ("429", "503", "500-before", "html"):
            return _instead(rule)(environ, start_response)
        answer = Response.from_app(self.app, environ, buffered=True)
        return _spoilt(rule, answer, environ)(environ, start_response)


def _instead(rule: Rule) -> Response:
    if rule.kind.startswith("html"):
        return Response(HTML_PAGE, content_type="text/html")
    code = {429: "TooManyRequests", 503: "ServiceUnavailable"}.get(_STATUS[rule.kind], "Internal")
    body = f'{{"error": {{"code": "{code}", "message": "As told by /_control."}}}}'
    answer = Response(body, status=_STATUS[rule.kind], content_type="application/json")
    if rule.retry_after is not None:
        answer.headers["Retry-After"] = _retry_after(rule.retry_after)
    return answer


def _retry_after(value: str) -> str:
    kind, _, seconds = value.partition(":")
    return formatdate(time.time() + float(seconds or 0), usegmt=True) if kind == "date" else value


def _spoilt(rule: Rule, answer: Response, environ: "WSGIEnvironment") -> "WSGIApplication":
    if rule.kind == "late":
        return answer
    if rule.kind == "reset-after" and _hang_up(environ):
        return Response(status=500)
    if rule.kind in ("cut-after", "reset-after"):
        return _cut(answer, keep=rule.kind == "cut-after")
    return _instead(rule)


def _hang_up(environ: "WSGIEnvironment") -> bool:
    """Close the connection under the answer; False where the server does not let us.

    WSGI has no word for this. Waitress hands out a bound method of its channel when started with
    `channel_request_lookahead` (see serve.py), and the channel has the socket.
    """
    channel = getattr(environ.get("waitress.client_disconnected"), "__self__", None)
    if channel is None:
        return False
    channel.socket.shutdown(socket.SHUT_RDWR)
    return True


def _cut(answer: Response, *, keep: bool) -> "WSGIApplication":
    """Announce the whole length and send half of it (or nothing); the server then hangs up."""

    def app(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        body = answer.get_data()
        headers = [(k, v) for k, v in answer.headers if k.lower() != "content-length"]
        start(answer.status, [*headers, ("Content-Length", str(len(body) + 1))])
        return [body[: len(body) // 2]] if keep else []

    return app
