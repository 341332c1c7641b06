"""Graph's manner of speaking: errors, moments, and what a request may ask of a list."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

Json = dict[str, Any]
NEVER = "0001-01-01T00:00:00Z"


class GraphProblem(Exception):  # noqa: N818 - Graph's error is an answer here, not a defect
    """An answer that is an error, with the code that Graph gives it."""

    def __init__(
        self, status: int, code: str, message: str, *, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers or {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, JSON or bytes or nothing, and headers beside the usual ones."""

    status: int
    body: Json | bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


def problem_body(problem: GraphProblem, *, request_id: str, client_id: str, at: datetime) -> Json:
    """Return the odata error."""
    inner = {"date": stamp(at)[:19], "request-id": request_id, "client-request-id": client_id}
    return {"error": {"code": problem.code, "message": problem.message, "innerError": inner}}


def stamp(moment: datetime) -> str:
    """Return a moment as Outlook writes it: UTC, seven digits of a second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def parse_stamp(text: str) -> datetime:
    """Return the moment of a dateTimeOffset.

    Raises:
        GraphProblem: it is none.

    """
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise GraphProblem(400, "BadRequest", f"Invalid date: {text!r}.") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def selected(body: Json, query: dict[str, str]) -> Json:
    """Return what `$select` asks for, with the annotations and the id; all without it."""
    wanted = {name.strip() for name in query.get("$select", "").split(",") if name.strip()}
    if not wanted:
        return body
    return {k: v for k, v in body.items() if k in wanted or k == "id" or k.startswith("@")}


def top(query: dict[str, str], *, default: int = 10) -> int:
    """Return how many items a page has: `$top`, at most 1000."""
    text = query.get("$top", str(default))
    if not text.isdigit() or not 0 < int(text) <= 1000:
        raise GraphProblem(400, "BadRequest", "Invalid value for $top.")
    return int(text)


def new_id() -> str:
    """Return a fresh identifier."""
    return uuid4().hex
