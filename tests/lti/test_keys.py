"""The tool's keys are published before they are used and after they were."""

from datetime import timedelta

import jwt
import pytest

from lti.key_sets import KeySets
from lti.keys import KeyUse, ToolKeys
from tests.fakes.lti_platform import NOW, REGISTRATION, FakeHttp, json_answer

DAY = timedelta(days=1)


class MemoryRing:
    def __init__(self):
        self.keys = ()

    def load(self):
        return self.keys

    def save(self, keys, *, replacing):
        if self.keys != replacing:
            return False
        self.keys = keys
        return True


class BusyRing(MemoryRing):
    """Somebody else is always faster."""

    def save(self, keys, *, replacing):
        return False


@pytest.fixture
def ring():
    return MemoryRing()


def uses(ring):
    return [key.use for key in ring.keys]


def test_a_new_ring_gets_a_key_in_use(ring):
    keys = ToolKeys(ring)
    keys.keep_current(NOW)
    keys.keep_current(NOW)

    assert uses(ring) == [KeyUse.ACTIVE]


def test_what_is_published_verifies_what_is_signed_and_holds_no_secret(ring):
    keys = ToolKeys(ring)
    keys.keep_current(NOW)
    token = keys.sign({"iss": "client-1"})
    header = jwt.get_unverified_header(token)
    http = FakeHttp({REGISTRATION.jwks_url: json_answer(keys.key_set())})
    signed, _, signature = token.rpartition(".")

    KeySets(http).verify(
        REGISTRATION,
        key_id=header["kid"],
        algorithm="RS256",
        signed=signed.encode(),
        signature=jwt.utils.base64url_decode(signature),
    )

    (entry,) = keys.key_set()["keys"]
    assert set(entry) == {"kty", "n", "e", "kid", "alg", "use"}
    assert len(jwt.utils.base64url_decode(entry["n"])) * 8 == 3072


def test_a_key_is_published_a_day_before_use_and_a_week_after(ring):
    keys = ToolKeys(ring)
    keys.keep_current(NOW)
    first = ring.keys[0].key_id
    seen = {}
    for day in range(1, 99):
        keys.keep_current(NOW + day * DAY)
        seen[day] = {key.use: key.key_id for key in ring.keys}

    second = seen[90][KeyUse.ACTIVE]
    assert set(seen[88]) == {KeyUse.ACTIVE}
    assert seen[89] == {KeyUse.ACTIVE: first, KeyUse.NEXT: second}
    assert seen[90] == {KeyUse.ACTIVE: second, KeyUse.RETIRED: first}
    assert seen[96] == seen[90]
    assert seen[97] == {KeyUse.ACTIVE: second}


def test_a_late_rotation_still_publishes_a_day_before(ring):
    keys = ToolKeys(ring)
    keys.keep_current(NOW)

    keys.keep_current(NOW + 200 * DAY)
    keys.keep_current(NOW + 200 * DAY + timedelta(hours=23))
    waiting = uses(ring)
    keys.keep_current(NOW + 201 * DAY)

    assert waiting == [KeyUse.ACTIVE, KeyUse.NEXT]
    assert uses(ring) == [KeyUse.RETIRED, KeyUse.ACTIVE]


def test_k02_a_leaked_key_is_withdrawn_at_once(ring):
    keys = ToolKeys(ring)
    keys.keep_current(NOW)
    leaked = ring.keys[0].key_id

    keys.withdraw(leaked, NOW)

    assert leaked not in str(keys.key_set())
    assert jwt.get_unverified_header(keys.sign({}))["kid"] == ring.keys[0].key_id


def test_k02_the_next_key_takes_over_from_a_leaked_one(ring):
    keys = ToolKeys(ring)
    keys.keep_current(NOW)
    keys.keep_current(NOW + 89 * DAY)
    leaked, upcoming = (key.key_id for key in ring.keys)

    keys.withdraw(leaked, NOW + 89 * DAY)

    assert [(key.key_id, key.use) for key in ring.keys] == [(upcoming, KeyUse.ACTIVE)]


def test_k02_a_key_that_nobody_has_is_not_withdrawn(ring):
    keys = ToolKeys(ring)
    keys.keep_current(NOW)
    before = ring.keys

    assert not keys.withdraw("mistyped", NOW)
    assert ring.keys == before


def test_a_rotation_by_hand_publishes_for_a_day_before_it_signs(ring):
    keys = ToolKeys(ring)
    keys.keep_current(NOW)
    first = ring.keys[0].key_id

    upcoming = keys.rotate(NOW + DAY)
    again = keys.rotate(NOW + DAY + timedelta(hours=1))
    keys.keep_current(NOW + DAY + timedelta(hours=23, minutes=59))
    waiting = {key.use: key.key_id for key in ring.keys}
    keys.keep_current(NOW + 2 * DAY)

    assert again == upcoming
    assert waiting == {KeyUse.ACTIVE: first, KeyUse.NEXT: upcoming.key_id}
    assert {key.use: key.key_id for key in ring.keys} == {
        KeyUse.ACTIVE: upcoming.key_id,
        KeyUse.RETIRED: first,
    }


def test_without_a_key_nothing_is_signed(ring):
    with pytest.raises(LookupError):
        ToolKeys(ring).sign({})


def test_keys_that_cannot_be_kept_are_not_used():
    with pytest.raises(LookupError):
        ToolKeys(BusyRing()).keep_current(NOW)
