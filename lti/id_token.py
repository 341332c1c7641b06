"""Reading an id_token, strictly, before anything in it is believed."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti.errors import LaunchRefusedError
from lti.refusals import RefusalCode

_COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")


@dataclass(frozen=True, slots=True)
class IdToken:
    """An id_token taken apart. Nothing is verified yet.

    Attributes:
        signed: the bytes the signature covers.
        repeats_a_key: an object names one key twice, so that two readers may read two values.
        brackets: opening brackets in the claims; at least as many as its levels.

    """

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signed: bytes
    signature: bytes
    repeats_a_key: bool
    brackets: int


def parse_id_token(text: str) -> IdToken:
    """Take a compact JWS apart.

    Raises:
        LaunchRefusedError: TOKEN_SHAPE.

    """
    found = _COMPACT.fullmatch(text)
    if found is None:
        raise LaunchRefusedError(RefusalCode.TOKEN_SHAPE, "parts")
    payload = _decoded(found[2])
    reader = _Reader()
    return IdToken(
        header=reader.read(_decoded(found[1])),
        claims=reader.read(payload),
        signed=text[: found.end(2)].encode("ascii"),
        signature=_decoded(found[3]),
        repeats_a_key=reader.repeats_a_key,
        brackets=payload.count(b"{") + payload.count(b"["),
    )


def levels(value: Any) -> int:
    """Return how deep objects and lists are nested in `value`; 0 for neither."""
    depth, layer = 0, [value]
    while layer := [item for item in layer if isinstance(item, dict | list)]:
        depth += 1
        layer = [inner for item in layer for inner in _inside(item)]
    return depth


def _inside(item: dict[str, Any] | list[Any]) -> list[Any]:
    return list(item.values()) if isinstance(item, dict) else item


def _decoded(part: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + "==")
    except binascii.Error as error:
        raise LaunchRefusedError(RefusalCode.TOKEN_SHAPE, "base64") from error


class _Reader:
    def __init__(self) -> None:
        self.repeats_a_key = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=self._constant
        )

    def read(self, raw: bytes) -> Mapping[str, Any]:
        try:
            value = self._decoder.decode(raw.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise LaunchRefusedError(RefusalCode.TOKEN_SHAPE, "JSON") from error
        if not isinstance(value, dict):
            raise LaunchRefusedError(RefusalCode.TOKEN_SHAPE, "not an object")
        return value

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        self.repeats_a_key |= len(result) != len(pairs)
        return result

    @staticmethod
    def _constant(name: str) -> float:
        raise ValueError(name)  # NaN and Infinity are not JSON
