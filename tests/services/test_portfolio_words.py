"""D7 over the real store: a partner's words are taken along only as they gave them."""

import pytest

from plugin.mentoring.errors import AgreementMissingError, UnknownThingError, WrongStateError
from plugin.mentoring.notices import NoticeState
from plugin.mentoring.portfolio_words import WordsState
from plugin.ports.errors import ConflictError
from plugin.ports.values import UNREADABLE
from tests.mentoring.test_parts import part
from tests.services.databases import on_both
from tests.services.test_agreements import TERMS


@pytest.fixture
def pair(world):
    return world.pair(world.programme())


@pytest.fixture
def words(world):
    return world.services.words_for_portfolios


@pytest.fixture
def given(world, pair, words):
    words.ask(pair, of=world.ada.person_id, actor=world.ben)
    words.give(pair, "Ben asks well", to=world.ben.person_id, actor=world.ada)
    return pair


def taken(world, pair, who=None):
    own = world.services.takeaways.own(pair, actor=who or world.ben)
    return [(one.said_by, one.text) for one in own.received]


def told(world, who):
    return [one.news for one in world.kept("notices_of", who.person_id, NoticeState.WAITING)]


@on_both
def test_d7_a_partners_words_are_in_the_portfolio_once_they_are_taken(world, given, words):
    before = taken(world, given)

    words.take(given, of=world.ada.person_id, version=2, actor=world.ben)

    assert (before, taken(world, given)) == ([], [("Ada", "Ben asks well")])
    assert taken(world, given, world.ada) == []
    assert told(world, world.ada).count("words asked") == 1
    with pytest.raises(WrongStateError):
        words.decline(given, to=world.ben.person_id, actor=world.ada)
    with pytest.raises(WrongStateError):
        words.give(given, "Other", to=world.ben.person_id, actor=world.ada)


@on_both
def test_d7_words_taken_back_are_gone_and_no_reason_is_asked(world, given, words):
    words.decline(given, to=world.ben.person_id, actor=world.ada)

    (seen,) = words.page(given, actor=world.ben).mine
    assert (seen.state, seen.text) == (WordsState.DECLINED, "")
    with pytest.raises(WrongStateError):
        words.take(given, of=world.ada.person_id, version=3, actor=world.ben)
    assert taken(world, given) == []


@on_both
def test_d7_only_the_words_that_were_read_are_taken(world, given, words):
    words.give(given, "Ben asks very well", to=world.ben.person_id, actor=world.ada)

    with pytest.raises(ConflictError):
        words.take(given, of=world.ada.person_id, version=2, actor=world.ben)

    words.take(given, of=world.ada.person_id, version=3, actor=world.ben)
    assert taken(world, given) == [("Ada", "Ben asks very well")]


def test_d7_a_partner_is_asked_once_and_told_once(world, pair, words):
    for _again in range(2):
        words.ask(pair, of=world.ada.person_id, actor=world.ben)

    page = words.page(pair, actor=world.ben)
    assert (len(page.mine), page.unasked) == (1, ())
    assert told(world, world.ada).count("words asked") == 1


def test_d7_nobody_gives_words_unasked_and_none_are_none(world, pair, words):
    with pytest.raises(UnknownThingError):
        words.give(pair, "Hello", to=world.ben.person_id, actor=world.ada)
    words.ask(pair, of=world.ada.person_id, actor=world.ben)

    with pytest.raises(WrongStateError):
        words.give(pair, f" {UNREADABLE} ", to=world.ben.person_id, actor=world.ada)


def test_d7_after_the_end_words_are_taken_or_taken_back_and_none_are_asked(world, given, words):
    world.end(given)

    with pytest.raises(WrongStateError):
        words.ask(given, of=world.ben.person_id, actor=world.ada)
    with pytest.raises(WrongStateError):
        words.give(given, "Late", to=world.ben.person_id, actor=world.ada)
    words.take(given, of=world.ada.person_id, version=2, actor=world.ben)
    assert taken(world, given) == [("Ada", "Ben asks well")]


def test_d7_words_are_read_once_the_agreement_is_signed(world, given, words):
    world.services.agreements.propose(
        given, TERMS, version=0, actor=world.ada, part=part(given, world.ada)
    )

    page = words.page(given, actor=world.ben)

    assert (page.mine, page.closed) == ((), True)
    with pytest.raises(UnknownThingError):
        words.take(given, of=world.ada.person_id, version=2, actor=world.ben)
    with pytest.raises(AgreementMissingError):
        words.ask(given, of=world.ada.person_id, actor=world.ben)


@on_both
@pytest.mark.parametrize("who", ["ada", "ben"])
def test_d7_words_go_with_whoever_wrote_them_and_with_the_portfolio(world, given, words, who):
    words.take(given, of=world.ada.person_id, version=2, actor=world.ben)
    person = getattr(world, who).person_id

    with world.store.work(world.ada.tenant_id) as work:
        copy = work.own_data(person).get("portfolio_word", ())
        counts = work.erase(person)

    assert [one["body"] for one in copy] == (["Ben asks well"] if who == "ada" else [])
    assert counts["portfolio_word"] == 1
    assert world.kept("portfolio_words", given, person) == []


def test_d7_what_passes_between_two_others_is_not_read(world, given):
    assert world.kept("portfolio_words", given, world.cleo.person_id) == []
    for one in (world.ada, world.ben):
        (kept,) = world.kept("portfolio_words", given, one.person_id)
        assert kept.text == "Ben asks well"
