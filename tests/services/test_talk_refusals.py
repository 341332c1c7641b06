"""P01: whatever two people write, nobody else reads or changes it, whichever way they ask."""

from dataclasses import replace
from datetime import date

import pytest

from plugin.mentoring.coaching import Model, Step
from plugin.mentoring.errors import NotAllowedError, UnknownThingError
from plugin.mentoring.feedback import Feedback
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.people import CourseRole
from plugin.mentoring.promises import PromiseState
from plugin.mentoring.questions import Bank
from tests.mentoring.test_parts import part
from tests.security.talk import talked
from tests.stores import SOUTHMOOR

TODAY = date(2026, 4, 1)
GROW = Model("grow", "GROW", (Step("Goal", "What?"),))
MEMBERS = {
    "agreements.parts": lambda s, t, a: s.agreements.parts(t["pair"], actor=a),
    "agreements.support": lambda s, t, a: s.agreements.support(t["pair"], actor=a),
    "agreements.write_part": lambda s, t, a: s.agreements.write_part(part(t["pair"], a), actor=a),
    "agreements.renew": lambda s, t, a: s.agreements.renew(t["pair"], 1, actor=a),
    "records.page": lambda s, t, a: s.records.page(t["session"], actor=a),
    "records.write": lambda s, t, a: s.records.write(
        t["session"], NoteKind.RECORD, "Mine", actor=a
    ),
    "records.thank": lambda s, t, a: s.records.thank(t["pair"], "For it", actor=a),
    "records.of": lambda s, t, a: s.records.of(t["record"], actor=a),
    "records.rewrite": lambda s, t, a: s.records.rewrite(t["record"], "Mine", version=1, actor=a),
    "records.share": lambda s, t, a: s.records.share(t["jotting"], version=1, actor=a),
    "records.confirm": lambda s, t, a: s.records.confirm(t["heard"], version=1, actor=a),
    "records.say_held": lambda s, t, a: s.records.say_held(t["past"], True, actor=a),
    "promises.page": lambda s, t, a: s.promises.page(t["pair"], actor=a),
    "promises.make": lambda s, t, a: s.promises.make(
        t["pair"], "Mine", due_on=TODAY, owner=t["ben"], actor=a
    ),
    "promises.put_off": lambda s, t, a: s.promises.put_off(t["promise"], TODAY, version=1, actor=a),
    "promises.settle": lambda s, t, a: s.promises.settle(
        t["promise"], PromiseState.DONE, version=2, actor=a
    ),
    "together.page": lambda s, t, a: s.together.page(t["pair"], actor=a),
    "together.take": lambda s, t, a: s.together.take(t["pair"], "deepening.proud", actor=a),
    "together.answer": lambda s, t, a: s.together.answer(
        t["pair"], t["question"], "Mine", shared=True, actor=a
    ),
    "together.introduce": lambda s, t, a: s.together.introduce(
        t["pair"], "A nurse", "Nell", to=t["ben"], actor=a
    ),
    "together.agree": lambda s, t, a: s.together.agree(t["introduction"], True, actor=a),
    "words_for_portfolios.page": lambda s, t, a: s.words_for_portfolios.page(t["pair"], actor=a),
    "words_for_portfolios.ask": lambda s, t, a: s.words_for_portfolios.ask(
        t["pair"], of=t["ada"], actor=a
    ),
    "words_for_portfolios.give": lambda s, t, a: s.words_for_portfolios.give(
        t["pair"], "Mine", to=t["ben"], actor=a
    ),
    "words_for_portfolios.decline": lambda s, t, a: s.words_for_portfolios.decline(
        t["pair"], to=t["ben"], actor=a
    ),
    "words_for_portfolios.take": lambda s, t, a: s.words_for_portfolios.take(
        t["pair"], of=t["ada"], version=2, actor=a
    ),
    "coaching.page": lambda s, t, a: s.coaching.page(t["session"], actor=a),
    "coaching.choose": lambda s, t, a: s.coaching.choose(t["session"], GROW, actor=a),
    "coaching.write": lambda s, t, a: s.coaching.write(
        t["session"], ("Mine",), None, version=1, actor=a
    ),
    "coaching.mine": lambda s, t, a: s.coaching.mine(t["session"], actor=a),
    "coaching.give": lambda s, t, a: s.coaching.give(
        Feedback(t["past"], a.tenant_id, t["pair"], a.person_id, "", "", (), True, t["now"]),
        actor=a,
    ),
}
COORDINATION = {
    "contents.page": lambda s, t, a: s.contents.page(t["programme"], actor=a),
    "contents.save": lambda s, t, a: s.contents.save(
        t["programme"], Bank.SUPPORT, "Here", key=None, hidden=False, actor=a
    ),
}
TALK = {*MEMBERS, *COORDINATION}


@pytest.fixture
def things(world, at):
    programme = world.programme()
    pair = world.pair(programme)
    session = world.services.sessions.book(pair, at(1, 10), actor=world.ben).session_id
    world.services.coaching.choose(session, GROW, actor=world.ada)
    found = {"programme": programme.programme_id, "pair": pair, "session": session}
    return found | talked(world, pair, session) | {"now": world.clock()}


@pytest.mark.parametrize("who", ["coordinator", "teacher", "learner", "elsewhere"])
def test_p01_nobody_else_reads_or_writes_what_a_pair_confides(world, things, who):
    actor = {
        "coordinator": lambda: world.cleo,
        "teacher": lambda: world.arrive("dora", role=CourseRole.INSTRUCTOR),
        "learner": lambda: world.arrive("dan"),
        "elsewhere": lambda: replace(world.ben, tenant_id=SOUTHMOOR),
    }[who]()

    for act in MEMBERS.values():
        with pytest.raises(UnknownThingError):
            act(world.services, things, actor)


def test_p01_only_coordinators_change_what_a_programme_offers(world, things):
    for act in COORDINATION.values():
        with pytest.raises(NotAllowedError):
            act(world.services, things, world.ada)
        act(world.services, things, world.cleo)


def test_whoever_it_is_for_has_every_one_of_them(world, things):
    """Else a refusal above might be another mistake."""
    by_ada = {
        "together.introduce",
        "words_for_portfolios.give",
        "words_for_portfolios.decline",
    }
    both = {"words_for_portfolios.take": None, "agreements.renew": None, "coaching.write": None}
    for name, act in MEMBERS.items():
        if name not in both:
            own = world.ada if name in by_ada else world.ben
            act(world.services, things, own)
