"""Tokens of the tab: right in two versions, and everything that may be wrong with one."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from graph.accounts import Registration
from graph.clouds import GLOBAL, PERSONAL_TENANT
from graph.tab_tokens import LOOK_AGAIN, TabTokenProblem, TabTokenRefusedError, TabTokens

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW_S = int(NOW.timestamp())
CLIENT, TENANT = "5a4d0c7e-0000-4000-8000-0000000000c1", "5a4d0c7e-0000-4000-8000-00000000a11e"
OTHER, PERSON = "5a4d0c7e-0000-4000-8000-00000000beef", "5a4d0c7e-0000-4000-8000-0000000000aa"
TEAMS = "1fec8e78-bce4-4aaf-ab1b-5451cc387264"
KEYS = {name: rsa.generate_private_key(65537, 2048) for name in ("theirs", "foreign")}
V2 = {
    "aud": CLIENT, "iss": f"https://login.microsoftonline.com/{TENANT}/v2.0", "tid": TENANT,
    "oid": PERSON, "ver": "2.0", "azp": TEAMS, "scp": "access_as_user", "iat": NOW_S - 60,
    "nbf": NOW_S - 60, "exp": NOW_S + 3600, "preferred_username": "amara@northmoor.example",
}  # fmt: skip
V1 = {
    **{k: v for k, v in V2.items() if k != "azp"}, "ver": "1.0", "appid": TEAMS,
    "aud": f"api://tool.example/{CLIENT}", "iss": f"https://sts.windows.net/{TENANT}/",
    "upn": "amara@northmoor.example",
}  # fmt: skip


class Entra:
    """The keys of a tenant, as Entra publishes them, counting who asks again."""

    def __init__(self):
        self.registration = Registration(
            client_id=CLIENT, credential="s", profile=GLOBAL, tenants=frozenset({TENANT})
        )
        self.published = {"theirs": KEYS["theirs"]}
        self.kept = dict(self.published)
        self.asked_again = 0

    def keys(self, tenant, *, fresh=False):
        assert tenant == TENANT
        if fresh:
            self.asked_again += 1
            self.kept = dict(self.published)
        return {
            "keys": [
                {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}
                for kid, key in self.kept.items()
            ]
        }


@pytest.fixture
def entra():
    return Entra()


@pytest.fixture
def tokens(entra):
    return TabTokens(entra, public_url="https://tool.example")


def signed(claims, *, key="theirs", kid="theirs", alg="RS256", **header):
    secret = KEYS[key] if alg.startswith("RS") else "a-secret-of-more-than-thirty-two-bytes!!"
    return jwt.encode(claims, secret, algorithm=alg, headers={"kid": kid, **header})


def refused(tokens, token, now=NOW):
    with pytest.raises(TabTokenRefusedError) as caught:
        tokens.read(token, now=now)
    return caught.value.problem


def without(claims, name):
    return {k: v for k, v in claims.items() if k != name}


@pytest.mark.parametrize("claims", [V2, V1], ids=["v2", "v1"])
def test_a_token_of_either_version_says_who_opens_the_tab(tokens, claims):
    person = tokens.read(signed(claims), now=NOW)

    assert (person.entra_tenant_id, person.object_id) == (TENANT, PERSON)
    assert person.expires_at == NOW + timedelta(hours=1)


P = TabTokenProblem
MATRIX = {
    "foreign audience": (V2 | {"aud": OTHER}, P.AUDIENCE),
    "audience of Graph": (V2 | {"aud": "00000003-0000-0000-c000-000000000000"}, P.AUDIENCE),
    "audiences in a list": (V2 | {"aud": [CLIENT, OTHER]}, P.AUDIENCE),
    "v2 with the audience of v1": (V2 | {"aud": V1["aud"]}, P.AUDIENCE),
    "v1 with the audience of v2": (V1 | {"aud": CLIENT}, P.AUDIENCE),
    "api of another host": (V1 | {"aud": f"api://evil.example/{CLIENT}"}, P.AUDIENCE),
    "no audience": (without(V2, "aud"), P.AUDIENCE),
    "tenant that is not served": (V2 | {"tid": OTHER}, P.TENANT),
    "tenant in a list": (V2 | {"tid": [TENANT]}, P.TENANT),
    "no tenant": (without(V2, "tid"), P.TENANT),
    "personal account": (V2 | {"tid": PERSONAL_TENANT}, P.PERSONAL),
    "issuer of another tenant": (V2 | {"iss": V2["iss"].replace(TENANT, OTHER)}, P.ISSUER),
    "issuer of v1 in v2": (V2 | {"iss": V1["iss"]}, P.ISSUER),
    "issuer of v2 in v1": (V1 | {"iss": V2["iss"]}, P.ISSUER),
    "issuer that only begins so": (V2 | {"iss": V2["iss"] + ".evil.example"}, P.ISSUER),
    "issuer of another cloud": (
        V2 | {"iss": V2["iss"].replace("microsoftonline.com", "microsoftonline.us")}, P.ISSUER
    ),
    "version 3": (V2 | {"ver": "3.0"}, P.VERSION),
    "version as a number": (V2 | {"ver": 2.0}, P.VERSION),
    "no version": (without(V2, "ver"), P.VERSION),
    "past by more than a minute": (V2 | {"exp": NOW_S - 61}, P.EXPIRED),
    "not yet": (V2 | {"nbf": NOW_S + 61}, P.EARLY),
    "no end": (without(V2, "exp"), P.MALFORMED),
    "end as text": (V2 | {"exp": str(NOW_S + 60)}, P.MALFORMED),
    "end beyond time": (V2 | {"exp": 1 << 60}, P.MALFORMED),
    "app-only, by its kind": (V2 | {"idtyp": "app"}, P.APP_ONLY),
    "app-only, without scope": (without(V2, "scp") | {"roles": ["access_as_user"]}, P.APP_ONLY),
    "another scope": (V2 | {"scp": "User.Read"}, P.SCOPE),
    "scope that only begins so": (V2 | {"scp": "access_as_user_too"}, P.SCOPE),
    "foreign client": (V2 | {"azp": OTHER}, P.CLIENT),
    "our own client": (V2 | {"azp": CLIENT}, P.CLIENT),
    "client in the claim of v1": (without(V2, "azp") | {"appid": TEAMS}, P.CLIENT),
    "no client": (without(V1, "appid"), P.CLIENT),
    "guest, by account": (V2 | {"acct": 1}, P.GUEST),
    "guest, by home": (V2 | {"idp": f"https://sts.windows.net/{OTHER}/"}, P.GUEST),
    "guest, by name": (
        V2 | {"preferred_username": "bo_post.example#EXT#@northmoor.example"}, P.GUEST
    ),
    "nobody": (without(V2, "oid"), P.NOBODY),
    "person in a list": (V2 | {"oid": [PERSON]}, P.NOBODY),
    "empty person": (V2 | {"oid": ""}, P.NOBODY),
}  # fmt: skip


@pytest.mark.parametrize("name", MATRIX)
def test_b5_every_wrong_claim_is_refused_with_its_own_reason(tokens, name):
    claims, problem = MATRIX[name]

    assert refused(tokens, signed(claims)) is problem


FORGED = {
    "signed by another's key": (lambda: signed(V2, key="foreign"), P.SIGNATURE),
    "another's key under its own name": (lambda: signed(V2, key="foreign", kid="f"), P.KEY),
    "no name of a key": (lambda: jwt.encode(V2, KEYS["theirs"], algorithm="RS256"), P.KEY),
    "not signed": (lambda: jwt.encode(V2, None, algorithm="none"), P.ALGORITHM),
    "signed with a secret": (lambda: signed(V2, alg="HS256"), P.ALGORITHM),
    "another hash": (lambda: signed(V2, alg="RS512"), P.ALGORITHM),
    "a changed person": (lambda: _swapped(signed(V2), signed(V2 | {"oid": OTHER})), P.SIGNATURE),
    "key brought along": (
        lambda: signed(V2, key="foreign", jwk=RSAAlgorithm.to_jwk(KEYS["foreign"].public_key())),
        P.SIGNATURE,
    ),
    "two parts": (lambda: signed(V2).rpartition(".")[0], P.MALFORMED),
    "nothing": (lambda: "", P.MALFORMED),
    "no token at all": (lambda: "Bearer \ud83d x", P.MALFORMED),
    "very long": (lambda: signed(V2 | {"x": "y" * 20_000}), P.MALFORMED),
}


def _swapped(token, other):
    head, _, seal = token.split(".")
    return ".".join((head, other.split(".")[1], seal))


@pytest.mark.parametrize("name", FORGED)
def test_b5_what_the_tenant_did_not_sign_is_refused(tokens, name):
    make, problem = FORGED[name]

    assert refused(tokens, make()) is problem


def test_a_key_that_is_new_is_looked_for_once_a_minute_at_most(tokens, entra):
    token = signed(V2, key="foreign", kid="new")

    assert refused(tokens, token) is P.KEY
    entra.published["new"] = KEYS["foreign"]
    assert refused(tokens, token, now=NOW + timedelta(seconds=59)) is P.KEY
    assert entra.asked_again == 1

    assert tokens.read(token, now=NOW + LOOK_AGAIN).object_id == PERSON


def test_the_clock_may_be_a_minute_wrong(tokens):
    early, late = V2 | {"nbf": NOW_S + 60}, V2 | {"exp": NOW_S - 59}

    assert tokens.read(signed(early), now=NOW).object_id == PERSON
    assert tokens.read(signed(late), now=NOW).object_id == PERSON


def test_a_published_key_that_cannot_sign_is_no_key(tokens, entra):
    broken = {"keys": [{"kid": "theirs", "kty": "RSA", "n": "!", "e": "AQAB"}, "rubbish"]}
    entra.keys = lambda _tenant, fresh=False: broken

    assert refused(tokens, signed(V2)) is P.KEY


def test_every_reason_has_a_case():
    covered = {problem for _, problem in (*MATRIX.values(), *FORGED.values())}

    assert covered == set(TabTokenProblem)
