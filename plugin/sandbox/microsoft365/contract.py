"""Compare requests and answers with a published description of Graph (OpenAPI 3.1).

Needs jsonschema, which only the tests install; the sandbox runs without.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_URN = "urn:graph"
# Pages of Graph's reference, but not in the description: addressing an item by its path.
UNDESCRIBED = frozenset(
    {
        "/drives/{drive-id}/root:/{path}",
        "/drives/{drive-id}/items/{driveItem-id}:/{path}",
        "/drives/{drive-id}/items/{driveItem-id}:/{path}:/createUploadSession",
    }
)


class Contract:
    """A description of Graph that bodies can be held against."""

    def __init__(self, path: Path) -> None:
        from jsonschema import Draft202012Validator, FormatChecker
        from referencing import Registry, Resource
        from referencing.jsonschema import DRAFT202012

        self.described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        whole = Resource.from_contents(self.described, default_specification=DRAFT202012)
        registry: Registry[Any] = Registry().with_resource(_URN, whole)

        @cache
        def validator(pointer: str) -> Any:
            schema = {"$ref": f"{_URN}#{pointer}"}
            checker = FormatChecker(["uuid"])
            return Draft202012Validator(schema, registry=registry, format_checker=checker)

        self._validator = validator

    def faults(
        self, part: str, method: str, path: str, body: Any, query: dict[str, str]
    ) -> Iterator[str]:
        """Yield what is wrong with a body. `part` is "request" or the status of an answer."""
        if path in UNDESCRIBED:
            return
        operation = self.described["paths"].get(path, {}).get(method.lower())
        if operation is None:
            yield "the description has no such operation"
            return
        where = f"/paths/{_escaped(path)}/{method.lower()}"
        if part == "request":
            yield from self._query_faults(operation, query)
            yield from self._body_faults(f"{where}/requestBody", operation.get("requestBody"), body)
            return
        answers = operation["responses"]
        name = part if part in answers else "default"
        if name == "default" and part < "400":
            yield f"the description has no answer {part}"
        yield from self._body_faults(f"{where}/responses/{name}", answers[name], _plain(part, body))

    def notice_faults(self, body: Any) -> Iterator[str]:
        """Yield what is wrong with a change notification."""
        where = "/components/schemas/microsoft.graph.changeNotificationCollection"
        yield from _words(self._validator(where), body)

    def _body_faults(self, where: str, described: Any, body: Any) -> Iterator[str]:
        content = (described or {}).get("content", {})
        if not content.get("application/json"):
            if body and "application/octet-stream" not in content:
                yield "a body, where the description has none"
            return
        pointer = f"{where}/content/application~1json/schema"
        yield from _words(self._validator(pointer), body)

    @staticmethod
    def _query_faults(operation: dict[str, Any], query: dict[str, str]) -> Iterator[str]:
        known = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
        needed = {
            p["name"]
            for p in operation.get("parameters", ())
            if p["in"] == "query" and p.get("required")
        }
        for name in set(query) - known:
            yield f"unknown query parameter {name}"
        for name in needed - set(query):
            yield f"missing query parameter {name}"


def _plain(part: str, body: Any) -> Any:
    # The reference shows an `error` in each refused permission of a 207; the metadata, from which
    # the description is made, does not know it.
    if part != "207":
        return body
    return {"value": [{k: v for k, v in e.items() if k != "error"} for e in body["value"]]}


def _words(validator: Any, body: Any) -> Iterator[str]:
    for error in validator.iter_errors(body):
        where = "/".join(str(part) for part in error.absolute_path)
        yield f"{where}: {error.message}"[:300]


def _escaped(path: str) -> str:
    quoted = path.replace("~", "~0").replace("/", "~1")
    return quoted.replace("{", "%7B").replace("}", "%7D").replace("$", "%24")
