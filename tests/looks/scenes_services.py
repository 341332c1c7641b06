"""Pages about what the LMS and the tool tell each other, in every state that looks different."""

from dataclasses import replace
from datetime import timedelta

from plugin.mentoring.absence import Absence
from plugin.mentoring.participation import Reporting, ScoreState, SentScore, Sharing
from plugin.mentoring.people import CourseRole
from plugin.ports.values import RosterMember
from plugin.sandbox.people import person_named
from tests.looks.backstage import TENANT

NAMES = (
    "participation-not-offered", "participation-off", "participation-mine",
    "participation-mine-agreed", "participation-review", "participation-on",
    "participation-problem", "pair-away",
)  # fmt: skip

LEARNER = "leila.haddad"


class ServiceScenes:
    """Adds its pages to those of `scenes`."""

    def __init__(self, scenes):
        self.scenes, self.stage = scenes, scenes.stage
        self._participation()
        self._away()

    def _participation(self):
        pair, _amara, _leila = self.scenes.pair("participation-none")
        self._show("not-offered", pair, self.stage.coordinator("participation-none"))
        pair, _amara, leila = self.scenes.pair("participation-off")
        self._offers_grades("participation-off")
        self._show("off", pair, self.stage.coordinator("participation-off"))
        mine = f"programmes/{pair.programme_id}/participation/mine"
        self.scenes.add("participation-mine", leila, mine)
        for hour, name, problem in ((4, "on", None), (5, "problem", "not-granted")):
            self._reporting(name, problem, hour)

    def _away(self):
        """The mentor is not in the course any more, and the learner reads of it."""
        pair, amara, leila = self.scenes.pair("away")
        stage = self.stage
        arrived = stage.now
        with stage.house.store.work(TENANT) as work:
            course = work.course(leila.course_id)
            there = [RosterMember(person_named(LEARNER).key, None, None, CourseRole.LEARNER, True)]
            work.apply_roster(course, there, now=arrived, brake=lambda *_: False)
            work.save_absence(Absence(TENANT, course.course_id, amara.person_id, arrived))
        self.scenes.add("pair-away", leila, f"relationships/{pair.relationship_id}/")

    def _reporting(self, name, problem, hour):
        course = f"participation-{name}"
        pair, amara, leila = self.scenes.pair(course)
        self._offers_grades(course)
        hana, key = self.stage.coordinator(course), pair.programme_id
        for days in (-33, -19, -5):
            session = self.stage.books(pair, days=days, hour=hour)
            with self.stage.house.store.work(TENANT) as work:
                for who in pair.people:
                    work.save_held_word(session.session_id, who, True)
        # Written, and not switched on: no worker shall send anything of it.
        said = (key, TENANT, True, 4, hana.person_id, self.stage.now, None, problem)
        with self.stage.house.store.work(TENANT) as work:
            work.save_reporting(Reporting(*said))
            for who in (leila,) if problem else (leila, amara):
                work.save_sharing(Sharing(key, TENANT, who.person_id, self.stage.now))
        if not problem:
            self._sent(key, leila, ScoreState.SENT)
            self._sent(key, amara, ScoreState.NOBODY)
            mine = f"programmes/{key}/participation/mine"
            self.scenes.add("participation-mine-agreed", leila, mine)
            self.scenes.add("participation-review", hana, f"participation/{leila.person_id}")
        self._show(name, pair, hana)

    def _show(self, name, pair, hana):
        path = f"programmes/{pair.programme_id}/participation"
        self.scenes.add(f"participation-{name}", hana, path)

    def _offers_grades(self, course):
        hana = self.stage.coordinator(course)
        with self.stage.house.store.work(TENANT) as work:
            known = work.course(hana.course_id)
            items = f"{self.stage.world.lms}/items"
            scopes = "items results scores"
            work.save_course(replace(known, line_items_url=items, grade_scopes=scopes))

    def _sent(self, key, actor, state):
        at = self.stage.now.replace(microsecond=0) - timedelta(hours=2)
        with self.stage.house.store.work(TENANT) as work:
            score = SentScore(key, TENANT, actor.person_id, 3, at, state, at)
            work.save_sent_score(score)
