"""Projects and what is shown of them: an outcome before the end, a yes of all before others."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError, OutcomeMissingError, WrongStateError
from plugin.mentoring.programme import Format
from plugin.mentoring.projects import MOST_LINKS, Project, ProjectLink, ProjectState
from plugin.mentoring.relationship import Membership, Relationship
from plugin.mentoring.showings import Showing, ShownKind

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def project(**changed):
    said = {
        "project_id": "p", "tenant_id": "t", "relationship_id": "r", "made_by": "ben",
        "made_at": NOW, "changed_at": NOW, "title": "A page on first jobs",
    }  # fmt: skip
    return Project(**(said | changed))


def circle(*people):
    members = [Membership("ada", Side.MENTOR, NOW)]
    members += [Membership(one, Side.MENTEE, NOW) for one in people]
    return Relationship("r", "t", "p", Format.CIRCLE, tuple(members), NOW)


def showing(**changed):
    said = {
        "showing_id": "s", "tenant_id": "t", "relationship_id": "r", "kind": ShownKind.PROJECT,
        "thing_id": "p", "made_by": "ben", "made_at": NOW, "title": "Jobs", "text": "A page",
        "asked": frozenset({"ada", "ben", "dan"}), "agreed": frozenset({"ben"}),
    }  # fmt: skip
    return Showing(**(said | changed))


def test_d5_a_project_is_done_once_it_says_what_came_of_it():
    with pytest.raises(OutcomeMissingError):
        project().settled(ProjectState.DONE, now=NOW)

    done = project(outcome="A page").settled(ProjectState.DONE, now=NOW)

    assert done.state is ProjectState.DONE
    with pytest.raises(OutcomeMissingError):
        done.written(project(), now=NOW)


def test_d5_a_project_is_let_go_and_taken_up_again_with_no_mark():
    gone = project().settled(ProjectState.LET_GO, now=NOW)

    assert gone.settled(ProjectState.GOING_ON, now=NOW) == project()


def test_d5_files_are_added_and_taken_off_in_their_order_and_end():
    made = project()
    for name in "abc":
        made = made.with_link(ProjectLink(name, f"https://x.example/{name}"), now=NOW)

    assert [one.title for one in made.without_link(1, now=NOW).links] == ["a", "c"]
    with pytest.raises(WrongStateError):
        made.without_link(3, now=NOW)
    full = replace(made, links=made.links[:1] * MOST_LINKS)
    with pytest.raises(WrongStateError):
        full.with_link(ProjectLink("z", "https://x.example/z"), now=NOW)


def test_d6_a7_silence_is_no_and_the_last_yes_shows_it():
    three = circle("ben", "dan")
    some = showing().agreed_by("ada", three)

    assert not some.is_shown(three)
    assert some.agreed_by("dan", three).is_shown(three)
    assert not some.agreed_by("dan", three).without("ada").is_shown(three)


def test_d6_a7_who_has_left_is_heard_and_who_has_come_is_asked():
    three = circle("ben", "dan")
    some = showing().agreed_by("ada", three)

    assert not some.is_shown(circle("ben"))
    assert not some.agreed_by("eve", circle("ben", "eve")).is_shown(circle("ben", "eve"))
    whole = some.agreed_by("dan", three)
    assert whole.is_shown(circle("ben"))
    four = circle("ben", "dan", "eve")
    assert not whole.is_shown(four)
    assert not whole.agreed_by("eve", four).without("eve").is_shown(three)


def test_d6_a7_another_text_asks_everybody_anew():
    three = circle("ben", "dan")
    whole = showing(agreed=frozenset({"ada", "ben", "dan"}))

    again = whole.rewritten("Jobs", "Another page", three, by="ada", now=NOW)

    assert (again.agreed, again.is_shown(three)) == ({"ada"}, False)
    with pytest.raises(NotAllowedError):
        again.agreed_by("eve", three)
    with pytest.raises(NotAllowedError):
        again.rewritten("x", "y", three, by="eve", now=NOW)
