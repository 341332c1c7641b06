"""G25, G27: what the invited said, matched with our people by address."""

from datetime import UTC, datetime, timedelta

from plugin.mentoring.answers import Answer, Answers, Guest, matched
from plugin.mentoring.people import PersonId
from plugin.mentoring.spans import Span

ADA, BEN = PersonId("ada"), PersonId("ben")
OURS = {ADA: "Ada@uni.example", BEN: "ben@home.example"}
NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)


def test_g25_answers_are_matched_whatever_the_case_of_an_address():
    guests = (Guest("ada@UNI.example", Answer.NO), Guest("ben@home.example"))

    assert matched(guests, OURS) == (Answers(((ADA, Answer.NO),)), {})


def test_g27_somebody_more_is_counted_and_not_named():
    guests = (Guest("ada@uni.example"), Guest("ben@home.example"), Guest("eve@else.example"))

    assert matched(guests, OURS)[0] == Answers((), 1)


def test_g27_another_address_of_somebody_we_invited_is_nobody_more():
    guests = (Guest("ada@uni.example"), Guest("ben.okri@home.example", Answer.YES))

    assert matched(guests, OURS)[0] == Answers()


def test_g25_a_proposed_time_is_said_with_whose_it_is():
    rather = Span(NOON, NOON + timedelta(hours=1))

    assert matched((Guest("ben@home.example", Answer.MAYBE, rather),), OURS)[1] == {BEN: rather}


def test_g25_only_what_may_keep_somebody_away_is_news_and_once():
    before = Answers(((ADA, Answer.NO),))
    after = Answers(((ADA, Answer.NO), (BEN, Answer.MAYBE)))

    assert after.news_since(before) == {BEN: Answer.MAYBE}
    assert Answers(((ADA, Answer.YES),)).news_since(before) == {}
