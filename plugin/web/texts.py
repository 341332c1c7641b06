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
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [language])
