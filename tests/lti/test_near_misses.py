"""L03: a login that nearly fits a registration says what differs."""

from dataclasses import replace

import pytest

from lti.near_misses import NearMiss, near_miss
from tests.fakes.lti_platform import REGISTRATION

OTHER = replace(REGISTRATION, registration_id="other", issuer="https://o.example", client_id="c-2")
SHARED = "https://canvas.instructure.com"


@pytest.mark.parametrize(
    ("issuer", "client_id", "miss"),
    [
        ("https://lms.example/", "client-1", NearMiss.SLASH),
        ("https://lms.example/", "", NearMiss.SLASH),
        ("http://lms.example", "client-1", NearMiss.SPELLING),
        ("https://www.LMS.example", "client-1", NearMiss.SPELLING),
        ("https://learn.example", "client-1", NearMiss.ISSUER),
        ("https://lms.example", "client-9", NearMiss.CLIENT),
    ],
)
def test_l03_what_differs_is_named(issuer, client_id, miss):
    assert near_miss([OTHER, REGISTRATION], issuer, client_id) == (REGISTRATION, miss)


@pytest.mark.parametrize(("issuer", "client_id"), [("https://evil.example", "x"), ("", "")])
def test_what_comes_near_nothing_is_no_miss(issuer, client_id):
    assert near_miss([OTHER, REGISTRATION], issuer, client_id) is None


def test_another_client_of_a_shared_issuer_is_somebody_elses():
    canvas = replace(REGISTRATION, issuer=SHARED)

    assert near_miss([canvas], SHARED, "client-of-another") is None


def test_of_two_that_fit_as_well_none_is_guessed():
    twice = [replace(REGISTRATION, registration_id=name, client_id=name) for name in "ab"]

    assert near_miss(twice, "https://lms.example", "c") is None
