"""Writing down how two people work, and signing it."""

from dataclasses import replace

import pytest

from plugin.mentoring.agreement import Terms
from plugin.mentoring.errors import AgreementChangedError, OutOfBoundsError, UnknownThingError
from plugin.ports.errors import ConflictError
from tests.mentoring.test_parts import part
from tests.services.databases import on_both

TERMS = Terms(recorded=("When we met",), never=("What we say",), backup="By phone")


@pytest.fixture
def pair(world):
    return world.pair(world.programme())


def propose(world, pair, terms=TERMS, *, version=0, by=None):
    who = by or world.ben
    own = part(pair, who)
    return world.services.agreements.propose(pair, terms, version=version, actor=who, part=own)


def sign(world, pair, number, by):
    return world.services.agreements.sign(pair, number, actor=by, part=part(pair, by))


def test_a_page_begins_with_the_programmes_own_rhythm(world, pair):
    _, programme, agreement, terms = world.services.agreements.page(pair, actor=world.ben)

    assert agreement is None
    assert (terms.cadence_weeks, terms.length_min) == (2, programme.bounds.length_min)


def test_who_proposes_signs_by_it(world, pair):
    propose(world, pair)

    _, _, agreement, terms = world.services.agreements.page(pair, actor=world.ada)
    assert (agreement.number, agreement.signers) == (1, {world.ben.person_id})
    assert terms == TERMS


@on_both
def test_an_agreement_holds_when_both_have_signed(world, pair):
    propose(world, pair)

    sign(world, pair, 1, world.ada)

    relationship = world.kept("relationship", pair)
    assert world.kept("agreement", pair).signed_by_all(relationship)


def test_signing_twice_is_signing_once(world, pair):
    propose(world, pair)
    sign(world, pair, 1, world.ada)
    first = world.kept("agreement", pair)

    sign(world, pair, 1, world.ada)

    assert world.kept("agreement", pair) == first


def test_a_changed_text_is_a_new_number_that_the_partner_signs_anew(world, pair):
    propose(world, pair)
    sign(world, pair, 1, world.ada)

    propose(world, pair, replace(TERMS, backup="By letter"), version=2)

    kept = world.kept("agreement", pair)
    assert (kept.number, kept.signers) == (2, {world.ben.person_id})


def test_the_same_text_with_other_blanks_is_the_same_text(world, pair):
    propose(world, pair, replace(TERMS, backup="  By   phone "))

    propose(world, pair, version=1, by=world.ada)

    kept = world.kept("agreement", pair)
    assert (kept.number, len(kept.signers)) == (1, 2)
    assert kept.terms.backup == "By phone"


def test_proposing_what_one_has_signed_changes_nothing(world, pair):
    propose(world, pair)

    propose(world, pair, version=1)

    assert world.kept("agreement", pair).version == 1


@on_both
def test_of_two_who_propose_at_once_one_is_told(world, pair):
    propose(world, pair)

    with pytest.raises(ConflictError):
        propose(world, pair, replace(TERMS, backup="By letter"), by=world.ada)

    assert world.kept("agreement", pair).terms == TERMS


def test_an_old_text_is_not_signed(world, pair):
    propose(world, pair)
    propose(world, pair, replace(TERMS, backup="By letter"), version=1)

    with pytest.raises(AgreementChangedError):
        sign(world, pair, 1, world.ada)


def test_there_is_nothing_to_sign_before_a_proposal(world, pair):
    with pytest.raises(UnknownThingError):
        sign(world, pair, 1, world.ada)


@pytest.mark.parametrize("weeks", [1, 6])
def test_p8_a_rhythm_outside_of_the_programmes_bounds_is_refused(world, pair, weeks):
    bound(world, pair, cadence_least=2, cadence_most=4)

    with pytest.raises(OutOfBoundsError):
        propose(world, pair, replace(TERMS, cadence_weeks=weeks))
    propose(world, pair, replace(TERMS, cadence_weeks=4))
    assert agreement(world, pair).terms.cadence_weeks == 4


@on_both
def test_p8_people_choose_topics_of_the_programmes_and_keep_those_it_drops(world, pair):
    first, second, *_rest = programme_of(world, pair).skills
    with pytest.raises(OutOfBoundsError):
        propose(world, pair, replace(TERMS, topics=("Beekeeping",)))
    propose(world, pair, replace(TERMS, topics=(second, first)))
    before = agreement(world, pair)
    world.save("programme", replace(programme_of(world, pair), skills=(first,)))

    propose(world, pair, replace(TERMS, topics=(second,)), version=before.version)

    assert before.terms.topics == (second, first)
    assert agreement(world, pair).terms.topics == (second,)


def programme_of(world, pair):
    return world.kept("programme", world.kept("relationship", pair).programme_id)


def bound(world, pair, **bounds):
    made = programme_of(world, pair)
    world.save("programme", replace(made, bounds=replace(made.bounds, **bounds)))


def agreement(world, pair):
    return world.kept("agreement", pair)


def test_a_length_that_the_programme_does_not_know_is_refused(world, pair):
    with pytest.raises(OutOfBoundsError):
        propose(world, pair, replace(TERMS, length_min=44))
