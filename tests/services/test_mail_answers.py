"""Level 0: what a mail program sends back to an invitation counts as its link would."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from plugin.gateways.ics_answers import IcsAnswers
from plugin.gateways.ics_letters import IcsLetters
from plugin.gateways.reply_addresses import SignedReplyAddresses
from plugin.mentoring.answers import Answer, Answers
from plugin.mentoring.notices import News
from plugin.mentoring.session import Sync
from plugin.mentoring.time_proposal import TimeProposalState
from plugin.ports.mail_answers import AnswerRefusedError, Refusal
from plugin.ports.values import UNREADABLE
from plugin.services.mail_answers import MailAnswers
from plugin.store import tables
from tests.services.databases import on_both
from tests.services.mail_programs import last_to, mail, moment, together
from tests.services.steps import apart
from tests.services.test_notices import news
from tests.stores import NORTHMOOR, SOUTHMOOR

HOUR = timedelta(hours=1)
ADDRESSES = SignedReplyAddresses(mailbox="answers@mail.example", key=b"a" * 32)


@pytest.fixture
def house(level0):
    """The house without Microsoft, where calendars may answer."""
    letters = IcsLetters(
        public_url="https://tool.example", sender="tool@northmoor.example", answers=ADDRESSES
    )
    bookings = replace(level0.services.bookings, letters=letters)
    level0.services = replace(level0.services, bookings=bookings)
    return level0


@pytest.fixture
def sent(house, at):
    """A session with its invitations out."""
    made = house.services.sessions.book(house.pair(house.programme()), at(1, 10), actor=house.ben)
    house.run()
    return house.session(made)


@pytest.fixture
def series(house, sent):
    """It and two more, in one invitation that grew from its own."""
    house.services.series.make(sent.session_id, 2, actor=house.ada)
    house.run()
    return house.kept("sessions_of", [sent.relationship_id])


@pytest.fixture
def aside(house, sent):
    """Two more, in one invitation of their own."""
    apart(house, sent, house.ben)
    house.services.series.make(sent.session_id, 3, actor=house.ada)
    house.run()


def take(house, raw, to=None):
    answers = MailAnswers(
        store=house.store,
        clock=house.clock,
        addresses=ADDRESSES,
        reader=IcsAnswers(),
        host="tool.example",
    )
    return answers.take(raw, to=to)


def refused(house, raw, to=None):
    with pytest.raises(AnswerRefusedError) as caught:
        take(house, raw, to)
    return caught.value.why


def said(house, session, who=None):
    return house.link(session).answers.of((who or house.ben).person_id)


@on_both
@pytest.mark.parametrize(
    ("partstat", "kept"),
    [("ACCEPTED", Answer.YES), ("TENTATIVE", Answer.MAYBE), ("DECLINED", Answer.NO)],
)
def test_g25_an_answer_by_mail_is_kept_as_its_link_would_keep_it(house, sent, partstat, kept):
    many = take(house, last_to(house, house.ben).reply(partstat))

    assert (many, said(house, sent)) == (1, kept)
    assert (house.link(sent).sync, house.session(sent)) == (Sync.BOOKED, sent)
    told = news(house, house.ada).count(News.ANSWERED)
    assert told == (kept is not Answer.YES)


def test_each_readers_calendar_answers_at_an_address_of_its_own_that_stays(house, sent):
    first = {who.person_id: last_to(house, who) for who in (house.ada, house.ben)}
    house.services.sessions.move(
        sent.session_id, sent.span.starts_at + HOUR, version=sent.version, actor=house.ada
    )
    house.run()

    assert len({one.organizer for one in first.values()}) == 2
    for who in (house.ada, house.ben):
        again = last_to(house, who)
        assert again.organizer == first[who.person_id].organizer
        assert again.mail["Reply-To"] == again.organizer


def test_the_same_mail_twice_is_one_answer_and_a_later_one_stands(house, sent):
    letter = last_to(house, house.ben)
    for partstat in ("DECLINED", "DECLINED", "ACCEPTED"):
        take(house, letter.reply(partstat))

    assert said(house, sent) is Answer.YES
    assert news(house, house.ada).count(News.ANSWERED) == 1


def test_s8_another_time_that_a_calendar_proposes_is_suggested_to_the_others(house, sent):
    later = sent.span.starts_at + 3 * HOUR
    raw = last_to(house, house.ben).reply(
        "TENTATIVE", method="COUNTER", dtstart=moment(later), dtend=moment(later + HOUR)
    )
    take(house, raw)
    take(house, raw)

    (made,) = house.kept("time_proposals_of", [sent.session_id])
    assert (made.by, made.state) == (house.ben.person_id, TimeProposalState.OPEN)
    assert made.span.starts_at == later
    assert made.span.length == sent.span.length
    assert said(house, sent) is Answer.MAYBE
    assert house.session(sent).span == sent.span


def test_t01_a_time_that_has_passed_is_not_suggested(house, sent):
    before = house.clock.now - HOUR
    raw = last_to(house, house.ben).reply(
        "TENTATIVE", method="COUNTER", dtstart=moment(before), dtend=moment(before + HOUR)
    )

    assert refused(house, raw) is Refusal.STALE
    assert (said(house, sent), house.kept("time_proposals_of", [sent.session_id])) == (None, [])


def test_g28_no_mail_moves_a_whole_series(house, series):
    later = series[0].span.starts_at + HOUR
    raw = last_to(house, house.ben).reply(
        "TENTATIVE", method="COUNTER", dtstart=moment(later), dtend=moment(later + HOUR)
    )

    assert refused(house, raw) is Refusal.STALE
    assert [said(house, one) for one in series] == [None] * 3
    assert house.kept("time_proposals_of", [one.session_id for one in series]) == []


@on_both
def test_g28_one_answer_to_a_series_is_an_answer_to_each_of_its_times(house, series):
    many = take(house, last_to(house, house.ben).reply("TENTATIVE"))

    assert many == 3
    assert [said(house, one) for one in series] == [Answer.MAYBE] * 3


def test_g28_one_time_of_a_series_is_answered_by_the_time_its_rule_gave(house, series):
    letter, second = last_to(house, house.ben), series[1].span.starts_at
    many = take(house, letter.reply("DECLINED", recurrence_id=moment(second)))

    assert many == 1
    assert [said(house, one) for one in series] == [None, Answer.NO, None]


def test_g28_an_answer_to_the_first_alone_comes_too_late_for_the_series(house, sent):
    letter = last_to(house, house.ben)
    house.services.series.make(sent.session_id, 2, actor=house.ada)
    house.run()

    assert refused(house, letter.reply("DECLINED")) is Refusal.STALE
    assert said(house, sent) is None


@pytest.mark.parametrize("kind", ["grown", "of its own"])
def test_g28_an_answer_to_a_series_that_became_another_comes_too_late(house, sent, at, kind):
    if kind == "of its own":
        apart(house, sent, house.ben)
    house.services.series.make(sent.session_id, 3, actor=house.ada)
    house.run()
    letter = last_to(house, house.ben)
    every = house.kept("sessions_of", [sent.relationship_id])
    first = next(one for one in every if one.series_id is not None)
    house.services.series.move_following(
        first.session_id, first.span.starts_at + HOUR, version=first.version, actor=house.ada
    )
    house.run()

    assert refused(house, letter.reply("DECLINED")) is Refusal.STALE
    assert [said(house, one) for one in every] == [None] * len(every)


def test_g28_what_was_moved_alone_is_answered_alone(house, series):
    whole, two = last_to(house, house.ben), house.session(series[1])
    to = two.span.starts_at + HOUR
    house.services.sessions.move(two.session_id, to, version=two.version, actor=house.ada)
    house.run()
    take(house, whole.reply("DECLINED"))
    after_all = [said(house, one) for one in series]
    take(house, last_to(house, house.ben).reply("ACCEPTED"))

    assert after_all == [Answer.NO, None, Answer.NO]
    assert [said(house, one) for one in series] == [Answer.NO, Answer.YES, Answer.NO]


def test_g28_a_time_that_the_series_never_had_is_answered_by_nobody(house, series):
    odd = series[1].span.starts_at + HOUR
    raw = last_to(house, house.ben).reply("DECLINED", recurrence_id=moment(odd))

    assert refused(house, raw) is Refusal.STALE
    assert [said(house, one) for one in series] == [None] * 3


@pytest.mark.parametrize(
    "address",
    [
        lambda house, sent: "answers+" + "a" * 32 + "@mail.example",
        lambda house, sent: "answers@mail.example",
        lambda house, sent: last_to(house, house.ben).organizer.replace("@mail", "@other"),
        lambda house, sent: ADDRESSES.address(SOUTHMOOR, sent.session_id, house.ben.person_id),
        lambda house, sent: ADDRESSES.address(NORTHMOOR, "another", house.ben.person_id),
        lambda house, sent: ADDRESSES.address(NORTHMOOR, sent.session_id, house.cleo.person_id),
        lambda house, sent: replace(ADDRESSES, key=b"b" * 32).address(
            NORTHMOOR, sent.session_id, house.ben.person_id
        ),
    ],
)
def test_b10_an_address_that_was_not_made_for_this_answer_takes_none(house, sent, address):
    raw = last_to(house, house.ben).reply(to=address(house, sent))

    assert refused(house, raw) is Refusal.FORGED
    assert house.link(sent).answers == Answers()


def test_b10_who_the_mail_server_says_it_is_for_counts_and_not_the_headers(house, sent):
    letter = last_to(house, house.ben)

    assert refused(house, letter.reply(), to="answers+x@mail.example") is Refusal.FORGED
    assert take(house, letter.reply(to="nobody@else.example"), to=letter.organizer.upper()) == 1


def test_b10_an_invitation_that_was_passed_on_is_not_answered_for_its_reader(house, sent):
    raw = last_to(house, house.ben).reply(who="friend@elsewhere.example")

    assert refused(house, raw) is Refusal.FOREIGN
    assert house.link(sent).answers == Answers()


@on_both
def test_g25_whoever_connected_microsoft_since_answers_from_where_the_letter_went(
    house, sent, series
):
    letter = last_to(house, house.ben)
    house.save("account", house.account(house.ben, address="ben@microsoft.example"))

    assert take(house, letter.reply()) == 3
    assert take(house, letter.reply(who="Ben@Microsoft.example")) == 3
    assert {said(house, one) for one in series} == {Answer.YES}


def test_b10_no_answer_comes_from_where_a_letter_to_somebody_else_went_or_none_yet(house, sent):
    letter = last_to(house, house.ben)
    elsewhere = str(last_to(house, house.ada).events[0]["ATTENDEE"]).removeprefix("mailto:")
    assert refused(house, letter.reply(who=elsewhere)) is Refusal.FOREIGN
    house.save("account", house.account(house.ben, address="ben@microsoft.example"))
    with house.store.database.transaction(NORTHMOOR) as connection:
        connection.execute(update(tables.letter).values(sent_at=None))

    assert refused(house, letter.reply()) is Refusal.FOREIGN


def test_b10_an_address_that_does_not_open_is_nobodys(house, sent):
    letter = last_to(house, house.ben)
    with house.store.database.transaction(NORTHMOOR) as connection:
        connection.execute(update(tables.letter).values(address=b"does not open"))

    assert refused(house, letter.reply(who=UNREADABLE)) is Refusal.FOREIGN


def test_b10_an_answer_to_somebody_elses_calendar_is_not_taken(house, sent):
    letter = last_to(house, house.ben)
    raw = letter.reply(uid=letter.uid.replace("tool.example", "other.example"))

    assert refused(house, raw) is Refusal.FOREIGN
    assert house.link(sent).answers == Answers()


def test_g25_an_answer_to_the_time_before_a_move_is_none(house, sent):
    old = last_to(house, house.ben).reply("ACCEPTED")
    house.services.sessions.move(
        sent.session_id, sent.span.starts_at + HOUR, version=sent.version, actor=house.ada
    )
    house.run()

    assert refused(house, old) is Refusal.STALE
    assert house.link(sent).answers == Answers()
    assert take(house, last_to(house, house.ben).reply("ACCEPTED")) == 1


def test_an_address_ends_with_its_session(house, sent):
    raw = last_to(house, house.ben).reply("ACCEPTED")
    house.clock.now = sent.span.starts_at

    assert refused(house, raw) is Refusal.STALE
    house.clock.now = sent.span.starts_at - HOUR
    house.services.sessions.cancel(sent.session_id, version=sent.version, actor=house.ada)
    assert refused(house, raw) is Refusal.STALE


def test_of_a_mail_with_one_event_that_is_not_ours_nothing_is_kept(house, series):
    letter = last_to(house, house.ben)
    first, odd = (
        letter.reply("DECLINED", recurrence_id=moment(at))
        for at in (series[0].span.starts_at, series[0].span.starts_at + HOUR)
    )

    assert refused(house, together(first, odd)) is Refusal.STALE
    assert [said(house, one) for one in series] == [None] * 3


def test_b10_an_address_for_one_thing_answers_no_other_in_the_same_mail(house, sent, aside):
    letter = last_to(house, house.ben)
    other = letter.reply("DECLINED", uid=f"{sent.session_id}@tool.example", sequence=sent.sequence)

    assert refused(house, together(letter.reply("DECLINED"), other)) is Refusal.FORGED
    every = house.kept("sessions_of", [sent.relationship_id])
    assert [said(house, one) for one in every] == [None] * 3


def test_a_holiday_answer_is_not_answered_and_words_of_a_person_are(house, sent):
    to = last_to(house, house.ben).organizer

    assert take(house, mail(None, to=to, auto_submitted="auto-replied")) == 0
    assert refused(house, mail(None, to=to)) is Refusal.NONE
