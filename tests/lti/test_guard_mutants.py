"""Every check of the guard is needed: without it, a bad message passes that it stops."""

import json
from dataclasses import replace

import pytest

from lti import LaunchRefusedError, RefusalCode, claim_checks, claims, guard, login, token_checks
from lti.fingerprints import fingerprint
from lti.guard import Guard
from lti.id_token import parse_id_token
from lti.login import LoginRequest
from lti.message import Message
from lti.storage import DeploymentStatus
from tests.contracts.handshakes import a_login
from tests.fakes.lti_platform import (
    ADDRESS,
    DEPLOYMENT,
    NOW_S,
    REGISTRATION,
    Platform,
    launch_claims,
    login_form,
    private_key,
    signed,
    without,
)


def nested(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def a_message(token, *, at_login=None, deployment=None, key_sets=None):
    platform = Platform()
    if deployment is not None:
        platform.registrations.decide(REGISTRATION, *deployment)
    state = a_login(
        nonce_hash=fingerprint("nonce-1"),
        issuer=REGISTRATION.issuer,
        client_id=REGISTRATION.client_id,
        lti_deployment_id=at_login,
    )
    return Message(
        token=parse_id_token(token),
        login=state,
        registration=REGISTRATION,
        now_s=NOW_S,
        registrations=platform.registrations,
        key_sets=key_sets or platform.key_sets,
        address=ADDRESS,
    )


def changed(**claims_):
    return a_message(signed(launch_claims(**claims_)))


def lacking(*names):
    return a_message(signed(without(launch_claims(), *names)))


def repeated_key():
    body = launch_claims()
    raw = json.dumps(body).replace('"sub"', '"sub": "someone-else", "sub"', 1)
    return a_message(signed(raw.encode()))


class TrustingKeySets:
    """Says yes to any key and algorithm, so that the checks before it stand alone."""

    def verify(self, registration, **parts):
        return None


def with_header(**header):
    token = signed(launch_claims(), header=header)
    return a_message(token, key_sets=TrustingKeySets())


def foreign_signature():
    return a_message(signed(launch_claims(), key=private_key("foreign")))


def deep_linking(**settings):
    asked = {
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe"],
        "deep_link_return_url": f"{REGISTRATION.issuer}/return",
        **settings,
    }
    return changed(
        **{
            claims.MESSAGE_TYPE: "LtiDeepLinkingRequest",
            claims.DEEP_LINKING_SETTINGS: asked,
        }
    )


LONG_DEPLOYMENT = "d" * 300

# What pylti1p3 refuses too has to be shown without it.
BAD_MESSAGES = [
    (token_checks.no_key_is_repeated, repeated_key, RefusalCode.TOKEN_DUPLICATE),
    (token_checks.claims_are_shallow, lambda: changed(x=nested(40)), RefusalCode.TOKEN_DEPTH),
    (
        token_checks.header_asks_nothing_special,
        lambda: with_header(alg="RS256", kid="k1", crit=["exp"]),
        RefusalCode.TOKEN_SHAPE,
    ),
    (
        token_checks.algorithm_is_registered,
        lambda: with_header(alg="HS256", kid="k1"),
        RefusalCode.ALGORITHM,
    ),
    (token_checks.key_is_named, lambda: with_header(alg="RS256"), RefusalCode.KEY_ID),
    (
        token_checks.issuer_is_the_logins,
        lambda: changed(iss="https://lms.example/"),
        RefusalCode.ISSUER,
    ),
    (
        token_checks.audience_names_this_tool,
        lambda: changed(aud=[]),
        RefusalCode.AUDIENCE,
    ),
    (
        token_checks.audiences_are_trusted,
        lambda: changed(aud=["client-1", "strange"], azp="client-1"),
        RefusalCode.AUDIENCE,
    ),
    (
        token_checks.authorised_party_is_this_tool,
        lambda: changed(azp="strange"),
        RefusalCode.AUDIENCE,
    ),
    (
        token_checks.token_has_not_expired,
        lambda: changed(iat=NOW_S - 300, exp=NOW_S - 61),
        RefusalCode.EXPIRED,
    ),
    (
        token_checks.token_lives_a_day_at_most,
        lambda: changed(exp=NOW_S + 86_401),
        RefusalCode.LIFETIME,
    ),
    (
        token_checks.token_was_issued_just_now,
        lambda: changed(iat=NOW_S - 661),
        RefusalCode.ISSUED_AT,
    ),
    (token_checks.token_is_valid_already, lambda: changed(nbf=NOW_S + 61), RefusalCode.NOT_BEFORE),
    (token_checks.signature_is_the_platforms, foreign_signature, RefusalCode.SIGNATURE),
    (token_checks.nonce_is_the_logins, lambda: changed(nonce="another"), RefusalCode.NONCE),
    (
        claim_checks.version_is_1_3_0,
        lambda: changed(**{claims.VERSION: "1.2"}),
        RefusalCode.VERSION,
    ),
    (
        claim_checks.message_type_is_supported,
        lambda: changed(**{claims.MESSAGE_TYPE: "LtiEulaRequest"}),
        RefusalCode.MESSAGE_UNSUPPORTED,
    ),
    (claim_checks.subject_is_an_identifier, lambda: changed(sub=7), RefusalCode.SUBJECT),
    (
        claim_checks.roles_are_a_list_of_strings,
        lambda: changed(**{claims.ROLES: "Instructor"}),
        RefusalCode.ROLES,
    ),
    (
        claim_checks.target_is_the_logins,
        lambda: changed(**{claims.TARGET_LINK_URI: "https://tool.example/l/elsewhere"}),
        RefusalCode.TARGET,
    ),
    (
        claim_checks.resource_link_has_an_id,
        lambda: changed(**{claims.RESOURCE_LINK: {"id": "x" * 300}}),
        RefusalCode.RESOURCE_LINK,
    ),
    (
        claim_checks.context_has_an_id,
        lambda: changed(**{claims.CONTEXT: {"title": "Field Botany"}}),
        RefusalCode.CONTEXT,
    ),
    (
        claim_checks.deployment_is_named,
        lambda: a_message(
            signed(launch_claims(**{claims.DEPLOYMENT_ID: LONG_DEPLOYMENT})),
            deployment=(LONG_DEPLOYMENT, DeploymentStatus.APPROVED),
        ),
        RefusalCode.DEPLOYMENT_MISSING,
    ),
    (
        claim_checks.deployment_is_the_logins,
        lambda: a_message(signed(launch_claims()), at_login="deployment-2"),
        RefusalCode.DEPLOYMENT_CHANGED,
    ),
    (
        claim_checks.deployment_is_approved,
        lambda: a_message(
            signed(launch_claims()), deployment=(DEPLOYMENT, DeploymentStatus.DISABLED)
        ),
        RefusalCode.DEPLOYMENT_DISABLED,
    ),
    (
        claim_checks.deep_linking_can_be_answered,
        lambda: deep_linking(deep_link_return_url="https://evil.example/return"),
        RefusalCode.RETURN_ADDRESS,
    ),
    (
        claim_checks.pylti1p3_agrees,
        lambda: deep_linking(accept_presentation_document_targets=[]),
        RefusalCode.LIBRARY,
    ),
]
BAD_FORMS = [
    (
        guard.platform_reports_no_error,
        {"state": "s", "id_token": "t", "error": "login_required"},
        RefusalCode.PLATFORM_ERROR,
    ),
    (guard.form_is_complete, {"state": "s"}, RefusalCode.FORM_FIELD),
    (guard.token_is_short, {"state": "s", "id_token": "t" * 65_537}, RefusalCode.TOKEN_SIZE),
]
BAD_LOGINS = [
    (login.login_is_complete, login_form(login_hint=""), RefusalCode.LOGIN_FIELD),
    (login.login_fields_are_short, login_form(login_hint="h" * 8_193), RefusalCode.LOGIN_SIZE),
    (
        login.target_is_ours,
        login_form(target_link_uri="https://evil.example/l/"),
        RefusalCode.TARGET,
    ),
    (
        login.deployment_is_usable,
        login_form(lti_deployment_id=LONG_DEPLOYMENT),
        RefusalCode.DEPLOYMENT_MISSING,
    ),
]


def check_name(value):
    return getattr(value, "__name__", "")


def test_every_check_has_a_bad_message_here():
    shown = [check for check, _, _ in [*BAD_MESSAGES, *BAD_FORMS, *BAD_LOGINS]]

    assert set(shown) == {
        *guard.MESSAGE_CHECKS,
        *guard.FORM_CHECKS,
        *login.LOGIN_CHECKS,
    }


def test_the_guard_passes_a_good_message():
    Guard().check_message(changed())


@pytest.mark.parametrize(("check", "bad", "code"), BAD_MESSAGES, ids=check_name)
def test_a_message_is_refused_because_of_one_check(check, bad, code):
    weakened = Guard().without(check, claim_checks.pylti1p3_agrees)

    with pytest.raises(LaunchRefusedError) as refusal:
        Guard().check_message(bad())
    weakened.check_message(bad())

    assert refusal.value.code == code


@pytest.mark.parametrize(("check", "form", "code"), BAD_FORMS, ids=check_name)
def test_a_form_is_refused_because_of_one_check(check, form, code):
    with pytest.raises(LaunchRefusedError) as refusal:
        Guard().check_form(form)
    Guard().without(check).check_form(form)

    assert refusal.value.code == code


@pytest.mark.parametrize(("check", "form", "code"), BAD_LOGINS, ids=check_name)
def test_a_login_is_refused_because_of_one_check(check, form, code):
    request = LoginRequest(form, ADDRESS)

    with pytest.raises(LaunchRefusedError) as refusal:
        Guard().check_login(request)
    Guard().without(check).check_login(request)

    assert refusal.value.code == code


def test_a_platform_may_be_allowed_a_second_audience():
    """L29: only where an operator has listed it, and with `azp` naming this tool."""
    message = changed(aud=["partner", "client-1"], azp="client-1")
    trusting = replace(message.registration, extra_audiences=frozenset({"partner"}))

    Guard().check_message(replace(message, registration=trusting))
