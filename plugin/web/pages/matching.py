"""The draft of pairings: suggested, changed by hand, published."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from flask_babel import format_decimal
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.counted import Part
from plugin.mentoring.enrolment import Side
from plugin.mentoring.groups import NO_CHOICES, Choices, Trait
from plugin.mentoring.match_run import MatchRun, RunState, weights_of
from plugin.mentoring.matching import weighed
from plugin.mentoring.mentor_requests import WAITS, RequestState, rules_of
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Format, ProgrammeId
from plugin.services.matching import DraftPage
from plugin.web.current import actor, services
from plugin.web.forms import FormSchema, between, one_of, read_sent, version
from plugin.web.pages.match_words import (
    barriers,
    exclusion_kinds,
    kinds,
    parts,
    segments,
    traits,
    whys,
)
from plugin.web.pages.overview import places
from plugin.web.pages.show import page, then
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext

bp = Blueprint("matching", __name__, url_prefix="/programmes/<programme_id>/matching")
ENOUGH_HOURS = 2
PROVEN_PERCENT = 0.001


class MoveForm(FormSchema):
    """One mentee and their mentor, on the draft of one version; no mentor takes them out."""

    version = version()
    mentee = fields.String(load_default="")
    mentor = fields.String(load_default=None)


class WeightsForm(FormSchema):
    """How much each part of the score counts; blank is as before."""

    skills = fields.Integer(load_default=None, validate=between(0, 10))
    values = fields.Integer(load_default=None, validate=between(0, 10))
    time = fields.Integer(load_default=None, validate=between(0, 10))
    languages = fields.Integer(load_default=None, validate=between(0, 10))
    media = fields.Integer(load_default=None, validate=between(0, 10))
    aims = fields.Integer(load_default=None, validate=between(0, 10))
    style = fields.Integer(load_default=None, validate=between(0, 10))
    chosen = fields.String(load_default="")
    kind = fields.String(load_default=None, validate=one_of(tuple(Format)))
    spread = fields.List(fields.String(validate=one_of(tuple(Trait))), load_default=())
    gather = fields.List(fields.String(validate=one_of(tuple(Trait))), load_default=())


class RegroupForm(FormSchema):
    """Somebody and the circle that they go to; no number takes them out."""

    version = version()
    person = fields.String(load_default="")
    target = fields.Integer(load_default=None)


class PublishForm(FormSchema):
    """The version of the draft that the coordinator saw."""

    version = version()


@bp.get("/")
def show(programme_id: str) -> Response:
    """Show the draft with its reasons."""
    return _draft(programme_id)


@bp.post("/weigh")
def weigh(programme_id: str) -> Response:
    """Show the same draft with the weights of the form; nothing is kept."""
    return _draft(programme_id, _importance(read_sent(WeightsForm())))


@bp.get("/people/<person_id>")
def person(programme_id: str, person_id: str) -> Response:
    """Show the mentors for one mentee, with every part's points and what a move costs."""
    seen = services().matching.person(ProgrammeId(programme_id), PersonId(person_id), actor=actor())
    return page(
        "matching/person.html",
        nav=places(seen.programme, here_is="matching"),
        page=seen,
        parts=parts(),
        barriers=barriers(),
        exclusions=exclusion_kinds(),
    )


def _importance(said: Mapping[str, Any]) -> Mapping[Part, int] | None:
    return {part: said[part] for part in Part if said.get(part) is not None} or None


def _draft(programme_id: str, importance: Mapping[Part, int] | None = None) -> Response:
    tried = weighed(importance) if importance else None
    draft = services().matching.page(ProgrammeId(programme_id), actor=actor(), weights=tried)
    return page(
        "matching/draft.html",
        nav=places(draft.programme, here_is="matching"),
        page=draft,
        segments=segments(),
        tried=tried is not None,
        barriers=barriers(),
        held=services().training_desk.held(ProgrammeId(programme_id), actor=actor()),
        asked=_asked(draft),
        unplaced=[(who, side, whys()[why]) for who, side, why in draft.unplaced],
        publish_words=_publish_words(draft),
        run=draft.run,
        ended=_ended(),
        proof=_proof(draft.run) if draft.as_made else None,
        weights=_weights(importance or _tenths(draft.run)),
        grouped=_is_grouped(draft),
        choices=draft.run.choices if draft.run else NO_CHOICES,
        traits=traits(),
        kinds=[(kind, kinds()[kind]) for kind in draft.programme.formats],
        **_figures(draft),
    )


@bp.post("/suggest")
def suggest(programme_id: str) -> Response:
    """Ask for a new draft, with the weights of the form where it has some."""
    said = read_sent(WeightsForm())
    choices = Choices(
        Format(said["kind"]) if said["kind"] else None,
        tuple(map(Trait, said["spread"])),
        tuple(map(Trait, said["gather"])),
    )
    services().match_runs.ask(
        ProgrammeId(programme_id),
        importance=_importance(said),
        actor=actor(),
        choices=choices if said["chosen"] else None,
    )
    return then("matching.show", programme_id=programme_id)


@bp.get("/progress")
def progress(programme_id: str) -> Response:
    """Show how the run goes; the page asks for this part again while it goes on."""
    draft = services().matching.page(ProgrammeId(programme_id), actor=actor())
    response = page("matching/run.html", page=draft, run=draft.run, ended=_ended())
    if draft.run is None or not draft.run.under_way:
        response.headers["HX-Refresh"] = "true"  # every figure of the page may have changed
    return response


@bp.post("/stop")
def stop(programme_id: str) -> Response:
    """Have the run end with the best so far."""
    services().match_runs.stop(ProgrammeId(programme_id), actor=actor())
    return then("matching.show", programme_id=programme_id)


@bp.post("/move")
def move(programme_id: str) -> Response:
    """Give a mentee another mentor in the draft."""
    said = read_sent(MoveForm())
    mentor = said["mentor"]
    services().matching.move(
        ProgrammeId(programme_id),
        PersonId(said["mentee"]),
        PersonId(mentor) if mentor else None,
        version=said["version"],
        actor=actor(),
    )
    return then("matching.show", "moved", programme_id=programme_id)


@bp.post("/regroup")
def regroup(programme_id: str) -> Response:
    """Put somebody into another circle of the draft."""
    said = read_sent(RegroupForm())
    services().matching.regroup(
        ProgrammeId(programme_id),
        PersonId(said["person"]),
        said["target"],
        version=said["version"],
        actor=actor(),
    )
    return then("matching.show", "moved", programme_id=programme_id)


@bp.post("/undo")
def undo(programme_id: str) -> Response:
    """Go back to the draft before the last change."""
    said = read_sent(PublishForm())
    services().matching.undo(ProgrammeId(programme_id), version=said["version"], actor=actor())
    return then("matching.show", "draft-undone", programme_id=programme_id)


@bp.post("/publish")
def publish(programme_id: str) -> Response:
    """Let the pairs see each other."""
    said = read_sent(PublishForm())
    services().matching.publish(ProgrammeId(programme_id), version=said["version"], actor=actor())
    return then("programmes.show", "published", programme_id=programme_id)


def _asked(draft: DraftPage) -> tuple[int, int] | None:
    """Return how many requests of mentees wait, and were accepted; None where they ask nobody."""
    if rules_of(draft.programme) is None:
        return None
    key = draft.programme.programme_id
    counts = services().mentor_requests.counts(key, actor=actor())
    return sum(counts[one] for one in WAITS), counts[RequestState.ACCEPTED]


def _ended() -> dict[RunState, str]:
    return {
        RunState.STOPPED: _("Stopped. This is the best that was found until then."),
        RunState.CHANGED: _(
            "The draft was changed while a new one was made, so the changed one stays. "
            "Suggest anew if you want another."
        ),
        RunState.FAILED: _(
            "No draft came of it; the last one stays. Please try again, and tell your "
            "administrator if it happens twice."
        ),
    }


def _proof(run: MatchRun | None) -> str | None:
    """Say how good the draft was when it was made; nothing of one that was changed since."""
    if run is None or run.proof is None or not run.proof.reached or not run.proof.most:
        return None
    if run.proof.gap_percent < PROVEN_PERCENT:
        return _("Proven: no other draft under these rules reaches more points together.")
    gap = format_decimal(run.proof.gap_percent, format="#,##0.###")
    return _("Proven: no other draft reaches more than %(gap)s %% more points.", gap=gap)


def _tenths(run: MatchRun | None) -> Mapping[Part, int]:
    return {part: round(points / 5) for part, points in weights_of(run).items()}


def _weights(now: Mapping[Part, int]) -> list[tuple[Part, str, int]]:
    """Return each part with how much it counts, from 0 to 10."""
    return [(part, words, min(now.get(part, 0), 10)) for part, words in parts()]


def _figures(draft: DraftPage) -> dict[str, Any]:
    return {
        "mentees_left": sum(1 for _who, side, _w in draft.unplaced if side is Side.MENTEE),
        "well_timed": sum(1 for pair in draft.pairs if (pair.fit.hours or 0) >= ENOUGH_HOURS),
        "points": sum(pair.fit.score for pair in draft.pairs),
        "lowest": min((pair.fit.score for pair in draft.pairs), default=0),
        "by_hand": sum(1 for pair in draft.pairs if pair.by_hand),
    }


def _is_grouped(draft: DraftPage) -> bool:
    """Whether circles or peers are drafted, not pairs."""
    kind = draft.run.choices.kind if draft.run else None
    return (kind or draft.programme.formats[0]) is not Format.ONE_TO_ONE or bool(draft.groups)


def _publish_words(draft: DraftPage) -> str:
    people = {p.person_id for pair in draft.pairs for p in (pair.mentee, pair.mentor)}
    for one in draft.groups:
        people |= {p.person_id for p in (*one.facilitators, *one.members)}
    return ngettext("Publish to %(num)s person", "Publish to %(num)s people", len(people))
