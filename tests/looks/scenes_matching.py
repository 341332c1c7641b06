"""The matching page while a worker makes a draft, and what it says afterwards."""

from dataclasses import replace

from plugin.mentoring.counted import WEIGHTS
from plugin.mentoring.enrolment import Side
from plugin.mentoring.groups import Choices, Trait
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.match_run import MatchRun, Proof, RunState
from plugin.mentoring.templates import AIMS, VALUES
from plugin.solver.solver import NumpySolver
from tests.looks.backstage import TENANT, learners

NAMES = (
    "matching-running", "matching-stopping", "matching-changed", "matching-proven",
    "matching-circles", "matching-circles-first", "matching-circles-full",
    "matching-pairs", "matching-person",
)  # fmt: skip


class MatchingScenes:
    """Adds its pages to those of `scenes`."""

    def __init__(self, scenes):
        self.scenes, self.stage = scenes, scenes.stage
        self._show("running", RunState.RUNNING)
        self._show("stopping", RunState.STOPPING)
        self._show("changed", RunState.CHANGED, drafted=True)
        self._show("proven", RunState.DONE, drafted=True, proof=Proof(912.4, 912.46, 41))

        self._circles("circles")
        self._circles("circles-first", drafted=False)
        self._circles("circles-full", choices=Choices(spread=(Trait.AIM,)), moved=True)

        self._pairs("matching-pairs", "matching-person")

    def _pairs(self, draft, sheet):
        course, stage = draft, self.stage
        hana = stage.coordinator(course)
        programme = stage.open_programme(hana)
        key = programme.programme_id
        for at, slug in enumerate(learners(9)):
            stage.answers(
                programme,
                stage.arrives(slug, course),
                Side.MENTOR if at < 3 else Side.MENTEE,
                zone="Europe/Berlin",
                hours=WeekHours.office(9, 12 + at % 4),
                capacity=2 if at else 1,
                seeks=programme.skills[at % 3 : at % 3 + 2],
                offers=programme.skills[at : at + 3],
                values=VALUES[at % 2 : at % 2 + 2],
                aims=(AIMS[at % 2],),
            )
        services = replace(stage.services.match_runs, solver=NumpySolver)
        services.ask(key, importance=None, actor=hana)
        services.run(TENANT, key)
        page = stage.services.matching.page(key, actor=hana)
        who = page.pairs[0].mentee.person_id
        self.scenes.add(draft, hana, f"programmes/{key}/matching/")
        self.scenes.add(sheet, hana, f"programmes/{key}/matching/people/{who}")

    def _circles(self, name, *, drafted=True, moved=False, choices=None):
        course, stage = f"matching-{name}", self.stage
        hana = stage.coordinator(course)
        programme = stage.open_programme(hana, template="first-year-circles")
        key = programme.programme_id
        for at, slug in enumerate(learners(17 if moved else 15)):
            who = stage.arrives(slug, course)
            stage.answers(
                programme,
                who,
                Side.MENTOR if at < 2 else Side.MENTEE,
                zone="Europe/Berlin",
                hours=WeekHours.office(9, 12 + at % 4, days=range(at % 2, 5)),
                seeks=programme.skills[at % 3 : at % 3 + 2],
                aims=(AIMS[at % 2],),
            )
        if drafted:
            services = replace(stage.services.match_runs, solver=NumpySolver)
            services.ask(key, importance=None, actor=hana, choices=choices)
            services.run(TENANT, key)
        if moved:
            page = stage.services.matching.page(key, actor=hana)
            who = page.groups[0].members[0].person_id
            stage.services.matching.regroup(key, who, None, version=1, actor=hana)
        self.scenes.add(f"matching-{name}", hana, f"programmes/{key}/matching/")

    def _show(self, name, state, *, drafted=False, proof=None):
        course = f"matching-{name}"
        hana = self.stage.coordinator(course)
        key = self.stage.open_programme(hana).programme_id
        if drafted:
            self.stage.services.matching.suggest(key, actor=hana)
        run = MatchRun(key, TENANT, state, hana.person_id, self.stage.now, WEIGHTS, 40, proof)
        with self.stage.house.store.work(TENANT) as work:
            work.save_match_run(run)
        self.scenes.add(course, hana, f"programmes/{key}/matching/")
