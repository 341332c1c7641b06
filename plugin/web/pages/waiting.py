"""Who waits for the viewer, since when, and the one press that answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.programme import Format
from plugin.mentoring.promises import Promise
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.session import Sync
from plugin.ports.between import NOTHING_WAITS, Ask, AskKind, Waiting
from plugin.ports.reads import RelationshipLine
from plugin.web.current import page_url, viewer_zone
from plugin.web.names import names
from plugin.web.texts import gettext as _
from plugin.web.times import day, hour


class Wish(StrEnum):
    """What is waited for. OFFERED: the viewer has asked, and waits for the others."""

    TIME = "time"
    VOTE = "vote"
    CONFIRM = "confirm"
    ANSWER = "answer"
    SIGNATURE = "signature"
    AGREEMENT = "agreement"
    SIGN_IN = "sign-in"
    OFFERED = "offered"
    NOTHING = "nothing"


WISHES: Mapping[AskKind, Wish] = {
    AskKind.SUGGESTION: Wish.CONFIRM,
    AskKind.VOTE: Wish.VOTE,
    AskKind.QUESTION: Wish.ANSWER,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One relationship on the mentor's first page.

    Attributes:
        since: since when somebody waits; None where nobody does.
        action, href: the press that answers; empty where none is needed.
        posts: the press changes something at once, and `href` is no page.
        load: the address of a page whose part answers in place; empty for none.
        also: what else waits there, as words and address.
        promises: what the viewer has promised there.

    """

    line: RelationshipLine
    partners: tuple[Person, ...]
    wish: Wish
    title: str
    words: str
    since: datetime | None
    action: str
    href: str
    page: str
    posts: bool = False
    load: str = ""
    also: tuple[tuple[str, str], ...] = ()
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a wish is called, and the press that answers it."""

    title: str
    words: str = ""
    action: str = ""
    href: str = ""
    load: str = ""
    posts: bool = False


def rows(
    lines: Sequence[RelationshipLine],
    *,
    viewer: PersonId,
    waiting: Mapping[RelationshipId, Waiting],
) -> list[Row]:
    """Return a row for each relationship that goes on, who waits longest first."""
    going_on = [line for line in lines if line.state is not RelationshipState.ENDED]
    found = [
        _row(line, viewer, waiting.get(line.relationship_id, NOTHING_WAITS)) for line in going_on
    ]
    first = sorted((r for r in found if r.since), key=lambda row: (row.since, row.title))
    return first + [row for row in found if not row.since]


def _row(line: RelationshipLine, viewer: PersonId, waiting: Waiting) -> Row:
    partners = tuple(one for one in line.people if one.person_id != viewer)
    waiting = waiting.without_times() if line.rests else waiting
    asks = [one for one in waiting.asks if one.kind in WISHES]
    wish, since = _settled_first(line, viewer)
    if wish is None:
        wish, since = _asked(line, waiting, viewer)
    said = _said(wish, line, line.title or names(partners), waiting)
    also = [one for one in asks if WISHES[one.kind] is not wish]
    return Row(
        line,
        partners,
        wish,
        said.title,
        said.words,
        since,
        said.action,
        said.href,
        page_url("relationships.show", relationship_id=line.relationship_id),
        said.posts,
        said.load,
        tuple((_also(one), _look_at(one, line)) for one in also),
        waiting.promises,
    )


def _settled_first(line: RelationshipLine, viewer: PersonId) -> tuple[Wish | None, datetime | None]:
    """Return what comes before everything that was asked: how to work, and signing in."""
    if line.agreement is not None and viewer not in line.signed_by:
        return Wish.SIGNATURE, line.proposed_at
    if line.formal and line.agreement is None:
        return Wish.AGREEMENT, line.created_at
    mine = line.next is not None and line.next.session.organiser == viewer
    if mine and line.next and line.next.sync is Sync.NEEDS_SIGN_IN:
        return Wish.SIGN_IN, line.signed_at or line.created_at
    return None, None


def _asked(
    line: RelationshipLine, waiting: Waiting, viewer: PersonId
) -> tuple[Wish, datetime | None]:
    """Return what has waited longest of what was asked, else whether a time is wanted."""
    first = next((one for one in waiting.asks if one.kind in WISHES), None)
    if first is not None:
        return WISHES[first.kind], first.since
    if waiting.first(AskKind.OFFERED):
        return Wish.OFFERED, None
    follows = line.format is Format.CIRCLE and viewer not in line.leads
    if line.rests or line.next is not None or follows or (line.formal and not line.agreed):
        return Wish.NOTHING, None
    moments = (line.last_met_at, line.signed_at, line.created_at)
    return Wish.TIME, next(moment for moment in moments if moment)


def _said(wish: Wish, line: RelationshipLine, who: str, waiting: Waiting) -> Said:
    """Return title, words and the press."""
    key = line.relationship_id
    if wish is Wish.TIME:
        return _time(line, who)
    if wish in WISHES.values():
        return _of_ask(wish, line, who, waiting)
    if wish is Wish.SIGNATURE:
        title = _("%(name)s waits for your signature", name=who)
        words = _("How you want to work is written down, on one page.")
        href = page_url("agreements.show", relationship_id=key)
        return Said(title, words, _("Read and sign"), href)
    if wish is Wish.AGREEMENT:
        title = _("You and %(name)s have nothing written down yet", name=who)
        words = _("Begin with how you want to work: one page.")
        href = page_url("agreements.show", relationship_id=key)
        return Said(title, words, _("Agree how to work"), href)
    if wish is Wish.SIGN_IN:
        title = _("The session with %(name)s waits for you", name=who)
        words = _("Connect Microsoft once, and everybody is invited.")
        href = page_url("relationships.show", relationship_id=key)
        return Said(title, words, _("Look at the session"), href)
    return Said(who)


def _time(line: RelationshipLine, who: str) -> Said:
    key = line.relationship_id
    title, words = _("%(name)s waits for a time", name=who), _("No session is planned.")
    if len(line.people) > 2:
        href = page_url("polls.new", relationship_id=key)
        return Said(title, words, _("Put times to the vote"), href)
    href = page_url("answers.offer", relationship_id=key)
    return Said(title, words, _("Offer three times"), href, load=href)


def _of_ask(wish: Wish, line: RelationshipLine, who: str, waiting: Waiting) -> Said:
    """Return the words for something that was asked; the press leads to the very place."""
    ask = next(x for x in waiting.asks if x.kind in WISHES and WISHES[x.kind] is wish)
    href = _address(ask)
    if wish is Wish.CONFIRM:
        words = _moment(_("Suggested: %(day)s, %(time)s."), ask)
        title = _("%(name)s suggests another time", name=who)
        return Said(title, words, _("Move it there"), href, posts=True)
    if wish is Wish.ANSWER:
        title = _("%(name)s waits for an answer", name=who)
        words = _moment(_("Hoped for by %(day)s, %(time)s."), ask)
        return Said(title, words, _("Answer"), href)
    words = _moment(_("Until %(day)s, %(time)s."), ask)
    if len(line.people) > 2:
        return Said(_("%(name)s: a vote on times", name=who), words, _("Answer the vote"), href)
    title = _("%(name)s asks which time suits you", name=who)
    return Said(title, words, _("Pick a time"), href, load=href)


def _look_at(ask: Ask, line: RelationshipLine) -> str:
    """Return the page where it is answered, for what is only mentioned."""
    if ask.kind is AskKind.SUGGESTION:
        return page_url("relationships.show", relationship_id=line.relationship_id)
    return _address(ask)


def _address(ask: Ask) -> str:
    if ask.kind is AskKind.SUGGESTION:
        return page_url("answers.confirm", key=ask.key)
    if ask.kind is AskKind.QUESTION:
        return page_url("messages.exchange", exchange_id=ask.key) + "#body"
    return page_url("polls.show", poll_id=ask.key)


def _also(ask: Ask) -> str:
    if ask.kind is AskKind.QUESTION:
        return _("A question waits, too")
    if ask.kind is AskKind.VOTE:
        return _("A vote on times waits, too")
    return _("Another time is suggested, too")


def _moment(words: str, ask: Ask) -> str:
    return words % {"day": day(ask.at, viewer_zone()), "time": hour(ask.at, viewer_zone())}
