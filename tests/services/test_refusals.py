"""P01: every use case refuses who may not have it, and what is not there looks the same.

The function is refused (NotAllowedError) to who sees the programme and has no such right; the thing
does not exist (UnknownThingError) for other courses, other people and other institutions.
"""

import inspect
from dataclasses import fields, replace

import pytest

from plugin.mentoring.agreement import Terms
from plugin.mentoring.enrolment import Profile, Side
from plugin.mentoring.errors import NotAllowedError, UnknownThingError
from plugin.mentoring.people import CourseRole
from plugin.services.all import Services
from tests.mentoring.test_parts import part
from tests.services.databases import on_postgres
from tests.services.test_talk_refusals import TALK
from tests.services.world import PLAN
from tests.stores import SOUTHMOOR


class Things:
    """One programme and one pair, ada's and ben's, with a session; and those who ask."""

    def __init__(self, world, at):
        self.world = world
        programme = world.programme()
        world.answer(programme, world.ada, Side.MENTOR)
        world.answer(programme, world.ben, Side.MENTEE)
        world.services.matching.suggest(programme.programme_id, actor=world.cleo)
        self.programme = programme.programme_id
        self.pair = world.pair(programme)
        world.services.agreements.propose(
            self.pair, Terms(), version=0, actor=world.ben, part=part(self.pair, world.ben)
        )
        self.at = at(1, 10)
        self.session = world.services.sessions.book(self.pair, self.at, actor=world.ben).session_id
        self.later = at(2, 10)

    def actor(self, name):
        world, teaches = self.world, CourseRole.INSTRUCTOR
        return {
            "a learner": lambda: world.ben,
            "an assistant": lambda: world.arrive("tom", role=CourseRole.ASSISTANT),
            "another teacher": lambda: world.arrive("dora", role=teaches),
            "the coordinator": lambda: world.cleo,
            "another learner": lambda: world.arrive("dan"),
            "the coordinator in another course": lambda: world.arrive(
                "cleo", role=teaches, context_id="course-2"
            ),
            "the coordinator outside any course": lambda: replace(
                world.arrive("cleo", role=teaches, context_id=None)
            ),
            "the same ids in another institution": lambda: replace(world.cleo, tenant_id=SOUTHMOOR),
            "a member's id in another institution": lambda: replace(world.ben, tenant_id=SOUTHMOOR),
        }[name]()


COORDINATION = {
    "matching.page": lambda s, t, a: s.matching.page(t.programme, actor=a),
    "matching.suggest": lambda s, t, a: s.matching.suggest(t.programme, actor=a),
    "matching.move": lambda s, t, a: s.matching.move(
        t.programme, t.world.ben.person_id, None, version=1, actor=a
    ),
    "matching.publish": lambda s, t, a: s.matching.publish(t.programme, version=1, actor=a),
    "rosters.page": lambda s, t, a: s.rosters.page(t.programme, actor=a),
    "rosters.settle": lambda s, t, a: s.rosters.settle(
        t.programme, version=1, remove=True, actor=a
    ),
    "rosters.ask": lambda s, t, a: s.rosters.ask(t.programme, actor=a),
    "participation.page": lambda s, t, a: s.participation.page(t.programme, actor=a),
    "participation.switch_on": lambda s, t, a: s.participation.switch_on(t.programme, 4, actor=a),
    "participation.switch_off": lambda s, t, a: s.participation.switch_off(t.programme, actor=a),
    "programmes.open": lambda s, t, a: s.programmes.open(t.programme, actor=a),
}
OVERVIEW = {
    "overviews.of": lambda s, t, a: s.overviews.of(t.programme, actor=a),
    "overviews.people": lambda s, t, a: s.overviews.people(t.programme, actor=a),
    "programmes.join_coordinators": lambda s, t, a: s.programmes.join_coordinators(
        t.programme, actor=a
    ),
}
STARTING = {
    "programmes.start": lambda s, t, a: s.programmes.start(PLAN, actor=a),
    "programmes.placeable": lambda s, t, a: s.programmes.placeable(actor=a),
    "programmes.placeable_circles": lambda s, t, a: s.programmes.placeable_circles(actor=a),
}
PLACED = {"programmes.placed": lambda s, t, a: s.programmes.placed(t.programme, actor=a)}
TAKING_PART = {
    "enrolments.mine": lambda s, t, a: s.enrolments.mine(t.programme, actor=a),
    "enrolments.answer": lambda s, t, a: s.enrolments.answer(
        t.programme, Side.MENTEE, Profile(), capacity=1, actor=a
    ),
}
PARTICIPATION = {
    "participation.mine": lambda s, t, a: s.participation.mine(t.programme, actor=a),
    "participation.of": lambda s, t, a: s.participation.of(
        t.programme, t.world.ben.person_id, actor=a
    ),
    "participation.agree": lambda s, t, a: s.participation.agree(t.programme, yes=True, actor=a),
}
REVIEW = {
    "participation.reviewed": lambda s, t, a: s.participation.reviewed(
        t.world.ben.person_id, actor=a
    ),
}
MEMBERS = {
    "relationships.page": lambda s, t, a: s.relationships.page(t.pair, actor=a),
    "agreements.page": lambda s, t, a: s.agreements.page(t.pair, actor=a),
    "agreements.propose": lambda s, t, a: s.agreements.propose(
        t.pair, Terms(), version=0, actor=a, part=part(t.pair, a)
    ),
    "agreements.sign": lambda s, t, a: s.agreements.sign(t.pair, 1, actor=a, part=part(t.pair, a)),
    "free_time.times": lambda s, t, a: s.free_time.times(t.pair, actor=a),
    "sessions.book": lambda s, t, a: s.sessions.book(t.pair, t.later, actor=a),
    "sessions.move": lambda s, t, a: s.sessions.move(t.session, t.later, version=1, actor=a),
    "sessions.cancel": lambda s, t, a: s.sessions.cancel(t.session, version=1, actor=a),
    "sessions.write_agenda": lambda s, t, a: s.sessions.write_agenda(
        t.session, "Mine", version=1, actor=a
    ),
    "sessions.of": lambda s, t, a: s.sessions.of(t.session, actor=a),
    "sessions.by_mail": lambda s, t, a: s.sessions.by_mail(t.session, actor=a),
    "sessions.make_again": lambda s, t, a: s.sessions.make_again(t.session, actor=a),
    "sessions.try_again": lambda s, t, a: s.sessions.try_again(t.session, actor=a),
}
OWN = {
    "accounts.mine",
    "accounts.choose_zone",
    "overviews.home",
    "overviews.first_page",
    "overviews.mine",
}
"""These take nothing but the actor, whose own things they are about."""

ELSEWHERE = (
    "the coordinator in another course",
    "the coordinator outside any course",
    "the same ids in another institution",
)
TABLE = (
    (COORDINATION, ("a learner", "an assistant", "another teacher"), NotAllowedError),
    (COORDINATION, ELSEWHERE, UnknownThingError),
    (OVERVIEW, ("a learner", "an assistant"), NotAllowedError),
    (STARTING, ("a learner", "an assistant"), NotAllowedError),
    (STARTING, ("the coordinator outside any course",), NotAllowedError),
    (PLACED, ELSEWHERE[1:], UnknownThingError),
    (TAKING_PART, ELSEWHERE, UnknownThingError),
    (PARTICIPATION, ELSEWHERE, UnknownThingError),
    (REVIEW, ("an assistant", "another teacher", "another learner"), NotAllowedError),
    (REVIEW, (ELSEWHERE[0], ELSEWHERE[2]), NotAllowedError),
    (
        MEMBERS,
        (
            "the coordinator",
            "another teacher",
            "another learner",
            "a member's id in another institution",
        ),
        UnknownThingError,
    ),
)
CASES = [
    pytest.param(act, who, error, id=f"{name} by {who}")
    for acts, people, error in TABLE
    for name, act in acts.items()
    for who in people
]


LISTED = {name for acts, _, _ in TABLE for name in acts} | set(OVERVIEW) | OWN | set(TALK)
"""What `test_every_refusal.py` need not ask with arguments that it makes up."""


@pytest.fixture
def things(world, at):
    return Things(world, at)


@pytest.mark.parametrize(("act", "who", "error"), CASES)
def test_p01_a_use_case_refuses_who_may_not_have_it(world, things, act, who, error):
    with pytest.raises(error):
        act(world.services, things, things.actor(who))


@pytest.mark.parametrize("act", OVERVIEW.values(), ids=OVERVIEW)
@pytest.mark.parametrize("who", ELSEWHERE)
def test_p01_a_programme_elsewhere_is_not_looked_at(world, things, act, who):
    with pytest.raises((UnknownThingError, NotAllowedError)):
        act(world.services, things, things.actor(who))


@on_postgres
def test_p02_row_level_security_shows_another_institution_nothing_either(world, things):
    stranger = things.actor("a member's id in another institution")

    for act in MEMBERS.values():
        with pytest.raises(UnknownThingError):
            act(world.services, things, stranger)


def use_cases():
    for service in fields(Services):
        for name, method in inspect.getmembers(service.type, inspect.isfunction):
            if not name.startswith("_") and "actor" in inspect.signature(method).parameters:
                yield f"{service.name}.{name}"
