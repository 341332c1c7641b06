"""Text from a platform, made safe to keep and to show."""

import re
import unicodedata
from typing import Any, TypeGuard

MAX_TEXT = 255
MAX_URL = 2048
_JOINERS = "\u200c\u200d"  # several scripts and emoji need them
_SEPARATORS = frozenset({"Zl", "Zp"})
_WORD = re.compile(r"[A-Za-z_]{1,64}")


def clean(value: Any, *, limit: int = MAX_TEXT) -> str | None:
    """Return `value` as one trimmed line of at most `limit` characters; None when nothing is left.

    Control characters, direction overrides, other invisible characters and lone surrogates are
    removed: they make one name look like another, and a NUL cannot be stored.
    """
    if not isinstance(value, str):
        return None
    text = value[: 4 * limit]
    if not text.isprintable():
        text = "".join(_visible(character) for character in text)
    return text.strip()[:limit].rstrip() or None


def clean_email(value: Any) -> str | None:
    """Return an address that looks like one, or None: a cut or mended address is someone else's."""
    if not isinstance(value, str) or len(value) > MAX_TEXT or not value.isprintable():
        return None
    text = value.strip()
    local, _, domain = text.rpartition("@")
    return text if local and domain and " " not in text else None


def is_identifier(value: Any, *, limit: int = MAX_TEXT) -> TypeGuard[str]:
    """Say whether `value` is a string of 1 to `limit` printable characters, kept as it stands."""
    return isinstance(value, str) and 0 < len(value) <= limit and value.isprintable()


def web_address(value: Any) -> str | None:
    """Return `value` when it is an http(s) address, else None: "javascript:" is not."""
    if not isinstance(value, str) or len(value) > MAX_URL or not value.isprintable():
        return None
    if " " in value or "\\" in value:
        return None
    return value if value.startswith(("https://", "http://")) else None


def _visible(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if character.isspace() or category in _SEPARATORS:
        return " "
    return ""


def is_word(value: Any) -> TypeGuard[str]:
    """Say whether `value` is a short plain word, fit to be repeated in a message."""
    return isinstance(value, str) and _WORD.fullmatch(value) is not None
