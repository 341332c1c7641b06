"""What platforms are known to do differently from the specification: a table with sources."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from lti.storage import Registration

OPEN_EDX_LAUNCH: Final = "/api/lti_consumer/v1/launch/"


@dataclass(frozen=True, slots=True)
class PlatformFacts:
    """Differences that matter to this tool.

    Attributes:
        shared_issuer: one issuer stands for many institutions, so client and deployment tell them
            apart.
        link_may_be_missing: a resource-link launch may come without a resource link.
        offers_storage: keeps a value for the tool while cookies are blocked.
        hint_is_used_once: the login cannot be repeated with the same hint; the person must open
            the activity again.
        assistants_are_learners: the roster names non-editing teachers as learners.
        link_names_target: the token of a link that somebody chose names that link's page, while
            its login names the tool's one launch address.
        source: where this is known from.

    """

    shared_issuer: bool = False
    link_may_be_missing: bool = False
    offers_storage: bool = True
    hint_is_used_once: bool = False
    assistants_are_learners: bool = False
    link_names_target: bool = False
    source: str = "the specifications"


SPECIFICATION = PlatformFacts()
"""A platform that does what the specifications say."""

_CANVAS = PlatformFacts(
    shared_issuer=True,
    source="Instructure's documentation of LTI configuration, canvas.instructure.com/doc/api, 2026",
)
_BLACKBOARD = PlatformFacts(
    shared_issuer=True, source="Anthology's documentation, docs.anthology.com, LTI 1.3, 2026"
)
_SCHOOLOGY = PlatformFacts(
    shared_issuer=True,
    link_may_be_missing=True,
    source="launches from Schoology's app areas, which carry neither link nor course, 2026",
)
_MOODLE = PlatformFacts(
    offers_storage=False,
    hint_is_used_once=True,
    assistants_are_learners=True,
    source="Moodle 4.5, mod/lti/auth.php and its launch id; seen running, 2026",
)
_OPEN_EDX = PlatformFacts(
    offers_storage=False,
    link_names_target=True,
    source="lti-consumer-xblock 11.4.4, lti_1p3/consumer.py; seen running, 2026",
)

BY_ISSUER = {
    "https://canvas.instructure.com": _CANVAS,
    "https://canvas.test.instructure.com": _CANVAS,
    "https://canvas.beta.instructure.com": _CANVAS,
    "https://blackboard.com": _BLACKBOARD,
    "https://schoology.schoology.com": _SCHOOLOGY,
}
"""Facts of platforms that share one issuer."""

BY_FAMILY = {
    "canvas": _CANVAS,
    "BlackboardLearn": _BLACKBOARD,
    "schoology": _SCHOOLOGY,
    "moodle": _MOODLE,
    "OpenedX": _OPEN_EDX,
}
"""Facts by the `product_family_code` a platform reports."""


def facts_of(issuer: str, family: str | None = None) -> PlatformFacts:
    """Return what is known of a platform; SPECIFICATION when nothing is.

    The issuer decides before the family, as it is signed for and registered while a family is only
    claimed: where a fact loosens a check, ask by issuer alone.
    """
    return BY_ISSUER.get(issuer) or BY_FAMILY.get(family or "", SPECIFICATION)


def facts_of_registration(registration: Registration) -> PlatformFacts:
    """Return what is known by what an administrator registered, and by no claim of a message.

    Open edX has an issuer for each site and no family name, but one address for logins to go to.
    """
    if urlsplit(registration.auth_url).path == OPEN_EDX_LAUNCH:
        return _OPEN_EDX
    return facts_of(registration.issuer)
