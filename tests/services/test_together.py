"""Questions, coaching, feedback and content over the real store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.agreement import Agreement, Signature
from plugin.mentoring.coaching import Model, Step
from plugin.mentoring.errors import OutOfBoundsError, PartMissingError, WrongStateError
from plugin.mentoring.evidence import Held
from plugin.mentoring.feedback import LEAST_TOLD, Feedback, themes_of
from plugin.mentoring.questions import ICE_SESSIONS, Answer, Bank, in_common
from plugin.mentoring.starters import STARTERS
from plugin.ports.errors import ConflictError
from plugin.services.together import name_of
from plugin.web.bank_words import WORDS, models
from tests.mentoring.test_parts import part
from tests.security.talk import been
from tests.services.databases import on_both
from tests.services.test_agreements import TERMS
from tests.stores import NORTHMOOR

OSKAR = Model("oskar", "OSKAR", (Step("Outcome", "What?"), Step("Scale", "Where?")), scaled=True)


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def pair(world, programme):
    return world.pair(programme)


@pytest.fixture
def session(world, pair, at):
    return world.services.sessions.book(pair, at(3, 10), actor=world.ada)


def offered(world, pair, bank):
    page = world.services.together.page(pair, actor=world.ada)
    return [name_of(one) for one in page.offered if one.bank is bank]


def test_c11_every_text_of_the_tool_has_words_and_no_words_are_left_over():
    ours = {(Bank.MODELS, one.key) for one in models()}

    assert {(one.bank, one.key) for one in STARTERS} == set(WORDS) | ours


@on_both
def test_c1_c2_no_question_is_offered_twice_and_ice_breakers_end(world, pair):
    seen = []
    while ice := offered(world, pair, Bank.ICE_BREAKERS):
        seen.append(ice[0])
        world.services.together.take(pair, ice[0], actor=world.ben)

    assert len(seen) == len(set(seen)) == ICE_SESSIONS


def test_c2_questions_grow_deeper(world, pair):
    depths = []
    while questions := world.services.together.page(pair, actor=world.ada).offered:
        one = next((x for x in questions if x.bank is Bank.DEEPENING), None)
        if one is None:
            break
        depths.append(one.depth)
        world.services.together.take(pair, name_of(one), actor=world.ben)

    assert depths == sorted(depths)
    assert len(depths) == sum(one.bank is Bank.DEEPENING for one in STARTERS)


@on_both
def test_c9_an_answer_is_shown_when_both_chose_to_share(world, pair):
    together, key = world.services.together, "deepening.proud"
    together.take(pair, key, actor=world.ada)
    together.answer(pair, key, "My garden", shared=True, actor=world.ada)
    alone = together.page(pair, actor=world.ben).common
    together.answer(pair, key, "My bread", shared=False, actor=world.ben)
    half = together.page(pair, actor=world.ada).common

    together.answer(pair, key, "My bread", shared=True, actor=world.ben)

    common = together.page(pair, actor=world.ada).common
    assert (alone, half) == ({}, {})
    assert {one.text for one in common[key]} == {"My garden", "My bread"}


def test_a_programmes_own_text_takes_the_place_of_ours_and_what_was_asked_stays(
    world, programme, pair
):
    contents, together = world.services.contents, world.services.together
    key = "deepening.good-day"
    say = {"key": "good-day", "hidden": False, "actor": world.cleo}
    contents.save(programme.programme_id, Bank.DEEPENING, "What is a good day?", **say)
    together.take(pair, key, actor=world.ada)
    contents.save(programme.programme_id, Bank.DEEPENING, "Another text", **say)

    page = together.page(pair, actor=world.ben)

    assert page.asked[0].text == "What is a good day?"
    assert key not in {name_of(one) for one in page.offered}


def test_what_a_coordinator_leaves_out_is_not_offered(world, programme, pair):
    world.services.contents.save(
        programme.programme_id, Bank.DEEPENING, "", key="energy", hidden=True, actor=world.cleo
    )

    assert "deepening.energy" not in offered(world, pair, Bank.DEEPENING)


@on_both
def test_c4_c6_a_scale_is_kept_and_an_old_model_stays_readable(world, session, pair, at):
    coaching, key = world.services.coaching, session.session_id
    coaching.choose(key, OSKAR, actor=world.ada)
    coaching.write(key, ("A page", "Four"), 4, version=1, actor=world.ben)
    later = world.services.sessions.book(pair, at(9, 10), actor=world.ada)

    earlier = coaching.page(later.session_id, actor=world.ada).earlier

    assert [(one.model.name, one.scale) for one in earlier] == [("OSKAR", 4)]
    assert [step.answer for step in earlier[0].model.steps] == ["A page", "Four"]


def test_c5_a_coordinator_puts_words_in_place_of_a_model_of_ours_or_leaves_it_out(
    world, programme, session
):
    key, save = programme.programme_id, world.services.contents.save
    save(key, Bank.MODELS, "", key="grow", hidden=True, actor=world.cleo)
    save(key, Bank.MODELS, "Ours\nNow: Where?", key="oskar", hidden=False, actor=world.cleo)

    page = world.services.coaching.page(session.session_id, actor=world.ada)

    assert page.ours == frozenset()
    assert page.own == (Model("oskar", "Ours", (Step("Now", "Where?"),), scaled=True),)


def test_c6_another_model_puts_what_was_written_into_the_record(world, session):
    coaching, key = world.services.coaching, session.session_id
    coaching.choose(key, OSKAR, actor=world.ada)
    coaching.write(key, ("A page", ""), None, version=1, actor=world.ada)

    coaching.choose(key, Model("own", "Ours", (Step("Now", "?"),)), actor=world.ben)

    page = world.services.records.page(key, actor=world.ben)
    assert page.walk.model.name == "Ours"
    assert "A page" in page.notes[0].body


def test_of_two_who_write_along_a_model_the_later_is_told(world, session):
    coaching, key = world.services.coaching, session.session_id
    coaching.choose(key, OSKAR, actor=world.ada)
    coaching.write(key, ("Hers", ""), None, version=1, actor=world.ada)

    with pytest.raises(ConflictError):
        coaching.write(key, ("His", ""), None, version=1, actor=world.ben)


def feedback(session_id, actor, **said):
    kept = {"good": "Calm", "other": "Slower", "themes": ("pace",), "shared": False} | said
    return Feedback(session_id, actor.tenant_id, "", actor.person_id, given_at=None, **kept)


@on_both
def test_g10_g12_feedback_is_its_givers_until_shared_and_keeps_its_time(world, session):
    past = been(world, session.session_id, days=1)
    coaching, records = world.services.coaching, world.services.records
    given = coaching.give(feedback(past, world.ben), actor=world.ben)
    unseen = records.page(past, actor=world.ada).feedback
    world.clock.advance(hours=5)

    again = coaching.give(feedback(past, world.ben, shared=True), actor=world.ben)

    assert unseen == ()
    assert again.given_at == given.given_at
    assert [one.good for one in records.page(past, actor=world.ada).feedback] == ["Calm"]
    assert records.page(past, actor=world.ada).evidence.held is Held.UNKNOWN


def test_g11_g12_a_mentors_word_is_read_where_shared_and_its_time_by_nobody_else(world, session):
    past = been(world, session.session_id, days=1)
    said = feedback(past, world.ada, good="You came prepared", shared=True)
    given = world.services.coaching.give(said, actor=world.ada)
    ended = world.kept("session", past).span.ends_at

    (shown,) = world.services.records.page(past, actor=world.ben).feedback

    assert (shown.good, shown.person_id) == ("You came prepared", world.ada.person_id)
    assert given.took(ended) == timedelta(hours=23, minutes=15)
    assert world.services.coaching.mine(past, actor=world.ben).given is None


def walked(world, session, name, answers, scale):
    """Walk one of the tool's own models in all its steps."""
    model = next(one for one in models() if one.key == name)
    world.services.coaching.choose(session.session_id, model, actor=world.ada)
    return world.services.coaching.write(
        session.session_id, answers, scale, version=1, actor=world.ben
    )


def test_c3_grow_is_walked_in_four_steps_and_ends_in_a_promise(world, session, pair):
    walked(world, session, "grow", ("A page", "Half of it", "Ask Nell", "I ask her"), None)
    world.services.promises.make(
        pair, "Ask Nell", due_on=world.clock().date(), owner=world.ben.person_id,
        session_id=session.session_id, actor=world.ben,
    )  # fmt: skip

    page = world.services.records.page(session.session_id, actor=world.ada)

    steps = [(one.name, one.answer) for one in page.walk.model.steps]
    assert steps == [
        ("Goal", "A page"), ("Reality", "Half of it"), ("Options", "Ask Nell"),
        ("Will", "I ask her"),
    ]  # fmt: skip
    assert [one.text for one in page.promises] == ["Ask Nell"]
    assert page.walk.scale is None


def test_c4_oskar_is_walked_in_five_steps_with_its_scale(world, session):
    walk = walked(world, session, "oskar", ("A page", "Four", "Nell", "One line", "More calm"), 4)

    assert [one.name for one in walk.model.steps] == [
        "Outcome", "Scale", "Know-how", "Affirm and act", "Review",
    ]  # fmt: skip
    assert (walk.scale, walk.model.steps[-1].answer) == (4, "More calm")
    with pytest.raises(OutOfBoundsError):
        world.services.coaching.write(
            session.session_id, ("", "", "", "", ""), 11, version=2, actor=world.ben
        )


def test_c9_a_third_who_kept_theirs_reads_nothing_of_what_two_shared():
    answers = [
        Answer("pair", "northmoor", "k", who, who, who != "cy") for who in ("al", "bo", "cy")
    ]

    found = {who: in_common(answers, viewer=who) for who in ("al", "cy")}

    assert {one.text for one in found["al"]["k"]} == {"al", "bo"}
    assert found["cy"] == {}


def test_nobody_says_how_a_session_to_come_was(world, session):
    with pytest.raises(WrongStateError):
        world.services.coaching.give(feedback(session.session_id, world.ben), actor=world.ben)


@pytest.mark.parametrize(("people", "told"), [(LEAST_TOLD - 1, False), (LEAST_TOLD, True)])
def test_g14_themes_are_told_above_five_people_and_never_for_fewer(people, told):
    answers = [(f"person-{n % people}", ("pace",)) for n in range(20)]
    answers[0] = ("person-0", ("pace", "time"))

    found = themes_of(answers)

    assert found.counts == ((("pace", people),) if told else ())
    assert found.people == (people if told else None)


@pytest.mark.parametrize("formal", [True, False])
def test_t6_every_agreement_wants_goals_of_a_mentee_and_a_role_of_a_mentor(world, formal):
    pair, agreements = world.pair(world.programme(formal=formal)), world.services.agreements
    hers, his = part(pair, world.ada), part(pair, world.ben)
    for wrong in (None, replace(his, goals=())):
        with pytest.raises(PartMissingError):
            agreements.propose(pair, TERMS, version=0, actor=world.ben, part=wrong)
    agreements.propose(pair, TERMS, version=0, actor=world.ben, part=his)

    for wrong in (None, replace(hers, role=())):
        with pytest.raises(PartMissingError):
            agreements.sign(pair, 1, actor=world.ada, part=wrong)

    agreements.sign(pair, 1, actor=world.ada, part=hers)
    assert {one.person_id for one in agreements.parts(pair, actor=world.ben)} == {
        world.ada.person_id, world.ben.person_id,
    }  # fmt: skip


def test_t6_what_was_signed_before_anything_was_asked_still_holds(world, pair):
    members = tuple(Signature(who.person_id, world.clock()) for who in (world.ada, world.ben))
    old = Agreement(pair, NORTHMOOR, 1, TERMS, world.ben.person_id, world.clock(), members)
    world.save("agreement", old)
    agreements = world.services.agreements

    assert agreements.renew(pair, 1, actor=world.ben).number == 2

    with pytest.raises(PartMissingError):
        agreements.sign(pair, 2, actor=world.ada)
    agreements.sign(pair, 2, actor=world.ada, part=part(pair, world.ada))


def test_t6_statements_of_a_task_are_ready_for_mentors_and_nobody_else(world, programme, pair):
    agreements = world.services.agreements
    world.services.contents.save(
        programme.programme_id, Bank.TASKS, "Open doors", key="doors", hidden=False,
        actor=world.cleo,
    )  # fmt: skip

    ready = agreements.tasks(pair, actor=world.ada)

    assert "Open doors" in {one.text for one in ready}
    assert {one.bank for one in ready} == {Bank.TASKS}
    assert agreements.tasks(pair, actor=world.ben) == ()


@on_both
def test_t1_what_still_fits_is_a_new_version_that_the_others_sign(world, pair):
    agreements = world.services.agreements
    agreements.propose(pair, TERMS, version=0, actor=world.ben, part=part(pair, world.ben))
    agreements.sign(pair, 1, actor=world.ada, part=part(pair, world.ada))

    renewed = agreements.renew(pair, 1, actor=world.ada)

    assert (renewed.number, renewed.terms) == (2, TERMS)
    assert world.kept("agreement", pair).signers == {world.ada.person_id}
    with pytest.raises(WrongStateError):
        agreements.renew(pair, 2, actor=world.ben)
