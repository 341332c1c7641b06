"""Every page of the tool in every state that looks different, as (name, address)."""

from dataclasses import dataclass
from datetime import timedelta

from plugin.mentoring.counted import Part
from plugin.mentoring.enrolment import Medium, Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.matching import Reason
from plugin.mentoring.place import PlaceState
from plugin.mentoring.session import Channel, SessionState, Sync
from plugin.sandbox.people import person_named
from tests.looks import (
    asking_scenes,
    life,
    people_scenes,
    privacy_scenes,
    scenes_matching,
    scenes_services,
)
from tests.looks.backstage import Backstage, learners
from tests.looks.between_scenes import NAMES as BETWEEN
from tests.looks.between_scenes import BetweenScenes
from tests.looks.connections import NAMES as CONNECTIONS
from tests.looks.connections import add_connections
from tests.looks.document_scenes import DocumentScenes
from tests.looks.notice_scenes import add_notices
from tests.looks.scenes_groups import NAMES as GROUPS
from tests.looks.scenes_groups import add_groups
from tests.looks.scenes_scheduling import SCHEDULING, add_scheduling
from tests.looks.talk_scenes import NAMES as TALK
from tests.looks.talk_scenes import TalkScenes
from tests.looks.training_scenes import NAMES as TRAINING
from tests.looks.training_scenes import add_training

MENTOR, LEARNER = "amara.okafor", "leila.haddad"
LONG = "Said in so many words that it must break: Donaudampfschifffahrtsgesellschaftskapitänsmütze"

NAMES = (
    "start", "nothing", "programme-new", "overview-draft", "overview-open",
    "matching-nobody", "home-first", "home-first-nameless", "profile", "home-sent",
    "profile-sent", "overview-ready", "people", "people-nobody", "matching-draft",
    "overview-many", "overview-takes-part", "home-coordinator-own", "home-paired",
    "pair-new", "agreement-write", "home-to-sign", "pair-to-sign", "agreement-to-sign",
    "home-signed", "pair-signed", "agreement-signed", "home-agreed", "pair-agreed",
    "times", "times-this-week", "pair-nameless", "times-no-zone", "session-queued",
    "session-sign-in", "session-sign-in-mine", "home-sign-in", "home-sign-in-mine",
    "session-consent", "session-failed", "session-lost", "session-missing",
    "session-by-mail", "home-booked", "home-booked-mentor", "session-booked", "session-adopted",
    "session-cancel", "times-moving", "folder-queued", "folder-consent", "folder-failed",
    "folder-half", "documents", "documents-none", "documents-proposed", "documents-away",
    "documents-drive", "documents-drive-mine",
    "notices", "notices-bounced", "mail-off", "mail-broken",
    "mail-answer", "mail-answered", "mail-answer-series", "calendar-none", "calendar",
    "account", "who-sees-what", "account-connected", "account-disconnect", "account-lapsed",
    "preflight",
    "not-there", "lapsed", "entry", *scenes_services.NAMES, *life.NAMES, *CONNECTIONS, *SCHEDULING,
    *GROUPS, *TALK, *scenes_matching.NAMES, *BETWEEN, *privacy_scenes.NAMES, *TRAINING,
    *people_scenes.NAMES, *asking_scenes.NAMES,
)  # fmt: skip
"""What `Scenes` makes, written out so that each page is a test of its own."""


@dataclass
class Scenes:
    """Pages by name. Courses do not mix, so each state has a course of its own."""

    stage: Backstage

    def __post_init__(self):
        self.pages = {}
        self._at_the_beginning()
        self._open_for_profiles()
        self._matching()
        self._many_pairs()
        self._one_pair_after_another()
        self._sessions()
        self._folders()
        self._accounts()
        scenes_services.ServiceScenes(self)
        scenes_matching.MatchingScenes(self)
        life.add_life(self)
        add_connections(self)
        add_groups(self)
        add_scheduling(self)
        self.talk = TalkScenes(self.stage)
        self.pages |= self.talk.pages
        self.pages |= BetweenScenes(self.stage).pages
        privacy_scenes.add_trouble(self)
        add_training(self)
        people_scenes.add_people(self)
        asking_scenes.add_asking(self)
        people_scenes.add_lists(self)

    def add(self, name, actor, path=""):
        self.pages[name] = self.stage.address(actor, path)

    def _at_the_beginning(self):
        stage = self.stage
        hana = stage.coordinator("empty")
        self.add("start", hana)
        self.add("nothing", stage.arrives(LEARNER, "empty"))
        self.add("programme-new", hana, "programmes/new/career-one-to-one")
        hana = stage.coordinator("draft")
        stage.draft_programme(hana)
        self.add("overview-draft", hana)

    def _open_for_profiles(self):
        stage = self.stage
        hana, leila = stage.coordinator("open"), stage.arrives(LEARNER, "open")
        nobody = stage.arrives("yusuf.demir", "open")
        programme = stage.open_programme(hana)
        self.add("overview-open", hana)
        self.add("matching-nobody", hana, f"programmes/{programme.programme_id}/matching/")
        self.add("home-first", leila)
        self.add("home-first-nameless", nobody)
        self.add("profile", leila, f"programmes/{programme.programme_id}/profile/")
        sent = stage.arrives("wanjiru.njoroge", "open")
        stage.answers(
            programme,
            sent,
            Side.MENTOR,
            zone="Africa/Nairobi",
            hours=WeekHours.office(9, 12),
            offers=("Networking", "Leading a team", "Beekeeping on a roof"),
            values=("Calm",),
            media=(Medium.PHONE,),
            about="I kept bees for nine years.",
            capacity=2,
        )
        self.add("home-sent", sent)
        self.add("profile-sent", sent, f"programmes/{programme.programme_id}/profile/")

    def _matching(self):
        stage = self.stage
        hana = stage.coordinator("matching")
        programme = stage.open_programme(hana)
        self._profiles(programme, "matching", 24)
        path = f"programmes/{programme.programme_id}"
        self.add("overview-ready", hana)
        self.add("people", hana, f"{path}/people")
        self.add("people-nobody", hana, f"{path}/people?page=99")
        self.add("matching-draft", hana, f"{path}/matching/")
        stage.services.matching.suggest(programme.programme_id, actor=hana)

    def _profiles(self, programme, course, count):
        """Every third person is a mentor; some have odd hours, and one has no time in common."""
        made = []
        skills = programme.skills
        for at, slug in enumerate(learners(count)):
            who = self.stage.arrives(slug, course)
            mentor = at % 3 == 0
            hours = WeekHours.office(9 + at % 4, 13 + at % 4, days=range(at % 3, 5))
            if at == 7:
                hours = WeekHours.office(7, 8, days=[6])
            some = (skills[at % 9], skills[(at + 3) % 9])
            self.stage.answers(
                programme,
                who,
                Side.MENTOR if mentor else Side.MENTEE,
                zone=person_named(slug).zone,
                hours=hours,
                offers=some if mentor else (),
                seeks=() if mentor else some,
                values=("Curiosity", "Calm") if at % 2 else ("Honesty",),
                media=(Medium.VIDEO,),
                capacity=1 + at % 2,
            )
            made.append((slug, who))
        return made

    def _many_pairs(self):
        stage = self.stage
        hana = stage.coordinator("many")
        programme = stage.open_programme(hana)
        people = self._profiles(programme, "many", 40)
        for at in range(0, 36, 2):
            (_a, mentor), (_b, mentee) = people[at], people[at + 1]
            pair = stage.pairs(programme, mentor, mentee, days_ago=3 + at)
            if at % 6:
                stage.agrees(pair, programme, *([mentor, mentee] if at % 4 else [mentor]))
            if at % 4 and at % 6 and at % 5:
                stage.books(pair, days=1 + at % 9, hour=6)
            if at % 10 == 4:
                stage.books(pair, days=-3, hour=6)
        self.add("overview-many", hana)
        joao = stage.arrives("joao.figueira", "many")
        head = stage.coordinator("many", "david.mwangi")
        stage.services.programmes.join_coordinators(programme.programme_id, actor=head)
        stage.answers(programme, head, Side.MENTOR, zone="Europe/London", capacity=1)
        pair = stage.pairs(programme, head, joao)
        stage.agrees(pair, programme, head, joao)
        stage.books(pair)
        self.add("overview-takes-part", head)
        self.add("home-coordinator-own", head, "mine")

    def pair(self, course, *, signed=2, mentor=MENTOR, mentee=LEARNER, zones=True, **changed):
        """Two people with profiles; `signed` is how many have signed."""
        stage = self.stage
        hana = stage.coordinator(course)
        programme = stage.open_programme(hana, **changed)
        amara, leila = stage.arrives(mentor, course), stage.arrives(mentee, course)
        stage.answers(
            programme,
            amara,
            Side.MENTOR,
            zone="Europe/London" if zones else None,
            hours=WeekHours.office(9, 17),
            offers=("Leading a team", "Moving from research to industry"),
            about="I lead a data team, and I left research ten years ago.",
        )
        stage.answers(
            programme,
            leila,
            Side.MENTEE,
            zone="Europe/Berlin" if zones else None,
            hours=WeekHours(
                WeekHours.office(10, 12).cells | WeekHours.office(16, 18, days=(1, 3)).cells
            ),
            seeks=("Moving from research to industry",),
            offers=("Data analysis",),
        )
        reasons = (
            Reason(Part.SKILLS, ("Moving from research to industry",)),
            Reason(Part.LANGUAGES, ("en",)),
            Reason(Part.TIME, ("10",)),
        )
        pair = stage.pairs(programme, amara, leila, days_ago=40, reasons=reasons)
        if signed:
            stage.agrees(pair, programme, *[amara, leila][:signed])
        return pair, amara, leila

    def _one_pair_after_another(self):
        pair, amara, leila = self.pair("new-pair", signed=0)
        key = f"relationships/{pair.relationship_id}"
        self.add("home-paired", leila)
        self.add("pair-new", leila, f"{key}/")
        self.add("agreement-write", leila, f"{key}/agreement/")
        pair, amara, leila = self.pair("half-signed", signed=1)
        key = f"relationships/{pair.relationship_id}"
        self.add("home-to-sign", leila)
        self.add("pair-to-sign", leila, f"{key}/")
        self.add("agreement-to-sign", leila, f"{key}/agreement/")
        self.add("home-signed", amara)
        self.add("pair-signed", amara, f"{key}/")
        self.add("agreement-signed", amara, f"{key}/agreement/")
        pair, amara, leila = self.pair("agreed")
        key = f"relationships/{pair.relationship_id}"
        self.add("home-agreed", leila)
        self.add("pair-agreed", leila, f"{key}/")
        self.add("times", leila, f"{key}/times/?week=1")
        self.add("times-this-week", amara, f"{key}/times/")
        pair, _amara, yusuf = self.pair("nameless", mentee="yusuf.demir", zones=False)
        self.add("pair-nameless", yusuf, f"relationships/{pair.relationship_id}/")
        self.add("times-no-zone", yusuf, f"relationships/{pair.relationship_id}/times/?week=1")

    def _sessions(self):
        states = (
            ("queued", Sync.QUEUED, {}),
            ("sign-in", Sync.NEEDS_SIGN_IN, {}),
            ("consent", Sync.NEEDS_CONSENT, {"problem": "missing_permission"}),
            ("failed", Sync.FAILED, {"problem": "mailbox"}),
            ("lost", Sync.LOST, {}),
            ("missing", Sync.BOOKED, {"missing_since": self.stage.now - timedelta(minutes=3)}),
            ("by-mail", Sync.BOOKED, {"channel": Channel.MAIL, "join_url": None, "settings": ()}),
        )
        for hour, (course, sync, changed) in enumerate(states, 8):  # nobody sits on two chairs
            pair, amara, leila = self.pair(course)
            self.stage.books(pair, hour=hour, sync=sync, **changed)
            self.add(f"session-{course}", leila, f"relationships/{pair.relationship_id}/")
            if sync is Sync.NEEDS_SIGN_IN:
                self.add("session-sign-in-mine", amara, f"relationships/{pair.relationship_id}/")
                self.add("home-sign-in", leila)
                self.add("home-sign-in-mine", amara)
        self._booked()

    def _booked(self):
        stage = self.stage
        pair, amara, leila = self.pair("booked")
        stage.has_place(pair)
        for days in (-33, -19, -5):
            stage.books(pair, days=days, agenda="How the lab visit went")
        stage.books(pair, days=2, sync=Sync.BOOKED, state=SessionState.CANCELLED)
        agenda = f"How the first lab visit went\nReading the summary together\n{LONG}"
        session = stage.books(pair, days=5, agenda=agenda)
        self.add("home-booked", leila)
        self.add("home-booked-mentor", amara)
        self.add("session-booked", leila, f"relationships/{pair.relationship_id}/")
        self.add("session-cancel", leila, f"sessions/{session.session_id}/cancel")
        moving = f"relationships/{pair.relationship_id}/times/?week=1&moving={session.session_id}"
        self.add("times-moving", leila, moving)

    def _folders(self):
        for name, state, problem in (
            ("queued", PlaceState.QUEUED, None),
            ("consent", PlaceState.NEEDS_CONSENT, None),
            ("failed", PlaceState.FAILED, "full"),
        ):
            pair, _amara, leila = self.pair(f"folder-{name}")
            self.stage.has_place(pair, state, problem=problem)
            self.add(f"folder-{name}", leila, f"relationships/{pair.relationship_id}/")
        pair, amara, leila = self.pair("folder-half")
        self.stage.has_place(pair, open_to=[amara.person_id])
        self.add("folder-half", amara, f"relationships/{pair.relationship_id}/")
        self.pages |= DocumentScenes(self.stage, self.pair).pages()

    def _accounts(self):
        stage = self.stage
        self.add("account", stage.arrives("jonas.bruckner", "empty"), "me/")
        self.add("who-sees-what", stage.arrives("jonas.bruckner", "empty"), "me/who-sees-what")
        add_notices(self)
        tomasz = stage.arrives("siobhan.nichonaill", "empty")
        stage.connects(tomasz, "siobhan.nichonaill")
        pair, _tomasz, leila = self.pair("adopted", mentor="siobhan.nichonaill")
        stage.services.adoption.choose(on=True, actor=tomasz)
        stage.books(
            pair,
            days=16,
            hour=3,
            adopted=True,
            join_url="https://teams.microsoft.com/l/meetup-join/a",
        )
        self.add("session-adopted", leila, f"relationships/{pair.relationship_id}/")
        self.add("account-connected", tomasz, "me/")
        self.add("account-disconnect", tomasz, "me/disconnect")
        self.add("preflight", stage.coordinator("empty"), "microsoft/")
        lapsed = stage.arrives("mei-ling.chen", "empty")
        stage.connects(lapsed, "mei-ling.chen", lapsed=True)
        self.add("account-lapsed", lapsed, "me/")
        self.add("not-there", tomasz, "relationships/nothing/")
        self.pages["lapsed"] = f"{stage.world.tool}/l/nobody/"
        self.pages["entry"] = f"{stage.world.tool}/"
