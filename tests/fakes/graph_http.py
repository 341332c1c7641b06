"""A Graph that remembers one person's events, at the HTTP border of `requests`.

It keeps what the real one keeps: ids, etags that change, transaction ids that make a second create
return the first event, and our extended property to find it by. `requests` holds every body sent.
"""

import json
import re
from itertools import count

import responses

ROOT = "https://graph.microsoft.com/v1.0"
_WANTED = re.compile(r"ep/value eq '([^']*)'")


class GraphHttp:
    """Use as a context manager; `trouble` holds answers given instead, one request each."""

    def __init__(self):
        self.events = {}
        self.trouble = []
        self.requests = []
        self._numbers = count(1)
        self._mock = responses.RequestsMock(assert_all_requests_are_fired=False)

    def __enter__(self):
        events = re.compile(re.escape(ROOT) + r"/(me|users/[^/]+)/events")
        for method in ("GET", "POST", "PATCH"):
            self._mock.add_callback(method, events, self._answer)
        self._mock.start()
        return self

    def __exit__(self, *_):
        self._mock.stop(allow_assert=False)

    def _answer(self, request):
        body = json.loads(request.body) if request.body else None
        path = request.url.removeprefix(ROOT).partition("?")[0]
        self.requests.append((request.method, path, body))
        lost = self.trouble.pop(0) if self.trouble else None
        if lost and not lost.get("after"):
            return lost["status"], lost.get("headers", {}), lost.get("body", "")
        status, found = self._done(request, path, body)
        if lost:
            return lost["status"], lost.get("headers", {}), lost.get("body", "")
        return status, {"request-id": "r-1"}, json.dumps(found) if found is not None else ""

    def _done(self, request, path, body):
        _, _, rest = path.partition("/events")
        if not rest:
            return (
                (201, self._made(body)) if request.method == "POST" else (200, self._all(request))
            )
        event = self.events.get(rest.split("/")[1])
        if event is None:
            return 404, {"error": {"code": "ErrorItemNotFound", "message": "gone"}}
        if rest.endswith("/cancel"):
            del self.events[event["id"]]
            return 202, None
        if request.method == "PATCH":
            return self._changed(event, body, request.headers.get("If-Match"))
        return 200, event

    def _made(self, body):
        for event in self.events.values():
            if event["transactionId"] == body["transactionId"]:
                return event
        number = next(self._numbers)
        event = {
            **{name: value for name, value in body.items() if name != "body"},
            "id": f"AAMk{number}",
            "@odata.etag": f'W/"{next(self._numbers)}"',
            "iCalUId": f"ical-{number}",
            "isCancelled": False,
            "isOrganizer": True,
            "onlineMeeting": {"joinUrl": f"https://teams.microsoft.com/l/meetup-join/{number}"},
        }
        self.events[event["id"]] = event
        return event

    def _all(self, request):
        wanted = _WANTED.search(request.params.get("$filter", ""))
        found = [
            event
            for event in self.events.values()
            if wanted is None or event["singleValueExtendedProperties"][0]["value"] == wanted[1]
        ]
        return {"value": found}

    def _changed(self, event, body, etag):
        if etag not in {None, event["@odata.etag"]}:
            return 412, {"error": {"code": "ErrorIrresolvableConflict", "message": "changed"}}
        event |= {**body, "@odata.etag": f'W/"{next(self._numbers)}"'}
        return 200, event
