"""LTI messages that must not be believed, each for one reason, and what they leave behind."""

from dataclasses import replace
from itertools import combinations

import pytest

from lti import DeploymentStatus, LaunchRefusedError, MessageType, RefusalCode, claims
from lti.storage import MAX_PENDING_DEPLOYMENTS
from tests.fakes.lti_platform import (
    ADDRESS,
    DEPLOYMENT,
    REGISTRATION,
    Platform,
    private_key,
)

REQUIRED = (
    "iss",
    "aud",
    "sub",
    "iat",
    "exp",
    "nonce",
    claims.MESSAGE_TYPE,
    claims.VERSION,
    claims.DEPLOYMENT_ID,
    claims.TARGET_LINK_URI,
    claims.RESOURCE_LINK,
    claims.ROLES,
)
MISSING = [*combinations(REQUIRED, 1), *combinations(REQUIRED, 2)]


def short(names):
    return "+".join(name.rpartition("/")[2] for name in names)


def refusal_of(platform, **how):
    with pytest.raises(LaunchRefusedError) as refusal:
        platform.launch(**how)
    assert all(login.used_at is None for login in platform.handshakes.logins.values())
    return refusal.value.code


@pytest.mark.parametrize("names", MISSING, ids=short)
def test_l49_a_launch_without_a_required_claim_or_two_is_refused(platform, names):
    with pytest.raises(LaunchRefusedError):
        platform.launch(drop=names)

    assert platform.launch().launch.person.subject == "person-1"


def test_l05_a_deployment_other_than_the_logins_is_refused(platform):
    query, cookies = platform.log_in(lti_deployment_id="deployment-2")

    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.finish_launch(platform.form(query), cookies=cookies)

    assert refusal.value.code == RefusalCode.DEPLOYMENT_CHANGED


@pytest.mark.parametrize("version", ["1.2", "11.3", "1.3", "1.3.0 ", 1.3, None, ["1.3.0"]])
def test_l33_another_version_is_refused(platform, version):
    assert refusal_of(platform, **{claims.VERSION: version}) == RefusalCode.VERSION


@pytest.mark.parametrize("kind", ["", None, 7, ["LtiResourceLinkRequest"]])
def test_l34_a_message_without_a_type_is_refused(platform, kind):
    assert refusal_of(platform, **{claims.MESSAGE_TYPE: kind}) == RefusalCode.MESSAGE_TYPE


@pytest.mark.parametrize(
    ("kind", "named"),
    [("LtiEulaRequest", "LtiEulaRequest"), ("LtiAssetProcessorSettingsRequest",) * 2, ("<b>", "")],
)
def test_l34_an_unsupported_message_is_named(platform, kind, named):
    with pytest.raises(LaunchRefusedError) as refusal:
        platform.launch(**{claims.MESSAGE_TYPE: kind})

    assert refusal.value.code == RefusalCode.MESSAGE_UNSUPPORTED
    assert refusal.value.detail == named


@pytest.mark.parametrize(
    ("kind", "changed", "drop"),
    [
        (
            MessageType.SUBMISSION_REVIEW,
            {
                claims.FOR_USER: {"user_id": "person-2"},
                claims.AGS_ENDPOINT: {"lineitem": "https://lms.example/items/1"},
            },
            (),
        ),
        (
            MessageType.DATA_PRIVACY,
            {claims.FOR_USER: {"user_id": "person-2"}},
            (claims.CONTEXT, claims.RESOURCE_LINK),
        ),
    ],
)
def test_l34_a_supported_message_says_whom_it_is_about(platform, kind, changed, drop):
    launch = platform.launch(drop=drop, **{claims.MESSAGE_TYPE: kind.value}, **changed).launch

    assert (launch.message_type, launch.for_user_id) == (kind, "person-2")


@pytest.mark.parametrize("deployment_id", [None, "", 1, ["deployment-1"], "d" * 256, "d\x00"])
def test_l35_a_deployment_without_a_usable_name_is_refused(platform, deployment_id):
    code = refusal_of(platform, **{claims.DEPLOYMENT_ID: deployment_id})

    assert code == RefusalCode.DEPLOYMENT_MISSING


def test_l35_an_unknown_deployment_waits_for_approval(platform):
    code = refusal_of(platform, **{claims.DEPLOYMENT_ID: "deployment-9"})

    status = platform.registrations.deployment(REGISTRATION, "deployment-9")
    assert code == RefusalCode.DEPLOYMENT_UNKNOWN
    assert status is DeploymentStatus.PENDING


def test_l35_a_disabled_deployment_is_refused_and_stays_disabled(platform):
    platform.registrations.decide(REGISTRATION, DEPLOYMENT, DeploymentStatus.DISABLED)

    assert refusal_of(platform) == RefusalCode.DEPLOYMENT_DISABLED
    assert platform.registrations.deployment(REGISTRATION, DEPLOYMENT) is DeploymentStatus.DISABLED


def test_l35_a_deployment_of_another_registration_is_unknown(platform):
    other = replace(REGISTRATION, registration_id="registration-2", client_id="client-2")
    platform.registrations.decide(other, "deployment-2", DeploymentStatus.APPROVED)

    code = refusal_of(platform, **{claims.DEPLOYMENT_ID: "deployment-2"})

    assert code == RefusalCode.DEPLOYMENT_UNKNOWN


def test_l35_only_so_many_deployments_wait(platform):
    for number in range(MAX_PENDING_DEPLOYMENTS + 5):
        refusal_of(platform, **{claims.DEPLOYMENT_ID: f"new-{number}"})

    waiting = list(platform.registrations.deployments.values())
    assert waiting.count(DeploymentStatus.PENDING) == MAX_PENDING_DEPLOYMENTS


def test_l35_a_forged_token_notes_no_deployment(platform):
    refusal_of(platform, key=private_key("foreign"), **{claims.DEPLOYMENT_ID: "deployment-9"})

    assert (
        platform.registrations.deployment(REGISTRATION, "deployment-9") is DeploymentStatus.UNKNOWN
    )


@pytest.mark.parametrize("link", [{}, {"id": ""}, {"id": 7}, {"id": "x" * 300}, "link-1", [], 7])
def test_l36_a_resource_link_without_a_usable_id_is_refused(platform, link):
    assert refusal_of(platform, **{claims.RESOURCE_LINK: link}) == RefusalCode.RESOURCE_LINK


def test_schoology_may_launch_without_a_resource_link():
    platform = Platform()
    schoology = replace(REGISTRATION, issuer="https://schoology.schoology.com")
    platform.registrations.replace_all(schoology)
    query, cookies = platform.log_in(iss=schoology.issuer)
    drop = (claims.RESOURCE_LINK, claims.CONTEXT)
    form = platform.form(query, iss=schoology.issuer, aud=["client-1"], drop=drop)

    launch = platform.tool.finish_launch(form, cookies=cookies).launch

    assert (launch.resource_link, launch.context) == (None, None)


@pytest.mark.parametrize("roles", [None, "Instructor", [7], [None], {"Learner": 1}, ["x"] * 101])
def test_l37_roles_that_are_no_list_of_strings_are_refused(platform, roles):
    assert refusal_of(platform, **{claims.ROLES: roles}) == RefusalCode.ROLES


@pytest.mark.parametrize("subject", ["", 7, None, "s" * 256, ["person-1"], "per\x00son"])
def test_l47_a_subject_that_is_no_identifier_is_refused(platform, subject):
    assert refusal_of(platform, sub=subject) == RefusalCode.SUBJECT


def test_l58_an_anonymous_launch_is_refused_and_leaves_nothing(platform):
    assert refusal_of(platform, drop=["sub"]) == RefusalCode.SUBJECT
    assert platform.handshakes.tickets == {}


def test_a_registration_switched_off_since_the_login_is_refused(platform):
    query, cookies = platform.log_in()
    platform.registrations.replace_all(replace(REGISTRATION, active=False))

    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.finish_launch(platform.form(query), cookies=cookies)

    assert refusal.value.code == RefusalCode.PLATFORM_INACTIVE


@pytest.mark.parametrize("endpoint", [7, {"lineitem": "x"}])
def test_a_shape_that_pylti1p3_stumbles_over_is_refused(platform, endpoint):
    code = refusal_of(
        platform,
        **{
            claims.MESSAGE_TYPE: "LtiSubmissionReviewRequest",
            claims.AGS_ENDPOINT: endpoint,
            claims.FOR_USER: 7,
        },
    )

    assert code == RefusalCode.LIBRARY


PAGE = f"{ADDRESS.origin}/l/placed/mentor"
OPEN_EDX = replace(REGISTRATION, auth_url="https://lms.example/api/lti_consumer/v1/launch/")


def launched(platform, at_login, named):
    query, cookies = platform.log_in(target_link_uri=at_login)
    form = platform.form(query, **{claims.TARGET_LINK_URI: named})
    return platform.tool.finish_launch(form, cookies=cookies).launch


def test_open_edxs_token_names_the_page_of_a_link_that_was_chosen(platform):
    platform.registrations.replace_all(OPEN_EDX)

    launch = launched(platform, ADDRESS.launch_url, PAGE)

    assert launch.target_link_uri == PAGE


@pytest.mark.parametrize(
    ("registration", "at_login", "named"),
    [
        (REGISTRATION, ADDRESS.launch_url, PAGE),
        (OPEN_EDX, PAGE, ADDRESS.launch_url),
        (OPEN_EDX, ADDRESS.launch_url, "https://evil.example/l/placed/mentor"),
        (OPEN_EDX, ADDRESS.launch_url, f"{ADDRESS.origin}/register/begin"),
        (OPEN_EDX, ADDRESS.launch_url, f"{ADDRESS.origin}/l/../register"),
        (OPEN_EDX, ADDRESS.launch_url, None),
    ],
    ids=["another-platform", "other-way-round", "elsewhere", "no-page", "climbing", "none"],
)
def test_l06_any_other_target_than_the_logins_is_refused(platform, registration, at_login, named):
    platform.registrations.replace_all(registration)

    with pytest.raises(LaunchRefusedError) as refusal:
        launched(platform, at_login, named)

    assert refusal.value.code == RefusalCode.TARGET
