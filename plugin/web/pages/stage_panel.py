"""Where a programme stands and what comes next, as the overview shows it."""

from datetime import timedelta
from typing import Any

from plugin.mentoring import stages
from plugin.mentoring.programme import Programme, Stage
from plugin.mentoring.spans import on_wall_clock
from plugin.mentoring.stages import Told
from plugin.ports.reads import Counts
from plugin.web.current import now
from plugin.web.forms import Form
from plugin.web.texts import gettext as _

PILOT_OF, PILOT_WEEKS = 12, 6


def panel(programme: Programme, counts: Counts, form: Form | None) -> dict[str, Any]:
    """Return the step that comes next in words, and whether the last one can be taken back."""
    told = Told(profiles=counts.profiles, relationships=counts.relationships)
    today = on_wall_clock(now(), programme.zone).date()
    back = stages.before(programme)
    return {
        "names": names(),
        "next": _next(programme),
        "back": names()[back] if back and stages.may_undo(programme, told) else None,
        "paused": stages.is_paused(programme, now=now()),
        "may_pause": programme.stage not in (Stage.DRAFT, Stage.CLOSED),
        "due": bool(programme.life.review_due and programme.life.review_due <= today),
        "form": form
        or Form.filled(
            {"cap": PILOT_OF, "review_due": (today + timedelta(weeks=PILOT_WEEKS)).isoformat()}
        ),
        "labels": {
            "cap": _("People at most"),
            "review_due": _("We look back on"),
            "until": _("Goes on again on"),
        },
    }


def names() -> dict[Stage, str]:
    """Return the stages in order, each by its name."""
    return {
        Stage.DRAFT: _("Draft"),
        Stage.PILOT: _("Trial"),
        Stage.OPEN: _("Open"),
        Stage.MATCHING: _("Matching"),
        Stage.RUNNING: _("Running"),
        Stage.REVIEW: _("Looking back"),
        Stage.CLOSED: _("Closed"),
    }


def _next(programme: Programme) -> tuple[Stage, str, str] | None:
    """Return the next stage, the words of its button, and what happens then."""
    words = {
        Stage.PILOT: (
            Stage.OPEN,
            _("Open to everybody"),
            _("When the trial has been looked back at, everybody in the course can take part."),
        ),
        Stage.OPEN: (
            Stage.MATCHING,
            _("Begin matching"),
            _("People can still send profiles. Nobody sees a match before you publish."),
        ),
        Stage.MATCHING: (
            Stage.RUNNING,
            _("Say that it runs"),
            _("Publishing matches does this too."),
        ),
        Stage.RUNNING: (
            Stage.REVIEW,
            _("Begin looking back"),
            _("No new profiles are taken. Those who work together go on as long as they like."),
        ),
        Stage.REVIEW: (
            Stage.CLOSED,
            _("Close this cohort"),
            _("Everything stays readable. Mentees are invited to mentor next time."),
        ),
    }
    return words.get(programme.stage)
