"""A login is begun for a known platform, towards a page of ours, and remembered by fingerprints."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from lti import LaunchRefusedError, Redirect, RefusalCode, StoragePage
from lti.fingerprints import fingerprint
from lti.login import MAX_LOGIN_HINT, MAX_MESSAGE_HINT, cookie_name
from tests.fakes.lti_platform import ADDRESS, NOW, REGISTRATION, TARGET, login_form


def query_of(reply):
    return {name: values[0] for name, values in parse_qs(urlsplit(reply.location).query).items()}


def refusal_of(platform, **changed):
    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.begin_login(login_form(**changed))
    return refusal.value.code


def test_l01_a_login_goes_to_the_registered_authorisation_page(platform):
    reply = platform.tool.begin_login(login_form(lti_message_hint="m", lti_deployment_id="d"))

    query = query_of(reply)
    assert isinstance(reply, Redirect)
    assert reply.location.startswith("https://lms.example/authorize?")
    assert {**query, "state": "", "nonce": ""} == {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": "client-1",
        "redirect_uri": "https://tool.example/lti/launch",
        "login_hint": "hint-1",
        "lti_message_hint": "m",
        "state": "",
        "nonce": "",
    }


def test_a_login_is_remembered_by_fingerprints_alone(platform):
    reply = platform.tool.begin_login(login_form(lti_storage_target="_parent"))

    query = query_of(reply)
    kept = platform.handshakes.find(fingerprint(query["state"]))
    secrets = {query["state"], query["nonce"], reply.cookies[0].value, reply.value}
    assert kept.nonce_hash == fingerprint(query["nonce"])
    assert (kept.created_at, kept.expires_at.minute) == (NOW, 10)
    assert len(secrets) == 4
    assert not any(secret in repr(kept) for secret in secrets)


def test_the_browsers_cookie_is_named_after_its_login(platform):
    first, second = (platform.tool.begin_login(login_form()) for _ in range(2))

    assert first.cookies[0].name == cookie_name(query_of(first)["state"])
    assert first.cookies[0].name != second.cookies[0].name
    assert first.cookies[0].lifetime_s == 600


def test_l27_a_platform_that_offers_storage_is_asked_to_keep_a_value(platform):
    reply = platform.tool.begin_login(login_form(lti_storage_target="post_message_forwarding"))

    assert isinstance(reply, StoragePage)
    assert (reply.frame, reply.origin) == ("post_message_forwarding", "https://lms.example")
    assert reply.key == f"lti_state_{query_of(reply)['state']}"


def test_a_storage_frame_with_an_odd_name_is_not_used(platform):
    reply = platform.tool.begin_login(login_form(lti_storage_target='x"]; alert(1)'))

    assert isinstance(reply, Redirect)


@pytest.mark.parametrize("field", ["iss", "login_hint", "target_link_uri"])
@pytest.mark.parametrize("value", ["", None])
def test_l02_a_login_without_a_required_field_is_refused(platform, field, value):
    form = login_form()
    if value is None:
        del form[field]
    else:
        form[field] = value

    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.begin_login(form)

    assert refusal.value.code == RefusalCode.LOGIN_FIELD
    assert platform.handshakes.logins == {}


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other.example"},
        {"iss": "https://lms.example/"},
        {"iss": "https://LMS.example"},
        {"client_id": "client-2"},
    ],
)
def test_l03_an_unknown_platform_is_refused(platform, changed):
    assert refusal_of(platform, **changed) == RefusalCode.PLATFORM_UNKNOWN
    assert platform.handshakes.logins == {}


def test_a_login_without_client_id_is_refused_where_it_could_be_two(platform):
    alone = platform.tool.begin_login(login_form(client_id=""))
    platform.registrations.add(
        replace(REGISTRATION, registration_id="registration-2", client_id="client-2")
    )

    assert query_of(alone)["client_id"] == "client-1"
    assert refusal_of(platform, client_id="") == RefusalCode.PLATFORM_UNKNOWN


def test_an_inactive_registration_is_refused(platform):
    inactive = replace(REGISTRATION, issuer="https://new.example", active=False)
    platform.registrations.add(inactive)

    assert refusal_of(platform, iss="https://new.example") == RefusalCode.PLATFORM_INACTIVE


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/l/circles",
        "//evil.example/l/",
        "https://tool.example@evil.example/l/",
        "https://us@tool.example/l/circles",
        "https://tool.example.evil.example/l/",
        "https://tool.example:444/l/",
        "https:\\\\tool.example\\l\\circles",
        "https://tool.example\\@evil.example/l/",
        "https://Tool.example/l/circles",
        "HTTPS://tool.example/l/circles",
        "http://tool.example/l/circles",
        "https://tооl.example/l/circles",
        "https://xn--tl-jbba.example/l/",
        "https://tool.example/admin",
        "https://tool.example/lx/circles",
        "https://tool.example/l/../admin",
        "https://tool.example/l/%2e%2E/admin",
        "https://tool.example/l/..%2fadmin",
        "https://tool.example//evil.example/l/",
        "https://tool.example/l/ x",
        "https://tool.example/l/\nx",
        "https://tool.example/l/#x",
        "https://tool.example",
        "javascript:alert(1)",
        "/l/circles",
    ],
)
def test_l06_a_target_that_is_not_plainly_ours_is_refused(platform, target):
    assert refusal_of(platform, target_link_uri=target) == RefusalCode.TARGET


@pytest.mark.parametrize(
    "target",
    [TARGET, TARGET + "?programme=7&x=%20", "https://tool.example/l/", "https://tool.example/l"],
)
def test_a_target_of_ours_is_accepted(target):
    assert ADDRESS.owns(target)


def test_l07_hints_pass_unchanged_up_to_their_limits(platform):
    login_hint = ("h&=+ é" * 2_000)[:MAX_LOGIN_HINT]
    message_hint = ('{"cmid":3} ' * 2_000)[:MAX_MESSAGE_HINT]

    reply = platform.tool.begin_login(
        login_form(login_hint=login_hint, lti_message_hint=message_hint)
    )

    assert query_of(reply)["login_hint"] == login_hint
    assert query_of(reply)["lti_message_hint"] == message_hint


@pytest.mark.parametrize(
    "changed",
    [
        {"login_hint": "h" * (MAX_LOGIN_HINT + 1)},
        {"lti_message_hint": "h" * (MAX_MESSAGE_HINT + 1)},
        {"iss": "https://" + "x" * 3_000},
    ],
)
def test_l07_longer_fields_are_refused(platform, changed):
    assert refusal_of(platform, **changed) == RefusalCode.LOGIN_SIZE


def test_an_authorisation_address_keeps_the_query_it_has(platform):
    asking = replace(
        REGISTRATION, issuer="https://moodle.example", auth_url="https://moodle.example/auth?id=4"
    )
    platform.registrations.add(asking)

    reply = platform.tool.begin_login(login_form(iss="https://moodle.example"))

    assert reply.location.startswith("https://moodle.example/auth?id=4&scope=openid&")
