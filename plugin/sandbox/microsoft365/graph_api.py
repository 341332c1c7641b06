"""Graph v1.0 over HTTP: one gate that every operation goes through."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from .batch import run_batch
from .calls import Call, Caller, caller_of, check, mailbox_of, prefer_of
from .contract import Contract
from .feed import is_installed
from .grants import Grants
from .odata import Answer, GraphProblem, Json, problem_body
from .permissions import Needs, operations, widened
from .world import World

Operation = Callable[[Call], Answer]
_UNKNOWN = "unknown path"
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class Gate:
    """Count, authenticate, permit, check against the contract, do, and answer."""

    def __init__(self, world: World, grants: Grants, contract: Contract | None) -> None:
        self._world, self._grants, self._contract = world, grants, contract

    def blueprint(self, doing: dict[tuple[str, str], Operation]) -> Blueprint:
        """Return the routes of `doing`, whose paths of a mailbox stand once for both forms."""
        bp = Blueprint("graph", __name__, url_prefix="/v1.0")
        for (method, path), needs in operations().items():
            short = path.removeprefix("/me").removeprefix("/users/{user-id}")
            operation = doing.get((method, path)) or doing[method, short]
            view = self._view(method, path, needs, operation)
            name = f"{method} {path}".replace(".", "_")
            bp.add_url_rule(_rule(path), name, view, methods=[method])
        bp.add_url_rule("/$batch", "batch", self._batch, methods=["POST"])
        bp.add_url_rule("/<path:_>", "unknown", self._unknown, methods=_METHODS)
        return bp

    def _view(
        self, method: str, path: str, needs: Needs, operation: Operation
    ) -> Callable[..., ResponseReturnValue]:
        def view(**found: str) -> ResponseReturnValue:
            self._count(f"{method} {path}")
            names = {name.replace("_", "-"): value for name, value in found.items()}
            try:
                names = {_camel(name): value for name, value in names.items()}
                call = self._call(path, names, needs)
                self._judge("request", method, path, call.body)
                answer = operation(call)
            except GraphProblem as problem:
                answer = self._problem(problem)
            if answer.status == 403:
                self._count(f"{method} {path}", kind="refused")
            self._judge(str(answer.status), method, path, answer.body)
            return self._reply(answer)

        return view

    def _call(self, path: str, names: dict[str, str], needs: Needs) -> Call:
        caller = caller_of(request.headers.get("Authorization"), self._grants, self._world)
        lets = self._exchange_lets(caller, path, names, needs) or self._installing_lets(
            caller, path, names
        )
        if not lets:
            check(caller, needs)
        raw = path.endswith("/content")
        call = Call(
            world=self._world,
            caller=caller,
            address=request.path,
            path=names,
            query=request.args.to_dict(),
            prefer=prefer_of(request.headers.get("Prefer")),
            body={} if raw else _json(),
            content=request.get_data() if raw else b"",
            if_match=request.headers.get("If-Match"),
        )
        if path.startswith(("/me", "/users/{user-id}/")):
            return call.with_mailbox(mailbox_of(caller, names.get("user-id"), self._world))
        return call

    def _exchange_lets(
        self, caller: Caller, path: str, names: dict[str, str], needs: Needs
    ) -> bool:
        """Return whether Exchange's own roles open this mailbox to the app.

        RBAC for Applications: roles that hold for some mailboxes, beside what Entra grants for all.
        """
        kept = self._world.state.get("rbac", "app")
        owner = self._world.accounts.find(names.get("user-id"))
        if caller.account or kept is None or owner is None or not path.startswith("/users/"):
            return False
        held = widened(frozenset(kept["roles"]))
        return owner.mail in kept["mailboxes"] and bool(held & (needs.application or frozenset()))

    def _installing_lets(self, caller: Caller, path: str, names: dict[str, str]) -> bool:
        """Return whether the person's installing of the app opens their feed to it."""
        owner = self._world.accounts.find(names.get("user-id"))
        mine = path.endswith("/sendActivityNotification") and caller.account is None
        return mine and owner is not None and is_installed(self._world, owner)

    def _batch(self) -> ResponseReturnValue:
        self._count("POST /$batch")
        try:
            caller_of(request.headers.get("Authorization"), self._grants, self._world)
            body = _json()
            self._judge("request", "POST", "/$batch", body)
            answer = Answer(200, run_batch(body))
        except GraphProblem as problem:
            answer = self._problem(problem)
        self._judge(str(answer.status), "POST", "/$batch", answer.body)
        return self._reply(answer)

    def _unknown(self, _: str) -> ResponseReturnValue:
        self._count(_UNKNOWN)
        words = "Resource not found for the segment."
        return self._reply(self._problem(GraphProblem(404, "BadRequest", words)))

    def _count(self, operation: str, *, kind: str = "requests") -> None:
        with self._world.state.changing():
            kept = self._world.state.get(kind, operation) or {"operation": operation}
            body = kept | {"count": kept.get("count", 0) + 1}
            self._world.state.put(kind, operation, body)

    def _judge(self, part: str, method: str, path: str, body: Any) -> None:
        if self._contract is None or isinstance(body, bytes):
            return
        for words in self._contract.faults(part, method, path, body, request.args.to_dict()):
            violation = {"operation": f"{method} {path}", "part": part, "words": words}
            self._world.state.put("violation", uuid4().hex, violation)

    def _problem(self, problem: GraphProblem) -> Answer:
        client_id = request.headers.get("client-request-id") or str(uuid4())
        body = problem_body(
            problem, request_id=str(uuid4()), client_id=client_id, at=self._world.clock()
        )
        return Answer(problem.status, body, problem.headers)

    def _reply(self, answer: Answer) -> Response:
        content = answer.body if isinstance(answer.body, bytes) else b""
        kind = "application/octet-stream"
        if isinstance(answer.body, dict):
            content, kind = json.dumps(answer.body).encode(), "application/json"
        reply = Response(content, status=answer.status, content_type=kind)
        if not content:
            del reply.headers["Content-Type"]
        reply.headers["request-id"] = str(uuid4())
        if client_id := request.headers.get("client-request-id"):
            reply.headers["client-request-id"] = client_id
        reply.headers.update(answer.headers)
        return reply


_NAMES = (
    "user-id", "event-id", "onlineMeeting-id", "subscription-id", "site-id", "drive-id",
    "driveItem-id", "permission-id", "todoTaskList-id", "todoTask-id",
    "meetingAttendanceReport-id",
)  # fmt: skip
"""What stands in the paths of the operations."""


def _rule(path: str) -> str:
    for name in _NAMES:
        path = path.replace(f"{{{name}}}", f"<{name.replace('-', '_').lower()}>")
    return path.replace("{path}", "<path:path>")


def _camel(name: str) -> str:
    return next((one for one in _NAMES if one.lower() == name), name)


def _json() -> Json:
    if not request.get_data():
        return {}
    body = request.get_json(silent=True, force=True)
    if not isinstance(body, dict):
        raise GraphProblem(400, "BadRequest", "Unable to read JSON request payload.")
    return body
