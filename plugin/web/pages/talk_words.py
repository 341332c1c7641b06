"""Words for what is written and known of a session, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from plugin.mentoring.evidence import Evidence, Held, Known, Saw
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.spans import on_wall_clock
from plugin.web.current import now, viewer_zone
from plugin.web.markdown import rendered
from plugin.web.names import listed, with_you
from plugin.web.texts import gettext as _
from plugin.web.times import in_order, in_words

_DISPUTED = (Known.DIFFERENT, Known.AGAINST)


class KindWords(NamedTuple):
    """How one kind of note is called, who reads it, and what it is for."""

    title: str
    readers: str
    help: str


def kind_words(partners: Sequence[Person]) -> Mapping[NoteKind, KindWords]:
    """Return the words of every kind; the readers are named, since labels are what one trusts."""
    who = with_you(partners)
    together = _("%(names)s read and write this.", names=who)
    alone = _("Only you read this, until you share it.")
    return {
        NoteKind.RECORD: KindWords(
            _("Our record"), together, _("What you want to remember together.")
        ),
        NoteKind.HEARD: KindWords(
            _("What I heard"),
            _("%(names)s read this; whoever said it confirms it.", names=who),
            _("Say it back in your own words. It shows what was meant before it is assumed."),
        ),
        NoteKind.JOTTING: KindWords(
            _("My own jotting"), alone, _("A memory aid for you. It is in nobody else's export.")
        ),
        NoteKind.WENT_WRONG: KindWords(
            _("What went wrong"),
            alone,
            _("Failures teach as much as successes. Nothing has to be shared."),
        ),
        NoteKind.THANKS: KindWords(_("Thanks"), together, ""),
    }


def evidence_words(
    known: Evidence, people: Mapping[PersonId, Person], me: PersonId
) -> tuple[str, str]:
    """Return whether it took place and how we know, as a short and a longer line."""
    if known.known is Known.CALLED_OFF:
        return _("Called off"), ""
    teams = saw_words(known, people, me)
    if known.held is Held.UNKNOWN:
        title = _("Not known") if known.known in _DISPUTED else _("Not known yet")
    else:
        title = _("It took place") if known.held is Held.YES else _("It did not take place")
    more = _("What you say counts.") if known.is_disputed else ""
    return title, " ".join(one for one in (_said_words(known, people, me), teams, more) if one)


def _said_words(known: Evidence, people: Mapping[PersonId, Person], me: PersonId) -> str:
    said = _names(people, known.yes | known.no, me)
    mine = me in known.yes | known.no
    match known.known:
        case Known.ONE_WORD:
            words = _one_word(known, said[0], me)
        case Known.AGREED:
            words = _("You say so.") if mine else _("%(name)s says so.", name=said[0])
        case Known.AGAINST:
            words = _("You say it did not.") if mine else _against(said[0])
        case Known.SAID:
            words = _("%(names)s say so.", names=listed(said))
        case Known.DIFFERENT:
            words = _("You remember it differently. Talk, then change your answer.")
        case Known.TEAMS:
            words = ""
        case _:
            words = _("Nobody has said. No answer is not taken for one.")
    return words


def _against(who: str) -> str:
    return _("%(name)s says it did not, and a word counts more.", name=who)


def saw_words(known: Evidence, people: Mapping[PersonId, Person], me: PersonId) -> str:
    """Return what Teams saw, as a sentence; a fact beside people's word, and never above it."""
    there = listed(_names(people, known.there, me))
    match known.saw:
        case Saw.TOGETHER if me in known.there and len(known.there) == 2:
            return _("Teams says that you were both there.")
        case Saw.TOGETHER:
            return _("Teams saw %(names)s together.", names=there)
        case Saw.ALONE if known.there == {me}:
            return _("Teams saw nobody but you, which tells nothing by itself.")
        case Saw.ALONE:
            return _("Teams saw %(names)s, and not together.", names=there)
        case Saw.NOBODY:
            return _("Teams saw none of you for long, which tells nothing by itself.")
    return ""


def _names(people: Mapping[PersonId, Person], who: frozenset[PersonId], me: PersonId) -> list[str]:
    return [_name(people, one, me) for one in sorted(who, key=lambda one: (one != me, one))]


def _one_word(known: Evidence, who: str, me: PersonId) -> str:
    if me in known.yes | known.no:
        return _("You have said; somebody else's word is still missing.")
    if known.yes:
        return _("%(name)s says it did. Your word makes it known.", name=who)
    return _("%(name)s says it did not. Your word makes it known.", name=who)


def _name(people: Mapping[PersonId, Person], who: PersonId, me: PersonId) -> str:
    if who == me:
        return _("you")
    return people[who].given if who in people else _("somebody who has left")


def day_words(day: date) -> str:
    """Return "by Friday, 27 November", nearer days by their name; a day that has passed is calm."""
    left = (day - on_wall_clock(now(), viewer_zone()).date()).days
    if left == 0:
        return _("today")
    if left == 1:
        return _("tomorrow")
    if left < 0:
        return _("was for %(day)s", day=_day(day))
    if left < 7:
        return _("by %(day)s", day=in_words(day, "EEEE"))
    return _("by %(day)s", day=_day(day))


def _day(day: date) -> str:
    if day.year != now().year:
        return in_words(day, "long")
    return in_order(day, "MMMMd")


def _whole_day(day: date) -> str:
    """Return a date with its year, for papers that are kept; of a moment, on the reader's clock."""
    on = on_wall_clock(day, viewer_zone()).date() if isinstance(day, datetime) else day
    return in_words(on, "long")


FILTERS = {"plain_date": _whole_day, "day_words": day_words, "rendered": rendered}
