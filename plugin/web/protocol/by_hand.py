"""Registering by hand: the values an LMS's form wants, and fields for what it gives back."""

import json
from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, validate
from werkzeug import Response

from lti import claims
from lti.registration_profiles import profile_of
from lti.tool_configuration import CUSTOM
from plugin.ports.errors import OutsideError
from plugin.ports.registrations import Origin, PlatformEntry, PlatformInvitation, Settled
from plugin.services.registrations import NotOpenError
from plugin.web.current import services, web
from plugin.web.forms import Form, FormSchema, at_most, read_form
from plugin.web.protocol.connections import address_for
from plugin.web.protocol.lms_forms import BY_KEY, FORMS, LABELS, LmsForm, filled_in
from plugin.web.protocol.registration import describe, ended
from plugin.web.protocol.registration_words import OUTCOMES, STANDINGS
from plugin.web.security import may_frame_anywhere
from plugin.web.texts import gettext as _

bp = Blueprint("by_hand", __name__, url_prefix="/register")
_PRINTABLE = validate.Predicate(
    "isprintable", error=lazy_gettext("This is not in a form we can read.")
)


def _is_address(value: str) -> None:
    """Accept https; http only in a trial on one's own machine."""
    kinds = ("https://",) if web().secure else ("https://", "http://")
    if not value.startswith(kinds) or not value.isprintable() or set(value) & set(' <>"\\'):
        raise ValidationError(str(_("Please give a whole address that begins with https://.")))


class AnswersForm(FormSchema):
    """What the LMS gave back. Blank addresses are filled in where their pattern is known."""

    issuer = fields.String(validate=[at_most(2000), _is_address])
    client_id = fields.String(required=True, validate=[at_most(255), _PRINTABLE])
    deployment_id = fields.String(validate=[at_most(255), _PRINTABLE])
    auth_url = fields.String(validate=[at_most(2000), _is_address])
    token_url = fields.String(validate=[at_most(2000), _is_address])
    jwks_url = fields.String(validate=[at_most(2000), _is_address])


@bp.get("/<invitation>")
def choose(invitation: str) -> Response:
    """Ask which LMS it is."""
    may_frame_anywhere()
    try:
        invited = services().registrations.invitation(invitation)
    except NotOpenError as error:
        return ended(STANDINGS[error.standing])
    return make_response(
        render_template(
            "register/choose.html",
            forms=FORMS,
            invitation=invitation,
            institution=invited.institution,
            address=f"{web().public_url}/lti/register/{invitation}",
        )
    )


@bp.route("/<invitation>/<lms>", methods=["GET", "POST"])
def by_hand(invitation: str, lms: str) -> Response:
    """Show the values for one LMS; keep what came back."""
    may_frame_anywhere()
    try:
        invited = services().registrations.invitation(invitation)
        known = BY_KEY.get(lms)
        if known is None:
            return choose(invitation)
        if request.method == "GET":
            return _page(known, invitation, Form.filled({"issuer": known.issuer}))
        form = _read(known)
        if not form.ok:
            return _page(known, invitation, form, status=422)
        return _keep(known, invitation, invited, filled_in(known, form.data))
    except NotOpenError as error:
        return ended(STANDINGS[error.standing])
    except OutsideError:
        return ended("R-SAVE")


def _read(known: LmsForm) -> Form:
    """Read the form; what no pattern fills in must be given."""
    form = read_form(AnswersForm())
    found = filled_in(known, {name: form.value(name).strip() for name in form.sent})
    for name in ("issuer", "auth_url", "token_url", "jwks_url"):
        if form.error(name) is None and not found.get(name):
            form = form.with_error(name, _("Please fill this in."))
    return form


def _page(known: LmsForm, invitation: str, form: Form, *, status: int = 200) -> Response:
    values = _values(known.family)
    rows = [
        (label, what[1:] if what.startswith("=") else values[what], not what.startswith("="))
        for label, what in known.fields
    ]
    page = render_template(
        "register/by_hand.html",
        lms=known,
        rows=rows,
        form=form,
        names=tuple(LABELS),
        labels={name: known.label(name) for name in LABELS},
        hints={
            name: known.patterns.get(name, "").replace("{site}", "https://…") for name in LABELS
        },
        invitation=invitation,
    )
    return make_response(page, status)


def _values(family: str) -> dict[str, str]:
    tool = describe()
    asked = {**CUSTOM, **profile_of(family).custom}
    custom = "\n".join(f"{name}={value}" for name, value in asked.items())
    return {
        "name": tool.name,
        "origin": tool.origin,
        "domain": tool.origin.partition("://")[2],
        "launch": tool.launch_url,
        "login": tool.login_url,
        "jwks": tool.jwks_url,
        "custom": custom,
        "json": json.dumps(canvas_json(), indent=2),
    }


def canvas_json() -> dict[str, Any]:
    """Return what Canvas takes under Paste JSON."""
    tool = describe()
    menu = {
        "placement": "course_navigation",
        "message_type": "LtiResourceLinkRequest",
        "target_link_uri": tool.launch_url,
        "text": tool.name,
        "default": "disabled",
    }
    picker = {
        "placement": "link_selection",
        "message_type": "LtiDeepLinkingRequest",
        "target_link_uri": tool.launch_url,
        "text": tool.name,
    }
    profile = profile_of("canvas")
    return {
        "title": tool.name,
        "description": tool.description,
        "target_link_uri": tool.launch_url,
        "oidc_initiation_url": tool.login_url,
        "public_jwk_url": tool.jwks_url,
        "scopes": [claims.SCOPE_MEMBERSHIPS, claims.SCOPE_NOTICES],
        "custom_fields": {**CUSTOM, **profile.custom},
        "extensions": [
            {
                "platform": "canvas.instructure.com",
                "privacy_level": "public",
                "settings": {"placements": [menu, picker]},
            }
        ],
    }


def _keep(
    known: LmsForm, invitation: str, invited: PlatformInvitation, found: dict[str, str]
) -> Response:
    entry = PlatformEntry(
        registration_id=services().registrations.new_registration_id(),
        tenant_id=invited.tenant_id,
        issuer=found["issuer"],
        client_id=found["client_id"],
        auth_url=found["auth_url"],
        token_url=found["token_url"],
        jwks_url=found["jwks_url"],
        token_audience=found.get("token_audience"),
        family=known.family,
        origin=Origin.BY_HAND,
        deployment_id=found.get("deployment_id"),
    )
    with services().registrations.reserved(invitation) as reservation:
        settled = services().registrations.keep(reservation, entry)
    if settled is Settled.TAKEN:
        return ended("R-TAKEN")
    page = render_template(
        "register/kept.html",
        outcome=OUTCOMES[settled],
        entry=entry,
        lms=known,
        check=address_for(services().registrations.known_as(entry)),
    )
    return make_response(page)
