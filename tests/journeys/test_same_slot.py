"""X02: two learners want the same moment of one mentor."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.journeys.http_visitor import HttpVisitor
from tests.journeys.steps import BOOKED, Pair, publish, send_profile, sign

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

TAKEN = "That time was taken a moment ago"
PLANNED = "Planned. The invitations"


@pytest.fixture(scope="module")
def pairs(world, hana):
    """One mentor with two mentees, all of whom have signed."""
    mentor = HttpVisitor(world, "Amara Okafor")
    mentees = [HttpVisitor(world, name) for name in ("Leïla Haddad", "Björk Ólafsdóttir")]
    send_profile(mentor, side="mentor", capacity=2)
    for mentee in mentees:
        send_profile(mentee, side="mentee")
    publish(hana)
    found = []
    for mentee in mentees:
        theirs = HttpVisitor(world, "Amara Okafor")
        sign(mentee, theirs)
        found.append(Pair(world, theirs, mentee))
    found[0].connect()
    return found


def shown_times(visitor):
    """Return the moments that the page offers, the five and the grid."""
    return set(re.findall(r'name="(?:start|time)" value="([^"]+T[^"]+)"', visitor.page.answer.text))


def press_together(presses):
    """Send forms that were filled in before, all at the same moment."""
    start = Barrier(len(presses))

    def press(visitor, form):
        start.wait()
        return visitor.send(*form)

    with ThreadPoolExecutor(len(presses)) as crowd:
        return list(crowd.map(lambda one: press(*one), presses))


def test_x02_of_two_who_press_together_one_gets_it_and_one_sees_the_next_best(world, pairs):
    for pair in pairs:
        pair.look()
        pair.mentee.follow("Choose a time")
    common = shown_times(pairs[0].mentee) & shown_times(pairs[1].mentee)
    start = min(common)
    forms = [(pair.mentee, pair.mentee.filled("Book this time", time=start)) for pair in pairs]

    press_together(forms)

    winner, loser = sorted((pair.mentee for pair in pairs), key=lambda one: one.page.status)
    assert (winner.page.status, loser.page.status) == (200, 409)
    winner.must_see(PLANNED)
    loser.must_see(TAKEN)
    assert start not in shown_times(loser)
    loser.press("Book this time", time=min(shown_times(loser)))
    loser.must_see(PLANNED)
    for pair in pairs:
        pair.soon_shows(BOOKED)
    held = pairs[0].live()
    assert len(held) == 2
    assert len({one["start"] for one in held}) == 2


def test_x02_who_moves_onto_a_time_that_is_taken_sees_the_next_best_too(world, pairs):
    first, second = pairs
    for pair in pairs:
        pair.soon_shows(BOOKED)
    second.look()
    second.mentee.follow("Move")
    taken = first.live()[0]["start"][:19] + "+00:00"
    if second.live(second.mentee)[0]["start"][:19] + "+00:00" == taken:
        taken = first.live()[1]["start"][:19] + "+00:00"
    before = second.live(second.mentee)

    second.mentee.press("Move it here", time=taken)

    assert second.mentee.page.status == 409
    second.mentee.must_see(TAKEN)
    second.mentee.must_see("Move it here")
    assert second.live(second.mentee) == before
