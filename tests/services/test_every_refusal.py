"""P01, P02: each use case that no table lists refuses strangers, asked with made-up arguments.

What it is about is read from the types of its arguments: a relationship, a session, a programme or
something inside a relationship. Strangers are refused before anything else is looked at, so what
the other arguments say does not matter. A use case that takes nothing of the kind is about the
actor's own things, and stands in `OWN`.
"""

import enum
import inspect
import itertools
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from plugin.mentoring.errors import NotAllowedError, UnknownThingError
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.services.all import Services
from tests.services.test_refusals import ELSEWHERE, LISTED, Things, use_cases

REFUSED = (UnknownThingError, NotAllowedError)
STRANGERS = ("the coordinator", "another teacher", "another learner", *ELSEWHERE[2:])
TEACHERS_AND_LEARNERS = ("a learner", "an assistant", "another teacher")
OUTSIDE = "a member's id in another institution"
OWN = {
    "accounts.disconnect", "adoption.choose", "adoption.wished", "own_times.keep",
    "own_times.mine", "preflights.look", "privacy.ask",
    "privacy.held", "programmes.copied", "tabs.hours", "tabs.keep_hours", "tabs.of_chat",
    "tabs.of_meeting", "tabs.own", "tabs.people", "tabs.sessions", "training.packs",
    "undoing.last", "undoing.undo",
    "calendar_feeds.end",
    "calendar_feeds.mine", "calendar_feeds.renew", "concerns.mine", "notices.choose",
    "notices.mine", "notices.try_mail_again", "privacy.ask_copy", "privacy.ask_removal",
    "privacy.seen", "privacy.sign_out", "privacy.take_copy", "same_person.mine",
    "mentor_requests.waiting", "todo.look_now", "todo.mine", "todo.on_the_way", "todo.switch_off",
    "training.left", "trouble.unblock", "ways.keep_reach",
}  # fmt: skip
"""About the actor's own things, or about what the launch itself names."""
FOR_THE_COURSE = {
    "enrolments.begin", "enrolments.sides", "enrolments.team", "memberships.circles",
    "showings.shown",
    "open_times.doors", "open_times.open_door",
    "helper.answer", "helper.page",
    "referrals.mine", "referrals.refer", "referrals.take_back",
    "training.answer", "training.attest", "training.open", "training.shelf",
}  # fmt: skip
"""Of a programme, and for whoever takes part in the course."""
FOR_THE_INSTITUTION = {
    "contents.institution", "contents.save_for_institution", "support.shown", "support.tell",
}  # fmt: skip
"""Of all of an institution, and for who administers the LMS."""
FOR_COORDINATORS = {"break_glass.ask", "side_by_side.bring"}
"""Of a relationship, and for who coordinates its programme; a second person decides."""
INSIDE = {
    "exchanges.of", "exchanges.settle", "exchanges.snooze", "exchanges.write",
    "open_times.close_door", "open_times.decide", "polls.page", "polls.pick", "polls.settle_now",
    "polls.vote",
    "polls.withdraw", "break_glass.decide", "break_glass.page", "break_glass.read",
    "concerns.answer", "concerns.of", "concerns.read", "goals.add_milestone", "goals.cheer",
    "goals.end", "goals.move_milestone", "goals.of", "goals.reach",
    "boards.add", "boards.of", "boards.put_into",
    "boards.settle", "boards.take_away", "boards.vote", "projects.add_link", "projects.of",
    "projects.remove_link", "projects.settle", "projects.take_part", "showings.agree",
    "same_person.answer", "same_person.take_back", "showings.of_project",
    "showings.offer_project", "showings.take_back",
    "mentor_requests.accept", "mentor_requests.decline", "mentor_requests.of",
    "mentor_requests.say", "mentor_requests.withdraw",
}  # fmt: skip
"""Of a thing with an id of its own; the tests of each noun ask with one that exists."""
ABOUT = {RelationshipId: "pair", SessionId: "session", ProgrammeId: "programme"}
MOMENT = datetime(2026, 3, 12, 10, tzinfo=UTC)
PLAIN = {
    str: "Words",
    int: 1,
    float: 1.0,
    bool: True,
    bytes: b"x",
    date: MOMENT.date(),
    datetime: MOMENT,
    timedelta: timedelta(days=1),
}


ADDRESSES = {"url": "https://files.example.edu/x", "link": "https://files.example.edu/x"}
"""By the name of the argument: what is refused for its form alone is refused to everybody."""


def made_up(wanted, things):
    """Return some value of that type; a thing of ours where it names one."""
    known = {kind: getattr(things, name) for kind, name in ABOUT.items()}
    known |= {PersonId: things.world.ben.person_id, **PLAIN}
    if wanted in known:
        return known[wanted]
    if hasattr(wanted, "__supertype__"):
        return "nothing-of-that-name"
    if isinstance(wanted, type) and issubclass(wanted, enum.Enum):
        return next(iter(wanted))
    return made_up_of_parts(wanted, things)


def made_up_of_parts(wanted, things):
    """Return the first kind of a union, something empty, or a value with what it needs."""
    origin = typing.get_origin(wanted)
    if origin in (typing.Union, types.UnionType):
        return made_up(typing.get_args(wanted)[0], things)
    if origin is not None:
        return {} if issubclass(origin, Mapping) else ()
    assert is_dataclass(wanted), wanted
    hints = typing.get_type_hints(wanted)
    needed = [f for f in fields(wanted) if f.default is MISSING and f.default_factory is MISSING]
    return wanted(**{f.name: made_up(hints[f.name], things) for f in needed})


def call(method, services, things, actor):
    """Call a use case as `actor`, with values made up for all it must be told."""
    service, _, name = method.partition(".")
    use = getattr(getattr(services, service), name)
    hints = typing.get_type_hints(inspect.unwrap(getattr(type(getattr(services, service)), name)))
    given = {
        parameter.name: ADDRESSES.get(parameter.name) or made_up(hints[parameter.name], things)
        for parameter in inspect.signature(use).parameters.values()
        if parameter.default is parameter.empty and parameter.name != "actor"
    }
    return use(**given, actor=actor)


def kinds():
    """Yield each use case that no table lists, with what it is about or None."""
    hints = typing.get_type_hints(Services)
    for full in use_cases():
        if full in LISTED:
            continue
        service, _, name = full.partition(".")
        told = typing.get_type_hints(getattr(hints[service], name))
        wanted = [kind for key, kind in told.items() if key != "return"]
        inside = [typing.get_type_hints(one).values() for one in wanted if is_dataclass(one)]
        names = [ABOUT[kind] for kind in itertools.chain(wanted, *inside) if kind in ABOUT]
        yield full, (names[0] if names else None)


def strangers(full, about):
    """Return who may not have it."""
    if full in FOR_COORDINATORS:
        return OUTSIDE, *STRANGERS[1:]
    if about != "programme":
        return OUTSIDE, *STRANGERS
    return ELSEWHERE if full in FOR_THE_COURSE else (*TEACHERS_AND_LEARNERS, *ELSEWHERE)


FOUND = dict(kinds())
CASES = [(full, about) for full, about in FOUND.items() if about is not None and full not in OWN]


@pytest.fixture
def things(world, at):
    return Things(world, at)


@pytest.mark.parametrize(("full", "about"), CASES, ids=lambda value: value)
def test_p01_a_use_case_refuses_strangers_before_it_looks_at_anything(world, things, full, about):
    for who in strangers(full, about):
        actor = things.actor(who)

        with pytest.raises(REFUSED):
            call(full, world.services, things, actor)


@pytest.mark.parametrize("full", sorted(FOR_THE_INSTITUTION))
def test_p01_nobody_but_who_administers_the_lms_speaks_for_an_institution(world, things, full):
    for who in (OUTSIDE, *STRANGERS, *TEACHERS_AND_LEARNERS):
        with pytest.raises(NotAllowedError):
            call(full, world.services, things, things.actor(who))


def test_p01_a_use_case_about_nothing_named_is_about_the_actor_themselves():
    nameless = {full for full, about in FOUND.items() if about is None}

    assert nameless == (OWN | INSIDE | FOR_THE_INSTITUTION) & set(FOUND)


@pytest.mark.parametrize("full", sorted(INSIDE & set(FOUND)))
def test_p02_a_thing_that_does_not_exist_is_unknown(world, things, full):
    with pytest.raises(UnknownThingError):
        call(full, world.services, things, world.ben)
