"""The one next step of each relationship, as its members' home page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.programme import Format, Programme
from plugin.mentoring.session import MentoringSession, Sync
from plugin.mentoring.stages import is_paused
from plugin.ports.between import NOTHING_WAITS, AskKind, Waiting
from plugin.ports.reads import RelationshipLine
from plugin.web.current import now, page_url, viewer_zone
from plugin.web.names import names, with_you
from plugin.web.texts import gettext as _
from plugin.web.times import day, day_of, hour

MOST_WIDE = 4
"""Relationships that each have a card; of more, all but the first stand in short lines."""


@dataclass(frozen=True, slots=True)
class Card:
    """One relationship: what is next, and the one action that brings it on.

    Attributes:
        others: whose clocks to show beside the viewer's.
        page: the address of the relationship's page; `writing`: of its questions and messages.
        waiting: questions that the reader could answer, and what they promised.

    """

    line: RelationshipLine
    title: str
    words: str
    action: str
    href: str
    page: str
    session: MentoringSession | None
    others: tuple[tuple[str, str | None], ...]
    waiting: Waiting = NOTHING_WAITS
    writing: str = ""


def in_order(cards: Iterable[Card]) -> list[Card]:
    """Return the cards; of many, those first where something waits, then by the next session."""
    found = list(cards)
    if len(found) <= MOST_WIDE:
        return found
    return sorted(found, key=_urgency)


def _urgency(one: Card) -> tuple[bool, bool, float]:
    start = one.session.span.starts_at.timestamp() if one.session else float("inf")
    return not one.waiting.late, not one.waiting.questions, start


def card(
    line: RelationshipLine,
    *,
    viewer: PersonId,
    programme: Programme | None,
) -> Card:
    """Return the card of one relationship for one of its members."""
    partners = [one for one in line.people if one.person_id != viewer]
    title, words, action, endpoint = _step(line, partners, viewer, programme)
    key = line.relationship_id
    href = page_url(endpoint, relationship_id=key)
    if endpoint == "times.show":
        waiting = line.waiting.without_times() if line.rests else line.waiting
        words, action, href = _asked(waiting) or (words, action, href)
    return Card(
        line,
        title,
        words,
        action,
        href,
        page_url("relationships.show", relationship_id=key),
        line.next.session if line.next else None,
        tuple((one.given, one.zone) for one in partners),
        line.waiting,
        page_url("messages.show", relationship_id=key),
    )


def _step(
    line: RelationshipLine, partners: list[Person], viewer: PersonId, programme: Programme | None
) -> tuple[str, str, str, str]:
    who = line.title or names(partners)
    said = _for_two() if len(line.people) == 2 else _for_many()
    if line.next:
        start = line.next.session.span.starts_at
        when, clock = day(start, viewer_zone()), hour(start, viewer_zone())
        title = _("%(day)s at %(time)s, with %(names)s", day=when, time=clock, names=who)
        waits = line.next.sync is Sync.NEEDS_SIGN_IN and line.next.session.organiser == viewer
        return title, said["connect" if waits else "prepare"], _("Prepare"), "relationships.show"
    see = _("See our page")
    title = line.title or with_you(partners)
    if line.agreement is None:
        return title, said["agree"], _("Agree how to work"), "agreements.show"
    if viewer not in line.signed_by:
        return title, said["read"] % {"names": who}, _("Read and sign"), "agreements.show"
    if (programme is None or programme.formal) and not line.agreed:
        return title, said["signed"] % {"names": who}, see, "relationships.show"
    held = _held(line, viewer, programme) if programme else None
    if held:
        return title, held, see, "relationships.show"
    return title, said["choose"], _("Choose a time"), "times.show"


def _asked(waiting: Waiting) -> tuple[str, str, str] | None:
    """Return the step where times are offered or voted on already, or None."""
    vote, offered = waiting.first(AskKind.VOTE), waiting.first(AskKind.OFFERED)
    if vote:
        href = page_url("polls.show", poll_id=vote.key)
        return _("Times are offered to you: say which one suits."), _("Pick a time"), href
    if offered:
        href = page_url("polls.show", poll_id=offered.key)
        return _("Times are offered. The others say which one suits."), _("See the answers"), href
    return None


def _held(line: RelationshipLine, viewer: PersonId, programme: Programme) -> str | None:
    """Return why the viewer chooses no time at present, or None."""
    until = programme.life.paused_until
    if until and is_paused(programme, now=now()):
        return _("The programme rests until %(day)s.", day=day_of(until))
    if line.rests:
        return _("It rests for a while. Nothing is expected meanwhile.")
    circle = line.format is Format.CIRCLE
    if circle and not programme.bounds.members_book and viewer not in line.leads:
        return _("The facilitators choose the time.")
    return None


def _for_two() -> dict[str, str]:
    return {
        "prepare": _("Say what you want to talk about, so that you both come prepared."),
        "connect": _("It waits for you: connect Microsoft once, and both of you are invited."),
        "agree": _("Begin with how you want to work: one page, and both of you sign it."),
        "read": _("%(names)s has written down how you could work together."),
        "signed": _("You have signed. %(names)s signs next; then you choose a time."),
        "choose": _("You have agreed how to work. Choose a time that suits you both."),
    }


def _for_many() -> dict[str, str]:
    return {
        "prepare": _("Say what you want to talk about, so that everybody comes prepared."),
        "connect": _("It waits for you: connect Microsoft once, and all of you are invited."),
        "agree": _("Begin with how you want to work: one page, and all of you sign it."),
        "read": _("It is written down how you could work together."),
        "signed": _("You have signed. When everybody has, you choose a time."),
        "choose": _("You have agreed how to work. Choose a time that suits all of you."),
    }
