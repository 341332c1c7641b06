"""Choosing what to place in a course, and the signed answer that takes it there.

What the LMS asked for is kept beside the visit; the browser carries only the choice. Each press of
the button signs once. The answer leaves as a form for the one address that was checked at launch.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import timedelta

from flask import Blueprint
from flask_babel import lazy_gettext
from marshmallow import fields, validate
from werkzeug import Response

from lti import DeepLinkingRequest, LinkItem
from lti.deep_linking import answer
from plugin.mentoring import policy
from plugin.mentoring.errors import UnknownThingError
from plugin.ports.placements import Placement
from plugin.web.current import actor, now, services, visit, web
from plugin.web.errors import NothingToPlaceError
from plugin.web.forms import Form, FormSchema, read_form
from plugin.web.pages.show import page
from plugin.web.security import may_send_to
from plugin.web.texts import gettext as _
from plugin.web.visits import Opened

bp = Blueprint("placements", __name__)

PATH = "placements"
PARAMETER = "alongside_page"
"""The custom parameter that names the page, for platforms that launch at one address only."""
TIME_TO_CHOOSE = timedelta(hours=1)
LABELS = {"place": lazy_gettext("What to add")}
_ONE_LINE = 160
MOST_CIRCLES = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be placed, as it will look in the course.

    Attributes:
        value: what the form says for it; below `placed/`, the page that it leads to.
        icon: a drawing of parts/icons.html.

    """

    value: str
    title: str
    text: str
    icon: str

    @property
    def page(self) -> str:
        """The page within a visit."""
        return f"placed/{self.value}"


class PlaceForm(FormSchema):
    """What was chosen, or that nothing is to be placed."""

    place = fields.List(fields.String(), load_default=(), validate=validate.Length(max=50))
    cancel = fields.String(load_default=None)


def keep(opened: Opened, request: DeepLinkingRequest) -> None:
    """Remember what the LMS asked for, for the visit that was opened by it."""
    kept = json.dumps(asdict(request))
    key, tenant_id = opened.visit.handle_hash, opened.visit.tenant_id
    web().store.save_placement(Placement(key, tenant_id, kept, now() + TIME_TO_CHOOSE))


@bp.get(f"/{PATH}")
def choose() -> Response:
    """Show what can be placed, with the first of it chosen."""
    request, choices = _asked(), _choices()
    return _page(request, choices, Form.filled({"place": choices[0].value}))


@bp.post(f"/{PATH}")
def place() -> Response:
    """Sign what was chosen, and send it to the LMS.

    Raises:
        NothingToPlaceError: the LMS did not ask, or too long ago.
        UnknownThingError: something was chosen that is not offered here.

    """
    request, choices, form = _asked(), _choices(), read_form(PlaceForm())
    if form.data.get("cancel"):
        return _send(request, ())
    form = _judged(request, form)
    if not form.ok:
        return _page(request, choices, form, status=422)
    return _send(request, _chosen(choices, form.data["place"]))


def _asked() -> DeepLinkingRequest:
    policy.require(policy.may_start_programme(actor()))
    kept = web().store.placement(visit().handle_hash)
    if kept is None or now() >= kept.expires_at:
        raise NothingToPlaceError
    values = json.loads(kept.request)
    return DeepLinkingRequest(**(values | {"targets": tuple(values["targets"])}))


def _choices() -> tuple[Choice, ...]:
    programmes = services().programmes.placeable(actor=actor())
    found = [
        Choice(f"programmes/{one.programme_id}", one.title, _line(one.purpose), "people")
        for one in programmes
    ]
    words = _("Find a mentor or become one, agree how to work, and meet.")
    start = Choice("start", _("Mentoring"), words, "people")
    return (
        *(found or [start]),
        *_circles(),
        *_pages(),
    )


def _circles() -> list[Choice]:
    found = services().programmes.placeable_circles(actor=actor())
    words = _("One circle: its members meet here, and others see whether a seat is free.")
    return [
        Choice(f"circles/{one.relationship_id}", one.title or _("A circle"), words, "people")
        for one in found[:MOST_CIRCLES]
    ]


def _pages() -> tuple[Choice, ...]:
    return (
        Choice(
            "mentor",
            _("Book with my mentor"),
            _("Free times that both of you share, and one press to book."),
            "cal",
        ),
        Choice(
            "agreement",
            _("Our mentoring agreement"),
            _("How the two of you want to work, on one page that both sign."),
            "doc",
        ),
        Choice(
            "reflection",
            _("Look back on a session"),
            _("After a session: what I take with me, and what comes next."),
            "pen",
        ),
        Choice(
            "profile",
            _("My mentoring profile"),
            _("Two minutes: what I look for, what I can offer, and when I have time."),
            "pen",
        ),
        Choice(
            "training",
            _("The mentor training"),
            _("Trust, rules, intention, boundaries, working together: minutes each."),
            "people",
        ),
    )


def _line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _ONE_LINE else f"{words[: _ONE_LINE - 1].rstrip()}…"


def _judged(request: DeepLinkingRequest, form: Form) -> Form:
    if not form.ok:
        return form
    count = len(set(form.data["place"]))
    if count == 0:
        return form.with_error("place", _("Choose what to add, or cancel."))
    if count > 1 and not request.accepts_several:
        return form.with_error("place", _("Your course takes one at a time."))
    return form


def _chosen(choices: Collection[Choice], values: Collection[str]) -> tuple[Choice, ...]:
    if not set(values) <= {one.value for one in choices}:
        raise UnknownThingError
    return tuple(one for one in choices if one.value in values)


def _page(
    request: DeepLinkingRequest, choices: Collection[Choice], form: Form, *, status: int = 200
) -> Response:
    return page(
        "placements/choose.html",
        status=status,
        form=form,
        labels=LABELS,
        choices=choices,
        several=request.accepts_several,
        starts=any(one.value == "start" for one in choices),
    )


def _send(request: DeepLinkingRequest, chosen: Collection[Choice]) -> Response:
    items = [_item(one) for one in chosen]
    token = answer(request, items, signer=web().lti.keys, now=now())
    may_send_to(request.return_origin)
    response = page("placements/send.html", address=request.return_url, signed=token, chosen=chosen)
    # The LMS may look where the form comes from; the address, with its handle, it must not see.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _item(choice: Choice) -> LinkItem:
    return LinkItem(
        title=choice.title,
        text=choice.text,
        url=f"{web().public_url}/l/{choice.page}",
        custom={PARAMETER: choice.page},
    )
