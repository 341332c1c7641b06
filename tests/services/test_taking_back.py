"""Taking back what was answered last: own hours, a signature, a message, and why some stand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import WrongStateError
from plugin.mentoring.exchanges import ExchangeKind
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.notices import USUAL_HOUR, NoticeState
from plugin.mentoring.people import CourseRole
from plugin.mentoring.taking_back import SEEN_EVERY, WITHIN, Bar
from plugin.ports.errors import ConflictError
from plugin.services.taking_back import HOURS, SIGNED, WRITTEN
from plugin.web.visits import LIFETIME, Browser, Visits
from tests.mentoring.test_parts import part
from tests.services.databases import on_both
from tests.services.test_agreements import TERMS
from tests.services.test_exchanges import circle

MORNINGS, EVENINGS = (WeekHours.office(start, start + 3) for start in (8, 17))


@pytest.fixture
def pair(world):
    return world.pair(world.programme())


@pytest.fixture
def signed(world, pair):
    """Return what names the signature that Ada put under Ben's text a while after it was there."""
    return sign(world, pair)


@pytest.fixture
def asked(world, pair):
    return ask(world, pair)


def sign(world, pair):
    services = world.services.agreements
    services.propose(pair, TERMS, version=0, part=part(pair, world.ben), actor=world.ben)
    world.clock.advance(hours=1)
    services.sign(pair, 1, part=part(pair, world.ada), actor=world.ada)
    return f"{SIGNED}:{pair}.1"


def ask(world, pair, kind=ExchangeKind.QUESTION):
    return world.services.exchanges.ask(
        pair, kind, "Owls", "Do they fly by day?", urgent=False, actor=world.ben
    )


def answer(world, asked, by=None, body="Some do"):
    services = world.services.exchanges
    _exchange, message = services.write(asked.exchange_id, body, "", actor=by or world.ada)
    return f"{WRITTEN}:{message.message_id}"


def undo(world, said, by=None):
    return world.services.undoing.undo(said, actor=by or world.ada).bar


def visits(world, who):
    browser = Browser("A browser", takes_cookies=True, in_frame=True)
    opens = Visits(store=world.store, clock=world.clock)
    return opens.open(who, browser, frame_origin=None, locale=None).visit


def told(world, who):
    return [one.news for one in world.kept("notices_of", who.person_id, *NoticeState)]


def signers(world, pair):
    return world.kept("agreement", pair).signers


@on_both
def test_a_signature_is_taken_back_with_the_news_of_it_and_may_be_given_again(world, pair, signed):
    news = told(world, world.ben)

    undo(world, signed)
    with pytest.raises(WrongStateError):  # once
        undo(world, signed)
    without, after = signers(world, pair), told(world, world.ben)
    world.services.agreements.sign(pair, 1, actor=world.ada, part=part(pair, world.ada))

    assert without == {world.ben.person_id}
    assert (set(news) - set(after), told(world, world.ben)) == ({"agreed"}, news)
    assert signers(world, pair) == {world.ada.person_id, world.ben.person_id}


def test_a_signature_stands_once_the_other_has_been_here_since(world, pair, signed):
    world.clock.advance(minutes=5)
    visits(world, world.ada)  # one's own visit tells nobody
    before = world.services.undoing.last(signed, actor=world.ada)
    visits(world, world.ben)

    assert (before.bar, undo(world, signed)) == (None, Bar.SEEN)
    assert world.ada.person_id in signers(world, pair)


def test_a_signature_stands_once_the_other_was_told_of_it(world, pair, at):
    world.clock.now = at(1, USUAL_HOUR - 2, 55)
    signed = sign(world, pair)
    world.clock.advance(minutes=6)  # past the hour of the daily news
    before = world.services.undoing.last(signed, actor=world.ada)
    world.services.notices.deliver_due(world.ben.tenant_id)
    world.run()

    assert (before.bar, undo(world, signed)) == (None, Bar.SEEN)
    assert world.ada.person_id in signers(world, pair)


def test_a_signature_stands_once_a_session_rests_on_it_and_goes_when_that_is_called_off(world, at):
    pair = world.pair(world.programme(formal=True))
    signed = sign(world, pair)
    sessions = world.services.sessions
    session = sessions.book(pair, at(3, 10), actor=world.ada)

    assert undo(world, signed) is Bar.BOOKED
    sessions.cancel(session.session_id, version=session.version + 1, actor=world.ada)
    assert undo(world, signed) is None
    assert signers(world, pair) == {world.ben.person_id}


def test_where_no_agreement_is_asked_for_a_session_rests_on_none(world, pair, signed, at):
    world.services.sessions.book(pair, at(3, 10), actor=world.ada)

    assert undo(world, signed) is None


def test_a_signature_stands_once_another_signed_after_it(world):
    key, (ada, _ben, dan, _fay) = circle(world)
    signed = sign(world, key)
    before = world.services.undoing.last(signed, actor=ada)
    world.clock.advance(hours=1)
    world.services.agreements.sign(key, 1, actor=dan, part=part(key, dan))

    assert (before.bar, undo(world, signed)) == (None, Bar.ANSWERED)
    assert ada.person_id in signers(world, key)


def test_p01_nobody_takes_back_a_signature_that_is_anothers_or_under_another_text(
    world, pair, signed
):
    stranger = world.arrive("dora")
    lies = [signed[:-1] + "2", f"{SIGNED}:{pair}", f"{SIGNED}:none.1", f"{SIGNED}:"]

    for said, who in [(one, world.ada) for one in lies] + [(signed, stranger), (signed, world.ben)]:
        with pytest.raises(WrongStateError):
            undo(world, said, by=who)
    assert len(signers(world, pair)) == 2


@on_both
def test_a_message_is_taken_back_and_the_question_waits_again(world, asked):
    world.clock.advance(hours=1)
    said = answer(world, asked)
    news = told(world, world.ben)

    undo(world, said)

    exchanges, kept = world.services.exchanges, world.kept("exchange", asked.exchange_id)
    assert kept.waits_for(world.ada.person_id)
    assert exchanges.of(asked.exchange_id, actor=world.ben).messages == ()
    assert (news, told(world, world.ben)) == (["message"], [])


def test_a_second_message_leaves_the_question_answered_by_the_first(world, asked):
    answer(world, asked, body="First")
    said = answer(world, asked, body="Second")

    undo(world, said)

    page = world.services.exchanges.of(asked.exchange_id, actor=world.ada)
    assert [one.body for one in page.messages] == ["First"]
    assert not page.exchange.waits


@on_both
def test_a_second_press_takes_back_no_other_message(world, asked):
    first, _second = (answer(world, asked, body=one) for one in ("First", "Second"))

    undo(world, first)
    with pytest.raises(WrongStateError):
        undo(world, first)

    page = world.services.exchanges.of(asked.exchange_id, actor=world.ada)
    assert [one.body for one in page.messages] == ["Second"]


def test_a_message_that_others_answered_stands_also_when_one_wrote_again(world, asked):
    first = answer(world, asked)
    world.clock.advance(minutes=5)
    answer(world, asked, by=world.ben)
    answer(world, asked)

    assert undo(world, first) is Bar.ANSWERED


def test_to_take_a_message_back_meets_whoever_read_the_question_before(world, asked):
    answer(world, asked)
    said, read = answer(world, asked), world.kept("exchange", asked.exchange_id).version
    undo(world, said)

    with pytest.raises(ConflictError):
        world.services.exchanges.settle(asked.exchange_id, version=read, actor=world.ben)


def test_a_message_stands_once_it_was_answered_seen_or_closed(world, pair, asked):
    said = answer(world, asked)
    world.clock.advance(minutes=5)
    answer(world, asked, by=world.ben)
    answered = undo(world, said)
    other = ask(world, pair)
    closed_said = answer(world, other)
    version = world.kept("exchange", other.exchange_id).version
    world.services.exchanges.settle(other.exchange_id, version=version, actor=world.ben)
    seen_said = answer(world, ask(world, pair))
    closed, before = undo(world, closed_said), len(told(world, world.ben))
    visits(world, world.ben)

    assert (answered, closed) == (Bar.ANSWERED, Bar.ANSWERED)
    assert undo(world, seen_said) is Bar.SEEN
    assert len(told(world, world.ben)) == before


def test_what_was_done_a_while_ago_stands_whoever_was_here(world, pair, signed, asked):
    said = answer(world, asked)
    world.clock.advance(WITHIN - timedelta(seconds=1))
    before = [world.services.undoing.last(one, actor=world.ada).bar for one in (signed, said)]
    world.clock.advance(seconds=1)

    assert before == [None, None]
    assert [undo(world, one) for one in (signed, said)] == [Bar.SEEN, Bar.SEEN]


def test_who_looked_at_once_after_a_visit_was_noted_may_have_seen_it(world, asked):
    visits(world, world.ben)
    world.clock.advance(SEEN_EVERY - timedelta(seconds=1))  # no look of theirs is noted before

    assert undo(world, answer(world, asked)) is Bar.SEEN


@on_both
def test_a_visit_that_ran_out_and_was_swept_counts_for_a_while(world, asked):
    visit = visits(world, world.ben)
    world.clock.advance(LIFETIME - timedelta(minutes=5))
    said = answer(world, asked)
    world.store.save_visit(replace(visit, seen_at=world.clock()))
    world.clock.advance(minutes=9)
    world.store.sweep(now=world.clock())

    assert undo(world, said) is Bar.SEEN


@on_both
def test_a_visit_that_was_signed_out_of_counts_for_a_while(world, asked):
    said = answer(world, asked)
    world.clock.advance(minutes=5)
    visits(world, world.ben)
    world.services.privacy.sign_out(actor=world.ben)

    assert undo(world, said) is Bar.SEEN


@on_both
def test_a_visit_that_ended_as_its_person_came_in_another_role_counts_for_a_while(world, asked):
    said = answer(world, asked)
    world.clock.advance(minutes=5)
    visits(world, world.ben)
    world.arrive("ben", role=CourseRole.ASSISTANT)

    assert undo(world, said) is Bar.SEEN


def test_the_message_that_made_a_round_a_session_stands(world, pair):
    round_ = ask(world, pair, ExchangeKind.ROUND)
    answer(world, round_, by=world.ben)

    assert undo(world, answer(world, round_)) is Bar.BOOKED


def test_p01_nobody_takes_back_a_message_of_another(world, asked):
    said = answer(world, asked)

    for who in (world.ben, world.arrive("dora")):
        with pytest.raises(WrongStateError):
            undo(world, said, by=who)
    assert len(world.services.exchanges.of(asked.exchange_id, actor=world.ada).messages) == 1


@on_both
def test_own_hours_are_taken_back_in_every_profile_as_each_was(world):
    first, second = world.programme(), world.programme()
    world.answer(first, world.ada, Side.MENTOR, hours=MORNINGS)
    world.answer(second, world.ada, Side.MENTOR, hours=EVENINGS)
    world.services.tabs.keep_hours(WeekHours.office(12, 13), actor=world.ada)

    undo(world, f"{HOURS}:own")

    kept = [world.kept("enrolment", one.programme_id, world.ada.person_id).profile.hours
            for one in (first, second)]  # fmt: skip
    assert kept == [MORNINGS, EVENINGS]
    with pytest.raises(WrongStateError):  # once
        undo(world, f"{HOURS}:own")


def test_hours_that_were_sent_with_a_profile_since_stay(world):
    programme = world.programme()
    world.answer(programme, world.ada, Side.MENTOR, hours=MORNINGS)
    world.services.tabs.keep_hours(WeekHours.office(12, 13), actor=world.ada)
    world.answer(programme, world.ada, Side.MENTOR, hours=EVENINGS)

    for who in (world.ada, world.ben):
        with pytest.raises(WrongStateError):
            undo(world, f"{HOURS}:own", by=who)
