"""Scenes of circles that begin with the groups of a course."""

from dataclasses import replace

from plugin.mentoring.enrolment import Side
from plugin.mentoring.seeding import CourseGroup
from plugin.ports.groups import GroupReading
from plugin.services.course_groups import DONE, NOT_ALLOWED
from tests.looks.backstage import TENANT, learners

NAMES = ("groups-not-offered", "groups-unread", "groups", "groups-problem", "groups-no-circles")
LONG = "Tutorial C (Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherungsgesellschaft)"


def add_groups(scenes):
    """Add them to `scenes`."""
    stage = scenes.stage
    for name in NAMES:
        hana = stage.coordinator(name)
        template = "career-one-to-one" if name == "groups-no-circles" else "first-year-circles"
        programme = stage.open_programme(hana, template=template)
        if name not in ("groups-not-offered", "groups-no-circles"):
            _offers(stage, hana)
        if name in ("groups", "groups-problem"):
            _groups(stage, hana, programme, DONE if name == "groups" else NOT_ALLOWED)
        scenes.add(name, hana, f"programmes/{programme.programme_id}/groups")


def _offers(stage, hana):
    with stage.house.store.work(TENANT) as work:
        course = work.course(hana.course_id)
        work.save_course(replace(course, groups_url=f"{stage.world.lms}/nobody-asks/groups"))


def _groups(stage, hana, programme, state):
    """Three groups: one ready, one without a mentor, one of people without profiles."""
    course = {DONE: "groups", NOT_ALLOWED: "groups-problem"}[state]
    people = [stage.arrives(slug, course) for slug in learners()[:14]]
    for number, who in enumerate(people[:9]):
        stage.answers(programme, who, Side.MENTOR if number in (0, 8) else Side.MENTEE)
    keys = [who.person_id for who in people]
    groups = (
        CourseGroup("1", "Tutorial A", (*keys[:4], *keys[9:11])),
        CourseGroup("2", "Tutorial B", tuple(keys[4:8])),
        CourseGroup("3", LONG, tuple(keys[11:])),
    )
    reading = GroupReading(hana.course_id, TENANT, state, stage.now, stage.now, groups)
    with stage.house.store.work(TENANT) as work:
        work.save_group_reading(reading)
