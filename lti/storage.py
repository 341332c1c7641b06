"""What the handshake must find and remember, as ports the caller fills in, and their values.

Secrets reach a store as fingerprints only (`lti.fingerprints`): a stolen table of logins
opens nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

MAX_PENDING_DEPLOYMENTS = 20


class DeploymentStatus(StrEnum):
    """What an administrator said of a deployment."""

    APPROVED = "approved"
    PENDING = "pending"
    DISABLED = "disabled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """This tool as one platform knows it.

    Attributes:
        registration_id: ours; stable however the platform renames itself.
        issuer: compared as it stands, case and final slash included.
        token_audience: `aud` of the client assertion; None means `token_url`. D2L wants its own.
        algorithms: JWS algorithms the platform may sign with.
        extra_audiences: audiences trusted beside our client id; nearly always empty.

    """

    registration_id: str
    tenant_id: str
    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    token_audience: str | None = None
    active: bool = True
    algorithms: tuple[str, ...] = ("RS256",)
    extra_audiences: frozenset[str] = frozenset()


class Registrations(Protocol):
    """The platforms this tool is registered with."""

    def find(self, issuer: str, client_id: str | None) -> Registration | None:
        """Return the registration, active or not.

        None when there is none, and when `client_id` is None and the issuer has several: a guess
        between two customers of one hosted platform is worse than a refusal.
        """
        ...

    def deployment(self, registration: Registration, deployment_id: str) -> DeploymentStatus:
        """Return what was decided about the deployment, UNKNOWN when it was never seen."""
        ...

    def note_deployment(self, registration: Registration, deployment_id: str) -> None:
        """Record a deployment that waits for approval; may be repeated.

        Does nothing for a known one, and when MAX_PENDING_DEPLOYMENTS of the registration wait.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginState:
    """One login that was begun here.

    Attributes:
        state_hash, nonce_hash: fingerprints of the values sent to the platform.
        lti_deployment_id: the deployment named at login; None when none was.
        storage_target: frame that offered to keep data for us; None when no storage was offered.
        browser_hash: fingerprint of the secret in the browser's cookie.
        storage_hash: fingerprint of the secret in the platform's storage; None as above.
        used_at: when it led to a launch; None until then.

    """

    state_hash: str
    nonce_hash: str
    registration_id: str
    issuer: str
    client_id: str
    lti_deployment_id: str | None
    target_link_uri: str
    storage_target: str | None
    browser_hash: str
    storage_hash: str | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class TicketKind(StrEnum):
    """What a checked launch still waits for."""

    STORAGE = "storage"
    WINDOW = "window"


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingLaunch:
    """A launch that is checked in everything but the browser it came from.

    Attributes:
        ticket_hash: fingerprint of the ticket its page carries.
        claims: the id_token's claims; JSON values only. They hold personal data: keep them no
            longer than `expires_at`.
        storage_hash: fingerprint of the value the platform's storage must give back; None for
            a ticket of kind WINDOW.

    """

    ticket_hash: str
    kind: TicketKind
    issuer: str
    client_id: str
    claims: Mapping[str, Any]
    storage_hash: str | None
    expires_at: datetime


class Handshakes(Protocol):
    """Logins and tickets, shared by every web process; a few minutes each."""

    def save(self, login: LoginState) -> None:
        """Keep a login."""
        ...

    def find(self, state_hash: str) -> LoginState | None:
        """Return the login, used or out of date or not; None when it was never kept."""
        ...

    def consume(self, state_hash: str, now: datetime) -> bool:
        """Mark the login as used, in one step: of all callers ever, exactly one gets True.

        False, too, when the login is unknown or `now` is at or after its `expires_at`.
        """
        ...

    def save_ticket(self, pending: PendingLaunch) -> None:
        """Keep a launch under its ticket."""
        ...

    def take_ticket(
        self, ticket_hash: str, kind: TicketKind, now: datetime
    ) -> PendingLaunch | None:
        """Return the launch and forget it, in one step: of all callers ever, one gets it.

        None when it is unknown, of another kind (it is then kept), or `now` is at or after its
        `expires_at`.
        """
        ...
