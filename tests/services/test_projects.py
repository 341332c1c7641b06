"""Projects over the real store: everybody's to write, each speaks for themselves."""

from dataclasses import replace

import pytest

from plugin.mentoring.errors import UnknownThingError, UnusableLinkError, WrongStateError
from plugin.mentoring.notices import NoticeState
from plugin.mentoring.projects import ProjectState
from plugin.mentoring.questions import Bank
from plugin.ports.errors import ConflictError
from tests.mentoring.test_projects import project
from tests.services.databases import on_both


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def pair(world, programme):
    return world.pair(programme)


def begins(world, pair, *, by=None, **changed):
    who = by or world.ben
    said = project(relationship_id=pair, tenant_id=who.tenant_id, made_by=who.person_id, **changed)
    return world.services.projects.begin(said, actor=who)


@on_both
def test_d5_a_project_holds_plan_parts_files_skills_and_outcome(world, pair):
    projects = world.services.projects
    made = begins(world, pair, plan="Ask, then write", skills=("writing", "time"))
    key = made.project_id
    projects.take_part(key, "I ask", version=0, actor=world.ada)
    projects.take_part(key, "I write", version=0, actor=world.ben)
    projects.take_part(key, "I write and draw", version=1, actor=world.ben)
    projects.add_link(key, "Draft", "https://docs.example.edu/1", version=1, actor=world.ada)
    said = replace(made, outcome="One page", version=2)
    projects.write(key, said, actor=world.ada)

    projects.settle(key, ProjectState.DONE, version=3, actor=world.ben)

    seen = projects.of(key, actor=world.ada)
    kept = seen.project
    assert (kept.plan, kept.skills, kept.outcome) == (
        "Ask, then write", ("writing", "time"), "One page",
    )  # fmt: skip
    assert [(one.title, one.url) for one in kept.links] == [("Draft", "https://docs.example.edu/1")]
    assert {who: part.text for who, part in seen.parts.items()} == {
        world.ada.person_id: "I ask",
        world.ben.person_id: "I write and draw",
    }
    assert kept.state is ProjectState.DONE
    assert {"writing", "time"} <= {one.key for one in seen.skills}
    assert [one.title for one in projects.page(pair, actor=world.ben).projects] == [made.title]


def test_d5_the_others_are_told_once_that_there_is_a_project(world, pair):
    begins(world, pair)

    told = world.kept("notices_of", world.ada.person_id, NoticeState.WAITING)

    assert [one.news for one in told] == ["written"]
    assert not world.kept("notices_of", world.ben.person_id, NoticeState.WAITING)


@on_both
def test_s13_what_was_written_together_stays_when_who_began_it_is_removed(world, pair):
    made = begins(world, pair, plan="Ask, then write")
    world.services.projects.take_part(made.project_id, "I draw", version=0, actor=world.ben)
    world.services.projects.write(made.project_id, replace(made, version=1), actor=world.ada)

    world.services.privacy.ask_removal(actor=world.ben)
    world.run()

    seen = world.services.projects.of(made.project_id, actor=world.ada)
    assert (seen.project.title, seen.project.plan) == (made.title, "Ask, then write")
    assert seen.parts == {}


def test_of_two_who_write_at_once_the_later_is_told(world, pair):
    made = begins(world, pair)
    projects, said = world.services.projects, replace(made, version=1)
    projects.write(made.project_id, replace(said, plan="First"), actor=world.ada)

    with pytest.raises(ConflictError):
        projects.write(made.project_id, replace(said, plan="Second"), actor=world.ben)
    with pytest.raises(ConflictError):
        projects.settle(made.project_id, ProjectState.LET_GO, version=1, actor=world.ben)

    assert world.kept("project", made.project_id).plan == "First"


def test_u01_a_file_is_a_link_that_is_safe_to_open(world, pair):
    made = begins(world, pair)

    for bad in ("http://docs.example.edu/", "javascript:alert(1)", "https://a:b@x.example/"):
        with pytest.raises(UnusableLinkError):
            world.services.projects.add_link(made.project_id, "", bad, version=1, actor=world.ben)


def test_a_project_is_of_its_members_alone_and_read_only_after_the_end(world, programme, pair):
    made = begins(world, pair)
    projects, key = world.services.projects, made.project_id

    for who in (world.cleo, world.arrive("dora")):
        with pytest.raises(UnknownThingError):
            projects.of(key, actor=who)
        with pytest.raises(UnknownThingError):
            projects.take_part(key, "x", version=0, actor=who)
    world.end(pair)
    with pytest.raises(WrongStateError):
        projects.write(key, replace(made, version=1), actor=world.ben)
    with pytest.raises(WrongStateError):
        projects.take_part(key, "x", version=0, actor=world.ben)
    assert projects.of(key, actor=world.ada).project.title == made.title


def test_g9_the_programmes_own_list_of_skills_is_offered_for_goals_and_projects(
    world, programme, pair
):
    contents, key = world.services.contents, programme.programme_id
    said = {"bank": Bank.SKILLS, "actor": world.cleo}
    contents.save(key, text="Asking machines well", key=None, hidden=False, **said)
    contents.save(key, text="", key="ai", hidden=True, **said)

    pages = (
        world.services.goals.page(pair, actor=world.ben),
        world.services.projects.page(pair, actor=world.ada),
    )

    for page in pages:
        assert "Asking machines well" in {one.text for one in page.skills}
        assert "ai" not in {one.key for one in page.skills}
