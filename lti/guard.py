"""The launch guard: what must hold before a login or a launch is believed, in order.

pylti1p3 2.0.0 accepts replayed tokens, nonces of other logins, tokens without `exp` and lists of
strange audiences, so it is not the boundary: this is. Each check is one function, looks at one
rule and raises LaunchRefusedError. The cheap ones stand before the signature, those that ask the
database after it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lti import claim_checks, token_checks
from lti.login import LOGIN_CHECKS, LoginCheck, LoginRequest
from lti.message import Message, require
from lti.refusals import RefusalCode
from lti.text import is_word

MAX_TOKEN = 65_536

FormCheck = Callable[[Mapping[str, str]], None]
MessageCheck = Callable[[Message], None]


def platform_reports_no_error(form: Mapping[str, str]) -> None:
    """An error answer of the authorisation page carries a code and no token."""
    error = form.get("error")
    require(not error, RefusalCode.PLATFORM_ERROR, error if is_word(error) else "")


def form_is_complete(form: Mapping[str, str]) -> None:
    """Both fields of OpenID Connect's form_post answer are there."""
    for name in ("id_token", "state"):
        require(bool(form.get(name)), RefusalCode.FORM_FIELD, name)


def token_is_short(form: Mapping[str, str]) -> None:
    """Nothing longer is decoded: 20 MB of claims would take a second each time."""
    require(len(form.get("id_token", "")) <= MAX_TOKEN, RefusalCode.TOKEN_SIZE)


FORM_CHECKS: tuple[FormCheck, ...] = (platform_reports_no_error, form_is_complete, token_is_short)

TOKEN_CHECKS: tuple[MessageCheck, ...] = (
    token_checks.no_key_is_repeated,
    token_checks.claims_are_shallow,
    token_checks.header_asks_nothing_special,
    token_checks.algorithm_is_registered,
    token_checks.key_is_named,
    token_checks.issuer_is_the_logins,
    token_checks.audience_names_this_tool,
    token_checks.audiences_are_trusted,
    token_checks.authorised_party_is_this_tool,
    token_checks.token_has_not_expired,
    token_checks.token_lives_a_day_at_most,
    token_checks.token_was_issued_just_now,
    token_checks.token_is_valid_already,
    token_checks.signature_is_the_platforms,
)
"""What must hold of every token that a platform signs, whoever brings it."""

MESSAGE_CHECKS: tuple[MessageCheck, ...] = (
    *TOKEN_CHECKS,
    token_checks.nonce_is_the_logins,
    claim_checks.version_is_1_3_0,
    claim_checks.message_type_is_supported,
    claim_checks.subject_is_an_identifier,
    claim_checks.roles_are_a_list_of_strings,
    claim_checks.target_is_the_logins,
    claim_checks.resource_link_has_an_id,
    claim_checks.context_has_an_id,
    claim_checks.deployment_is_named,
    claim_checks.deployment_is_the_logins,
    claim_checks.deployment_is_approved,
    claim_checks.deep_linking_can_be_answered,
    claim_checks.pylti1p3_agrees,
)


@dataclass(frozen=True, slots=True)
class Guard:
    """The checks in force."""

    login_checks: tuple[LoginCheck, ...] = LOGIN_CHECKS
    form_checks: tuple[FormCheck, ...] = FORM_CHECKS
    message_checks: tuple[MessageCheck, ...] = MESSAGE_CHECKS

    def check_login(self, request: LoginRequest) -> None:
        """Raise LaunchRefusedError for a login that must not be begun."""
        for check in self.login_checks:
            check(request)

    def check_form(self, form: Mapping[str, str]) -> None:
        """Raise LaunchRefusedError for a posted form that must not even be read."""
        for check in self.form_checks:
            check(form)

    def check_message(self, message: Message) -> None:
        """Raise LaunchRefusedError for a launch that breaks a rule."""
        for check in self.message_checks:
            check(message)

    def without(self, *dropped: Callable[..., None]) -> "Guard":
        """Return a guard that lacks some checks, to show what each is for."""
        return replace(
            self,
            login_checks=tuple(check for check in self.login_checks if check not in dropped),
            form_checks=tuple(check for check in self.form_checks if check not in dropped),
            message_checks=tuple(check for check in self.message_checks if check not in dropped),
        )
