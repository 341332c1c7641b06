"""The page of people who work together: what is next, and where their things are."""

from typing import Any

from flask import Blueprint, jsonify, redirect, request
from werkzeug.wrappers import Response

from plugin.mentoring import policy
from plugin.mentoring.cadence import is_overdue
from plugin.mentoring.counted import liked_media
from plugin.mentoring.enrolment import Medium, best_shared
from plugin.mentoring.people import Person
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.session import Channel, SessionState, Sync
from plugin.mentoring.spans import on_wall_clock
from plugin.mentoring.stages import is_paused
from plugin.services.relationships import RelationshipPage, SessionLine
from plugin.web.current import (
    actor,
    now,
    page_url,
    remember_viewer,
    services,
    viewer,
    viewer_zone,
)
from plugin.web.names import names
from plugin.web.pages.promises import promise_rows, suggested_day
from plugin.web.pages.rhythm import another, ring
from plugin.web.pages.show import page
from plugin.web.pages.teams_links import chat_link
from plugin.web.pages.words import notice_words, reply_words
from plugin.web.problems import problem_words
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

bp = Blueprint("relationships", __name__, url_prefix="/relationships/<relationship_id>")


@bp.get("/")
def show(relationship_id: str) -> Response:
    """Show everything of a relationship to its members."""
    facts = services().relationships.page(RelationshipId(relationship_id), actor=actor())
    remember_viewer(next((x for x in facts.people if x.person_id == actor().person_id), None))
    done = {"booked": _booked(facts)}
    words = {**_words(facts), **_times(facts)}
    return page("relationships/show.html", done_here=done, page=facts, **words)


@bp.get("/chat")
def chat(relationship_id: str) -> Response:
    """Lead to a chat with the others in Teams, or tell the tab's script: pages show no address."""
    facts = services().relationships.page(RelationshipId(relationship_id), actor=actor())
    link = chat_link([one for one in facts.people if one.person_id != actor().person_id])
    go = link or page_url("relationships.show", relationship_id=relationship_id)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(go=go)
    return redirect(go, 303)


@bp.get("/next")
def next_session(relationship_id: str) -> Response:
    """Show only the next session; the page asks again while its invitation is on the way."""
    facts = services().relationships.page(RelationshipId(relationship_id), actor=actor())
    return page("relationships/next.html", page=facts, **_words(facts))


def _words(facts: RelationshipPage) -> dict[str, Any]:
    me, coming = viewer(), facts.next
    partners = [one for one in facts.people if one.person_id != me.person_id]
    return {
        "me": me,
        "title": facts.relationship.title or names(facts.people),
        "pair": len(facts.people) == 2,
        "partners": partners,
        "others": [(one.given, _zone(facts, one)) for one in partners],
        "zones": {one.person_id: _zone(facts, one) for one in facts.people},
        "brings": {who: one.profile.offers[:4] for who, one in facts.enrolments.items()},
        "about": {who: one.profile.about for who, one in facts.enrolments.items()},
        "confided": {who: one.profile.confided for who, one in facts.enrolments.items()},
        "may_book": _may_book(facts),
        **_rests(facts),
        "others_book": not policy.may_book(actor(), facts.relationship, facts.programme),
        "organises": _organises(facts, me),
        **_invitation(facts, me),
        "problem": problem_words(coming.link.problem if coming and coming.link else None),
        "holder": _holder(facts),
        "place_problem": problem_words(facts.place.problem if facts.place else None),
        "called_off": [x for x in facts.coming if x.session.state is SessionState.CANCELLED],
        "later": [x for x in facts.coming if x.session.state is SessionState.PLANNED][1:],
        "overdue": _overdue(facts),
        "no_address": [
            one for one in facts.people if not one.email and one.person_id not in facts.accounts
        ],
        "promises": promise_rows(
            facts.promises, {x.person_id: x for x in facts.people}, me.person_id
        ),
        "due": suggested_day(now(), viewer_zone()),
        "choices": [(me.person_id, _("I do")), *((one.person_id, one.given) for one in partners)],
        "replies": dict(reply_words()),
        "notices": dict(notice_words()),
        "untold": _untold(facts, me),
        "now": now(),
        **_lately(facts),
        "headline": _headline(coming) if coming else "",
        "agenda_rows": _rows(coming),
    }


def _times(facts: RelationshipPage) -> dict[str, Any]:
    """Return what is being settled about the next time: suggestions and an open vote."""
    return {"poll": facts.asked.poll, "suggestions": facts.asked.suggestions}


def _untold(facts: RelationshipPage, me: Person) -> SessionLine | None:
    """Return the latest session that has been, if this member has not said whether it was held."""
    been = (x for x in facts.past if x.session.state is SessionState.PLANNED)
    last = next((x for x in been if me.person_id in x.session.people), None)
    said = last and me.person_id in last.evidence.yes | last.evidence.no
    return None if said else last


def _overdue(facts: RelationshipPage) -> bool:
    """Whether the agreed rhythm has passed without a session, and none is planned."""
    if facts.next is not None or facts.relationship.state is not RelationshipState.ACTIVE:
        return False
    been = (x.session for x in facts.past if x.session.state is SessionState.PLANNED)
    latest = next((one.span.ends_at for one in been), facts.relationship.created_at)
    weeks = facts.programme.bounds.cadence_weeks
    weeks = facts.agreement.terms.cadence_weeks if facts.agreement else weeks
    return is_overdue(latest, weeks, now())


def _headline(line: SessionLine) -> str:
    """Return how many days away the session is, as a calendar on the wall counts them."""
    moments = (now(), line.session.span.starts_at)
    today, then = (on_wall_clock(moment, viewer_zone()).date() for moment in moments)
    days = (then - today).days
    if days <= 0:
        return _("The session today") if days == 0 else _("The session going on")
    return ngettext("Next session, tomorrow", "Next session, in %(num)s days", days)


def _lately(facts: RelationshipPage) -> dict[str, Any]:
    """Return the rhythm they keep, another that would fit, and how they like best to meet."""
    return {"ring": ring(facts), "rhythm": another(facts), "liked": _liked(facts)}


def _liked(facts: RelationshipPage) -> Medium | None:
    """Return how they all like best to meet, where everybody has said how (T4)."""
    if len(facts.enrolments) < len(facts.people):
        return None
    return best_shared(liked_media(one.profile) for one in facts.enrolments.values())


def _rows(line: SessionLine | None) -> int:
    """Return how high the field for the topics is: all of them, and room for one more."""
    lines = line.session.agenda.count("\n") + 2 if line else 0
    return min(max(lines, 3), 10)


def _zone(facts: RelationshipPage, person: Person) -> str | None:
    enrolment = facts.enrolments.get(person.person_id)
    return person.zone or (enrolment.profile.zone if enrolment else None)


def _may_book(facts: RelationshipPage) -> bool:
    text, formal = facts.agreement, facts.programme.formal
    signed = text and text.holds_for(facts.relationship) and actor().person_id in text.signers
    if (formal and not signed) or any(_rests(facts).values()):
        return False
    return policy.may_book(actor(), facts.relationship, facts.programme)


def _rests(facts: RelationshipPage) -> dict[str, bool]:
    """Say whether the programme rests, or its members let it rest."""
    today = on_wall_clock(now(), facts.programme.zone).date()
    resting = facts.relationship.is_resting(today)
    return {"rests": is_paused(facts.programme, now=now()), "we_rest": resting}


def _organises(facts: RelationshipPage, me: Person) -> bool:
    organiser = facts.next.session.organiser if facts.next else facts.relationship.organiser
    return organiser == me.person_id


def _holder(facts: RelationshipPage) -> Person | None:
    """Return in whose OneDrive the folder lies, if it does in one."""
    key = facts.place.holder if facts.place else None
    return next((one for one in facts.people if one.person_id == key), None)


def _invitation(facts: RelationshipPage, me: Person) -> dict[str, bool]:
    """Say how the invitation to the next session stands."""
    coming = facts.next
    return {
        "waits_for_me": _waits_for(facts, coming, me),
        "unconnected": coming is not None and _is_unconnected(facts, coming),
        "unsettled": coming is not None and _unsettled(coming),
        "by_mail": coming is not None and _by_mail(coming),
    }


def _waits_for(facts: RelationshipPage, line: SessionLine | None, me: Person) -> bool:
    if line is None or line.link is None or line.link.organiser != me.person_id:
        return False
    return _awaits_account(facts, line)


def _awaits_account(facts: RelationshipPage, line: SessionLine) -> bool:
    waiting = line.link is not None and line.link.sync is Sync.NEEDS_SIGN_IN
    return waiting or _is_unconnected(facts, line)


def _is_unconnected(facts: RelationshipPage, line: SessionLine) -> bool:
    """Whether the first invitation cannot leave: it would go through an account that is not there.

    A worker finds the same a moment later and writes it on the link.
    """
    link = line.link
    if link is None or link.channel is not Channel.OUTLOOK or link.event_id is not None:
        return False
    account = facts.accounts.get(link.organiser)
    return link.sync is Sync.QUEUED and (account is None or account.needs_sign_in_since is not None)


def _booked(facts: RelationshipPage) -> str:
    """Return what is said of a session that was just booked."""
    line = facts.next
    if line is None or line.link is None or not _awaits_account(facts, line):
        return _("Planned. The invitations are on their way.")
    organiser = next((x for x in facts.people if x.person_id == line.link.organiser), None)
    if organiser is None or organiser.person_id == actor().person_id:
        return _("Planned. The invitations leave as soon as Microsoft is connected.")
    return _(
        "Planned. The invitations leave as soon as %(name)s has connected Microsoft.",
        name=organiser.given,
    )


def _unsettled(line: SessionLine) -> bool:
    """Whether the page should look again soon without being asked."""
    return line.link is not None and line.link.sync in (Sync.QUEUED, Sync.NEEDS_SIGN_IN)


def _by_mail(line: SessionLine) -> bool:
    return line.link is not None and line.link.channel is Channel.MAIL
