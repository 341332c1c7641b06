"""The page of a relationship reads the same things as everybody else, in fewer queries."""

from dataclasses import replace
from datetime import timedelta

from plugin.mentoring.confided import Confided
from plugin.mentoring.enrolment import Side
from plugin.mentoring.poll import Answer, Poll, PollId
from plugin.mentoring.time_proposal import TimeProposal, TimeProposalId
from tests.store.people import Campus, a_session, an_enrolment, an_hour
from tests.stores import NOON, NORTHMOOR


def test_the_page_reads_each_answer_whole(store):
    campus = Campus(store)
    said = an_enrolment(campus.programme, campus.mentee, Side.MENTEE)
    said = replace(said, profile=replace(said.profile, confided=Confided(hopes="To be heard")))
    with store.work(NORTHMOOR) as work:
        work.save_enrolment(said)

    with store.look(NORTHMOOR) as work:
        alone = work.enrolment(said.programme_id, said.person_id)
        together = work.everybody(said.programme_id, [said.person_id])

    assert alone.profile.confided.hopes == "To be heard"
    assert together.enrolments[said.person_id] == alone


def test_a_relationship_and_its_programme_come_whole_with_several_coordinators(store):
    campus = Campus(store)
    led = replace(campus.programme, coordinators=(campus.mentee.person_id, campus.mentor.person_id))
    with store.work(NORTHMOOR) as work:
        work.save_programme(replace(led, version=work.programme(led.programme_id).version))

    with store.look(NORTHMOOR) as work:
        alone = work.relationship("relationship-1"), work.programme(led.programme_id)
        assert work.whole("relationship-1") == alone
        assert work.whole("relationship-2") is None
    assert alone[1].coordinators == led.coordinators


def test_sessions_of_a_page_have_their_people_and_what_each_of_them_said(store):
    campus = Campus(store)
    pairing = campus.pairing
    past, coming = an_hour(days=-2), an_hour(days=2)
    with store.work(NORTHMOOR) as work:
        work.save_session(replace(a_session(pairing, past), session_id="been"))
        work.save_session(replace(a_session(pairing, coming), session_id="to-come"))
        work.save_held_word("been", campus.mentor.person_id, True)
        work.save_held_word("been", campus.mentee.person_id, False)

    with store.look(NORTHMOOR) as work:
        found = work.meetings(pairing.relationship_id, now=NOON)
        assert found.sessions == work.sessions_of([pairing.relationship_id])

    assert found.said["been"] == {campus.mentor.person_id: True, campus.mentee.person_id: False}
    assert found.said["to-come"] == {}
    assert (found.past, found.held) == (1, 0)


def test_one_no_outweighs_every_yes_of_a_session(store):
    campus = Campus(store)
    pairing = campus.pairing
    people = (campus.mentor.person_id, campus.mentee.person_id)
    with store.work(NORTHMOOR) as work:
        for number, words in enumerate(((True, True), (True, None), (True, False)), 1):
            one = a_session(pairing, an_hour(days=-number))
            work.save_session(replace(one, session_id=f"been-{number}"))
            for who, word in zip(people, words, strict=True):
                if word is not None:
                    work.save_held_word(f"been-{number}", who, word)

    with store.look(NORTHMOOR) as work:
        found = work.meetings(pairing.relationship_id, now=NOON)

    assert (found.past, found.held) == (3, 1)


def test_the_vote_and_the_suggestions_of_a_page_are_read_whole(store):
    campus = Campus(store)
    pairing = campus.pairing
    session = a_session(pairing, an_hour(days=2))
    mentor, mentee = campus.mentor.person_id, campus.mentee.person_id
    poll = Poll(
        PollId("vote"), NORTHMOOR, pairing.relationship_id, mentor, NOON,
        (an_hour(days=5), an_hour(days=6)), 2, NOON + timedelta(days=3),
    )  # fmt: skip
    with store.work(NORTHMOOR) as work:
        work.save_session(session)
        work.save_poll(poll)
        for who in (mentor, mentee):
            work.save_vote(poll.poll_id, who, (Answer.YES, Answer.NO))
        for day in (3, 4):
            work.save_time_proposal(
                TimeProposal(
                    TimeProposalId(f"day-{day}"), NORTHMOOR, session.session_id, mentee,
                    NOON + timedelta(hours=day), an_hour(days=day), session.span,
                )
            )  # fmt: skip

    with store.look(NORTHMOOR) as work:
        found = work.asked_times(pairing.relationship_id, session.session_id)
        assert [found.poll] == work.polls_of(pairing.relationship_id)
        assert list(found.suggestions) == work.time_proposals_of([session.session_id])
        neither = work.asked_times("relationship-2", None)
    assert (neither.poll, neither.suggestions) == (None, ())
