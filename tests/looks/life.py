"""Scenes of a programme's life, and of circles."""

from datetime import timedelta

from plugin.mentoring.enrolment import Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.programme import Format, Stage
from plugin.mentoring.relationship import Membership, Relationship, RelationshipId
from plugin.mentoring.session import Sync

NAMES = (
    "overview-pilot", "overview-resting", "programme-settings", "programme-preview",
    "retrospective", "profile-circles", "circle-new", "circle-home", "circle-times",
    "circle-booked", "circle-agreement", "circle-members", "circles", "circles-none",
)  # fmt: skip
MEMBERS = ("leila.haddad", "yusuf.demir", "wanjiru.njoroge", "amara.okafor", "hana.kovacova")


def add_life(scenes):
    _pilot(scenes)
    _circle(scenes)


def _pilot(scenes):
    stage = scenes.stage
    hana = stage.coordinator("pilot")
    made = stage.draft_programme(hana)
    due = (stage.now + timedelta(weeks=3)).date()
    stage.services.stages.pilot(made.programme_id, cap=8, review_due=due, version=1, actor=hana)
    scenes.add("overview-pilot", hana)
    key = f"programmes/{made.programme_id}"
    scenes.add("programme-settings", hana, f"{key}/settings/")
    scenes.add("programme-preview", hana, f"{key}/settings/preview/mentee")
    scenes.add("retrospective", hana, f"{key}/stage/retrospective")
    hana = stage.coordinator("resting")
    made = stage.open_programme(hana)
    stage.services.stages.step(made.programme_id, Stage.MATCHING, version=2, actor=hana)
    stage.services.stages.pause(made.programme_id, due, version=3, actor=hana)
    scenes.add("overview-resting", hana)


def _circle(scenes):
    stage = scenes.stage
    hana = stage.coordinator("circles")
    programme = stage.open_programme(hana, template="first-year-circles")
    people = [stage.arrives(slug, "circles") for slug in MEMBERS[:4]]
    scenes.add("profile-circles", people[0], f"programmes/{programme.programme_id}/profile/")
    for at, one in enumerate(people):
        side = Side.MENTEE if at else Side.MENTOR
        stage.answers(
            programme, one, side, zone="Europe/Berlin", hours=WeekHours.office(9 + at, 17)
        )
    new = circle(stage, programme, people, "")
    scenes.add("circle-new", people[1], f"relationships/{new.relationship_id}/")
    scenes.add("circle-home", people[1], "mine")
    scenes.add("circle-times", people[1], f"relationships/{new.relationship_id}/times/")
    owls = circle(stage, programme, people, "Night owls of the library")
    stage.agrees(owls, programme, *people[:3])
    stage.books(owls, days=27, sync=Sync.BOOKED)
    scenes.add("circle-booked", people[1], f"relationships/{owls.relationship_id}/")
    scenes.add("circle-members", people[0], f"relationships/{owls.relationship_id}/members/")
    late = stage.arrives("sibusiso.dlamini", "circles")
    stage.answers(programme, late, Side.MENTEE)
    scenes.add("circles", late, f"programmes/{programme.programme_id}/circles/")
    none = stage.open_programme(stage.coordinator("no-circles"), template="first-year-circles")
    early = stage.arrives("sibusiso.dlamini", "no-circles")
    stage.answers(none, early, Side.MENTEE)
    scenes.add("circles-none", early, f"programmes/{none.programme_id}/circles/")
    scenes.add("circle-agreement", people[3], f"relationships/{owls.relationship_id}/agreement/")


def circle(stage, programme, people, title):
    seats = tuple(
        Membership(one.person_id, Side.MENTEE if at else Side.MENTOR, stage.now)
        for at, one in enumerate(people)
    )
    made = Relationship(
        RelationshipId(stage.house.store.new_id()),
        programme.tenant_id,
        programme.programme_id,
        Format.CIRCLE,
        seats,
        stage.now,
        title=title,
    )
    with stage.house.store.work(programme.tenant_id) as work:
        work.save_relationship(made)
    return made
