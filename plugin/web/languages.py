"""Which language a page speaks. A language tag from outside is matched, never used as a path."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from flask import request

from plugin.web.current import here, in_visit, visit

TRANSLATIONS = Path(__file__).parent / "translations"
SPOKEN = frozenset({"en", *(file.parts[-3] for file in TRANSLATIONS.glob("*/*/messages.mo"))})
"""Languages with a compiled catalogue: dates of one and words of another would be worse."""
DEFAULT = "en_GB"
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")


UNREAD = ("territory_languages", "territory_currencies", "all_currencies")
"""What Babel knows of the world and no page asks."""


def forget_unread() -> None:
    """Let go of what Babel keeps of other languages and of money: 2 MB of each process.

    It reads all of it with the first date. To be called before, at start.
    """
    for name in UNREAD:
        _all(name).clear()
    likely = _all("likely_subtags")
    for tag in [tag for tag in likely if tag.partition("_")[0] not in SPOKEN]:
        del likely[tag]


def _all(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", get_global(name))  # type: ignore[arg-type]  # a closed list of names


def choose_locale() -> str:
    """Return the locale for this request: the visit's, else the browser's, else English."""
    told = spoken(visit().locale or "") if in_visit() else None
    if told:
        return told
    tags = (tag for tag, _quality in request.accept_languages)
    return next((found for tag in tags if (found := spoken(tag))), DEFAULT)


@lru_cache(maxsize=256)
def spoken(tag: str) -> str | None:
    """Return the locale of a language tag that there are words for, or None.

    "en" alone is British: its times have no "PM", which is what most of the world reads.
    """
    if not _TAG.fullmatch(tag):
        return None
    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None
    if locale.language not in SPOKEN:
        return None
    return DEFAULT if str(locale) == "en" else str(locale)


def locale() -> Locale | None:
    """Return the locale of this request, None outside of requests.

    Asked ten times for a page; Flask-Babel finds its way to the answer anew each time.
    """
    try:
        kept = here()
    except LookupError:
        return None
    try:
        found: Locale = kept.locale
    except AttributeError:
        found = kept.locale = _known(choose_locale())
    return found


@lru_cache(maxsize=32)
def _known(tag: str) -> Locale:
    return Locale.parse(tag)


def language() -> str:
    """Return the page's language for its `lang` attribute, e.g. "en-GB"."""
    return str(locale()).replace("_", "-")


def direction() -> str:
    """Return "ltr" or "rtl"."""
    here = locale()
    return str(here.text_direction) if here else "ltr"
