"""R1: training before a first match is done on a telephone, and then stands there no more."""

import re

import pytest
from playwright.sync_api import expect

from plugin.mentoring.enrolment import Side
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.training import Kind, Module
from tests.looks.scenes import LEARNER, MENTOR

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TEXT = """# Why
People trust who keeps small promises.
# One question
? Your mentee cancels. What now?
( ) Say nothing :: It leaves both of you guessing.
(x) Propose two new times :: Yes: there is a way back.
! Whom did you come to trust?
"""


@pytest.fixture
def programme(stage):
    """A mentor and a mentee with a profile; mentors are asked for one module."""
    hana = stage.coordinator("gate")
    made = stage.open_programme(hana)
    amara, leila = stage.arrives(MENTOR, "gate"), stage.arrives(LEARNER, "gate")
    hours = WeekHours.office(9, 12)
    for who, side in ((amara, Side.MENTOR), (leila, Side.MENTEE)):
        stage.answers(made, who, side, zone="Europe/Berlin", hours=hours)
    module = Module("", Kind.TRAINING, "Keeping promises", TEXT, required=(Side.MENTOR,))
    stage.services.training_desk.save(made.programme_id, module, language="en", actor=hana)
    return hana, amara, made.programme_id


def paired(stage, programme_id, hana):
    """Draft anew, and say how many pairs there are."""
    drafted = stage.services.matching.suggest(programme_id, actor=hana)
    return len(drafted.draft.pairs)


def test_r1_a_mentor_is_matched_once_the_training_is_done(looker, stage, programme):
    hana, amara, key = programme
    before = paired(stage, key, hana)
    page = looker.page
    looker.resize(360)
    looker.goto(stage.address(amara))

    page.get_by_role("link", name=re.compile("Begin: Keeping promises")).click()
    page.get_by_role("link", name=re.compile("Begin: Keeping promises")).click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Say nothing").check()
    page.get_by_label("Whom did you come to trust?").fill("My aunt")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("It leaves both of you guessing.")).to_be_visible()
    expect(page.get_by_label("Whom did you come to trust?")).to_have_value("My aunt")
    page.get_by_label("Propose two new times").check()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("All the training before your first match is done.")).to_be_visible()

    assert looker.overhang() <= 0
    assert (before, paired(stage, key, hana)) == (0, 1)
