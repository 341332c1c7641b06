"""Teams is asked whether people met, where it is switched on, and a word for each is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.evidence import Held, Known, Saw
from plugin.mentoring.presence import WAITS, Asking, Seen
from plugin.mentoring.spans import Span
from plugin.ports.errors import (
    ConsentMissingError,
    GoneError,
    RefusedError,
    SignInNeededError,
    TryLaterError,
)
from plugin.services.kinds import READ_REPORT
from tests.fakes.reports import FakeReports
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

T, A, N = Seen.TOGETHER, Seen.ALONE, Seen.ABSENT


def switched(world, programme, *, on=True):
    kept = world.kept("programme", programme.programme_id)
    world.save("programme", replace(kept, life=replace(kept.life, meeting_reports=on)))


@pytest.fixture
def reports(world):
    world.reports = FakeReports()
    world.services = world._services()
    return world.reports


@pytest.fixture
def programme(world, reports):
    programme = world.programme()
    switched(world, programme)
    return world.kept("programme", programme.programme_id)


@pytest.fixture
def session(world, programme, at, clock):
    """One that was booked in Teams and is over by twenty minutes."""
    world.connect()
    made = world.services.sessions.book(world.pair(programme), at(1, 10), actor=world.ben)
    world.run()
    clock.now = made.span.ends_at + WAITS[0]
    return world.session(made)


def wrote(world, session, ada=None, ben=None):
    """Let Teams write a report: minutes from the start, for each."""
    start = session.span.starts_at
    stays = {world.ada.person_id: ada, world.ben.person_id: ben}
    world.reports.written[world.link(session).join_url] = {
        who: (Span(start + timedelta(minutes=x[0]), start + timedelta(minutes=x[1])),)
        for who, x in stays.items()
        if x
    }


def look(world):
    """Look for what is due, as every ten minutes, and do it."""
    queued = world.services.presences.queue_due(NORTHMOOR)
    world.run()
    return queued


def known(world, session, actor=None):
    page = world.services.records.page(session.session_id, actor=actor or world.ben)
    return page.evidence.held, page.evidence.known, page.evidence.saw


def asking(world, session):
    return world.kept("report_asked", session.session_id)


@on_both
def test_who_was_seen_together_is_kept_and_the_session_was_held(world, session):
    wrote(world, session, ada=(0, 40), ben=(2, 40))
    look(world)

    assert world.kept("seen", [session.session_id]) == {
        session.session_id: {world.ada.person_id: T, world.ben.person_id: T}
    }
    assert known(world, session) == (Held.YES, Known.TEAMS, Saw.TOGETHER)
    page = world.services.relationships.page(session.relationship_id, actor=world.ada)
    assert (page.been, page.held, page.past[0].evidence.held) == (1, 1, Held.YES)
    assert asking(world, session).state is Asking.OVER
    assert look(world) == 0


@on_both
def test_a_word_counts_more_on_every_page_and_in_what_is_counted(world, session):
    wrote(world, session, ada=(0, 40), ben=(0, 40))
    look(world)
    world.services.records.say_held(session.session_id, False, actor=world.ben)

    assert known(world, session) == (Held.UNKNOWN, Known.AGAINST, Saw.TOGETHER)
    page = world.services.relationships.page(session.relationship_id, actor=world.ada)
    assert (page.held, page.past[0].evidence.known) == (0, Known.AGAINST)

    world.services.records.say_held(session.session_id, True, actor=world.ben)
    page = world.services.relationships.page(session.relationship_id, actor=world.ada)
    assert (page.held, page.past[0].evidence.known) == (1, Known.AGREED)


@on_both
@pytest.mark.parametrize(
    ("words", "counted"), [((), 1), ((True,), 1), ((False,), 0), ((True, False), 0)]
)
def test_participation_counts_what_teams_saw_and_nobody_denies(
    world, programme, session, words, counted
):
    wrote(world, session, ada=(0, 40), ben=(0, 40))
    look(world)
    for who, word in zip((world.ben, world.ada), words, strict=False):
        world.services.records.say_held(session.session_id, word, actor=who)

    with world.store.look(NORTHMOOR) as work:
        lines = work.participation(programme.programme_id, now=world.clock())
    assert {line.person.person_id: line.held for line in lines}[world.ben.person_id] == counted


@pytest.mark.parametrize(
    ("stays", "saw", "seen"),
    [
        ({"ada": (0, 40)}, Saw.ALONE, (A, N)),
        ({"ada": (0, 20), "ben": (21, 40)}, Saw.ALONE, (A, A)),
        ({}, Saw.NOBODY, (N, N)),
    ],
)
def test_nobody_together_makes_nothing_known_by_itself(world, session, stays, saw, seen):
    wrote(world, session, **stays)
    look(world)

    assert known(world, session) == (Held.UNKNOWN, Known.NOBODY, saw)
    kept = world.kept("seen", [session.session_id])[session.session_id]
    assert (kept[world.ada.person_id], kept[world.ben.person_id]) == seen


def test_a_second_report_of_people_who_came_back_is_read_too(world, session, clock):
    wrote(world, session, ada=(0, 5))
    look(world)
    clock.advance(WAITS[1])
    wrote(world, session, ada=(0, 40), ben=(5, 40))

    assert look(world) == 1
    assert known(world, session)[0] is Held.YES


@on_both
def test_a_report_that_is_late_is_looked_for_again_and_then_left(world, session, clock):
    looks = []
    for wait in WAITS[1:]:
        looks += [look(world), look(world)]
        clock.advance(wait)
    looks += [look(world)]
    clock.advance(days=1)

    assert looks == [1, 0] * (len(WAITS) - 1) + [1]
    assert look(world) == 0
    assert asking(world, session).state is Asking.OVER
    assert known(world, session) == (Held.UNKNOWN, Known.NOBODY, None)


def test_no_report_is_looked_for_before_the_end_or_where_it_is_not_switched_on(
    world, programme, session, clock
):
    after = clock.now
    clock.now = session.span.ends_at - timedelta(seconds=1)
    world.services.presences.read(NORTHMOOR, session.session_id)
    clock.now = after - timedelta(seconds=1)
    early = look(world)
    clock.now = after
    switched(world, programme, on=False)
    world.services.presences.read(NORTHMOOR, session.session_id)

    assert (early, look(world)) == (0, 0)
    assert world.reports.asked == []


def test_an_institution_that_does_not_offer_it_asks_for_nothing(world, session):
    world.reports = None
    world.services = world._services()

    assert not world.services.presences.offered
    assert look(world) == 0


def test_of_what_ended_before_it_was_switched_on_nothing_is_asked(world, session, clock):
    clock.advance(days=3)

    assert look(world) == 0


def test_a_session_that_was_called_off_meanwhile_keeps_nothing(world, session):
    wrote(world, session, ada=(0, 40), ben=(0, 40))
    world.services.presences.queue_due(NORTHMOOR)
    off = replace(world.session(session), state=type(session.state).CANCELLED)
    world.save("session", off)
    world.run()

    assert world.reports.asked == []
    assert world.kept("seen", [session.session_id]) == {}


@on_both
def test_g12_without_the_organisers_yes_it_waits_and_goes_on_after_it(world, session):
    world.reports.trouble = ConsentMissingError("not asked yet")
    look(world)
    waits = [look(world), asking(world, session).state]
    pages = [
        world.services.records.page(session.session_id, actor=who).asking
        for who in (world.ada, world.ben)
    ]
    world.reports.trouble = None
    wrote(world, session, ada=(0, 40), ben=(0, 40))
    world.services.presences.allowed(NORTHMOOR, world.ada.person_id)
    world.run()

    assert waits == [0, Asking.NEEDS_CONSENT]
    assert pages == [Asking.NEEDS_CONSENT] * 2
    assert known(world, session)[0] is Held.YES


def test_somebody_elses_yes_moves_nothing(world, session):
    world.reports.trouble = ConsentMissingError("not asked yet")
    look(world)
    world.services.presences.allowed(NORTHMOOR, world.ben.person_id)

    assert READ_REPORT not in {job.kind for job in world.due()}


@on_both
def test_g11_a_sign_in_that_ran_out_is_waited_for(world, session):
    world.reports.trouble = SignInNeededError("lapsed")
    look(world)
    waits = [look(world), asking(world, session).state]
    lapsed = world.kept("account", world.ada.person_id).needs_sign_in_since
    world.reports.trouble = None
    wrote(world, session, ada=(0, 40), ben=(0, 40))
    world.connect()

    assert (waits, lapsed is None) == ([0, Asking.NEEDS_SIGN_IN], False)
    assert look(world) == 1
    assert known(world, session)[0] is Held.YES


def test_g24_whose_account_is_gone_is_asked_for_nothing(world, session):
    world.services.accounts.disconnect(actor=world.ada)
    look(world)

    assert world.reports.asked == []
    assert asking(world, session).state is Asking.NEEDS_SIGN_IN
    assert look(world) == 0


@pytest.mark.parametrize("trouble", [GoneError("no such meeting"), RefusedError("not-understood")])
def test_a_meeting_that_is_gone_counts_as_a_look_that_told_nothing(world, session, trouble):
    world.reports.trouble = trouble
    look(world)

    asked = asking(world, session)
    assert (asked.state, asked.looks) == (Asking.WAITS, 1)
    assert world.kept("seen", [session.session_id]) == {}


def test_when_all_attempts_have_failed_it_is_one_look(world, session):
    world.reports.trouble = TryLaterError("down")
    with pytest.raises(TryLaterError):
        world.services.presences.read(NORTHMOOR, session.session_id)
    before = asking(world, session)
    world.services.presences.gave_up(NORTHMOOR, session.session_id)

    assert before is None
    assert asking(world, session).looks == 1


def test_the_meeting_is_asked_for_those_who_were_invited_and_no_others(world, session):
    wrote(world, session)
    look(world)

    ((who, _url, guests, within),) = world.reports.asked
    assert who == world.ada.person_id
    assert {(one.person_id, one.object_id, one.address) for one in guests} == {
        (
            world.ada.person_id,
            "oid-" + world.ada.person_id,
            f"{world.ada.person_id}@northmoor.example",
        ),
        (world.ben.person_id, None, "ben@northmoor.example"),
    }
    assert within.covers(session.span)


@on_both
def test_what_was_seen_of_somebody_goes_with_them_and_the_session_stays_held(world, session):
    wrote(world, session, ada=(0, 40), ben=(0, 40))
    look(world)
    with world.store.work(NORTHMOOR) as work:
        copy = work.own_data(world.ben.person_id)["presence"]
        work.erase(world.ben.person_id)

    assert [row["seen"] for row in copy] == ["together"]
    assert world.kept("seen", [session.session_id]) == {
        session.session_id: {world.ada.person_id: T}
    }
    assert known(world, session, world.ada)[:2] == (Held.YES, Known.TEAMS)


class Meanwhile(FakeReports):
    """While Teams answers, the session is called off by somebody's belated press."""

    def stays(self, account, join_url, guests, *, within):
        self.happens()
        return super().stays(account, join_url, guests, within=within)


def test_what_was_asked_of_a_session_that_changed_meanwhile_is_not_kept(world, session):
    wrote(world, session, ada=(0, 40), ben=(0, 40))
    kept = world.session(session)
    later = Meanwhile(written=world.reports.written)
    later.happens = lambda: world.save("session", replace(kept, state=type(kept.state).CANCELLED))
    world.services = replace(
        world.services, presences=replace(world.services.presences, reports=later)
    )
    world.services.presences.read(NORTHMOOR, session.session_id)

    assert len(later.asked) == 1
    assert world.kept("seen", [session.session_id]) == {}
