"""What the members of a relationship agree."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plugin.mentoring.agreement import Agreement, Signature, Terms, first_terms
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import AgreementChangedError, NotAllowedError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import Bounds, Format, ProgrammeId
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ADA, BEN, CLEO = map(PersonId, ("ada", "ben", "cleo"))
TERMS = Terms(recorded=("When we met",), never=("What we tell",), words="Be kind.\nBe on time.")


@pytest.fixture
def pair():
    return Relationship(
        RelationshipId("r1"), TenantId("t1"), ProgrammeId("p1"), Format.ONE_TO_ONE,
        (Membership(ADA, Side.MENTOR, NOW), Membership(BEN, Side.MENTEE, NOW)), NOW,
    )  # fmt: skip


@pytest.fixture
def agreement():
    return Agreement(RelationshipId("r1"), TenantId("t1"), 1, TERMS, ADA, NOW)


def test_t1_everybody_signs(agreement, pair):
    half = agreement.signed(ADA, number=1, relationship=pair, now=NOW)
    whole = half.signed(BEN, number=1, relationship=pair, now=LATER)

    assert not half.signed_by_all(pair)
    assert whole.signed_by_all(pair)
    assert whole.signatures == (Signature(ADA, NOW), Signature(BEN, LATER))


def test_signing_twice_keeps_the_first_time(agreement, pair):
    once = agreement.signed(ADA, number=1, relationship=pair, now=NOW)

    assert once.signed(ADA, number=1, relationship=pair, now=LATER) == once


def test_only_members_sign(agreement, pair):
    with pytest.raises(NotAllowedError):
        agreement.signed(CLEO, number=1, relationship=pair, now=NOW)


@pytest.mark.parametrize("number", [0, 2])
def test_only_the_text_on_the_page_is_signed(agreement, pair, number):
    with pytest.raises(AgreementChangedError):
        agreement.signed(ADA, number=number, relationship=pair, now=NOW)


def test_another_text_is_a_new_version_that_nobody_has_signed(agreement, pair):
    signed = agreement.signed(ADA, number=1, relationship=pair, now=NOW)

    again = signed.proposed(replace(TERMS, length_min=60), by=BEN, now=LATER)

    assert (again.number, again.signers) == (2, frozenset())
    assert (again.proposed_by, again.proposed_at) == (BEN, LATER)


@pytest.mark.parametrize(
    "same",
    [
        TERMS,
        replace(TERMS, words="Be kind. \r\nBe on time.\r\n"),
        replace(TERMS, recorded=("  When we  met ", "", "When we met")),
        replace(TERMS, backup=" "),
    ],
)
def test_the_same_text_keeps_its_number_and_its_signatures(agreement, pair, same):
    signed = agreement.signed(ADA, number=1, relationship=pair, now=NOW)

    assert signed.proposed(same, by=BEN, now=LATER) is signed


def test_going_back_to_an_earlier_text_is_a_new_version_too(agreement):
    there = agreement.proposed(replace(TERMS, length_min=60), by=BEN, now=NOW)

    assert there.proposed(TERMS, by=ADA, now=LATER).number == 3


def test_lines_are_kept_in_their_order(agreement):
    proposed = agreement.proposed(replace(TERMS, shared=("b", " a ", "b", " ")), by=ADA, now=NOW)

    assert proposed.terms.shared == ("b", "a")


def test_the_first_text_has_the_programmes_rhythm_and_is_tidy():
    terms = first_terms(Bounds(cadence_weeks=3, length_min=60))

    assert (terms.cadence_weeks, terms.length_min) == (3, 60)
    assert terms.kept() == terms
    assert all((terms.recorded, terms.shared, terms.never))


def test_t13_the_agreed_notice_says_when_a_move_is_late_and_forbids_nothing():
    terms = Terms(notice_hours=24)

    assert not terms.is_late(NOW + timedelta(hours=24), now=NOW)
    assert terms.is_late(NOW + timedelta(hours=23, minutes=59), now=NOW)
    assert not Terms(notice_hours=0).is_late(NOW, now=NOW)
