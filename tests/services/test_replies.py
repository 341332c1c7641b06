"""Level 0: an invitation by mail is answered at an address in it, and nothing moves by it."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from plugin.mentoring.answers import Answer, Answers
from plugin.mentoring.notices import News
from plugin.mentoring.session import Channel, Sync
from tests.services.databases import on_both
from tests.services.test_notices import news
from tests.services.world import PRESSES
from tests.stores import NORTHMOOR

HOUR = timedelta(hours=1)


@pytest.fixture
def sent(level0, at):
    """A session with its invitations out."""
    pair = level0.pair(level0.programme())
    made = level0.services.sessions.book(pair, at(1, 10), actor=level0.ben)
    level0.run()
    return level0.session(made)


def token(level0, who):
    """What the last letter to them holds."""
    letter = [one for one in level0.post.letters if one.person_id == who.person_id][-1]
    text = message_from_bytes(letter.body, policy=policy.default).get_body(("plain",))
    found = re.search(r"https://tool\.example/mail/answer/(\S+)", text.get_content())
    return found and found[1]


def say(level0, answer, who=None, state=None):
    key = token(level0, who or level0.ben)
    asked = level0.services.replies.asked(key)
    return level0.services.replies.say(key, answer, state=state or asked.state)


@on_both
def test_g25_a_no_by_mail_is_kept_and_told_once_and_the_session_stands(level0, sent):
    kept = [say(level0, Answer.NO), say(level0, Answer.NO)]

    assert kept == [True, True]
    assert level0.link(sent).answers == Answers(((level0.ben.person_id, Answer.NO),))
    assert (level0.link(sent).sync, level0.session(sent)) == (Sync.BOOKED, sent)
    assert news(level0, level0.ada).count(News.ANSWERED) == 1
    assert News.ANSWERED not in news(level0, level0.ben)


def test_an_answer_may_change_and_each_has_their_own(level0, sent):
    say(level0, Answer.MAYBE)
    say(level0, Answer.YES)
    say(level0, Answer.YES, level0.ada)

    said = {level0.ben.person_id: Answer.YES, level0.ada.person_id: Answer.YES}
    assert dict(level0.link(sent).answers.said) == said
    assert level0.services.replies.asked(token(level0, level0.ben)).said is Answer.YES


def test_asking_changes_nothing(level0, sent):
    before = level0.link(sent)
    asked = level0.services.replies.asked(token(level0, level0.ben))

    assert (asked.span, asked.said) == (sent.span, None)
    assert level0.link(sent) == before


def test_after_a_move_nobody_has_answered_and_an_answer_to_the_old_time_is_none(level0, sent):
    old = level0.services.replies.asked(token(level0, level0.ben)).state
    say(level0, Answer.YES)
    level0.services.sessions.move(
        sent.session_id, sent.span.starts_at + HOUR, version=sent.version, actor=level0.ada
    )

    assert level0.link(sent).answers == Answers()
    assert not say(level0, Answer.YES, state=old)
    assert level0.link(sent).answers == Answers()
    level0.run()
    assert say(level0, Answer.NO)


def test_nothing_is_asked_once_it_begins_or_is_called_off(level0, sent):
    key, replies = token(level0, level0.ben), level0.services.replies
    state = replies.asked(key).state
    level0.clock.now = sent.span.starts_at
    begun = (replies.asked(key), replies.say(key, Answer.NO, state=state))
    level0.clock.now = sent.span.starts_at - HOUR
    level0.services.sessions.cancel(sent.session_id, version=sent.version, actor=level0.ben)
    level0.run()

    assert begun == (None, False)
    assert replies.asked(key) is None
    assert token(level0, level0.ben) is None, "a cancellation is not answered"


@pytest.mark.parametrize(
    "parts",
    [
        ("answer", NORTHMOOR, "{session}", "stranger"),
        ("answer", "southmoor", "{session}", "{ben}"),
        ("answer", NORTHMOOR, "nothing", "{ben}"),
        ("answer", NORTHMOOR, "{session}"),
        ("third", NORTHMOOR, "{session}", "{ben}"),
    ],
)
def test_an_address_for_anybody_or_anything_else_answers_nothing(level0, sent, parts):
    real = {"session": sent.session_id, "ben": level0.ben.person_id}
    key = PRESSES.url(*(one.format(**real) for one in parts)).rpartition("/")[2]

    assert level0.services.replies.asked(key) is None
    assert not level0.services.replies.say(key, Answer.NO, state="1.0")
    assert level0.link(sent).answers == Answers()


def test_what_outlook_invites_to_is_answered_there(world, at):
    world.connect()
    made = world.services.sessions.book(world.pair(world.programme()), at(3, 10), actor=world.ben)
    url = PRESSES.url("answer", NORTHMOOR, made.session_id, world.ben.person_id)

    assert world.link(made).channel is Channel.OUTLOOK
    assert world.services.replies.asked(url.rpartition("/")[2]) is None


@pytest.fixture
def series(level0, sent):
    """It and two more, in one invitation that grew from its own."""
    level0.services.series.make(sent.session_id, 2, actor=level0.ada)
    level0.run()
    return level0.kept("sessions_of", [sent.relationship_id])


def answers(level0, sessions):
    return [level0.link(one).answers.of(level0.ben.person_id) for one in sessions]


@on_both
def test_g28_the_letter_about_a_series_holds_where_to_answer_to_all_of_it(level0, series):
    asked = level0.services.replies.asked(token(level0, level0.ben))

    assert [one.span for one in asked.each] == [one.span for one in series]
    assert say(level0, Answer.MAYBE)
    assert answers(level0, series) == [Answer.MAYBE] * 3
    assert level0.services.replies.asked(token(level0, level0.ben)).said is Answer.MAYBE
    assert news(level0, level0.ada).count(News.ANSWERED) == 3


def test_g28_each_time_of_a_series_is_answered_alone_from_there(level0, series):
    replies, key = level0.services.replies, token(level0, level0.ben)
    alone = replies.asked(key).each[1].url.rpartition("/")[2]
    assert replies.say(alone, Answer.NO, state=replies.asked(alone).state)

    assert answers(level0, series) == [None, Answer.NO, None]
    assert replies.asked(key).said is None


def test_g28_an_answer_to_all_is_none_once_one_of_them_has_moved(level0, series):
    key, replies = token(level0, level0.ben), level0.services.replies
    before, two = replies.asked(key).state, level0.session(series[1])
    level0.services.sessions.move(
        two.session_id, two.span.starts_at + HOUR, version=two.version, actor=level0.ada
    )

    assert not replies.say(key, Answer.YES, state=before)
    assert answers(level0, series) == [None] * 3
    assert say(level0, Answer.YES, state=replies.asked(key).state)


def test_g28_what_has_begun_or_is_called_off_of_a_series_is_asked_no_more(level0, series):
    level0.services.sessions.cancel(
        series[1].session_id, version=series[1].version, actor=level0.ada
    )
    level0.clock.now = series[0].span.starts_at
    asked = level0.services.replies.asked(token(level0, level0.ben))

    assert [one.span for one in asked.each] == [series[2].span]
