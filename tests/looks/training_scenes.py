"""Training before a first match, a survey and its figures, and what a coordinator sees of them."""

from plugin.mentoring.enrolment import Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.programme import Stage
from plugin.mentoring.training import Said, Sent
from tests.looks.backstage import learners

NAMES = (
    "home-training", "training-shelf", "training-quiz", "training-survey", "training-desk",
    "training-edit", "training-figures", "training-ask",
)  # fmt: skip
EN = {"language": "en"}


def add_training(scenes):
    stage = scenes.stage
    hana = stage.coordinator("training")
    programme = stage.open_programme(hana)
    key = programme.programme_id
    people = [stage.arrives(slug, "training") for slug in learners(8)]
    for at, one in enumerate(people):
        side = Side.MENTEE if at else Side.MENTOR
        stage.answers(programme, one, side, zone="Europe/Berlin", hours=WeekHours.office(9, 17))
    desk, training = stage.services.training_desk, stage.services.training
    for side in (Side.MENTOR, Side.MENTEE):
        desk.ask(key, side, True, actor=hana, **EN)
    desk.waive(key, people[2].person_id, "Has led a circle for three years.", actor=hana)
    mentor = people[0]
    _trained(training, key, mentor)
    for at, one in enumerate(people[1:]):
        marks = {n: frozenset({1 + (at + n) % 3}) for n in range(1, 13)}
        training.answer(key, "how-it-goes", Sent(0, Said(marks)), actor=one, **EN)
    page = f"programmes/{key}/training"
    scenes.add("home-training", mentor)
    scenes.add("training-shelf", mentor, f"{page}/")
    scenes.add("training-quiz", mentor, f"{page}/rules/?page=3")
    scenes.add("training-survey", mentor, f"{page}/how-it-goes/")
    scenes.add("training-ask", mentor, f"programmes/{key}/ask/")
    scenes.add("training-desk", hana, f"{page}-desk/")
    scenes.add("training-edit", hana, f"{page}-desk/modules/culture")
    scenes.add("training-figures", hana, f"{page}-desk/figures/how-it-goes")
    for version, to in enumerate((Stage.MATCHING, Stage.RUNNING, Stage.REVIEW), 2):
        stage.services.stages.step(key, to, version=version, actor=hana)
    for at, one in enumerate(people[1:7]):
        marks = {n: frozenset({2 + (at + n) % 4}) for n in range(1, 13)}
        training.answer(key, "how-it-goes", Sent(0, Said(marks)), actor=one, **EN)


def _trained(training, key, mentor):
    """One part done, and one stopped at a question that is not right yet."""
    right = ({}, {}, {1: {1}, 2: {0, 1, 3}}, {})
    for number, marks in enumerate(right):
        chosen = {at: frozenset(some) for at, some in marks.items()}
        training.answer(key, "trust", Sent(number, Said(chosen)), actor=mentor, **EN)
    for number, marks in enumerate(({}, {}, {1: {0}, 2: {1}})):
        chosen = {at: frozenset(some) for at, some in marks.items()}
        training.answer(key, "rules", Sent(number, Said(chosen)), actor=mentor, **EN)
