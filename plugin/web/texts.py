"""Words in the reader's language, typed; the catalogue is found by these functions' names.

A language's catalogue is read once in a process; Flask-Babel would read it for each request.
"""

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from plugin.web.current import here
from plugin.web.languages import locale

CATALOGUES = Path(__file__).parent / "translations"


def gettext(text: str, **values: object) -> str:
    """Return the text in the reader's language, with its values filled in."""
    found = words().ugettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the text that goes with `num`, which it may name as %(num)s."""
    found: str = words().ungettext(one, many, num)
    return found % {"num": num, **values}


def said(text: str) -> str:
    """Return a text that names nothing, in the reader's language; most of a page's are such."""
    try:
        kept = here()
    except LookupError:
        return _NO_WORDS.ugettext(text) % {}
    try:
        ready: dict[str, str] = kept.ready
    except AttributeError:
        ready = kept.ready = _ready(str(locale()))
    found = ready.get(text)
    if found is None:
        found = ready[text] = words().ugettext(text) % {}
    return found


def words() -> NullTranslations:
    """Return the catalogue of this request's language; an empty one outside of requests."""
    try:  # asked a hundred times for a page
        kept = here()
    except LookupError:
        return _NO_WORDS
    try:
        found: NullTranslations = kept.words
    except AttributeError:
        found = kept.words = _catalogue(str(locale()))
    return found


_NO_WORDS = NullTranslations()


@lru_cache(maxsize=32)
def _ready(_language: str) -> dict[str, str]:
    """Return the texts that were said in a language; no catalogue changes while a process lives."""
    return {}


@lru_cache(maxsize=32)
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [language])
