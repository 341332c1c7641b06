"""A checked launch, as a value; the rest of the tool never sees a claim's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lti import claims
from lti.deep_linking import DeepLinkingRequest, read_request
from lti.roles import Role, RoleSet, parse_roles
from lti.storage import Registration
from lti.text import clean, clean_email, is_identifier, web_address

MAX_CUSTOM = 100
MAX_CUSTOM_VALUE = 4096


class MessageType(StrEnum):
    """The messages this tool takes part in."""

    RESOURCE_LINK = "LtiResourceLinkRequest"
    DEEP_LINKING = "LtiDeepLinkingRequest"
    SUBMISSION_REVIEW = "LtiSubmissionReviewRequest"
    DATA_PRIVACY = "DataPrivacyLaunchRequest"


@dataclass(frozen=True, slots=True)
class Person:
    """Who launched. Only `subject` is certain: a platform may withhold every name and address.

    Attributes:
        subject: opaque, compared as it stands; unique within the registration.
        email: never an identity; two people may have the same.

    """

    subject: str
    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The course; `id` is unique within the deployment."""

    id: str
    title: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class ResourceLink:
    """The placement: stable for the life of the link, new after a course copy."""

    id: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Platform:
    """What the platform says of itself; all of it may be missing."""

    guid: str | None = None
    family: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """One launch that passed every check of the security framework.

    Attributes:
        roles: course roles; empty means the least anyone may do.
        is_institution_admin: administers the platform; grants nothing in a course by itself.
        is_test_user: a teacher's "student view".
        context: None when launched outside a course.
        resource_link: None for deep linking, data privacy, and platforms known to leave it out.
        memberships_url: roster of the context; None when the platform does not offer it.
        line_items_url, line_item_url: grade book of the context, and this link's column.
        ags_scopes: what the platform grants on them.
        deep_linking: what is to be placed, and where the answer goes; None in other messages.
        custom: parameters; one the platform did not fill in ("$Person.address.timezone") is absent.
        notices_url: where to ask for notices of copied courses; None where there are none.
        document_target: "iframe", "window" or "frame".
        for_user_id: whose work or data the message is about; None in other messages.

    """

    registration_id: str
    tenant_id: str
    issuer: str
    client_id: str
    deployment_id: str
    message_type: MessageType
    person: Person
    roles: frozenset[Role]
    is_institution_admin: bool
    is_test_user: bool
    context: Context | None
    resource_link: ResourceLink | None
    target_link_uri: str
    memberships_url: str | None
    line_items_url: str | None
    line_item_url: str | None
    ags_scopes: frozenset[str]
    groups_url: str | None
    notices_url: str | None
    deep_linking: DeepLinkingRequest | None
    custom: Mapping[str, str]
    locale: str | None
    return_url: str | None
    document_target: str | None
    platform: Platform
    for_user_id: str | None


def parse_launch(body: Mapping[str, Any], registration: Registration) -> Launch:
    """Build a `Launch` from claims that have passed the guard; what is odd and optional is None."""
    message_type = MessageType(body[claims.MESSAGE_TYPE])
    places = message_type is MessageType.DEEP_LINKING
    granted: RoleSet = parse_roles(body[claims.ROLES])
    presentation = _object(body, claims.LAUNCH_PRESENTATION)
    grades = _object(body, claims.AGS_ENDPOINT)
    return Launch(
        registration_id=registration.registration_id,
        tenant_id=registration.tenant_id,
        issuer=registration.issuer,
        client_id=registration.client_id,
        deployment_id=body[claims.DEPLOYMENT_ID],
        message_type=message_type,
        person=_person(body),
        roles=granted.roles,
        is_institution_admin=granted.is_institution_admin,
        is_test_user=granted.is_test_user,
        context=_context(_object(body, claims.CONTEXT)),
        resource_link=_resource_link(_object(body, claims.RESOURCE_LINK)),
        target_link_uri=body[claims.TARGET_LINK_URI],
        memberships_url=web_address(
            _object(body, claims.NAMES_ROLES).get("context_memberships_url")
        ),
        line_items_url=web_address(grades.get("lineitems")),
        line_item_url=web_address(grades.get("lineitem")),
        ags_scopes=_strings(grades.get("scope")),
        groups_url=web_address(_object(body, claims.GROUPS).get("context_groups_url")),
        notices_url=_notices_url(_object(body, claims.NOTICE_HANDLERS)),
        deep_linking=read_request(body, registration) if places else None,
        custom=_custom(_object(body, claims.CUSTOM)),
        locale=clean(presentation.get("locale") or body.get("locale"), limit=35),
        return_url=web_address(presentation.get("return_url")),
        document_target=clean(presentation.get("document_target"), limit=20),
        platform=_platform(_object(body, claims.TOOL_PLATFORM)),
        for_user_id=_identifier(_object(body, claims.FOR_USER).get("user_id")),
    )


def _object(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _notices_url(service: Mapping[str, Any]) -> str | None:
    if claims.CONTEXT_COPY not in _strings(service.get("notice_types_supported")):
        return None
    return web_address(service.get("platform_notification_service_url"))


def _identifier(value: Any) -> str | None:
    return value if is_identifier(value) else None


def _strings(value: Any) -> frozenset[str]:
    if not isinstance(value, list):
        return frozenset()
    return frozenset(item for item in value if isinstance(item, str))


def _person(body: Mapping[str, Any]) -> Person:
    return Person(
        subject=body["sub"],
        name=clean(body.get("name")),
        given_name=clean(body.get("given_name")),
        family_name=clean(body.get("family_name")),
        email=clean_email(body.get("email")),
    )


def _context(claim: Mapping[str, Any]) -> Context | None:
    if "id" not in claim:
        return None
    return Context(claim["id"], clean(claim.get("title")), clean(claim.get("label")))


def _resource_link(claim: Mapping[str, Any]) -> ResourceLink | None:
    identifier = _identifier(claim.get("id"))
    return ResourceLink(identifier, clean(claim.get("title"))) if identifier else None


def _custom(claim: Mapping[str, Any]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, value in list(claim.items())[:MAX_CUSTOM]:
        text = clean(value, limit=MAX_CUSTOM_VALUE)
        # A variable the platform does not know arrives verbatim, with its "$".
        if is_identifier(key) and text and not text.startswith("$"):
            kept[key] = text
    return kept


def _platform(claim: Mapping[str, Any]) -> Platform:
    return Platform(
        guid=clean(claim.get("guid")),
        family=clean(claim.get("product_family_code")),
        version=clean(claim.get("version")),
    )
