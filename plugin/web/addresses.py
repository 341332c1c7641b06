"""Addresses of pages in a visit, worked out once: a page has forty links, most of them to the same.

What is kept holds no visit's handle; that is put in between for each request.
"""

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from werkzeug.routing import BuildError, Map

MOST_KEPT = 4096
_PLACE = secrets.token_hex(16)
"""Stands in for a handle while an address is built; no address holds it otherwise."""


class Address(NamedTuple):
    """An address without the handle that belongs between its two parts."""

    before: str
    after: str


class Addresses:
    """The addresses of one application's pages."""

    def __init__(self, rules: Map) -> None:
        self._rules = rules
        # Typed, because 1 and True are one key and two addresses.
        self.of = lru_cache(MOST_KEPT, typed=True)(self._built)

    def _built(self, endpoint: str, **values: object) -> Address:
        given = {"handle": _PLACE} | {k: v for k, v in values.items() if v is not None}
        before, _, after = self._path(endpoint, given).partition(_PLACE)
        return Address(before, after)

    def _path(self, endpoint: str, given: Mapping[str, Any]) -> str:
        for rule in self._rules.iter_rules(endpoint):
            if rule.suitable_for(given, "GET") and (built := rule.build(given)):
                return built[1]
        for rule in self._rules.iter_rules(endpoint):
            if rule.suitable_for(given) and (built := rule.build(given)):
                return built[1]
        raise BuildError(endpoint, given, None, None)
