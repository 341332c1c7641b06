"""The page of a relationship reads the same things as everybody else, in fewer queries."""

from dataclasses import replace

from plugin.mentoring.confided import Confided
from plugin.mentoring.enrolment import Side
from tests.store.people import Campus, an_enrolment
from tests.stores import NORTHMOOR


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
