"""Deep linking: whose wishes are answered, where to, and what the signed answer says."""

from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti import LaunchRefusedError, LineItem, LinkItem, RefusalCode, claims
from lti.deep_linking import answer, read_request
from tests.fakes.lti_platform import (
    DEPLOYMENT,
    NOW,
    NOW_S,
    REGISTRATION,
    Platform,
    RsaSigner,
    launch_claims,
    private_key,
)

RETURN = "https://lms.example/deep-links/7"
PROGRAMME = LinkItem(title="Careers", text="A line.", url="https://tool.example/l/placed/start")
PROFILE = LinkItem(title="Profile", text="Another.", url="https://tool.example/l/placed/profile")
GRADED = replace(
    PROGRAMME, line_item=LineItem(score_maximum=1, label="Held", resource_id="r", tag="t")
)
NEAR = replace(
    REGISTRATION, issuer="http://localhost:8001", auth_url="http://localhost:8001/authorize"
)


def message(drop=(), presentation=None, platform=None, **settings):
    asked = {
        "accept_types": ["link", "ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe", "window"],
        "deep_link_return_url": RETURN,
        "data": "opaque-7",
        **settings,
    }
    kept = {name: value for name, value in asked.items() if name not in drop}
    return launch_claims(
        **{
            claims.MESSAGE_TYPE: "LtiDeepLinkingRequest",
            claims.DEEP_LINKING_SETTINGS: kept,
            claims.LAUNCH_PRESENTATION: presentation or {},
            claims.TOOL_PLATFORM: platform or {},
        }
    )


def read(registration=REGISTRATION, **how):
    return read_request(message(**how), registration)


def answered(request, *items, now=NOW):
    token = answer(request, items, signer=RsaSigner(), now=now)
    key = private_key().public_key()
    options = {"verify_exp": False, "verify_iat": False}
    return jwt.decode(token, key, ["RS256"], audience=REGISTRATION.issuer, options=options)


def test_a_request_says_what_is_taken_and_where_the_answer_goes():
    request = read()

    assert (request.return_url, request.return_origin) == (RETURN, "https://lms.example")
    assert not request.accepts_several
    assert not request.accepts_line_item
    assert request.targets == ("iframe", "window")


def test_a_launch_carries_the_request():
    asked = message()
    kept = {name: asked[name] for name in asked if name.startswith("https://")}

    launch = Platform().launch(**kept).launch

    assert launch.deep_linking.return_url == RETURN


def test_other_launches_carry_none():
    assert Platform().launch().launch.deep_linking is None


@pytest.mark.parametrize(
    "address",
    [
        None,
        7,
        "",
        "http://lms.example/deep-links/7",
        "javascript:alert(1)",
        "data:text/html,x",
        'https://lms.example/"><script>alert(1)</script>',
        "https://evil.example/deep-links/7",
        "https://lms.example@evil.example/",
        "https://teacher:secret@lms.example/",
        "https://lms.example:8443/deep-links/7",
        "https://lms.example.evil.example/",
        "https://lms.example\\@evil.example/",
        "//lms.example/deep-links/7",
        "https://lms.example:port/",
        "https://[::1/",
        "https://lms.example/\nSet-Cookie",
        "https://lms.example/" + "x" * 8_192,
        "https://lms.exämple/",
    ],
)
def test_d01_an_address_that_is_not_the_platforms_is_refused(address):
    with pytest.raises(LaunchRefusedError) as refusal:
        read(deep_link_return_url=address)

    assert refusal.value.code is RefusalCode.RETURN_ADDRESS
    assert "evil" not in str(refusal.value)


@pytest.mark.parametrize(
    "where",
    [
        {"presentation": {"return_url": "https://school.example/courses/1"}},
        {"platform": {"url": "https://school.example"}},
    ],
)
def test_d01_a_hosted_platforms_school_is_known_from_the_signed_message(where):
    address = "https://school.example/return"

    assert read(deep_link_return_url=address, **where).return_url == address


def test_d01_an_origin_is_compared_in_one_spelling():
    assert read(deep_link_return_url="https://LMS.example:443/x").return_origin == (
        "https://lms.example"
    )


def test_d01_a_platform_on_this_machine_may_go_without_tls():
    address = "http://localhost:8001/lti/deep-link"

    assert read(NEAR, deep_link_return_url=address).return_origin == "http://localhost:8001"


@pytest.mark.parametrize(
    ("registration", "address", "platform"),
    [
        (NEAR, "http://lms.example/return", "http://lms.example"),
        (REGISTRATION, "http://localhost:8001/return", "http://localhost:8001"),
    ],
)
def test_d01_nobody_else_may(registration, address, platform):
    with pytest.raises(LaunchRefusedError) as refusal:
        read(registration, deep_link_return_url=address, platform={"url": platform})

    assert refusal.value.code is RefusalCode.RETURN_ADDRESS


@pytest.mark.parametrize(
    "settings",
    [
        {"accept_types": ["file", "html"]},
        {"accept_types": "ltiResourceLink"},
        {"data": "x" * 65_537},
        {"data": "é" * 32_769},
        {"data": {"course": 7}},
        {"data": 7},
    ],
)
def test_settings_that_cannot_be_answered_are_refused(settings):
    """D05, and types that the tool has nothing of."""
    with pytest.raises(LaunchRefusedError) as refusal:
        read(**settings)

    assert refusal.value.code is RefusalCode.DEEP_LINKING


@pytest.mark.parametrize("data", ["opaque-7", "<b>'\"&</b>", "", "x" * 65_536, "\u202eé\n\x00"])
def test_d05_data_comes_back_unchanged(data):
    assert answered(read(data=data))[claims.DEEP_LINKING_DATA] == data


def test_d05_where_no_data_came_none_goes_back():
    assert claims.DEEP_LINKING_DATA not in answered(read(drop=["data"]))


@pytest.mark.parametrize(
    ("said", "understood"),
    [(True, 2), ("true", 2), ("True ", 2), (False, 1), ("false", 1), (1, 1), (None, 1), ([], 1)],
)
def test_d03_several_go_back_only_where_several_are_taken(said, understood):
    items = answered(read(accept_multiple=said), PROGRAMME, PROFILE)[claims.CONTENT_ITEMS]

    assert [item["title"] for item in items] == ["Careers", "Profile"][:understood]


@pytest.mark.parametrize(("said", "there"), [(True, True), ("true", True), (False, False)])
def test_d04_a_column_comes_only_where_one_is_taken(said, there):
    items = answered(read(accept_lineitem=said), GRADED)[claims.CONTENT_ITEMS]

    assert ("lineItem" in items[0]) == there


@pytest.mark.parametrize(
    ("targets", "hints"),
    [
        (["iframe", "window"], {"iframe"}),
        (["window"], {"window"}),
        (["embed"], set()),
        (None, set()),
    ],
)
def test_an_item_is_shown_as_the_platform_can_show_it(targets, hints):
    request = read(accept_presentation_document_targets=targets)

    item = answered(request, PROGRAMME)[claims.CONTENT_ITEMS][0]

    assert set(item) & {"iframe", "window"} == hints


def test_the_answer_names_both_sides_and_the_deployment():
    body = answered(read(), PROGRAMME)

    assert (body["iss"], body["aud"]) == (REGISTRATION.client_id, REGISTRATION.issuer)
    assert body[claims.MESSAGE_TYPE] == "LtiDeepLinkingResponse"
    assert body[claims.VERSION] == "1.3.0"
    assert body[claims.DEPLOYMENT_ID] == DEPLOYMENT


def test_the_answer_was_made_a_little_ago_and_lives_for_minutes():
    body = answered(read())

    assert (body["iat"], body["exp"]) == (NOW_S - 10, NOW_S + 300)


def test_the_answer_says_which_key_signed_it():
    token = answer(read(), [], signer=RsaSigner(), now=NOW)

    assert jwt.get_unverified_header(token)["kid"] == "k1"


def test_d08_the_same_choice_signed_again_has_the_same_items_and_another_id():
    request = read(accept_multiple=True)

    first = answered(request, PROGRAMME, PROFILE)
    second = answered(request, PROGRAMME, PROFILE, now=NOW + timedelta(seconds=1))

    assert first[claims.CONTENT_ITEMS] == second[claims.CONTENT_ITEMS]
    assert first["jti"] != second["jti"]
    assert first["nonce"] != second["nonce"]


def test_no_items_mean_that_nothing_is_placed():
    assert answered(read())[claims.CONTENT_ITEMS] == []


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "accept_types",
        "accept_multiple",
        "accept_lineitem",
        "accept_presentation_document_targets",
        "deep_link_return_url",
        "data",
    ]
)
ADDRESSES = st.builds("{}{}".format, st.sampled_from(["https://", "http://", "//", ""]), st.text())


@given(st.dictionaries(NAMES, ODD | ADDRESSES), ODD, ODD)
def test_whatever_the_settings_are_the_answer_stays_with_the_platform(settings, url, back):
    body = message(
        presentation={"return_url": back if isinstance(back, dict) else None},
        platform={"url": url if isinstance(url, list) else None},
        **settings,
    )
    try:
        request = read_request(body, REGISTRATION)
    except LaunchRefusedError as refusal:
        assert refusal.code in {RefusalCode.DEEP_LINKING, RefusalCode.RETURN_ADDRESS}  # noqa: PT017 - either is right
    else:
        assert request.return_origin == "https://lms.example"
        assert len(answered(request, PROGRAMME, PROFILE)[claims.CONTENT_ITEMS]) in {1, 2}


@given(ODD)
def test_settings_of_any_shape_are_read_or_refused(shape):
    body = message() | {claims.DEEP_LINKING_SETTINGS: shape}

    with pytest.raises(LaunchRefusedError) as refusal:
        read_request(body, REGISTRATION)

    assert refusal.value.code is RefusalCode.DEEP_LINKING
