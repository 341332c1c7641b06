"""How fair a draft is, and how varied the mentors are: no figures of groups below five."""

from collections.abc import Callable, Iterable

from flask import Blueprint
from werkzeug.wrappers import Response

from plugin.mentoring.enrolment import Side
from plugin.mentoring.fairness import SMALL, Outcome
from plugin.mentoring.programme import ProgrammeId
from plugin.web.current import actor, services
from plugin.web.pages.match_words import whys
from plugin.web.pages.overview import places
from plugin.web.pages.show import page
from plugin.web.pages.words import languages
from plugin.web.texts import gettext as _

bp = Blueprint("fairness", __name__, url_prefix="/programmes/<programme_id>/matching/fairness")


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show what the draft does for people."""
    seen = services().fairness.page(ProgrammeId(programme_id), actor=actor())
    sides = {Side.MENTOR: _("Mentors"), Side.MENTEE: _("Mentees"), Side.PEER: _("Peers")}
    known = dict(languages())
    tongues, zones, offers = seen.variety
    return page(
        "matching/fairness.html",
        nav=places(seen.programme, here_is="matching"),
        page=seen,
        small=SMALL,
        left=[(sides[side], whys()[why], number) for side, why, number in seen.left],
        tables=[
            (_("Mentors and mentees"), _named(seen.sides, lambda one: sides[Side(one)])),
            (_("By language"), _named(seen.languages, lambda one: known.get(one, one))),
            (_("By time zone"), _named(seen.zones, _place)),
        ],
        variety=[
            (_("Languages"), [(_name(x, lambda one: known.get(one, one)), n) for x, n in tongues]),
            (_("Time zones"), [(_name(x, _place), n) for x, n in zones]),
            (_("What they offer"), [(_name(x, str), n) for x, n in offers]),
        ],
    )


def _named(found: Iterable[Outcome], words: Callable[[str], str]) -> list[tuple[str, Outcome]]:
    return [(_name(one.name, words), one) for one in found]


def _name(name: str | None, words: Callable[[str], str]) -> str:
    return _("All others") if name is None else words(name)


def _place(zone: str) -> str:
    return zone.replace("_", " ")
