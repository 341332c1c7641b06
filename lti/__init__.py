"""The tool's side of LTI 1.3: what the 1EdTech specifications ask for, and nothing about mentoring.

Imports pylti1p3 in `lti._pylti` only. Takes form fields and cookies as mappings and returns values
saying what to send back, so a test drives it without a server. See README.md beside this file.
"""

from lti.deep_linking import DeepLinkingRequest, LineItem, LinkItem
from lti.errors import (
    AccessDeniedError,
    IncompleteRosterError,
    LaunchRefusedError,
    LtiError,
    PlatformUnavailableError,
    UnsafeAddressError,
)
from lti.launch import Context, Launch, MessageType, Person, Platform, ResourceLink
from lti.outcomes import AskStorage, AskWindow, Cookie, Launched, Redirect, StoragePage
from lti.refusals import RefusalCode
from lti.roles import Role, RoleSet, parse_roles
from lti.storage import (
    DeploymentStatus,
    Handshakes,
    LoginState,
    PendingLaunch,
    Registration,
    Registrations,
    TicketKind,
)

__all__ = [
    "AccessDeniedError",
    "AskStorage",
    "AskWindow",
    "Context",
    "Cookie",
    "DeepLinkingRequest",
    "DeploymentStatus",
    "Handshakes",
    "IncompleteRosterError",
    "Launch",
    "LaunchRefusedError",
    "Launched",
    "LineItem",
    "LinkItem",
    "LoginState",
    "LtiError",
    "MessageType",
    "PendingLaunch",
    "Person",
    "Platform",
    "PlatformUnavailableError",
    "Redirect",
    "RefusalCode",
    "Registration",
    "Registrations",
    "ResourceLink",
    "Role",
    "RoleSet",
    "StoragePage",
    "TicketKind",
    "UnsafeAddressError",
    "parse_roles",
]
