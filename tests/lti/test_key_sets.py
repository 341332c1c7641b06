"""Platforms' keys are kept, read again when that may help, and the weak ones refused."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from lti import LaunchRefusedError, PlatformUnavailableError, RefusalCode
from lti.http import Answer
from lti.key_sets import KeySets
from lti.public_keys import parse_key_set
from tests.fakes.lti_platform import (
    REGISTRATION,
    Clock,
    FakeHttp,
    json_answer,
    private_key,
    published,
)

SIGNED = b"header.claims"


def signature(name="first"):
    return private_key(name).sign(SIGNED, padding.PKCS1v15(), hashes.SHA256())


class Keys:
    """A platform's key set and how often it was asked for."""

    def __init__(self, *keys):
        self.clock, self.http = Clock(), FakeHttp()
        self.publish(*keys)
        self.sets = KeySets(self.http, clock=self.clock.monotonic)

    def publish(self, *keys):
        self.answer(json_answer({"keys": list(keys)}))

    def answer(self, answer):
        self.http.answers[REGISTRATION.jwks_url] = answer

    @property
    def readings(self):
        return len(self.http.asked)

    def verify(self, key_id="k1", algorithm="RS256", made=None, registration=REGISTRATION):
        self.sets.verify(
            registration,
            key_id=key_id,
            algorithm=algorithm,
            signed=SIGNED,
            signature=made or signature(),
        )

    def refusal(self, **how):
        with pytest.raises(LaunchRefusedError) as refusal:
            self.verify(**how)
        return refusal.value.code


@pytest.fixture
def keys():
    return Keys(published(private_key()))


def test_keys_are_read_once(keys):
    for _ in range(20):
        keys.verify()

    assert keys.readings == 1


def test_keys_are_read_once_for_ten_at_once(keys):
    with ThreadPoolExecutor(10) as pool:
        for task in [pool.submit(keys.verify) for _ in range(10)]:
            task.result()

    assert keys.readings == 1


def test_keys_are_read_again_after_an_hour(keys):
    keys.verify()
    keys.clock.forward(hours=1, seconds=1)
    keys.publish(published(private_key("second"), "k2"))

    assert keys.refusal() == RefusalCode.KEY_UNKNOWN
    assert keys.readings == 2


def test_l15_an_unknown_key_is_looked_for_once_a_minute(keys):
    keys.verify()
    keys.clock.forward(seconds=60)

    codes = {keys.refusal(key_id=f"forged-{number}") for number in range(50)}

    assert (codes, keys.readings) == ({RefusalCode.KEY_UNKNOWN}, 2)


def test_k03_a_new_key_is_found_at_its_first_use(keys):
    keys.verify()
    keys.clock.forward(seconds=61)
    keys.publish(published(private_key("second"), "k2"))

    keys.verify(key_id="k2", made=signature("second"))

    assert keys.readings == 2


def test_k03_a_key_that_came_into_use_just_after_the_set_was_read_is_found(keys):
    keys.verify()
    keys.clock.forward(seconds=1)
    keys.publish(published(private_key("second"), "k2"))

    keys.verify(key_id="k2", made=signature("second"))

    assert keys.readings == 2


def test_k03_a_new_key_under_the_old_name_is_found_when_a_signature_fails(keys):
    keys.verify()
    keys.clock.forward(seconds=61)
    keys.publish(published(private_key("second")))

    keys.verify(made=signature("second"))

    assert keys.readings == 2


def test_k03_ten_launches_at_once_with_a_new_key_all_succeed(keys):
    keys.verify()
    keys.clock.forward(seconds=61)
    new_set = json_answer({"keys": [published(private_key("second"), "k2")]})

    def slowly(*request):
        time.sleep(0.2)  # so that the others come while the set is being read
        return new_set

    keys.answer(slowly)
    made = signature("second")
    with ThreadPoolExecutor(10) as pool:
        for task in [pool.submit(keys.verify, key_id="k2", made=made) for _ in range(10)]:
            task.result()

    assert keys.readings == 2


@pytest.mark.parametrize("status", [302, 404, 500])
def test_l55_an_error_page_is_no_key_set_even_if_it_looks_like_one(status):
    keys = Keys()
    keys.answer(json_answer({"keys": [published(private_key())]}, status))

    assert keys.refusal() == RefusalCode.KEYS_UNAVAILABLE


def test_failing_signatures_do_not_make_us_flood_the_platform(keys):
    codes = {keys.refusal(made=signature("foreign")) for _ in range(50)}

    assert (codes, keys.readings) == ({RefusalCode.SIGNATURE}, 1)


@pytest.mark.parametrize(
    "answer",
    [
        PlatformUnavailableError("timeout"),
        Answer(500, {}, b"oops"),
        Answer(302, {"location": "https://evil.example"}, b""),
        Answer(200, {}, b"<html>"),
        Answer(200, {}, b""),
        Answer(200, {}, b"[" * 50_000),
        json_answer([]),
        json_answer({}),
        json_answer({"keys": []}),
        json_answer({"keys": "k1"}),
        json_answer({"keys": [{"kid": f"k{n}"} for n in range(101)]}),
        json_answer(None),
    ],
    ids=range(12),
)
def test_l55_known_keys_serve_for_a_day_while_no_usable_set_comes(keys, answer):
    keys.verify()
    keys.answer(answer)
    keys.clock.forward(hours=23, minutes=59)

    keys.verify()
    trouble = keys.sets.status(REGISTRATION).trouble
    keys.clock.forward(minutes=2)

    assert trouble
    assert keys.refusal() == RefusalCode.KEYS_UNAVAILABLE


@pytest.mark.parametrize("body", [b"<html>secret-text</html>", b'{"keys": "secret-text"}'])
def test_l55_an_answer_is_never_shown(body):
    keys = Keys()
    keys.answer(Answer(200, {}, body))

    with pytest.raises(LaunchRefusedError) as refusal:
        keys.verify()

    assert refusal.value.code == RefusalCode.KEYS_UNAVAILABLE
    assert "secret-text" not in str(refusal.value)


def test_a_platform_that_never_answered_is_asked_again_soon():
    keys = Keys()
    keys.answer(PlatformUnavailableError("timeout"))
    codes = {keys.refusal() for _ in range(5)}
    keys.publish(published(private_key()))
    keys.clock.forward(seconds=6)

    keys.verify()

    assert (codes, keys.readings) == ({RefusalCode.KEYS_UNAVAILABLE}, 2)
    assert keys.sets.status(REGISTRATION).trouble is None


def test_keys_of_one_registration_are_not_those_of_another(keys):
    other = replace(REGISTRATION, registration_id="r2", jwks_url="https://two.example/jwks")
    keys.http.answers[other.jwks_url] = json_answer({"keys": [published(private_key("second"))]})
    keys.verify()

    assert keys.refusal(registration=other) == RefusalCode.SIGNATURE


def weak_exponent():
    return {**published(private_key()), "e": "AQ"}


def even_exponent():
    return {**published(private_key()), "e": "BA"}


def off_curve():
    point = ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), as_dict=True)
    return {**point, "kid": "k1", "y": point["x"]}


@pytest.mark.parametrize(
    "entry",
    [
        published(private_key("weak", 1024)),
        weak_exponent(),
        even_exponent(),
        off_curve(),
        {"kty": "oct", "k": "c2VjcmV0", "kid": "k1"},
        {"kty": "RSA", "kid": "k1"},
        {"kty": "RSA", "kid": "k1", "n": 7, "e": []},
        {"kty": "unheard", "kid": "k1"},
        {"kid": "k1"},
        {**published(private_key()), "alg": 7},
    ],
    ids=["1024", "e=1", "e=4", "off curve", "oct", "no n", "n=7", "kty", "no kty", "alg=7"],
)
def test_l18_a_key_too_weak_or_malformed_is_refused(entry):
    assert Keys(entry).refusal() == RefusalCode.KEY_UNUSABLE


def test_l55_of_two_keys_with_one_name_neither_is_used():
    keys = Keys(published(private_key()), published(private_key("second")))

    assert keys.refusal() == RefusalCode.KEY_UNUSABLE


def test_a_bad_key_does_not_spoil_the_others():
    keys = Keys({"kty": "oct", "kid": "k0"}, "text", {"kty": "RSA"}, published(private_key()))

    keys.verify()

    assert keys.refusal(key_id="k0") == RefusalCode.KEY_UNUSABLE


def test_a_key_for_encryption_is_left_out():
    assert parse_key_set({"keys": [published(private_key(), use="enc")]}) == {}


def test_l17_a_key_without_algorithm_is_used_where_its_kind_fits(keys):
    entry = {name: value for name, value in published(private_key()).items() if name != "alg"}
    keys.publish(entry)

    keys.verify()


@pytest.mark.parametrize("algorithm", ["RS384", "PS256"])
def test_l17_a_key_published_for_another_algorithm_is_not_used(algorithm):
    keys = Keys(published(private_key(), alg=algorithm))

    assert keys.refusal() == RefusalCode.ALGORITHM


@pytest.mark.parametrize("algorithm", ["ES256", "HS256", "none", "nonsense"])
def test_l17_an_rsa_key_serves_no_other_kind_of_signature(keys, algorithm):
    assert keys.refusal(algorithm=algorithm) == RefusalCode.ALGORITHM


def test_l17_an_elliptic_key_serves_where_it_is_registered():
    key = ec.generate_private_key(ec.SECP256R1())
    entry = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    keys = Keys({**entry, "kid": "k1"})
    made = ECAlgorithm(hashes.SHA256).sign(SIGNED, key)

    keys.verify(algorithm="ES256", made=made)

    assert keys.refusal(algorithm="ES384", made=made) == RefusalCode.ALGORITHM
    assert keys.refusal(algorithm="RS256", made=made) == RefusalCode.ALGORITHM


def test_a_key_published_with_its_private_half_only_verifies():
    entry = {**RSAAlgorithm.to_jwk(private_key(), as_dict=True), "kid": "k1"}
    keys = Keys(entry)

    keys.verify()

    assert "private_numbers" not in dir(parse_key_set({"keys": [entry]})["k1"].key)


def test_what_failed_last_is_told_without_asking(keys):
    before = keys.sets.status(REGISTRATION)
    keys.verify()
    keys.clock.forward(seconds=30)

    after = keys.sets.status(REGISTRATION)

    assert (before.age_s, after.age_s, after.trouble) == (None, 30, None)
    assert keys.readings == 1
