"""What mentors have among themselves: who left it by their own wish is not brought back (R7).

A part in it that is put aside says so; it is taken up again by a press of their own.
"""

from plugin.mentoring.people import PersonId
from plugin.mentoring.relationship import Relationship
from plugin.ports.store import Work


def stays_away(work: Work, left: Relationship, person: PersonId) -> None:
    """Keep that somebody left a circle of mentors; of any other relationship nothing is kept."""
    programme = work.programme(left.programme_id)
    if programme is None or programme.life.mentors_of is None:
        return
    mine = work.enrolment(left.programme_id, person)
    if mine is not None and mine.ready_at is not None:
        work.save_enrolment(mine.put_aside())
