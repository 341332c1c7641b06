"""A programme whose people choose for themselves, and a request that one of them made."""

from dataclasses import replace
from datetime import timedelta

from plugin.mentoring.mentor_requests import MentorRequest, MentorRequestId
from plugin.mentoring.programme import Life, SelfMatch
from tests.stores import NORTHMOOR


def chosen_in(world, programme):
    """Let its people choose."""
    life = Life(self_match=SelfMatch(), wishes=True)
    world.save("programme", replace(programme, life=life, version=2))
    return world.kept("programme", programme.programme_id)


def asked(world, programme):
    """A request of ben's to ada, from before they were a pair: nothing can come of it any more."""
    ada, ben, now = world.arrive("ada"), world.arrive("ben"), world.clock()
    until = now + timedelta(days=400)
    people = (ben.person_id, ada.person_id)
    made = MentorRequest(
        MentorRequestId(world.new_id()), NORTHMOOR, programme.programme_id, *people, now, until
    )
    world.save("mentor_request", made)
    return made.request_id
