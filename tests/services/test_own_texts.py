"""S13: what of agreements and projects goes with its writer, and what stays with the others."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from plugin.mentoring.agreement import Terms
from plugin.mentoring.enrolment import Side
from plugin.mentoring.joint import REMOVED
from plugin.mentoring.projects import ProjectLink
from plugin.store.tables import agreement_text, project
from tests.mentoring.test_parts import part
from tests.services.databases import on_both
from tests.services.test_projects import begins
from tests.stores import NORTHMOOR

OWL, FOX, HEN = "Owls after dark", "Foxes at dawn", "Hens at noon"


@pytest.fixture
def pair(world):
    programme = world.programme()
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE)
    return world.pair(programme)


def proposed(world, pair, terms, *, by, version=0):
    how = {"part": part(pair, by)} if version == 0 else {}
    return world.services.agreements.propose(pair, terms, version=version, actor=by, **how)


def signed(world, pair, *, by):
    number = world.kept("agreement", pair).number
    world.services.agreements.sign(pair, number, actor=by, part=part(pair, by))


def removed(world, who):
    world.services.privacy.ask_removal(actor=who)
    world.run()
    return world.services.privacy.held(actor=who).erasure.counts


def terms_of(world, pair):
    return world.kept("agreement", pair).terms


@on_both
def test_s13_a_text_that_nobody_else_signed_goes_with_its_writer(world, pair):
    said = Terms(never=(OWL, FOX), limits=(HEN,), words=OWL, backup=FOX, cadence_weeks=3)
    proposed(world, pair, said, by=world.ben)

    counts = removed(world, world.ben)

    kept = terms_of(world, pair)
    assert (kept.never, kept.limits) == ((REMOVED,), (REMOVED,))
    assert (kept.words, kept.backup) == (REMOVED, REMOVED)
    assert kept.cadence_weeks == 3
    assert counts["agreement_text"] == 1


@on_both
def test_s13_a_text_that_somebody_else_signed_stays_with_them(world, pair):
    said = Terms(never=(OWL,), words=FOX)
    proposed(world, pair, said, by=world.ben)
    signed(world, pair, by=world.ada)

    counts = removed(world, world.ben)

    assert terms_of(world, pair) == said.kept()
    assert "agreement_text" not in counts


@on_both
def test_s13_of_a_draft_upon_what_others_signed_only_what_is_new_goes(world, pair):
    proposed(world, pair, Terms(never=(OWL,), words=FOX), by=world.ada)
    signed(world, pair, by=world.ben)
    version = world.kept("agreement", pair).version
    proposed(world, pair, Terms(never=(OWL, HEN), words=FOX), by=world.ben, version=version)

    removed(world, world.ben)

    kept = terms_of(world, pair)
    assert (kept.never, kept.words) == ((OWL, REMOVED), FOX)


@on_both
def test_s13_a_text_that_does_not_open_is_replaced_as_well(world, pair, database):
    proposed(world, pair, Terms(words=OWL), by=world.ben)
    begins(world, pair)
    damage(database, agreement_text, "terms")
    damage(database, project, "body")

    removed(world, world.ben)

    assert terms_of(world, pair).words == REMOVED
    assert [one.title for one in world.kept("projects", pair)] == [REMOVED]


def damage(database, table, column):
    def step(connection):
        connection.execute(update(table).values({column: b"\x01" + bytes(60)}))

    database.run(NORTHMOOR, step)


@on_both
def test_s13_a_project_in_which_only_its_beginner_wrote_goes_with_them(world, pair):
    link = ProjectLink(HEN, "https://docs.example.edu/hens")
    made = begins(world, pair, title=OWL, plan=FOX, links=(link,))

    counts = removed(world, world.ben)

    kept = world.kept("project", made.project_id)
    assert (kept.title, kept.plan, kept.outcome, kept.links) == (REMOVED, REMOVED, "", ())
    assert kept.skills == made.skills
    assert counts["project"] == 1


@on_both
def test_s13_a_project_in_which_somebody_wrote_again_stays_with_the_others(world, pair):
    made = begins(world, pair, title=OWL, plan=FOX)
    projects, written = world.services.projects, replace(made, plan=f"{FOX}, {HEN}", version=1)
    projects.write(made.project_id, written, actor=world.ada)

    counts = removed(world, world.ben)

    kept = world.kept("project", made.project_id)
    assert (kept.title, kept.plan) == (OWL, f"{FOX}, {HEN}")
    assert "project" not in counts


def test_s13_whoever_began_nothing_takes_nothing_of_the_others_along(world, pair):
    made = begins(world, pair, title=OWL, plan=FOX)
    proposed(world, pair, Terms(words=HEN), by=world.ben)

    counts = removed(world, world.ada)

    assert world.kept("project", made.project_id).title == OWL
    assert terms_of(world, pair).words == HEN
    assert not {"project", "agreement_text"} & counts.keys()
