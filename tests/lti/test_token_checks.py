"""Tokens that must not be believed, each for one reason, and what they leave behind."""

import json
from dataclasses import replace
from time import process_time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from lti import LaunchRefusedError, RefusalCode
from tests.fakes.lti_platform import (
    NOW_S,
    REGISTRATION,
    Platform,
    encoded,
    launch_claims,
    private_key,
    published,
    signed,
)

HEADER = {"alg": "RS256", "kid": "k1"}


def refusal_of(platform, **how):
    with pytest.raises(LaunchRefusedError) as refusal:
        platform.launch(**how)
    assert all(login.used_at is None for login in platform.handshakes.logins.values())
    return refusal.value.code


def refusal_of_token(platform, token):
    query, cookies = platform.log_in()
    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.finish_launch({"state": query["state"], "id_token": token}, cookies=cookies)
    return refusal.value.code


@pytest.mark.parametrize(
    ("form", "code", "detail"),
    [
        ({"state": "s"}, RefusalCode.FORM_FIELD, "id_token"),
        ({"id_token": "t"}, RefusalCode.FORM_FIELD, "state"),
        (
            {"state": "s", "error": "login_required", "error_description": "Ada is away"},
            RefusalCode.PLATFORM_ERROR,
            "login_required",
        ),
        ({"error": "<script>"}, RefusalCode.PLATFORM_ERROR, ""),
    ],
)
def test_l11_an_answer_without_a_launch_is_refused_by_its_code_alone(platform, form, code, detail):
    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.finish_launch(form, cookies={})

    assert (refusal.value.code, refusal.value.detail) == (code, detail)
    assert "Ada" not in str(refusal.value)


def test_l13_a_token_signed_with_the_public_key_as_a_secret_is_refused(platform):
    query, cookies = platform.log_in()
    pem = (
        private_key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    text = f"{encoded({'alg': 'HS256', 'kid': 'k1'})}.{encoded(launch_claims(query['nonce']))}"
    signature = jwt.get_algorithm_by_name("HS256").sign(text.encode(), pem)
    form = {"state": query["state"], "id_token": f"{text}.{encoded(signature)}"}

    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.finish_launch(form, cookies=cookies)

    assert refusal.value.code == RefusalCode.ALGORITHM


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256"])
def test_l13_no_registration_can_allow_an_unsigned_or_shared_secret_token(algorithm):
    platform = Platform()
    careless = replace(REGISTRATION, algorithms=("RS256", algorithm))
    platform.registrations.replace_all(careless)

    code = refusal_of(platform, header={"alg": algorithm, "kid": "k1"})

    assert code == RefusalCode.ALGORITHM


def test_l14_a_token_signed_by_another_platforms_key_is_refused(platform):
    assert refusal_of(platform, key=private_key("foreign")) == RefusalCode.SIGNATURE


def test_l14_a_key_that_travels_in_the_header_is_not_used(platform):
    foreign = private_key("foreign")
    header = {**HEADER, "jwk": published(foreign), "jku": "https://evil.example/jwks"}

    assert refusal_of(platform, key=foreign, header=header) == RefusalCode.SIGNATURE
    assert all("evil" not in url for _, url, *_ in platform.http.asked)


@pytest.mark.parametrize("kid", [None, "", 7, ["k1"], "x" * 300])
def test_l15_a_header_that_names_no_key_is_refused(platform, kid):
    header = {"alg": "RS256"} if kid is None else {"alg": "RS256", "kid": kid}

    assert refusal_of(platform, header=header) == RefusalCode.KEY_ID


def good_token():
    return signed(launch_claims())


@pytest.mark.parametrize(
    "token",
    [
        "a.b",
        "a.b.c.d.e",
        "..",
        good_token().rpartition(".")[0],
        good_token() + ".x",
        good_token() + "=",
        good_token() + " ",
        good_token() + "\n",
        "é" + good_token(),
        good_token().replace(".", "!.", 1),
        f"A.{encoded({})}.AAAA",
        signed(b"\xff\xfe", header=HEADER),
        signed(b"null"),
        signed(b'"text"'),
        signed(b"[]"),
        signed(b"{"),
        signed(b"{} {}"),
        signed(b'\xef\xbb\xbf{"sub": "x"}'),
        signed(b'{"exp": NaN}'),
        signed(b'{"exp": ' + b"9" * 5_000 + b"}"),
        signed(b"[" * 20_000),
    ],
    ids=range(21),
)
def test_l19_something_that_is_not_a_jwt_of_objects_is_refused(platform, token):
    assert refusal_of_token(platform, token) == RefusalCode.TOKEN_SHAPE


def test_l19_a_key_given_twice_is_refused(platform):
    raw = json.dumps(launch_claims()).replace('"sub"', '"sub": "other", "sub"', 1).encode()

    assert refusal_of_token(platform, signed(raw)) == RefusalCode.TOKEN_DUPLICATE


@pytest.mark.parametrize("nonce", ["", "unknown", 7, {"a": 1}, None, ["n"], "n" * 40_000])
def test_l23_a_nonce_that_is_not_the_logins_is_refused(platform, nonce):
    assert refusal_of(platform, nonce=nonce) == RefusalCode.NONCE


def test_l23_a_nonce_of_another_login_is_refused(platform):
    first, _ = platform.log_in()
    query, cookies = platform.log_in()
    form = {**platform.form(first), "state": query["state"]}

    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.finish_launch(form, cookies=cookies)

    assert refusal.value.code == RefusalCode.NONCE


@pytest.mark.parametrize(
    ("aud", "azp"),
    [
        (["client-1", "other"], "client-1"),
        (["client-1", "other"], "other"),
        (["client-1", "other"], None),
        (["other", "client-1"], None),
        (["other"], None),
        ("other", "client-1"),
        ("client-1", "other"),
        ([], None),
        (["client-1", 7], "client-1"),
        ([["client-1"]], None),
        ({"client-1": 1}, None),
        (None, "client-1"),
    ],
)
def test_l29_a_token_not_for_this_tool_alone_is_refused(platform, aud, azp):
    parties = {"aud": aud} if azp is None else {"aud": aud, "azp": azp}

    assert refusal_of(platform, **parties) == RefusalCode.AUDIENCE


@pytest.mark.parametrize(
    "parties",
    [{"aud": "client-1"}, {"aud": ["client-1"]}, {"aud": "client-1", "azp": "client-1"}],
)
def test_l29_a_token_for_this_tool_is_accepted(platform, parties):
    assert platform.launch(**parties).launch.client_id == "client-1"


@pytest.mark.parametrize(
    ("times", "code"),
    [
        ({"exp": NOW_S - 61}, RefusalCode.EXPIRED),
        ({"exp": NOW_S + 90_000}, RefusalCode.LIFETIME),
        ({"iat": NOW_S + 61}, RefusalCode.ISSUED_AT),
        ({"iat": NOW_S - 31_536_000, "exp": NOW_S + 60}, RefusalCode.LIFETIME),
        ({"iat": NOW_S - 700}, RefusalCode.ISSUED_AT),
        ({"nbf": NOW_S + 61}, RefusalCode.NOT_BEFORE),
        ({"nbf": "soon"}, RefusalCode.NOT_BEFORE),
    ],
)
def test_l30_times_that_do_not_fit_are_refused(platform, times, code):
    assert refusal_of(platform, **times) == code


@pytest.mark.parametrize("name", ["exp", "iat"])
def test_l30_a_token_without_times_is_refused(platform, name):
    assert refusal_of(platform, drop=[name]) == RefusalCode.TIMES


@pytest.mark.parametrize(
    "times",
    [
        {"exp": NOW_S - 59, "iat": NOW_S - 119},
        {"iat": NOW_S + 59},
        {"iat": NOW_S - 600},
        {"nbf": NOW_S + 59},
        {"exp": NOW_S + 3_600},
        {"iat": NOW_S - 0.5, "exp": NOW_S + 60.5},
    ],
)
def test_clocks_may_differ_by_a_minute(platform, times):
    assert platform.launch(**times).bound_by == "cookie"


@pytest.mark.parametrize("name", ["exp", "iat"])
@pytest.mark.parametrize("value", [str(NOW_S), True, None, -1, [NOW_S], {}, 1e300])
def test_l31_times_that_are_no_sensible_numbers_are_refused(platform, name, value):
    assert refusal_of(platform, **{name: value}) in {
        RefusalCode.TIMES,
        RefusalCode.LIFETIME,
        RefusalCode.ISSUED_AT,
    }


@pytest.mark.parametrize("name", ["exp", "iat"])
def test_l31_an_infinite_time_is_refused(platform, name):
    raw = json.dumps({**launch_claims(), name: 0}).replace(f'"{name}": 0', f'"{name}": 1e400')

    assert refusal_of_token(platform, signed(raw.encode())) == RefusalCode.TIMES


@pytest.mark.parametrize(
    "token",
    ["t" * 65_537, signed({"x": "x" * 70_000}), "t" * 20_000_000],
    ids=["65 KB", "a real one", "20 MB"],
)
def test_l57_a_token_too_long_is_not_even_read(platform, token):
    query, cookies = platform.log_in()
    form = {"state": query["state"], "id_token": token}
    began = process_time()

    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.finish_launch(form, cookies=cookies)

    assert refusal.value.code == RefusalCode.TOKEN_SIZE
    assert process_time() - began < 0.5


def test_l57_a_token_nested_deep_is_refused_fast(platform):
    deep = json.dumps(launch_claims())[:-1].encode() + b', "x": ' + b"[" * 900 + b"]" * 900 + b"}"
    query, cookies = platform.log_in()
    form = {"state": query["state"], "id_token": signed(deep)}
    began = process_time()

    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.finish_launch(form, cookies=cookies)

    assert refusal.value.code == RefusalCode.TOKEN_DEPTH
    assert process_time() - began < 0.5


def test_a_refusal_tells_nothing_about_a_person(platform):
    body = launch_claims(sub="canary-1", name="canary-2", email="canary-3@x.example", exp=1)
    query, cookies = platform.log_in()
    form = {"state": query["state"], "id_token": signed(body)}

    with pytest.raises(LaunchRefusedError) as refusal:
        platform.tool.finish_launch(form, cookies=cookies)

    assert "canary" not in repr(refusal.value) + str(refusal.value)
    assert form["id_token"][:20] not in str(refusal.value)
