"""Choices that several forms offer, in the reader's language."""

from collections.abc import Collection, Iterable
from zoneinfo import available_timezones

from babel import Locale
from flask_babel import get_locale

from plugin.mentoring.cadence import RHYTHMS
from plugin.mentoring.enrolment import LANGUAGES, Medium, Side
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

Choice = tuple[object, str]

ZONES = tuple(
    sorted(
        name
        for name in available_timezones()
        if name == "UTC"
        or name.split("/")[0]
        in ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    )
)


def languages() -> list[Choice]:
    """Return the languages people may choose, by name."""
    return [(code, language_name(code)) for code in LANGUAGES]


def language_name(code: str) -> str:
    """Return a language's name in the reader's language; the code where Babel has none."""
    name = Locale.parse("en").languages.get(code, code)
    return str((get_locale() or Locale.parse("en")).languages.get(code, name))


def medium_name(medium: str) -> str:
    """Return how a session is held, in words."""
    names = {
        Medium.VIDEO: _("video"),
        Medium.PHONE: _("phone"),
        Medium.IN_PERSON: _("meeting in person"),
        Medium.WRITING: _("writing"),
    }
    return names.get(Medium(medium), medium)


def media() -> list[Choice]:
    """Return how sessions can be held."""
    return [
        (Medium.VIDEO, _("By video")),
        (Medium.PHONE, _("By phone")),
        (Medium.IN_PERSON, _("In person")),
        (Medium.WRITING, _("In writing")),
    ]


def by_medium(medium: str) -> str:
    """Return how a session is held, as it stands for itself: "By video"."""
    return dict(media())[Medium(medium)]


def cadences(weeks: Collection[int] = RHYTHMS) -> list[Choice]:
    """Return how often sessions can be, at all or as some may choose."""
    some = [n for n in RHYTHMS if n in weeks]
    return [(n, ngettext("Every week", "Every %(num)s weeks", n)) for n in some]


def lengths(minutes: Iterable[int]) -> list[Choice]:
    """Return how long sessions can be."""
    return [(n, _("%(n)s minutes", n=n)) for n in minutes]


def capacities(most: int) -> list[Choice]:
    """Return how many mentees a mentor may take."""
    return [(n, ngettext("One mentee", "%(num)s mentees", n)) for n in range(1, most + 1)]


def reply_words() -> list[Choice]:
    """Return within how many working hours a message is answered."""
    return [
        (8, _("within one working day")),
        (16, _("within two working days")),
        (40, _("within a working week")),
    ]


def notice_words() -> list[Choice]:
    """Return until how many hours before a session may be moved without a reason."""
    return [(2, _("two hours before")), (24, _("the day before")), (48, _("two days before"))]


def review_words() -> list[Choice]:
    """Return after how many weeks an agreement is looked at again."""
    return [(n, _("after %(n)s weeks", n=n)) for n in (4, 8, 12, 26)]


FILTERS = {
    "by_medium": by_medium,
    "language_name": language_name,
    "medium_name": medium_name,
}


def referred_sides() -> dict[Side, str]:
    """Return what somebody would be who is referred to a side."""
    return {
        Side.MENTOR: _("a mentor"),
        Side.MENTEE: _("somebody who is mentored"),
        Side.PEER: _("a peer"),
    }
