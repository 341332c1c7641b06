"""A programme as its coordinators see it: who is how far, and who may want a hand. No content."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from werkzeug.wrappers import Response

from plugin.mentoring import policy
from plugin.mentoring.cadence import is_overdue
from plugin.mentoring.programme import TAKES_PROFILES, Programme, Stage
from plugin.mentoring.relationship import RelationshipState
from plugin.mentoring.stages import is_paused
from plugin.ports.reads import PAGE_SIZE, Counts, RelationshipLine
from plugin.ports.values import Course
from plugin.services.overviews import Overview
from plugin.services.rosters import NOT_ALLOWED, NOT_OFFERED, QUEUED
from plugin.web.current import actor, now, page_url, viewer_zone
from plugin.web.forms import Form
from plugin.web.pages.show import Place, page
from plugin.web.pages.stage_panel import panel
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext
from plugin.web.times import date

WAITS_AFTER = timedelta(days=14)


def overview(
    facts: Overview,
    *,
    number: int = 1,
    also: Sequence[Programme] = (),
    takes_part: bool = False,
    form: Form | None = None,
    status: int = 200,
) -> Response:
    """Render the overview of one programme."""
    programme = facts.programme
    return page(
        "programmes/overview.html",
        status=status,
        stage=panel(programme, facts.counts, form),
        nav=places(programme, here_is="overview", also=also, takes_part=takes_part),
        programme=programme,
        lead=_lead(programme, facts.counts),
        ready=_ready(programme, facts.counts),
        counts=facts.counts,
        steps=steps(facts.counts),
        hands=_hands(programme, facts),
        lines=[(line, _state(line)) for line in facts.lines],
        roster=_roster(facts.course),
        rhythm=_rhythm(programme),
        coordinators=facts.coordinators,
        coordinates=policy.may_coordinate(actor(), programme),
        **_pager(programme, number, len(facts.lines)),
    )


def roster(facts: Overview) -> Response:
    """Render only how the reading of the course list stands."""
    return page(
        "programmes/roster.html",
        programme=facts.programme,
        counts=facts.counts,
        roster=_roster(facts.course),
    )


def places(
    programme: Programme,
    *,
    here_is: str,
    also: Sequence[Programme] = (),
    takes_part: bool = False,
) -> list[Place]:
    """Return the places in a coordinator's bar."""
    key = programme.programme_id
    bar = [
        (_("Overview"), page_url("programmes.show", programme_id=key), here_is == "overview"),
        (_("People"), page_url("programmes.people", programme_id=key), here_is == "people"),
        (_("Matching"), page_url("matching.show", programme_id=key), here_is == "matching"),
        (_("How it goes"), page_url("fares.show", programme_id=key), here_is == "health"),
    ]
    if takes_part:
        bar.append((_("My own"), page_url("home.mine"), here_is == "mine"))
    bar += [
        (x.title, page_url("programmes.show", programme_id=x.programme_id), False) for x in also
    ]
    return bar


def _roster(course: Course) -> dict[str, object]:
    """Return how the reading of the course list stands, in words."""
    return {
        "busy": course.roster_state == QUEUED,
        "problem": _roster_problem(course.roster_state),
        "read_at": course.roster_at,
    }


def _roster_problem(state: str) -> str | None:
    if state in ("never", "done", QUEUED):
        return None
    if state == NOT_OFFERED:
        return _("The course does not share its list. People appear here when they open the tool.")
    if state == NOT_ALLOWED:
        return _("The LMS refused to share the list. Its administrator can allow it.")
    return _("The list could not be read. The one we have stays; please try again later.")


def _lead(programme: Programme, counts: Counts) -> str:
    if programme.stage is Stage.DRAFT:
        return _("A draft. Look at everything once more, then open it.")
    if not counts.profiles:
        if programme.stage not in TAKES_PROFILES:
            return _("Closed for profiles. Nobody has sent one.")
        return _("Open for profiles. Nobody has sent one yet.")
    sent = ngettext("One profile sent", "%(num)s profiles sent", counts.profiles)
    if not counts.relationships:
        return _("%(sent)s, no pairs yet.", sent=sent)
    pairs = ngettext("one pair", "%(num)s pairs", counts.relationships)
    return _("%(sent)s, %(pairs)s so far.", sent=sent, pairs=pairs)


def _ready(programme: Programme, counts: Counts) -> str | None:
    waiting = counts.profiles - counts.placed
    if programme.stage not in TAKES_PROFILES or not waiting or not counts.mentors:
        return None
    return ngettext(
        "One person with a profile waits for a partner",
        "%(num)s people with a profile wait for a partner",
        waiting,
    )


def steps(counts: Counts) -> list[tuple[str, int, int]]:
    """Return (words, people, height) for the funnel."""
    found = [
        (_("In the course"), counts.members),
        (_("Profile"), counts.profiles),
        (_("Placed"), counts.placed),
        (_("Agreed"), counts.agreed),
        (_("Booked or met"), counts.booked),
    ]
    most = max(count for _words, count in found) or 1
    return [(words, count, round(100 * count / most)) for words, count in found]


def _state(line: RelationshipLine) -> tuple[str, str, str]:
    if line.rests:
        return "calm", "moon", _("Resting for a while")
    if line.next:
        return "ok", "cal", _("Session booked")
    if line.agreed:
        return "", "check", _("Agreed, no session yet")
    return "calm", "pen", _("Agreeing how to work")


def _hands(programme: Programme, facts: Overview) -> list[tuple[RelationshipLine, str]]:
    """Return who may want a hand; while the programme rests, nobody is behind (P14)."""
    if is_paused(programme, now=now()):
        return []
    return [
        (line, words) for line in facts.lines if (words := _left(line) or _hand(line, programme))
    ]


def _left(line: RelationshipLine) -> str | None:
    """Say that whoever stays could be matched again, while the relationship is not ended (S05)."""
    if not line.left or line.state is RelationshipState.ENDED:
        return None
    return _("Somebody has left the course. Whoever stays can be matched again.")


def _hand(line: RelationshipLine, programme: Programme) -> str | None:
    """Return why a hand would help, or None. It is never anybody's fault."""
    if line.rests:
        return None
    if line.next or now() - line.created_at < WAITS_AFTER:
        return None
    if not line.agreed:
        since = date(line.created_at, viewer_zone())
        return _("Together since %(date)s, no agreement yet.", date=since)
    if line.last_met_at is None:
        return _("Agreed, and nothing is booked.")
    if is_overdue(line.last_met_at, programme.bounds.cadence_weeks, now()):
        last = date(line.last_met_at, viewer_zone())
        return _("Last met on %(date)s, and nothing is booked.", date=last)
    return None


def _rhythm(programme: Programme) -> str:
    weeks, minutes = programme.bounds.cadence_weeks, programme.bounds.length_min
    every = ngettext("Every week", "Every %(num)s weeks", weeks)
    return _("%(every)s, %(minutes)s minutes", every=every, minutes=minutes)


def _pager(programme: Programme, number: int, shown: int) -> dict[str, Any]:
    def address(to: int) -> str:
        return page_url("programmes.show", programme_id=programme.programme_id, page=to)

    return {
        "before": address(number - 1) if number > 1 else None,
        "after": address(number + 1) if shown == PAGE_SIZE else None,
        "place": _("Page %(n)s", n=number),
    }
