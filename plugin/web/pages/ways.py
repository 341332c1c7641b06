"""How we meet: two ways, one press to the other, a number for emergencies, and a try before."""

from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext
from marshmallow import fields
from werkzeug.wrappers import Response

from plugin.mentoring.enrolment import LANGUAGES
from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.mentoring.ways import (
    LONGEST_DETAIL,
    LONGEST_NUMBER,
    SPELLED_OUT,
    Platform,
    Reach,
    Way,
    is_web_address,
)
from plugin.ports.errors import ConflictError
from plugin.services.ways import SessionWays, WaysPage
from plugin.web.current import actor, remember_viewer, services
from plugin.web.forms import Form, FormSchema, at_most, one_of, read_form, read_sent, version
from plugin.web.pages.show import page, then
from plugin.web.pages.words import language_name, languages
from plugin.web.texts import gettext as _

bp = Blueprint("ways", __name__)

PLATFORMS = {
    Platform.TEAMS: lazy_gettext("Microsoft Teams"),
    Platform.LINK: lazy_gettext("Another video service"),
    Platform.PHONE: lazy_gettext("The telephone"),
    Platform.IN_PERSON: lazy_gettext("In person"),
}
LABELS = {
    "primary": lazy_gettext("We usually meet by"),
    "primary_detail": lazy_gettext("Its address, or the place"),
    "backup": lazy_gettext("If that fails"),
    "backup_detail": lazy_gettext("Address or place for that"),
    "number": lazy_gettext("My telephone number"),
    "language": lazy_gettext("I read captions in"),
}


class WaysForm(FormSchema):
    """The two ways."""

    primary = fields.Enum(Platform, by_value=True, required=True)
    primary_detail = fields.String(load_default="", validate=at_most(LONGEST_DETAIL))
    backup = fields.Enum(Platform, by_value=True, required=True)
    backup_detail = fields.String(load_default="", validate=at_most(LONGEST_DETAIL))
    version = version(default=0)


class ReachForm(FormSchema):
    """One's own number and language."""

    number = fields.String(load_default="", validate=at_most(LONGEST_NUMBER))
    language = fields.String(load_default=None, validate=one_of(LANGUAGES))
    version = version(default=0)


class WorksForm(FormSchema):
    """Whether it works."""

    works = fields.Boolean(required=True)


class SwitchForm(FormSchema):
    """Where to."""

    to = fields.String(required=True, validate=one_of(("backup", "primary")))


@bp.get("/relationships/<relationship_id>/ways/")
def show(relationship_id: str) -> Response:
    """Show how the members meet, and the reader's own part in it."""
    return _page(services().ways.page(RelationshipId(relationship_id), actor=actor()))


@bp.post("/relationships/<relationship_id>/ways/")
def keep(relationship_id: str) -> Response:
    """Keep the two ways."""
    key, form = RelationshipId(relationship_id), _with_sense(read_form(WaysForm()))
    facts = services().ways.page(key, actor=actor())
    if not form.ok:
        return _page(facts, form=form, status=422)
    said = form.data
    primary, backup = (Way(said[name], said[f"{name}_detail"]) for name in ("primary", "backup"))
    try:
        services().ways.keep(key, primary, backup, version=said["version"], actor=actor())
    except OutOfBoundsError:
        words = _("Please choose another way for when the first one fails.")
        return _page(facts, form=form.with_error("backup", words), status=422)
    return then("ways.show", "saved", relationship_id=relationship_id)


@bp.post("/relationships/<relationship_id>/ways/reach")
def keep_reach(relationship_id: str) -> Response:
    """Keep the reader's own number and language, or forget them."""
    form, facts = (
        read_form(ReachForm()),
        services().ways.page(RelationshipId(relationship_id), actor=actor()),
    )
    if not form.ok:
        return _page(facts, own=form, status=422)
    said = form.data
    try:
        services().ways.keep_reach(
            said["number"], said["language"], version=said["version"], actor=actor()
        )
    except OutOfBoundsError:
        words = _("Please write a number that can be dialled, such as +44 20 7946 0958.")
        return _page(facts, own=form.with_error("number", words), status=422)
    return then("ways.show", "saved", relationship_id=relationship_id)


@bp.post("/relationships/<relationship_id>/ways/tried")
def try_it(relationship_id: str) -> Response:
    """Keep the reader's word on whether it works for them."""
    works = read_sent(WorksForm())["works"]
    services().ways.try_it(RelationshipId(relationship_id), works=works, actor=actor())
    return then("ways.show", "noted", relationship_id=relationship_id)


@bp.post("/sessions/<session_id>/switch")
def switch(session_id: str) -> Response:
    """Move everybody to the other way; whoever presses second finds that it is done."""
    to_backup = read_sent(SwitchForm())["to"] == "backup"
    try:
        services().ways.switch(SessionId(session_id), to_backup=to_backup, actor=actor())
    except ConflictError:
        return then("records.show", session_id=session_id)
    return then("records.show", "switched", session_id=session_id)


def place_words(facts: SessionWays) -> dict[str, Any]:
    """Return what a session's page says of where it is."""
    return {
        "place": facts,
        "platform": PLATFORMS[facts.at.platform],
        "other_platform": PLATFORMS[facts.other.platform],
        "captions": caption_words(facts.at.platform),
        "spoken": {who: language_name(code) for who, code in facts.languages.items()},
    }


def caption_words(platform: Platform) -> str:
    """Return how captions are switched on there; empty where there are none."""
    if platform is Platform.TEAMS:
        return _(
            "In the meeting, open “More”, then “Language and speech”, and turn on live "
            "captions. They show on your screen only, in the language you choose."
        )
    if platform is Platform.LINK:
        return _(
            "Most video services have captions under “CC”, “Subtitles” or “More”. Where there "
            "are none, your browser may offer live captions in its accessibility settings."
        )
    if platform is Platform.PHONE:
        return _(
            "Many telephones show live captions of a call: look for “Live captions” or “Live "
            "Transcribe” in the accessibility settings."
        )
    return ""


def _with_sense(form: Form) -> Form:
    if not form.ok:
        return form
    for name in ("primary", "backup"):
        platform, detail = form.data[name], form.data[f"{name}_detail"]
        if platform in SPELLED_OUT and not detail:
            words = _("Please say where: a web address, or a place.")
            return form.with_error(f"{name}_detail", words)
        if platform is Platform.LINK and not is_web_address(detail):
            words = _("Please give an address that begins with https://.")
            return form.with_error(f"{name}_detail", words)
    return form


def _page(
    facts: WaysPage, *, form: Form | None = None, own: Form | None = None, status: int = 200
) -> Response:
    me = actor().person_id
    remember_viewer(next((one for one in facts.people if one.person_id == me), None))
    problems = next((one for one in (form, own) if one is not None and not one.ok), None)
    return page(
        "ways/show.html",
        status=status,
        page=facts,
        me=me,
        form=form or _filled(facts),
        own=own or _own(facts.mine),
        problems=problems or Form(),
        labels=LABELS,
        platforms=list(PLATFORMS.items()),
        platform=PLATFORMS[facts.ways.primary.platform],
        captions=caption_words(facts.ways.primary.platform),
        languages=[("", _("I have not decided")), *languages()],
        spoken={who: language_name(code) for who, code in facts.languages.items()},
    )


def _filled(facts: WaysPage) -> Form:
    ways = facts.ways
    return Form.filled(
        {
            "primary": ways.primary.platform,
            "primary_detail": ways.primary.detail,
            "backup": ways.backup.platform,
            "backup_detail": ways.backup.detail,
            "version": ways.version,
        }
    )


def _own(mine: Reach) -> Form:
    said = {"number": mine.number, "language": mine.language or "", "version": mine.version}
    return Form.filled(said)
