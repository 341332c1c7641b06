"""Training before the first match, surveys without names, and what is one's own alone."""

from dataclasses import replace

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    NotAllowedError,
    ReasonMissingError,
    ShapeError,
    TrainingMissingError,
    UnknownThingError,
    UnusableLinkError,
)
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Format, Stage
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.mentoring.training import Kind, Module, Round, Said, Sent
from plugin.ports.errors import ConflictError
from plugin.services.retention import DAYS
from plugin.services.standing_drafts import ready_people
from tests.services.databases import on_both
from tests.services.test_own_data import replace_ended
from tests.stores import NORTHMOOR

EN = {"language": "en"}
SHORT = Module("", Kind.TRAINING, "Our own", "# One\n? What?\n( ) No\n(x) Yes\n! And you?\n")
SURVEY = Module("", Kind.SURVEY, "How is it?", "= I belong here.\n")


@pytest.fixture
def programme(world):
    made = world.programme()
    world.answer(made, world.ada, Side.MENTOR)
    world.answer(made, world.ben, Side.MENTEE)
    return made


def desk(world, made, **changed):
    """Write a module of the programme's own."""
    return world.services.training_desk.save(
        made.programme_id, replace(SHORT, **changed), actor=world.cleo, **EN
    )


def said(**answers):
    return Said({int(at[1:]): frozenset({one}) for at, one in answers.items()}, {2: "My own words"})


def do(world, made, key, actor, number=0, **answers):
    """Answer one page of a module."""
    sent = Sent(number, said(**answers))
    opened = world.services.training.answer(made.programme_id, key, sent, actor=actor, **EN)
    return opened.line.progress


def ready(world, made):
    with world.store.look(NORTHMOOR) as work:
        return set(ready_people(work, work.programme(made.programme_id)))


def shelf(world, made, actor, **asked):
    return world.services.training.shelf(made.programme_id, actor=actor, **EN, **asked)


@on_both
def test_r1_whoever_is_not_done_is_in_no_draft_and_is_once_they_are(world, programme):
    own = desk(world, programme, required=(Side.MENTOR,))
    before = ready(world, programme)

    wrong = do(world, programme, own.key, world.ada, _1=0)
    still = ready(world, programme)
    do(world, programme, own.key, world.ada, _1=1)

    assert before == still == {world.ben.person_id}
    assert wrong.done_at is None
    assert ready(world, programme) == {world.ada.person_id, world.ben.person_id}


def test_r1_a_draft_is_made_without_those_who_are_not_done(world, programme):
    world.services.training_desk.ask(
        programme.programme_id, Side.MENTOR, True, actor=world.cleo, **EN
    )

    saved = world.services.matching.suggest(programme.programme_id, actor=world.cleo)

    assert saved.draft.pairs == ()
    assert [one.key for one in shelf(world, programme, world.ada).left] == [
        "trust", "rules", "intention", "boundaries", "together", "culture",
    ]  # fmt: skip
    assert shelf(world, programme, world.ben).left == ()


def test_r1_a_draft_made_before_is_not_published_with_them(world, programme):
    saved = world.services.matching.suggest(programme.programme_id, actor=world.cleo)
    desk(world, programme, required=(Side.MENTOR,))

    with pytest.raises(ConflictError):
        world.services.matching.publish(
            programme.programme_id, version=saved.version, actor=world.cleo
        )


@on_both
def test_r1_a_coordinator_lets_somebody_pass_and_writes_down_why(world, programme):
    desk(world, programme, required=(Side.MENTOR,))
    services, key, ada = world.services, programme.programme_id, world.ada.person_id

    services.training_desk.waive(key, ada, "Trains mentors herself", actor=world.cleo)

    ((who, by, waiver),) = services.training_desk.page(key, actor=world.cleo, **EN).waivers
    assert ada in ready(world, programme)
    assert (who.person_id, by.person_id) == (ada, world.cleo.person_id)
    assert waiver.reason == "Trains mentors herself"
    assert shelf(world, programme, world.ada).waiver == waiver


def test_r1_nobody_is_let_pass_without_a_reason_or_a_profile(world, programme):
    key, services = programme.programme_id, world.services
    with pytest.raises(ReasonMissingError):
        services.training_desk.waive(key, world.ada.person_id, "  ", actor=world.cleo)
    with pytest.raises(UnknownThingError):
        services.training_desk.waive(key, world.cleo.person_id, "Mine", actor=world.cleo)
    with pytest.raises(NotAllowedError):
        services.training_desk.waive(key, world.ada.person_id, "I say so", actor=world.ada)


def test_r1_training_that_is_asked_for_later_does_not_come_between_people(world, programme):
    world.pair(programme)
    desk(world, programme, required=(Side.MENTOR,))

    assert world.ada.person_id in ready(world, programme)


def test_r1_the_coordinator_sees_who_is_held_and_how_much_is_left(world, programme):
    desk(world, programme, required=(Side.MENTOR, Side.MENTEE))
    own = desk(world, programme, required=(Side.MENTOR,))
    do(world, programme, own.key, world.ada, _1=1)

    seen = world.services.training_desk.page(programme.programme_id, actor=world.cleo, **EN)

    assert [(one.person.name, one.left) for one in seen.held] == [("Ada", 1), ("Ben", 1)]
    assert world.services.training_desk.held(programme.programme_id, actor=world.cleo) == 2
    assert seen.done[own.key] == 1


def test_r1_nobody_takes_a_seat_in_a_circle_before_they_are_done(world):
    made = world.programme(template="first-year-circles")
    world.answer(made, world.ben, Side.MENTEE)
    seats = ((world.ada, Side.MENTOR), (world.cleo, Side.MENTEE))
    circle = Relationship(
        RelationshipId("circle"),
        NORTHMOOR,
        made.programme_id,
        Format.CIRCLE,
        tuple(Membership(who.person_id, side, world.clock()) for who, side in seats),
        world.clock(),
    )
    world.save("relationship", circle)
    own = desk(world, made, required=(Side.MENTEE,))

    with pytest.raises(TrainingMissingError):
        world.services.memberships.join(circle.relationship_id, actor=world.ben)
    do(world, made, own.key, world.ben, _1=1)
    world.services.memberships.join(circle.relationship_id, actor=world.ben)


def test_r4_done_is_done_at_a_moment_and_one_goes_on_where_one_was(world, programme):
    answers = [{}, {}, {"_1": 2, "_3": 1}, {}]
    for number in range(2):
        do(world, programme, "culture", world.ben, number)
    half = shelf(world, programme, world.ben)
    line = next(one for one in half.lines if one.module.key == "culture")

    assert line.progress.page == 2
    for number in (2, 3):
        marks = {1: frozenset({2}), 2: frozenset({0, 1, 3}), 3: frozenset({1})}
        world.services.training.answer(
            programme.programme_id, "culture", Sent(number, Said(marks)), actor=world.ben, **EN
        )
    after = world.services.training.open(programme.programme_id, "culture", actor=world.ben, **EN)
    assert len(answers) == len(line.module.pages)
    assert after.line.progress.done_at == world.clock()


def test_r6_a_course_of_the_lms_by_its_link_is_done_when_somebody_says_so(world, programme):
    link = "https://lms.example/mod/page/view.php?id=7"
    made = desk(world, programme, text="", link=link, required=(Side.MENTOR,))

    world.services.training.attest(programme.programme_id, made.key, actor=world.ada, **EN)

    line = next(x for x in shelf(world, programme, world.ada).lines if x.module.key == made.key)
    assert line.progress.attested
    assert world.ada.person_id in ready(world, programme)
    with pytest.raises(UnusableLinkError):
        desk(world, programme, text="", link="http://lms.example/")


@on_both
def test_a_reflection_is_nobody_s_but_one_s_own(world, programme):
    do(world, programme, "myself", world.ben, 0)
    own = desk(world, programme)
    do(world, programme, own.key, world.ben, _1=1)

    mine = world.kept("progress", programme.programme_id, world.ben.person_id)
    hers = shelf(world, programme, world.ada).lines

    assert mine[own.key, Round.ONCE].said.words == {2: "My own words"}
    assert [one for one in hers if one.progress] == []


def test_starters_are_changed_added_to_and_left_out(world, programme):
    key, services = programme.programme_id, world.services
    trust = services.training.open(key, "trust", actor=world.cleo, **EN).line.module
    own = desk(world, programme, title="With us")
    services.training_desk.save(key, replace(trust, hidden=True), actor=world.cleo, **EN)

    titles = [one.module.title for one in shelf(world, programme, world.ada).lines]

    assert "With us" in titles
    assert trust.title not in titles
    assert own.version == 0
    with pytest.raises(UnknownThingError):
        services.training.open(key, "trust", actor=world.ada, **EN)


def test_what_was_only_set_keeps_our_words_in_every_language(world, programme):
    key, services = programme.programme_id, world.services
    trust = services.training.open(key, "trust", actor=world.cleo, **EN).line.module
    asked = replace(trust, required=(Side.MENTOR,))
    services.training_desk.save(key, asked, actor=world.cleo, **EN)

    german = services.training.open(key, "trust", actor=world.ada, language="de").line.module

    assert german.title.startswith("Vertrauen")
    assert german.required == (Side.MENTOR,)


def people(world, made, count):
    """Some more who take part."""
    found = [world.arrive(f"person-{n}") for n in range(count)]
    for one in found:
        world.answer(made, one, Side.MENTEE)
    return found


def test_p13_a_cohort_is_compared_with_itself_and_with_the_one_before(world, programme):
    survey = desk(world, programme, kind=Kind.SURVEY, text=SURVEY.text)
    key, services = programme.programme_id, world.services
    everybody = people(world, programme, 6)
    for one in everybody:
        do(world, programme, survey.key, one, _1=2)
    for stage in (Stage.MATCHING, Stage.RUNNING, Stage.REVIEW):
        version = world.kept("programme", key).version
        services.stages.step(key, stage, version=version, actor=world.cleo)
    for one in everybody[:4]:
        do(world, programme, survey.key, one, _1=4)
    following = services.stages.begin_next(key, actor=world.cleo)

    _module, (cohort,) = services.training_desk.figures(key, survey.key, actor=world.cleo, **EN)
    (row,) = cohort.figures
    counts = {when: mean and (mean.value, mean.people) for when, mean in row.by_round.items()}
    assert (counts[Round.START], counts[Round.END], row.change) == ((2, 5), None, None)
    for one in everybody[4:]:
        do(world, programme, survey.key, one, _1=4)
    _module, (cohort,) = services.training_desk.figures(key, survey.key, actor=world.cleo, **EN)
    assert [(x.change.value, x.change.people) for x in cohort.figures] == [(2, 5)]
    _module, cohorts = services.training_desk.figures(
        following.programme_id, "how-it-goes", actor=world.cleo, **EN
    )
    assert [one.programme.programme_id for one in cohorts] == [following.programme_id, key]


@on_both
def test_s13_answers_and_waivers_are_forgotten_with_what_else_was_written(world, programme):
    key, ben = programme.programme_id, world.ben.person_id
    do(world, programme, desk(world, programme).key, world.ben, _1=1)
    world.services.training_desk.waive(key, world.ada.person_id, "Trains others", actor=world.cleo)
    ended = world.kept("programme", key)
    world.save("programme", replace_ended(ended, world.clock().date()))
    world.clock.advance(days=DAYS)
    world.services.retention.forget(NORTHMOOR)
    before = len(world.kept("progress", key, ben)), len(world.kept("waivers", key))

    world.clock.advance(days=1)
    world.services.retention.forget(NORTHMOOR)

    assert before == (1, 1)
    assert (world.kept("progress", key, ben), world.kept("waivers", key)) == ({}, {})


def test_p13_figures_are_for_coordinators_and_of_surveys_only(world, programme):
    key, figures = programme.programme_id, world.services.training_desk.figures
    with pytest.raises(NotAllowedError):
        figures(key, "how-it-goes", actor=world.ada, **EN)
    with pytest.raises(UnknownThingError):
        figures(key, "myself", actor=world.cleo, **EN)


def test_p13_the_words_of_a_survey_stay_once_somebody_has_answered(world, programme):
    survey = desk(world, programme, kind=Kind.SURVEY, text=SURVEY.text)
    do(world, programme, survey.key, world.ben, _1=2)
    kept = world.kept("modules", programme.programme_id)[0]

    with pytest.raises(ShapeError):
        world.services.training_desk.save(
            programme.programme_id, replace(kept, text="= Other"), actor=world.cleo, **EN
        )


def test_g6_what_belongs_to_a_later_stage_is_not_shown_yet(world, programme):
    before = {one.module.key for one in shelf(world, programme, world.ben).lines}
    for stage in (Stage.MATCHING, Stage.RUNNING):
        key = programme.programme_id
        version = world.kept("programme", key).version
        world.services.stages.step(key, stage, version=version, actor=world.cleo)

    after = {one.module.key for one in shelf(world, programme, world.ben).lines}

    assert after - before == {"first-session", "what-i-made"}


def test_a_preview_user_reads_and_keeps_nothing(world, programme):
    tess = replace(world.arrive("tess", role=CourseRole.LEARNER), is_test=True)

    assert shelf(world, programme, tess).lines
    with pytest.raises(NotAllowedError):
        do(world, programme, "trust", tess)


def told(world):
    """Deliver what is due by the next morning; returns the words of each mail by its address."""
    before = len(world.post.letters)
    world.clock.advance(days=1)
    world.services.notices.deliver_due(NORTHMOOR)
    world.run()
    return {one.address: one.body.decode() for one in world.post.letters[before:]}


@pytest.fixture
def mailed(level0):
    """The same programme where news goes by mail."""
    made = level0.programme()
    eve = level0.arrive("eve", email="eve@northmoor.example")
    level0.answer(made, eve, Side.MENTOR)
    return level0, made, eve


def test_r1_whoever_is_asked_is_told_once_and_not_when_they_are_done(mailed):
    world, made, _eve = mailed
    desk_of = world.services.training_desk
    for wanted in (True, False, True):
        desk_of.ask(made.programme_id, Side.MENTOR, wanted, actor=world.cleo, **EN)

    first, second = told(world), told(world)

    assert "Some training comes before your first match." in first["eve@northmoor.example"]
    assert second == {}


def test_r1_whoever_was_let_pass_meanwhile_is_told_nothing(mailed):
    world, made, eve = mailed
    world.services.training_desk.ask(made.programme_id, Side.MENTOR, True, actor=world.cleo, **EN)
    world.services.training_desk.waive(
        made.programme_id, eve.person_id, "Trains others", actor=world.cleo
    )

    assert told(world) == {}


def test_p13_at_the_end_people_are_asked_how_it_went_unless_the_step_is_taken_back(mailed):
    world, made, _eve = mailed
    key, stages = made.programme_id, world.services.stages
    for to in (Stage.MATCHING, Stage.RUNNING, Stage.REVIEW):
        stages.step(key, to, version=world.kept("programme", key).version, actor=world.cleo)
    stages.undo(key, version=world.kept("programme", key).version, actor=world.cleo)
    taken_back = told(world)
    stages.step(key, Stage.REVIEW, version=world.kept("programme", key).version, actor=world.cleo)

    assert taken_back == {}
    assert "asks how it is going" in told(world)["eve@northmoor.example"]


@on_both
def test_p13_in_the_middle_whoever_answered_at_the_start_is_asked_again_and_once(mailed):
    world, made, eve = mailed
    for to in (Stage.MATCHING, Stage.RUNNING):
        key = made.programme_id
        version = world.kept("programme", key).version
        world.services.stages.step(key, to, version=version, actor=world.cleo)
    for module in ("how-it-goes", "myself"):
        do(world, made, module, eve, _1=2)
    mails = []
    for days in (20, 21, 1, 1):
        world.clock.advance(days=days)
        world.services.reminders.remind_daily(NORTHMOOR)
        mails.append(len(told(world)))

    assert mails == [0, 1, 0, 0]
