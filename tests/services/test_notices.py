"""A8, T5, T7, T10, X24: from what happened to the one mail about it."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.feedback import Feedback
from plugin.mentoring.notices import Choices, News, NoticeState, Rhythm
from plugin.mentoring.poll import Answer
from plugin.mentoring.session import Channel, Sync
from plugin.mentoring.time_proposal import TimeProposalState
from plugin.ports.errors import RefusedError, TryLaterError
from plugin.services.telling import about, tell
from tests.fakes.feed import FakeFeed
from tests.services.databases import on_both
from tests.services.world import World
from tests.stores import NORTHMOOR

STATES = tuple(NoticeState)


@pytest.fixture
def pair(world):
    programme = world.programme()
    world.answer(programme, world.ada, Side.MENTOR, zone="Europe/Berlin")
    world.answer(programme, world.ben, Side.MENTEE, zone="Europe/Berlin")
    return world.pair(programme)


def notices(world, actor, *states):
    return world.kept("notices_of", actor.person_id, *(states or STATES))


def news(world, actor):
    return [one.news for one in notices(world, actor)]


def say(world, actor, *said, thing="relationship", useful_until=None):
    with world.store.work(NORTHMOOR) as work:
        for one in said:
            tell(work, one, [actor.person_id], thing=about(thing, "x", turn=one),
                 now=world.clock(), useful_until=useful_until)  # fmt: skip


def deliver(world):
    world.services.notices.deliver_due(NORTHMOOR)
    world.run()


def each(world, actor, **said):
    choices = Choices(actor.person_id, NORTHMOOR, Rhythm.EACH, **said)
    world.services.notices.choose(choices, version=0, actor=actor)


def mails(world):
    return [message_from_bytes(one.body, policy=policy.default) for one in world.post.letters]


@on_both
def test_a8_two_pieces_of_news_make_one_mail_the_next_morning(world, clock):
    say(world, world.ben, News.WRITTEN, News.THANKED)
    deliver(world)
    before = len(world.post.letters)
    clock.advance(days=1)
    deliver(world)
    deliver(world)

    assert before == 0
    assert len(world.post.letters) == 1
    assert [one.state for one in notices(world, world.ben)] == [NoticeState.SENT] * 2


def test_b10_a_notice_holds_no_names_and_no_content_and_a_link_that_needs_a_launch(world, pair):
    each(world, world.ben)
    session = world.services.sessions.book(pair, world.clock() + timedelta(days=9), actor=world.ada)
    later = session.span.starts_at + timedelta(days=1)
    world.services.open_times.suggest(session.session_id, later, actor=world.ada)
    deliver(world)

    mail = next(one for one in mails(world) if one["List-Unsubscribe"])

    assert "Ada" not in mail.as_string()
    assert f"https://tool.example/to/session/{session.session_id}\r\n" in mail.get_content()


def test_x24_a_mail_that_had_no_answer_goes_again_under_the_same_name(world, clock):
    each(world, world.ben)
    say(world, world.ben, News.WRITTEN)
    world.post.trouble = TryLaterError("hang after DATA")
    deliver(world)
    going = notices(world, world.ben, NoticeState.GOING)
    say(world, world.ben, News.THANKED)  # what comes meanwhile is not in it
    world.post.trouble = None
    clock.advance(minutes=10)
    world.run()
    first = mails(world)[0]
    deliver(world)

    assert len(going) == 1
    assert len(mails(world)) == 2
    assert mails(world)[1]["Message-ID"] != first["Message-ID"]
    assert first["Message-ID"] == _named(world, going[0].batch)


def _named(world, batch):
    import hashlib

    return f"<{hashlib.sha256(f'notices/{batch}'.encode()).hexdigest()[:40]}@tool.example>"


def test_x24_an_address_that_refuses_for_good_gets_no_more_mail_until_its_owner_asks(world):
    each(world, world.ben)
    world.post.trouble = RefusedError("mail-550")
    say(world, world.ben, News.WRITTEN)
    deliver(world)
    failed = notices(world, world.ben, NoticeState.FAILED)
    shown = world.services.notices.mine(actor=world.ben).problem
    world.post.trouble = None
    say(world, world.ben, News.THANKED)
    deliver(world)
    stopped = len(world.post.letters)
    world.services.notices.try_mail_again(actor=world.ben)
    say(world, world.ben, News.AGREED)
    deliver(world)

    assert [one.problem for one in failed] == ["mail-550"]
    assert shown == "mail-550"
    assert stopped == 0
    assert len(world.post.letters) == 1


@on_both
def test_x24_a_bounce_stops_the_address_wherever_it_is_known(world):
    address = world.kept("person", world.ben.person_id).email

    assert world.services.notices.bounced(address.upper(), "dsn-5.1.1") == 1
    assert world.services.notices.bounced("nobody@x.example", "dsn-5.1.1") == 0
    assert world.services.notices.mine(actor=world.ben).problem == "dsn-5.1.1"


def test_one_press_ends_mail_for_its_reader_and_does_nothing_else(world):
    notices = world.services.notices
    url = notices.presses.url("off", NORTHMOOR, world.ben.person_id)
    token = url.rpartition("/")[2]

    assert not notices.end_mail(token[:-2])
    assert not notices.end_mail(notices.presses.url("rsvp", "x", "y").rpartition("/")[2])
    assert notices.mine(actor=world.ben).choices.mail
    assert notices.end_mail(token)
    assert notices.end_mail(token)
    assert not notices.mine(actor=world.ben).choices.mail
    assert notices.mine(actor=world.ada).choices.mail


def test_who_wants_neither_mail_nor_feed_is_told_by_pages_only(world):
    each(world, world.ben, mail=False, feed=False)
    say(world, world.ben, News.WRITTEN)
    deliver(world)

    assert [one.problem for one in notices(world, world.ben)] == ["no-way"]
    assert world.post.letters == []


def test_a_session_is_announced_once_and_a_move_once_more(world, clock, pair):
    start = clock() + timedelta(hours=20)
    session = world.services.sessions.book(pair, start, actor=world.ada)
    for _ in range(2):
        world.services.reminders.remind(NORTHMOOR)
    before = news(world, world.ben).count(News.SESSION_SOON)
    kept = world.session(session)
    world.services.sessions.move(
        session.session_id, start + timedelta(hours=1), version=kept.version, actor=world.ben
    )
    world.services.reminders.remind(NORTHMOOR)
    deliver(world)

    assert before == 1
    states = [n.state for n in notices(world, world.ben) if n.news is News.SESSION_SOON]
    assert sorted(states) == [NoticeState.DROPPED, NoticeState.SENT]  # the old time is not told


def test_t10_a_reminder_that_lay_during_downtime_is_dropped_and_counted(world, clock, pair):
    session = world.services.sessions.book(pair, clock() + timedelta(hours=5), actor=world.ada)
    world.services.reminders.remind(NORTHMOOR)
    clock.advance(hours=4, minutes=51)
    deliver(world)

    dropped = [n for n in notices(world, world.ben) if n.news is News.SESSION_SOON]
    assert [one.problem for one in dropped] == ["late"]
    assert world.kept("notice_counts")["dropped", "", "late"] == len(session.people)


def test_g10_whoever_was_in_a_session_is_asked_once_how_it_was_until_they_say(world, clock, pair):
    session = world.services.sessions.book(pair, clock() + timedelta(hours=5), actor=world.ada)
    world.services.reminders.remind_daily(NORTHMOOR)
    before = news(world, world.ben).count(News.HOW_WAS)
    clock.advance(hours=7)
    for _ in range(2):
        world.services.reminders.remind_daily(NORTHMOOR)
    said = Feedback(session.session_id, NORTHMOOR, "", "", "Calm", "", (), False, None)
    world.services.coaching.give(said, actor=world.ben)
    deliver(world)

    assert before == 0
    for who, problem in ((world.ben, "settled"), (world.ada, None)):
        asked = [one for one in notices(world, who) if one.news is News.HOW_WAS]
        assert [one.problem for one in asked] == [problem]


def test_t7_the_owner_of_a_promise_alone_is_reminded_and_only_while_it_is_open(world, clock, pair):
    tomorrow = clock().date() + timedelta(days=1)
    world.services.promises.make(
        pair, "Read", due_on=tomorrow, owner=world.ben.person_id, actor=world.ben
    )
    world.services.reminders.remind_daily(NORTHMOOR)
    world.services.reminders.remind_daily(NORTHMOOR)

    assert news(world, world.ben).count(News.PROMISE_DUE) == 1
    assert News.PROMISE_DUE not in news(world, world.ada)


def test_who_has_voted_is_not_asked_to(world, clock, pair):
    starts = [clock() + timedelta(days=n) for n in (3, 4)]
    poll = world.services.polls.start(
        pair, starts, quorum=2, answer_within=timedelta(days=1), actor=world.ada
    )
    world.services.polls.vote(poll.poll_id, (Answer.YES, Answer.NO), actor=world.ben)
    clock.advance(hours=22)
    deliver(world)

    assert [n.problem for n in notices(world, world.ben) if n.news is News.VOTE] == ["settled"]
    assert world.post.letters == []


def test_a_suggestion_tells_the_other_and_a_refusal_tells_who_made_it(world, clock, pair):
    session = world.services.sessions.book(pair, clock() + timedelta(days=5), actor=world.ada)
    later = session.span.starts_at + timedelta(days=1)
    made = world.services.open_times.suggest(session.session_id, later, actor=world.ben)
    told = news(world, world.ada)
    world.services.open_times.decide(
        made.time_proposal_id, TimeProposalState.DECLINED, actor=world.ada
    )

    assert told.count(News.TIME_SUGGESTED) == 1
    assert News.TIME_SUGGESTED not in news(world, world.ben)
    assert news(world, world.ben).count(News.TIME_DECLINED) == 1


def test_g33_a_session_of_tomorrow_goes_by_mail_when_outlook_stays_silent(world, clock, pair):
    world.connect()
    world.calendars.trouble = TryLaterError("503")
    soon = world.services.sessions.book(pair, clock() + timedelta(hours=20), actor=world.ada)
    later = world.services.sessions.book(pair, clock() + timedelta(days=6), actor=world.ada)
    world.run()
    clock.advance(minutes=31)
    world.services.reminders.remind(NORTHMOOR)
    world.run()

    assert (world.link(soon).channel, world.link(soon).sync) == (Channel.MAIL, Sync.BOOKED)
    assert world.link(later).channel is Channel.OUTLOOK
    assert {one.method for one in world.post.letters} == {"REQUEST"}


@pytest.fixture
def in_teams(store, clock):
    """Ben is connected, and has installed the app in Teams."""
    world = World(store, clock, feed=FakeFeed())
    world.connect(world.ben)
    each(world, world.ben)
    world.feed.installed.add(world.account(world.ben).object_id)
    return world


def test_who_has_the_app_is_told_in_teams_and_gets_no_mail(in_teams):
    say(in_teams, in_teams.ben, News.WRITTEN)
    deliver(in_teams)

    assert len(in_teams.feed.lines) == 1
    assert in_teams.post.letters == []


def test_who_has_not_installed_it_gets_mail_and_nothing_in_teams(in_teams):
    in_teams.feed.installed.clear()
    say(in_teams, in_teams.ben, News.WRITTEN)
    deliver(in_teams)

    assert in_teams.feed.lines == {}
    assert len(in_teams.post.letters) == 1


def test_g33_while_the_feed_is_out_nothing_is_mailed_for_it_may_have_arrived(in_teams, clock):
    in_teams.feed.trouble = TryLaterError("503")
    say(in_teams, in_teams.ben, News.WRITTEN)
    deliver(in_teams)
    in_teams.feed.trouble = None
    clock.advance(minutes=10)
    in_teams.run()

    assert len(in_teams.feed.lines) == 1
    assert in_teams.post.letters == []
