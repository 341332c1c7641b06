"""How relationships fare, for coordinators: no content, and kind words ready to be sent."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from plugin.mentoring.programme import ProgrammeId
from plugin.ports.reads import PAGE_SIZE
from plugin.services.health import HealthLine, Hint
from plugin.web.current import actor, page_url, services
from plugin.web.names import names
from plugin.web.pages.overview import places
from plugin.web.pages.show import page
from plugin.web.texts import gettext as _

bp = Blueprint("fares", __name__, url_prefix="/programmes/<programme_id>/health")
MOST_PAGES = 1000


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show one page of relationships, those that may want a hand first."""
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    facts = services().health.of(ProgrammeId(programme_id), actor=actor(), page=number)

    def address(to: int) -> str:
        return page_url("fares.show", programme_id=programme_id, page=to)

    return page(
        "health/show.html",
        nav=places(facts.programme, here_is="health"),
        facts=facts,
        lines=[(one, _words(one), _kind_words(one)) for one in facts.lines],
        before=address(number - 1) if number > 1 else None,
        after=address(number + 1) if len(facts.lines) == PAGE_SIZE else None,
        place=_("Page %(n)s", n=number),
    )


def _words(one: HealthLine) -> tuple[str, str, str]:
    """Return (kind, picture, words) for how it fares."""
    waits = names(one.unsigned)
    return {
        Hint.ANOTHER: ("wait", "swap", _("%(names)s would like another match", names=_wish(one))),
        Hint.AGREE: ("calm", "pen", _("Not agreed yet; waits for %(names)s", names=waits)),
        Hint.BOOK: ("calm", "cal", _("Agreed, and has not met yet")),
        Hint.MEET: ("calm", "cal", _("Has met; nothing more is booked")),
        Hint.RESTS: ("calm", "moon", _("Rests")),
        Hint.ENDED: ("", "leaf", _("Has ended")),
        Hint.WELL: ("ok", "check", _("Fares well")),
    }[one.hint]


def _wish(one: HealthLine) -> str:
    return names(one.wishing)


def _kind_words(one: HealthLine) -> str:
    """Return a message that a coordinator may send as it is; empty where none is due."""
    people = names(one.line.people)
    return {
        Hint.AGREE: _(
            "Hello %(names)s, you were brought together a while ago. A first draft of how you"
            " want to work takes ten minutes, and everything in it can be changed later. Is there"
            " anything I can help with?",
            names=people,
        ),
        Hint.BOOK: _(
            "Hello %(names)s, your agreement stands, so the best part comes next. Would one of"
            " the times on your page do for a first session?",
            names=people,
        ),
        Hint.MEET: _(
            "Hello %(names)s, I hope your last session was a good one. If the weeks are full,"
            " you can let it rest until a day you choose; if not, your page has some times.",
            names=people,
        ),
        Hint.ANOTHER: _(
            "Hello %(names)s, you asked for another match, and you need not tell me why. May I"
            " suggest somebody, or would you rather talk first?",
            names=_wish(one),
        ),
    }.get(one.hint, "")
