"""How people find times is kept per institution, and what they keep free is sealed."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from plugin.mentoring.drop_in import DropIn
from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.poll import Answer, Poll, PollState
from plugin.mentoring.spans import Span
from plugin.mentoring.time_proposal import TimeProposal, TimeProposalState
from plugin.ports.errors import ConflictError
from plugin.store import tables
from tests.store.people import Campus, a_session, an_hour
from tests.stores import NOON, NORTHMOOR, SOUTHMOOR


@pytest.fixture
def kept(store):
    """One of each, at Northmoor."""
    campus = Campus(store, NORTHMOOR)
    mentor, mentee = campus.mentor.person_id, campus.mentee.person_id
    own = OwnTime(
        mentor, NORTHMOOR, frozenset({4}), ((date(2026, 12, 24), date(2026, 12, 26)),),
        (time(21), time(6, 30)), 90, 120,
    )  # fmt: skip
    poll = Poll(
        "poll-1", NORTHMOOR, campus.pairing.relationship_id, mentor, NOON,
        (an_hour(days=3), an_hour(days=4)), 2, NOON + timedelta(days=1),
    )  # fmt: skip
    door = DropIn("door-1", NORTHMOOR, "programme-1", mentor, an_hour(days=6), 20)
    said = TimeProposal(
        "said-1", NORTHMOOR, "session-1", mentee, NOON, an_hour(days=2), an_hour(days=1)
    )
    with store.work(NORTHMOOR) as work:
        work.save_session(a_session(campus.pairing))
        work.save_own_time(own)
        work.save_poll(poll)
        work.save_vote("poll-1", mentee, [Answer.YES, Answer.NO])
        work.save_drop_in(door)
        work.save_time_proposal(said)
    return own, poll, door, said


def everything(work, own, poll, door, said):
    return {
        "own": work.own_times([own.person_id]).get(own.person_id),
        "poll": work.poll("poll-1"),
        "polls": [*work.polls_of(poll.relationship_id)],
        "door": work.drop_in("door-1"),
        "doors": [*work.drop_ins("programme-1", [door.person_id], ending_after=NOON)],
        "said": work.time_proposal("said-1"),
        "all said": [*work.time_proposals_of(["session-1"])],
    }


def test_p02_each_comes_back_as_it_was_saved_and_nowhere_else(store, kept):
    own, poll, door, said = (replace(one, version=1) for one in kept)
    voted = replace(poll, votes={said.by: (Answer.YES, Answer.NO)})
    with store.look(NORTHMOOR) as work:
        here = everything(work, *kept)
    with store.look(SOUTHMOOR) as work:
        there = everything(work, *kept)

    assert here == {
        "own": own, "poll": voted, "polls": [voted], "door": door, "doors": [door],
        "said": said, "all said": [said],
    }  # fmt: skip
    assert not any(there.values())


def test_s5_which_days_somebody_keeps_free_cannot_be_read_from_the_database(store, kept, database):
    with database.transaction(NORTHMOOR, write=False) as connection:
        (row,) = connection.execute(select(tables.own_time)).all()

    assert b"2026-12-24" not in bytes(row.kept)
    assert b"weekdays" not in bytes(row.kept)


def test_k08_own_time_that_does_not_open_offers_no_day_rather_than_every_day(store, kept, database):
    with database.transaction(NORTHMOOR) as connection:
        connection.execute(tables.own_time.update().values(kept=b"\x00" * 60))
    with store.look(NORTHMOOR) as work:
        own = work.own_times([kept[0].person_id])[kept[0].person_id]
    week = Span(NOON, NOON + timedelta(days=7))

    assert [one.covers(week) for one in own.closed(week, "UTC")] == [True]


def test_a_late_writer_of_a_poll_is_told(store, kept):
    poll = replace(kept[1], version=1)
    with store.work(NORTHMOOR) as work:
        work.save_poll(replace(poll, state=PollState.WITHDRAWN))

    with pytest.raises(ConflictError), store.work(NORTHMOOR) as work:
        work.save_poll(poll)


def test_what_was_decided_stays_in_the_history(store, kept):
    said = replace(kept[3], version=1)
    done = said.decided(TimeProposalState.DECLINED, by=kept[0].person_id, now=NOON)
    with store.work(NORTHMOOR) as work:
        work.save_time_proposal(done)
    with store.look(NORTHMOOR) as work:
        (found,) = work.time_proposals_of(["session-1"])

    assert (found.state, found.decided_by) == (TimeProposalState.DECLINED, kept[0].person_id)
