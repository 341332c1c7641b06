"""Checks of the id_token as an LTI message: Core 1.3, and what this tool takes part in.

Each looks at one rule; `lti.guard` puts them in order.
"""

from typing import Any

from lti import _pylti, claims
from lti.deep_linking import read_request
from lti.launch import MessageType
from lti.message import Message, require
from lti.platforms import facts_of, facts_of_registration
from lti.refusals import RefusalCode
from lti.storage import DeploymentStatus
from lti.text import is_identifier, is_word

MAX_ROLES = 100
_MESSAGE_TYPES = frozenset(kind.value for kind in MessageType)


def version_is_1_3_0(message: Message) -> None:
    """LTI Core 5.3.2."""
    require(message.token.claims.get(claims.VERSION) == "1.3.0", RefusalCode.VERSION)


def message_type_is_supported(message: Message) -> None:
    """LTI Core 5.3.1; an unsupported type is named, so that the page can name it."""
    kind = message.token.claims.get(claims.MESSAGE_TYPE)
    require(isinstance(kind, str) and bool(kind), RefusalCode.MESSAGE_TYPE)
    named = str(kind) if is_word(kind) else ""
    require(kind in _MESSAGE_TYPES, RefusalCode.MESSAGE_UNSUPPORTED, named)


def subject_is_an_identifier(message: Message) -> None:
    """LTI Core 5.3.6, and 1EdTech's certification: a launch without a person is refused."""
    require(is_identifier(message.token.claims.get("sub")), RefusalCode.SUBJECT)


def roles_are_a_list_of_strings(message: Message) -> None:
    """LTI Core 5.3.7: the claim must be there, its list may be empty."""
    roles = message.token.claims.get(claims.ROLES)
    require(isinstance(roles, list) and len(roles) <= MAX_ROLES, RefusalCode.ROLES)
    require(all(isinstance(role, str) for role in roles or ()), RefusalCode.ROLES)


def target_is_the_logins(message: Message) -> None:
    """LTI Core 5.3.4: the login's target, which was checked to be ours, is the launch's.

    Open edX's login names our launch address whatever is launched; its signed token then names the
    page, which must be one of ours as well.
    """
    target = message.token.claims.get(claims.TARGET_LINK_URI)
    at_login = message.login.target_link_uri
    if target != at_login:
        named = facts_of_registration(message.registration).link_names_target
        general = at_login == message.address.launch_url
        ours = isinstance(target, str) and message.address.owns(target)
        require(named and general and ours, RefusalCode.TARGET)


def resource_link_has_an_id(message: Message) -> None:
    """LTI Core 5.3.5; only Schoology's app areas launch without one."""
    body = message.token.claims
    link = body.get(claims.RESOURCE_LINK)
    if link is None:
        needed = body.get(claims.MESSAGE_TYPE) == MessageType.RESOURCE_LINK
        needed = needed and not facts_of(message.registration.issuer).link_may_be_missing
        require(not needed, RefusalCode.RESOURCE_LINK)
    else:
        require(_has_identifier(link), RefusalCode.RESOURCE_LINK)


def context_has_an_id(message: Message) -> None:
    """LTI Core 5.4.1: the claim may be missing, but a course without id would be every course."""
    context = message.token.claims.get(claims.CONTEXT)
    require(context is None or _has_identifier(context), RefusalCode.CONTEXT)


def deployment_is_named(message: Message) -> None:
    """LTI Core 5.3.3: a string of 255 characters at most."""
    named = is_identifier(message.token.claims.get(claims.DEPLOYMENT_ID))
    require(named, RefusalCode.DEPLOYMENT_MISSING)


def deployment_is_the_logins(message: Message) -> None:
    """Where the platform named a deployment at login, the token names the same."""
    at_login = message.login.lti_deployment_id
    same = at_login in (None, message.token.claims.get(claims.DEPLOYMENT_ID))
    require(same, RefusalCode.DEPLOYMENT_CHANGED)


def deployment_is_approved(message: Message) -> None:
    """A deployment seen for the first time waits for an administrator, and is noted for one."""
    deployment_id = message.token.claims.get(claims.DEPLOYMENT_ID, "")
    status = message.registrations.deployment(message.registration, deployment_id)
    if status is DeploymentStatus.UNKNOWN:
        message.registrations.note_deployment(message.registration, deployment_id)
    require(status is not DeploymentStatus.DISABLED, RefusalCode.DEPLOYMENT_DISABLED)
    approved = status is DeploymentStatus.APPROVED
    require(approved, RefusalCode.DEPLOYMENT_UNKNOWN, deployment_id)


def deep_linking_can_be_answered(message: Message) -> None:
    """Deep Linking 2.0, 4.4: something is taken that we have, and the way back is the platform's.

    The answer is a form that leaves for this address, so that it must not be anybody else's.
    """
    body = message.token.claims
    if body.get(claims.MESSAGE_TYPE) == MessageType.DEEP_LINKING:
        read_request(body, message.registration)


def pylti1p3_agrees(message: Message) -> None:
    """A second opinion, which also knows the rules of each message type."""
    body = message.token.claims
    if facts_of(message.registration.issuer).link_may_be_missing and (
        claims.RESOURCE_LINK not in body
    ):
        return
    _pylti.validate(message.token.header, body, message.registration)


def _has_identifier(claim: Any) -> bool:
    return isinstance(claim, dict) and is_identifier(claim.get("id"))
