"""Asking to place things in courses, and launches of what was placed."""

from urllib.parse import parse_qs, urlsplit

from lti import claims
from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Format
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from tests.fakes.lti_platform import login_form, private_key, signed
from tests.security.house import FROM_LMS, TOOL, lms
from tests.stores import NORTHMOOR

RETURN = "https://lms.example/deep-links/7?course=1&back='x'"


def asked(**settings):
    """Return the claims of a deep linking message."""
    wanted = {
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe", "window"],
        "deep_link_return_url": RETURN,
        "accept_multiple": True,
        "data": "opaque-7",
        **settings,
    }
    return {
        claims.MESSAGE_TYPE: "LtiDeepLinkingRequest",
        claims.DEEP_LINKING_SETTINGS: wanted,
        claims.RESOURCE_LINK: None,
    }


def launch_at(visitor, page="", **changed):
    """Launch a link that stands for a page of the tool; return the reply."""
    target = f"{TOOL}/l/{page}" if page else f"{TOOL}/lti/launch"
    platform = lms(visitor.tenant)
    form = login_form(iss=platform.issuer, client_id=platform.client_id, target_link_uri=target)
    login = visitor.ask("POST", "/lti/login", headers=FROM_LMS, data=form)
    query = {k: v[0] for k, v in parse_qs(urlsplit(login.location).query).items()}
    body = visitor._claims(query["nonce"]) | {claims.TARGET_LINK_URI: target} | changed
    sent = {"state": query["state"], "id_token": signed(body, key=private_key(visitor.tenant))}
    reply = visitor.ask("POST", "/lti/launch", headers=FROM_LMS, data=sent)
    assert reply.status_code == 303, reply.text
    visitor.handle = reply.location.split("/")[2]
    return reply


def arrives(visitor, page="", **changed):
    """Launch a link and follow to its end; return the last page."""
    reply = launch_at(visitor, page, **changed)
    for _ in range(4):
        if reply.status_code != 303:
            return reply
        reply = visitor.ask("GET", reply.location)
    raise AssertionError("it leads round in circles")


def a_circle(tool, things):
    """Ada gathers, ben is in it; return its key."""
    with tool.store.work(NORTHMOOR) as work:
        people = work.people_known_as(lms(NORTHMOOR).registration_id, ["ada", "ben"])
        made = Relationship(
            RelationshipId("circle-1"),
            NORTHMOOR,
            things.programme,
            Format.CIRCLE,
            (
                Membership(people["ada"], Side.MENTOR, tool.clock()),
                Membership(people["ben"], Side.MENTEE, tool.clock()),
            ),
            tool.clock(),
        ).named("Owls at dusk")
        work.save_relationship(made)
    return made.relationship_id
