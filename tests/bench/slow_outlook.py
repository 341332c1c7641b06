"""A lean stand-in for Outlook that takes its time to make an event: a program of its own.

It takes 250 ms for an event, four parts of a batch at a time, and refuses what is the fifth of a
mailbox at once (429). Nothing else takes time. The sandbox, which keeps all of Graph's rules,
cannot hold the rate.
"""

import json
import re
import sys
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from urllib.parse import parse_qs, unquote_plus, urlsplit

EVENT_S, AT_ONCE = 0.25, 4
_EVENTS = re.compile(r"/users/([^/]+)/events$")
_MEETINGS = re.compile(r"/users/([^/]+)/onlineMeetings(?:/([^/]+))?$")
_NAME = re.compile(r"ep/value eq '([^']+)'")
_JOIN = "https://teams.microsoft.example/l/meetup-join/"


class Outlook:
    """What is kept: events by the name that they are found by, in the order they were made."""

    def __init__(self):
        self.events, self.made, self.throttled = {}, [], 0
        self._under_way, self._lock = Counter(), Lock()

    def batch(self, parts):
        said = []
        for start in range(0, len(parts), AT_ONCE):
            said += self.some(parts[start : start + AT_ONCE])
        return {"responses": said}

    def some(self, parts):
        """Answer these together, which takes as long as one of them."""
        making = [one for one in parts if one["method"] == "POST"]
        owners = [_EVENTS.search(one["url"])[1] for one in making]
        with self._lock:
            self._under_way.update(owners)
            full = {owner for owner in owners if self._under_way[owner] > AT_ONCE}
        if making:
            time.sleep(EVENT_S)
        with self._lock:
            self._under_way.subtract(owners)
            return [self._answer(one, full) for one in parts]

    def _answer(self, one, full):
        status, body = self._said(one, full)
        return {"id": one.get("id"), "status": status, "headers": {}, "body": body}

    def _said(self, one, full):
        path, query = urlsplit(one["url"]).path, parse_qs(urlsplit(one["url"]).query)
        where = query.get("$filter", [""])[0]
        if found := _EVENTS.search(path):
            if one["method"] == "POST":
                return self._make(found[1], one["body"], full)
            return 200, {"value": self.events.get(_NAME.search(where)[1], [])}
        found = _MEETINGS.search(path)
        meeting = _meeting(found[2] or unquote_plus(where).rpartition("/")[2].strip("'"))
        return 200, (meeting if found[2] else {"value": [meeting]})

    def _make(self, owner, body, full):
        if owner in full:
            self.throttled += 1
            return 429, {"error": {"code": "ApplicationThrottled", "message": "no"}}
        name = body["singleValueExtendedProperties"][0]["value"]
        number = len(self.made)
        event = {
            "id": f"e-{number}",
            "@odata.etag": 'W/"1"',
            "iCalUId": f"ical-{number}",
            "subject": body["subject"],
            "start": body["start"],
            "end": body["end"],
            "isOrganizer": True,
            "isCancelled": False,
            "attendees": [],
            "onlineMeeting": {"joinUrl": f"{_JOIN}{number}"},
        }
        self.events.setdefault(name, []).append(event)
        self.made.append(name)
        return 201, event


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _do(self):
        outlook = self.server.outlook
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"null")
        path = self.path.removeprefix("/v1.0")
        if path == "/known":
            status, said = 200, {"made": outlook.made, "throttled": outlook.throttled}
        elif path == "/$batch":
            status, said = 200, outlook.batch(body["requests"])
        else:
            (one,) = outlook.some([{"method": self.command, "url": path, "body": body}])
            status, said = one["status"], one["body"]
        raw = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST = do_PATCH = _do  # noqa: N815 - the names that the server calls

    def log_message(self, *_):
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """Say nothing: a worker that is killed takes its answers with it."""


def _meeting(name):
    closed = {"allowRecording": False, "allowTranscription": False}
    return {"id": name, **closed, "lobbyBypassSettings": {"scope": "invited"}}


def main():
    server = _Server(("127.0.0.1", 0), _Handler)
    server.outlook = Outlook()
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
