"""What two people make together and show others, in each state that looks different."""

from datetime import timedelta

from plugin.mentoring.enrolment import Side
from plugin.mentoring.projects import Project, ProjectId

NAMES = ("side-by-side", "boards", "board", "project", "project-edit", "showing", "shown")
PLAN = "Ask five people how they found their first post\n\n- *Then* write one page\n- Read it aloud"
OUTCOME = "One page with five stories. We learned to ask shorter questions."


def add_made(scenes):
    """Add the pages of the pair of `between_scenes.BetweenScenes`."""
    stage, key = scenes.stage, scenes.pair.relationship_id
    amara, leila = scenes.amara, scenes.leila
    projects, showings = stage.services.projects, stage.services.showings

    def project(title, **said):
        begun = (key, leila.person_id, stage.now, stage.now, title)
        return projects.begin(Project(ProjectId(""), leila.tenant_id, *begun, **said), actor=leila)

    due = stage.now.date() + timedelta(days=60)
    made = project("A page on first jobs outside the lab", plan=PLAN, outcome=OUTCOME, due_on=due,
                   skills=("writing", "networking"))  # fmt: skip
    projects.take_part(made.project_id, "I know whom to ask.", version=0, actor=amara)
    file = ("The first draft", "https://docs.northmoor.example/draft")
    projects.add_link(made.project_id, *file, version=1, actor=leila)
    shown = showings.offer_project(made.project_id, made.title, OUTCOME, version=0, actor=leila)
    showings.agree(shown.showing_id, version=1, actor=amara)
    other = project("A reading list")
    showings.offer_project(other.project_id, other.title, "Nine books", version=0, actor=leila)
    scenes.add("project", leila, f"projects/{made.project_id}/")
    scenes.add("project-edit", leila, f"projects/{made.project_id}/edit")
    scenes.add("showing", amara, f"projects/{other.project_id}/showing/")
    scenes.add("shown", leila, f"programmes/{scenes.programme.programme_id}/shown/")
    _add_board(scenes, key, amara, leila)
    programme, hana = scenes.programme.programme_id, stage.coordinator("between")
    third = stage.arrives("siobhan.nichonaill", "between")
    stage.answers(scenes.programme, third, Side.MENTOR, zone="Europe/Dublin")
    scenes.add("side-by-side", hana, f"programmes/{programme}/side-by-side/")


def _add_board(scenes, key, amara, leila):
    boards = scenes.stage.services.boards
    made = boards.ask(key, "What shall our next meetings be about?", actor=amara).board_id
    for who, text, group in (
        (leila, "How to say no to a second project, kindly and in time", "Work"),
        (amara, "Reading a contract together", "Work"),
        (leila, "A walk through the old lab", ""),
    ):
        idea = boards.add(made, text, group, actor=who)
        boards.vote(idea.idea_id, given=True, actor=leila)
    scenes.add("boards", leila, f"relationships/{key}/boards/")
    scenes.add("board", leila, f"boards/{made}/")
