"""Words for what is written and known of a session, in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from plugin.mentoring.evidence import Evidence, Held, Known
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.spans import on_wall_clock
from plugin.web.current import now, viewer_zone
from plugin.web.markdown import rendered
from plugin.web.names import listed, with_you
from plugin.web.texts import gettext as _
from plugin.web.times import in_order, in_words


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
    said = [_name(people, who, me) for who in sorted(known.yes | known.no, key=lambda w: w != me)]
    if known.known is Known.CALLED_OFF:
        return _("Called off"), ""
    if known.known is Known.SAID:
        title = _("It took place") if known.held is Held.YES else _("It did not take place")
        return title, _("%(names)s say so.", names=listed(said))
    if known.known is Known.ONE_WORD:
        return _("Not known yet"), _one_word(known, said[0], me)
    if known.known is Known.DIFFERENT:
        return _("Not known"), _("You remember it differently. Talk, then change your answer.")
    return _("Not known yet"), _("Nobody has said. No answer is not taken for one.")


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
