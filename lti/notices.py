"""Platform Notification Service 1.0: what a platform tells this tool, with nobody in between.

https://www.imsglobal.org/spec/lti-pns/v1p0. A notice is believed for its signature alone, so every
check of a launch holds that needs no browser.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lti import claim_checks, claims
from lti.errors import LaunchRefusedError, PlatformUnavailableError
from lti.guard import MAX_TOKEN, TOKEN_CHECKS, MessageCheck
from lti.id_token import IdToken, parse_id_token
from lti.key_sets import KeySets
from lti.login import ToolAddress
from lti.message import Message, require
from lti.refusals import RefusalCode
from lti.services import Call, PlatformServices
from lti.storage import LoginState, Registration, Registrations
from lti.text import clean, is_identifier, is_word

MOST_ORIGINS: Final = 10
NOTICE_CHECKS: tuple[MessageCheck, ...] = (
    *TOKEN_CHECKS,
    claim_checks.version_is_1_3_0,
    claim_checks.context_has_an_id,
    claim_checks.deployment_is_named,
    claim_checks.deployment_is_approved,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformNotice:
    """One notice that passed every check.

    Attributes:
        notice_id: the platform's; the same notice may come again.
        kind: which notice; of unknown ones nothing else is read.
        context_id, context_title: the course it is about; None where it names none.
        origins: of a copy, the courses it was made from, latest first.

    """

    tenant_id: str
    registration_id: str
    notice_id: str
    kind: str
    context_id: str | None
    context_title: str | None
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReader:
    """Reads notices of the platforms that this tool is registered with."""

    registrations: Registrations
    key_sets: KeySets
    address: ToolAddress
    clock: Callable[[], datetime]

    def read(self, token: Any) -> PlatformNotice:
        """Return the notice in a signed token.

        Raises:
            LaunchRefusedError: it breaks a rule; nothing of it may be used.

        """
        require(isinstance(token, str) and len(token) <= MAX_TOKEN, RefusalCode.TOKEN_SIZE)
        parsed = parse_id_token(token)
        registration = self._registration(parsed)
        now = self.clock()
        message = Message(
            parsed,
            _without_browser(registration, now),
            registration,
            now.timestamp(),
            self.registrations,
            self.key_sets,
            self.address,
        )
        for check in NOTICE_CHECKS:
            check(message)
        return _notice(parsed, registration)

    def _registration(self, token: IdToken) -> Registration:
        issuer, audience = token.claims.get("iss"), token.claims.get("aud")
        named = audience if isinstance(audience, list) else [audience]
        for client_id in named[:MOST_ORIGINS]:
            if isinstance(issuer, str) and isinstance(client_id, str):
                found = self.registrations.find(issuer, client_id)
                if found is not None:
                    require(found.active, RefusalCode.PLATFORM_INACTIVE)
                    return found
        raise LaunchRefusedError(RefusalCode.PLATFORM_UNKNOWN)


def ask_for_copies(
    services: PlatformServices, registration: Registration, url: str, handler: str
) -> None:
    """Have the platform send notices of copied courses to `handler`; repeatable.

    Args:
        services: sends the request.
        registration: whose platform it is.
        url: of a launch, the `platform_notification_service_url`.
        handler: an address of this tool, on the domain that it registered with.

    Raises:
        AccessDeniedError: the platform does not let this tool ask.
        PlatformUnavailableError: no answer; or one that names another handler.

    """
    body = {"notice_type": claims.CONTEXT_COPY, "handler": handler}
    call = Call(method="PUT", url=url, accept="application/json", body=body)
    answer = services.send(registration, [claims.SCOPE_NOTICES], call)
    kept = answer.json() if answer.body.strip() else body
    if not isinstance(kept, dict) or kept.get("handler", handler) != handler:
        raise PlatformUnavailableError("another notice handler was kept")


def _without_browser(registration: Registration, now: datetime) -> LoginState:
    """Return what stands for the login that a notice does not have; it binds nothing."""
    return LoginState(
        state_hash="",
        nonce_hash="",
        registration_id=registration.registration_id,
        issuer=registration.issuer,
        client_id=registration.client_id,
        lti_deployment_id=None,
        target_link_uri="",
        storage_target=None,
        browser_hash="",
        storage_hash=None,
        created_at=now,
        expires_at=now,
    )


def _notice(token: IdToken, registration: Registration) -> PlatformNotice:
    said = token.claims.get(claims.NOTICE)
    notice = said if isinstance(said, dict) else {}
    notice_id, kind = notice.get("id"), notice.get("type")
    if not is_identifier(notice_id) or not is_word(kind):
        raise LaunchRefusedError(RefusalCode.MESSAGE_TYPE)
    context = token.claims.get(claims.CONTEXT) or {}
    origins = token.claims.get(claims.ORIGIN_CONTEXTS)
    found = origins if isinstance(origins, list) else []
    # A comma would turn one course into two where histories are kept as a list.
    named = [one for one in found if is_identifier(one) and "," not in one]
    return PlatformNotice(
        tenant_id=registration.tenant_id,
        registration_id=registration.registration_id,
        notice_id=notice_id,
        kind=kind,
        context_id=context.get("id"),
        context_title=clean(context.get("title")) or clean(context.get("label")),
        origins=tuple(named[:MOST_ORIGINS]),
    )
