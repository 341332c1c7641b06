"""The pages between sessions, in each state that looks different."""

from dataclasses import replace
from datetime import timedelta

from plugin.mentoring.enrolment import Side
from plugin.mentoring.exchanges import ExchangeKind
from plugin.mentoring.goals import Course, Goal, GoalId
from tests.looks import making_scenes
from tests.looks.backstage import learners
from tests.looks.talk_scenes import LEARNER, MENTOR

NAMES = (
    "messages", "messages-none", "question-waits", "question-late", "question-answered",
    "round", "round-done", "home-many", "goals", "goal-new", "goal-edit", "goals-review",
    "goals-shared", "closing", "takeaway", "words-asked", "words-given", *making_scenes.NAMES,
)  # fmt: skip
CONTEXT = """I have two offers: a short contract in the lab, and two years in Leeds.

Pay is about the same. I would like to hear what you would look at first."""
ANSWER = "Look at *who you would work with*.\n\n- Ask for a day there\n- Ask who left last, and why"


class BetweenScenes:
    """Two people between two sessions."""

    def __init__(self, stage):
        self.stage = stage
        self.pages = {}
        self.programme = stage.open_programme(stage.coordinator("between"))
        self.amara, self.leila = (stage.arrives(who, "between") for who in (MENTOR, LEARNER))
        stage.answers(self.programme, self.amara, Side.MENTOR, zone="Europe/London")
        stage.answers(self.programme, self.leila, Side.MENTEE, zone="Europe/Berlin")
        self.pair = stage.pairs(self.programme, self.amara, self.leila, days_ago=40)
        stage.agrees(self.pair, self.programme, self.amara, self.leila)
        self._write()
        self._many()
        self._goals()
        making_scenes.add_made(self)

    def add(self, name, actor, path):
        self.pages[name] = self.stage.address(actor, path)

    def _asks(self, subject, kind=ExchangeKind.QUESTION, *, urgent=False):
        return self.stage.services.exchanges.ask(
            self.pair.relationship_id, kind, subject, CONTEXT, urgent=urgent, actor=self.leila
        )

    def _write(self):
        exchanges, pair = (
            self.stage.services.exchanges,
            f"relationships/{self.pair.relationship_id}",
        )
        answered = self._asks("Which of two offers?")
        exchanges.write(
            answered.exchange_id, ANSWER, "https://video.northmoor.example/offers", actor=self.amara
        )
        exchanges.write(answered.exchange_id, "Thank you, I will.", "", actor=self.leila)
        late = self._asks("A title for the summary", urgent=True)
        self._long_ago(late)
        waits = self._asks("Whom to ask for a reference")
        round_ = self._asks("What we read this month", ExchangeKind.ROUND)
        exchanges.write(round_.exchange_id, "Two chapters, and one again.", "", actor=self.leila)
        done = self._asks("How the month went", ExchangeKind.ROUND)
        for who in (self.leila, self.amara):
            exchanges.write(done.exchange_id, "Calmer than the last.", "", actor=who)
        self.add("messages", self.leila, f"{pair}/messages/")
        self.add("question-waits", self.leila, f"messages/{waits.exchange_id}/")
        self.add("question-late", self.amara, f"messages/{late.exchange_id}/")
        self.add("question-answered", self.amara, f"messages/{answered.exchange_id}/")
        self.add("round", self.amara, f"messages/{round_.exchange_id}/")
        self.add("round-done", self.leila, f"messages/{done.exchange_id}/")

    def _long_ago(self, asked):
        moved = {"made_at": asked.made_at - timedelta(days=9), "version": 1}
        moved["expected_at"] = asked.expected_at - timedelta(days=9)
        with self.stage.house.store.work(asked.tenant_id) as work:
            work.save_exchange(replace(asked, **moved))

    def _many(self):
        """A mentor with five more people; one has nothing written yet."""
        stage = self.stage
        for slug in learners(9)[4:]:
            who = stage.arrives(slug, "between")
            stage.answers(self.programme, who, Side.MENTEE, zone="Europe/Berlin")
            pair = stage.pairs(self.programme, self.amara, who, days_ago=20)
        self.add("messages-none", who, f"relationships/{pair.relationship_id}/messages/")
        self.add("home-many", self.amara, "")

    def _words(self, key):
        """Either asks the other for words for a portfolio; one has given some."""
        words, ada, leila = self.stage.services.words_for_portfolios, self.amara, self.leila
        words.ask(key, of=ada.person_id, actor=leila)
        words.ask(key, of=leila.person_id, actor=ada)
        words.give(key, "She asks well.", to=leila.person_id, actor=ada)
        self.add("words-asked", leila, f"relationships/{key}/words/")
        self.add("words-given", ada, f"relationships/{key}/words/")

    def _goals(self):
        stage, key = self.stage, self.pair.relationship_id
        goals, today = stage.services.goals, stage.now.date()
        said = Goal(
            GoalId(""), self.leila.tenant_id, key, self.leila.person_id,
            "I have written to three people who do this work", "Three answers in my folder",
            "An hour each Friday, and Amara knows two of them", "I know too few from outside",
            today + timedelta(days=40), stage.now, stage.now, skills=("networking", "writing"),
        )  # fmt: skip
        made = goals.begin(said, firm=True, actor=self.leila)
        for step in ("Make a list of ten", "Write to the first"):
            goals.add_milestone(made.goal_id, step, actor=self.leila)
        goals.reach(made.goal_id, 0, today, actor=self.leila)
        goals.cheer(made.goal_id, 0, "A good list!", actor=self.amara)
        goals.review(key, {made.goal_id: (Course.GAP, "Fridays are full")}, actor=self.amara)
        goals.reach(made.goal_id, 1, today, actor=self.leila)
        late = replace(said, specific="Half of the summary is written", due_on=today)
        passed = goals.begin(late, firm=True, actor=self.leila)
        kept = replace(passed, due_on=today - timedelta(days=3), version=1)
        goals.write(passed.goal_id, kept, firm=False, actor=self.leila)
        draft = goals.begin(replace(said, measurable=""), firm=False, actor=self.leila)
        for who in (self.amara, self.leila):
            goals.share(key, True, actor=who)
        pair = f"relationships/{key}"
        self.add("goals", self.leila, f"{pair}/goals/")
        self.add("goal-new", self.leila, f"{pair}/goals/new")
        self.add("goal-edit", self.leila, f"goals/{draft.goal_id}/")
        self.add("goals-review", self.amara, f"{pair}/goals/review")
        programme = self.programme.programme_id
        self.add("goals-shared", stage.coordinator("between"), f"programmes/{programme}/goals")
        self.add("closing", self.leila, f"{pair}/closing/")
        self.add("takeaway", self.leila, f"{pair}/takeaway/")
        self._words(key)
