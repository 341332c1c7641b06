"""The first page of a visit: what is next for this person in this course."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from plugin.mentoring import policy
from plugin.mentoring.enrolment import Side
from plugin.mentoring.formats import sides_of
from plugin.mentoring.guest import sides_to_refer_to
from plugin.mentoring.mentor_requests import rules_of
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import TAKES_PROFILES, Format, Programme, ProgrammeId, Stage
from plugin.mentoring.relationship import RelationshipState
from plugin.mentoring.spans import known_zone, on_wall_clock
from plugin.mentoring.templates import TEMPLATES
from plugin.ports.reads import HomeFacts, ProgrammeLine, RelationshipLine
from plugin.web.current import (
    actor,
    in_teams,
    now,
    page_url,
    remember_viewer,
    services,
    viewer,
    visit,
)
from plugin.web.languages import language
from plugin.web.pages.cards import MOST_WIDE, card, in_order
from plugin.web.pages.overview import overview, places
from plugin.web.pages.placed import copied
from plugin.web.pages.show import Place, page, then
from plugin.web.texts import gettext as _

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> Response:
    """Show the programme to whoever coordinates it, and everybody else their next step."""
    if visit().admin_of and actor().role is CourseRole.NONE:
        return redirect(page_url("connection.show"), 303)
    if in_teams():
        return then("teams.people")
    facts = _facts()
    led = _led(facts)
    if led:
        seen = services().overviews.of(led[-1].programme_id, actor=actor())
        takes_part = any(line.side for line in facts.programmes)
        return overview(seen, also=led[:-1], takes_part=takes_part)
    return _mine(facts)


@bp.get("/mine")
def mine() -> Response:
    """Show a coordinator their own next step."""
    if in_teams():
        return then("teams.people")
    facts = _facts()
    led = _led(facts)
    nav = places(led[-1], here_is="mine", also=led[:-1], takes_part=True) if led else ()
    return _mine(facts, nav)


def _facts() -> HomeFacts:
    facts = services().overviews.first_page(actor=actor())
    remember_viewer(facts.person)
    return facts


def _led(facts: HomeFacts) -> list[Programme]:
    led = (x.programme for x in facts.programmes if policy.may_coordinate(actor(), x.programme))
    return [one for one in led if policy.is_listed(one)]


def _mine(facts: HomeFacts, nav: Sequence[Place] = ()) -> Response:
    teaches = policy.may_start_programme(actor())
    shown = [line for line in facts.programmes if _is_shown(line)]
    source = services().programmes.copied(actor=actor()) if teaches and _is_new(facts) else None
    if source is not None:
        return copied(source)
    if not shown and teaches:
        return page("home/start.html", templates=TEMPLATES)
    if not shown:
        return page("home/nothing.html")
    programmes = {line.programme.programme_id: line.programme for line in shown}
    read = facts.mine
    mine = services().overviews.mine(actor=actor()) if read is None else read
    ended = [x for x in mine if x.state is RelationshipState.ENDED]
    going_on = [x for x in mine if x not in ended]
    me = viewer().person_id
    cards = in_order(card(x, viewer=me, programme=programmes.get(x.programme_id)) for x in going_on)
    return page(
        "home/mine.html",
        nav=nav,
        greeting=_greeting(),
        lead=_lead(mine),
        cards=cards if len(cards) <= MOST_WIDE else cards[:1],
        compact=cards[1:] if len(cards) > MOST_WIDE else [],
        ended=ended,
        programmes=_lines(shown, mine, _left_circles(facts.programmes)),
        step=_first_steps(shown) if not mine else None,
        sign_in_again=facts.microsoft_needs_sign_in,
        asked=services().mentor_requests.waiting(actor=actor()) if _choosing(shown) else (),
        teaches=teaches,
    )


def _choosing(shown: Sequence[ProgrammeLine]) -> bool:
    """Whether requests of mentees can wait for the reader."""
    return any(line.ready and rules_of(line.programme) for line in shown)


def _is_new(facts: HomeFacts) -> bool:
    """Whether nobody has begun anything in this course."""
    return not facts.programmes


def _is_shown(line: ProgrammeLine) -> bool:
    """Whoever has a profile in it goes on seeing it, whatever the LMS calls them by now."""
    if line.programme.stage is Stage.DRAFT or not policy.is_listed(line.programme):
        return False
    return line.side is not None or policy.may_see_programme(actor(), line.programme)


def _may_mentor(line: ProgrammeLine, shown: Sequence[ProgrammeLine]) -> bool:
    """Whether to invite somebody to mentor now who was a mentee before (P12)."""
    programme = line.programme
    if programme.stage not in TAKES_PROFILES or Side.MENTOR not in sides_of(programme.formats):
        return False
    closed = (one for one in shown if one.programme.stage is Stage.CLOSED)
    return line.side is None and any(x.ready and x.side is Side.MENTEE for x in closed)


def _lines(
    shown: Sequence[ProgrammeLine],
    mine: Sequence[RelationshipLine],
    left_circles: Mapping[ProgrammeId | None, ProgrammeId],
) -> list[dict[str, object]]:
    placed = {one.programme_id for one in mine}
    waits = [
        (x.programme, x.side)
        for x in shown
        if x.ready and x.side and x.programme.programme_id not in placed
    ]
    named = policy.may_see_names(actor())
    left = services().training.left(waits, language=language(), actor=actor()) if waits else {}
    begins = [
        (x.programme.programme_id, x.entry)
        for x in shown
        if x.ready and x.entry and x.programme.programme_id not in placed
    ]
    packs = services().training.packs(begins, language=language(), actor=actor()) if begins else {}
    return [
        {
            "programme": x.programme,
            "ready": x.ready,
            "placed": x.programme.programme_id in placed,
            "left": left.get(x.programme.programme_id, ()),
            "pack": packs.get(x.programme.programme_id),
            "may_mentor": _may_mentor(x, shown),
            "refers": bool(sides_to_refer_to(x.programme)),
            "circles": named and _seeks_circle(x),
            "wishes": x.programme.life.wishes and x.programme.stage in TAKES_PROFILES,
            "chooses": named and bool(rules_of(x.programme)) and x.side is Side.MENTEE,
            "left_circle": left_circles.get(x.programme.programme_id),
        }
        for x in shown
    ]


def _left_circles(lines: Sequence[ProgrammeLine]) -> dict[ProgrammeId | None, ProgrammeId]:
    """Return, by programme, what its mentors have among themselves and this person has left."""
    return {
        x.programme.life.mentors_of: x.programme.programme_id
        for x in lines
        if not policy.is_listed(x.programme) and x.side and not x.ready
    }


def _seeks_circle(line: ProgrammeLine) -> bool:
    programme = line.programme
    circles = Format.CIRCLE in programme.formats and programme.stage in TAKES_PROFILES
    return circles and line.side is Side.MENTEE


def _first_steps(shown: Sequence[ProgrammeLine]) -> int:
    """Return which of the four first steps comes next for somebody without a partner."""
    return 2 if any(line.ready for line in shown) else 1


def _greeting() -> str:
    person = viewer()
    if person.name is None:
        return _("Welcome")
    zone = known_zone(person.zone)
    clock = on_wall_clock(now(), zone).hour if zone else 0
    if not 5 <= clock < 18:
        return _("Hello, %(name)s", name=person.given)
    morning = _("Good morning, %(name)s", name=person.given)
    return morning if clock < 12 else _("Good afternoon, %(name)s", name=person.given)


def _lead(mine: Sequence[RelationshipLine]) -> str:
    booked = sum(1 for one in mine if one.next)
    if booked:
        return _("One session ahead.") if booked == 1 else _("%(n)s sessions ahead.", n=booked)
    return ""
