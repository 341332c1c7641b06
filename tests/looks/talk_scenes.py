"""The pages where people talk, in each state that looks different."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from plugin.mentoring.coaching import Model, Step
from plugin.mentoring.enrolment import Side
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.parts import Part
from plugin.mentoring.presence import Asking, ReportAsked, Seen
from plugin.mentoring.promises import PromiseState
from tests.looks.backstage import TENANT

MENTOR, LEARNER = "amara.okafor", "leila.haddad"
NAMES = (
    "third",
    "talk-before", "talk-after", "talk-in-teams", "talk-may-teams", "promises", "note-edit",
    "note-share", "together", "coaching", "coaching-choose", "feedback", "part",
    "agreement-review", "content",
)  # fmt: skip
OSKAR = Model("oskar", "OSKAR", (Step("Outcome", "What would help?"), Step("Scale", "Now?")), True)
RECORD = """We looked at the summary together.

- Begin with the result, then how
- *One* page, not three

The guide is at [the careers service](https://careers.northmoor.example)."""


class TalkScenes:
    """Two people in the middle of their time together."""

    def __init__(self, stage):
        self.stage = stage
        self.pages = {}
        self.programme, self.pair, self.amara, self.leila = self._two("talk")
        self._write()
        self._know_one_another()

    def add(self, name, actor, path):
        self.pages[name] = self.stage.address(actor, path)

    def _two(self, course):
        stage = self.stage
        programme = stage.open_programme(stage.coordinator(course))
        amara, leila = stage.arrives(MENTOR, course), stage.arrives(LEARNER, course)
        stage.answers(programme, amara, Side.MENTOR, zone="Europe/London")
        stage.answers(programme, leila, Side.MENTEE, zone="Europe/Berlin")
        pair = stage.pairs(programme, amara, leila, days_ago=40)
        stage.agrees(pair, programme, amara, leila)
        return programme, pair, amara, leila

    def _write(self):
        stage, amara, leila, pair = self.stage, self.amara, self.leila, self.pair
        past = stage.books(pair, days=-6, hour=5, agenda="How the lab visit went").session_id
        soon = stage.books(pair, days=6, hour=5, agenda="Saying no, kindly").session_id
        records, promises = stage.services.records, stage.services.promises
        records.write(past, NoteKind.RECORD, RECORD, actor=amara)
        records.write(past, NoteKind.HEARD, "You want fewer projects, not more time.", actor=amara)
        jotting = records.write(past, NoteKind.JOTTING, "Ask about the lab again.", actor=leila)
        records.say_held(past, True, actor=amara)
        today = stage.now.date()
        for text, days, owner in (
            ("Send the two-page summary of the project", 1, leila),
            ("Introduce Leïla to Mei-Ling Chen", 4, amara),
        ):
            promises.make(
                pair.relationship_id,
                text,
                due_on=today + timedelta(days=days),
                owner=owner.person_id,
                session_id=past,
                actor=amara,
            )
        done = promises.make(
            pair.relationship_id, "Read it", due_on=today, owner=leila.person_id, actor=leila
        )
        promises.settle(done.promise_id, PromiseState.DONE, version=1, actor=leila)
        key = f"relationships/{pair.relationship_id}"
        coaching = stage.services.coaching
        coaching.choose(past, OSKAR, actor=leila)
        coaching.write(past, ("A page I can send", "Four"), 4, version=1, actor=leila)
        coaching.choose(soon, OSKAR, actor=leila)
        self.add("coaching", leila, f"sessions/{soon}/coaching")
        later = stage.books(pair, days=20, hour=5).session_id
        self.add("coaching-choose", leila, f"sessions/{later}/coaching")
        self.add("feedback", leila, f"sessions/{past}/feedback")
        self.add("talk-before", leila, f"sessions/{soon}/")
        self.add("talk-after", leila, f"sessions/{past}/")
        self._in_teams()
        self.add("promises", leila, f"{key}/promises/")
        self.add("note-edit", leila, f"notes/{jotting.note_id}/")
        self.add("note-share", leila, f"notes/{jotting.note_id}/share")

    def _in_teams(self):
        """Teams says that they met; of another it saw little, and waits for who organised it."""
        stage, amara, leila, pair = self.stage, self.amara, self.leila, self.pair
        met = stage.books(pair, days=-20, hour=5).session_id
        waits = stage.books(pair, days=-27, hour=5).session_id
        with stage.house.store.work(TENANT) as work:
            work.save_seen(met, {one.person_id: Seen.TOGETHER for one in (amara, leila)})
            work.save_seen(waits, {amara.person_id: Seen.ALONE, leila.person_id: Seen.ABSENT})
            work.save_report_asked(ReportAsked(waits, state=Asking.NEEDS_CONSENT))
        stage.services.records.say_held(met, False, actor=leila)
        self.add("talk-in-teams", leila, f"sessions/{met}/")
        self.add("talk-may-teams", amara, f"sessions/{waits}/")

    def _know_one_another(self):
        stage, amara, leila = self.stage, self.amara, self.leila
        key = self.pair.relationship_id
        together = stage.services.together
        for name in ("deepening.good-day", "ice-breakers.place"):
            together.take(key, name, actor=amara)
        for who, text in ((amara, "Nobody calls before ten."), (leila, "A morning in the lab.")):
            together.answer(key, "deepening.good-day", text, shared=True, actor=who)
        stage.services.records.thank(key, "For reading it twice.", actor=leila)
        together.introduce(
            key, "A nurse who moved into research", "Nell Moss", to=leila.person_id, actor=amara
        )
        (third,) = together.page(key, actor=amara).addresses.values()
        self.pages["third"] = stage.world.tool + urlsplit(third).path
        part = {"goals": ("A next step",), "aside": ("My family",), "offers": ("Data analysis",)}
        agreements = stage.services.agreements
        agreements.write_part(Part(key, TENANT, leila.person_id, **part), actor=leila)
        self._signed_long_ago()
        self.add("together", leila, f"relationships/{key}/together/")
        self.add("part", leila, f"relationships/{key}/agreement/mine")
        self.add("agreement-review", leila, f"relationships/{key}/agreement/")
        programme = self.programme.programme_id
        self.add("content", stage.coordinator("talk"), f"programmes/{programme}/content/")

    def _signed_long_ago(self):
        with self.stage.house.store.work(TENANT) as work:
            agreement = work.agreement(self.pair.relationship_id)
            long_ago = agreement.proposed_at - timedelta(weeks=20)
            signed = tuple(replace(one, signed_at=long_ago) for one in agreement.signatures)
            work.save_agreement(
                replace(agreement, number=2, proposed_at=long_ago, signatures=signed)
            )
