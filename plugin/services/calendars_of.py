"""One person's time, put together from Outlook and from what they keep in the tool."""

from plugin.mentoring.common_time import Calendar
from plugin.mentoring.people import PersonId
from plugin.mentoring.session import MentoringSession
from plugin.mentoring.spans import Span
from plugin.services.facts import Facts


def calendar_of(
    facts: Facts,
    who: PersonId,
    window: Span,
    busy: tuple[Span, ...] | None,
    without: MentoringSession | None,
) -> Calendar:
    """Return what is known of one person's time, from Outlook and from what they keep here.

    Args:
        facts: of the relationship.
        who: of its members.
        window: in which times are looked for.
        busy: what Outlook says; None when nobody could say.
        without: a session that is to be moved, so that it is not in its own way.

    """
    zone = facts.zone(who)
    profile = facts.enrolments[who].profile if who in facts.enrolments else None
    usual = None
    if profile and profile.hours.cells:  # on the clock they were said on, wherever the person is
        usual = tuple(profile.hours.spans(window, profile.zone or zone))
    own = without.span if without else None
    sessions = tuple(span for span in facts.taken.get(who, ()) if span != own)
    if busy is not None and own is not None:
        busy = tuple(part for span in busy for part in _around(span, own))
    kept = facts.own.get(who)
    return Calendar(
        who,
        zone,
        busy,
        usual,
        sessions,
        closed=facts.closed(window).get(who, ()),
        own_night=kept is not None and kept.quiet is not None,
        full_percent=kept.full_percent if kept else 75,
    )


def _around(busy: Span, own: Span) -> list[Span]:
    """Return what of `busy` is left without `own`: Outlook joins spans that meet."""
    if not busy.touches(own):
        return [busy]
    before = Span(busy.starts_at, max(busy.starts_at, own.starts_at))
    after = Span(min(busy.ends_at, own.ends_at), busy.ends_at)
    return [part for part in (before, after) if part.length]
