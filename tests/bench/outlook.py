"""A lean stand-in for Outlook that answers at once and counts what it is asked.

An event says by its identifier when it begins (`e-NUMBER-EPOCH`), unless it was moved here. The
sandbox, which keeps all of Graph's rules, would take ten times as long for a day of thousands.
"""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

LENGTH = timedelta(minutes=45)
INSIDE, OUTSIDE = "inside", "outside"
_EVENT = re.compile(r"/(?:me|users/[^/]+)/events/([^/]+)$")
_SETTINGS = re.compile(r"/users/([^/]+)/mailboxSettings$")


class Outlook:
    """The server; `asked` counts requests by what they are for, `parts` those in batches."""

    def __init__(self):
        self.asked, self.parts, self.moved = Counter(), Counter(), {}
        outlook = self

        class Handler(_Handler):
            given = outlook

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method, path, body):
        """Return what it was asked for, the status and the answer."""
        if path == "/$batch":
            return "batch", 200, {"responses": [self._part(one) for one in body["requests"]]}
        if found := _EVENT.search(path):
            return "event", 200, self.event(unquote(found[1]))
        if found := _SETTINGS.search(path):
            closed = {"error": {"code": "ErrorAccessDenied", "message": "no"}}
            return "probe", *((403, closed) if found[1] == OUTSIDE else (200, _settings()))
        if "/subscriptions/" in path:
            return "renewal", 200, {**body, "id": path.rpartition("/")[2], "resource": "x"}
        if path.endswith("/calendar/getSchedule"):
            said = [_free(body, address) for address in body["schedules"]]
            return "free and busy", 200, {"value": said}
        return f"{method} {path}", 404, {"error": {"code": "ErrorItemNotFound", "message": "no"}}

    def event(self, event_id):
        starts_at = self.moved.get(event_id) or datetime.fromtimestamp(
            int(event_id.rpartition("-")[2]), UTC
        )
        return {
            "id": event_id,
            "@odata.etag": f'W/"{starts_at:%s}"',
            "iCalUId": f"ical-{event_id}",
            "subject": "Mentoring",
            "start": _moment(starts_at),
            "end": _moment(starts_at + LENGTH),
            "isOrganizer": True,
            "isCancelled": False,
            "attendees": [],
            "onlineMeeting": {"joinUrl": "https://teams.microsoft.example/l/meetup-join/1"},
            "type": "singleInstance",
            "sensitivity": "normal",
        }

    def _part(self, one):
        what, status, body = self.answer(one["method"], one["url"], one.get("body"))
        self.parts[what] += 1
        return {"id": one["id"], "status": status, "headers": {}, "body": body}


class _Handler(BaseHTTPRequestHandler):
    given: Outlook
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _do(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"null")
        path = urlsplit(self.path).path.removeprefix("/v1.0")
        what, status, said = self.given.answer(self.command, path, body)
        self.given.asked[what] += 1
        raw = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST = do_PATCH = _do  # noqa: N815 - the names that the server calls

    def log_message(self, *_):
        """Say nothing."""


def _moment(at):
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def _settings():
    return {"timeZone": "UTC"}


def _free(body, address):
    return {"scheduleId": address, "availabilityView": "0" * 96, "scheduleItems": []}
