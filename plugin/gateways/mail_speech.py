"""In which language, and on which clock, a mail speaks to its reader."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from plugin.gateways.mail_texts import DEFAULT, TEXTS, MailTexts
from plugin.mentoring.people import Person
from plugin.mentoring.spans import Span, on_wall_clock

LONGEST_NAME = 100
BRITISH = "en_GB"
"""Of "en" alone: its times have no "PM", which is what most of the world reads."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Words, and the locale of dates and times; both of one language."""

    texts: MailTexts
    locale: Locale

    def when(self, span: Span, zone: str) -> str:
        """Say the time on that zone's clock, and whose clock it is."""
        start, end = (on_wall_clock(moment, zone) for moment in (span.starts_at, span.ends_at))
        return self.texts.when.format(
            day=format_date(start.date(), self.texts.day, locale=self.locale),
            start=format_time(start.time(), "short", locale=self.locale),
            end=format_time(end.time(), "short", locale=self.locale),
            zone=zone,
        )

    def names(self, people: list[Person]) -> str:
        """Name them in one line: "Ada, Ben and Cleo"."""
        given = [plain(one.given) for one in people]
        ends = [", ".join(given[:-1]), given[-1]] if given[1:] else given
        return self.texts.both.join(ends)


def speech_to(reader: Person) -> Speech:
    """Return how to speak to somebody: as their course said at their last visit, else English."""
    return _speech(reader.locale or "")


@lru_cache(maxsize=256)
def _speech(tag: str) -> Speech:
    try:
        locale = Locale.parse(tag.replace("-", "_")) if tag else None
    except (ValueError, UnknownLocaleError):
        locale = None
    if locale is None or locale.language not in TEXTS or str(locale) == DEFAULT:
        locale = Locale.parse(BRITISH)
    return Speech(TEXTS[locale.language], locale)


def plain(text: str) -> str:
    """Return what people typed as one short line without anything a header could mistake."""
    shown = (" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return " ".join("".join(shown).split())[:LONGEST_NAME].rstrip()
