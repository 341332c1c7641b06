"""What one pair has between sessions before anybody attacks, by the name that rows call it by."""

from plugin.mentoring.exchanges import ExchangeKind
from plugin.mentoring.goals import Goal
from plugin.mentoring.projects import Project


def between_sessions(world, pair):
    """Leave one question of the mentee's open, and one answered."""
    ada, ben = world.arrive("ada"), world.arrive("ben")
    exchanges, how = world.services.exchanges, {"urgent": False, "actor": ben}
    question = exchanges.ask(pair, ExchangeKind.QUESTION, "Two offers", "Which one?", **how)
    answered = exchanges.ask(pair, ExchangeKind.QUESTION, "A title", "Too long?", **how)
    exchanges.write(answered.exchange_id, "Just right", "", actor=ada)
    today = world.clock().date()
    said = Goal(
        "", ben.tenant_id, pair, ben.person_id, "Write to three", "Answers", "Time", "Why", today,
        world.clock(), world.clock(),
    )  # fmt: skip
    goals = world.services.goals
    goal = goals.begin(said, firm=True, actor=ben)
    goals.add_milestone(goal.goal_id, "The first", actor=ben)
    goals.reach(goal.goal_id, 0, today, actor=ben)
    words = world.services.words_for_portfolios
    words.ask(pair, of=ada.person_id, actor=ben)
    words.give(pair, "Two feathers", to=ben.person_id, actor=ada)
    return {
        **_made(world, pair),
        "goal": goal.goal_id,
        "exchange": question.exchange_id,
        "answered": answered.exchange_id,
    }


def _made(world, pair):
    """A project with a file, and a text on it to which only the mentee has said yes."""
    ben, now = world.arrive("ben"), world.clock()
    said = Project("", ben.tenant_id, pair, ben.person_id, now, now, "A page on owls")
    key = world.services.projects.begin(said, actor=ben).project_id
    file = ("Draft", "https://docs.example.edu/1")
    world.services.projects.add_link(key, *file, version=1, actor=ben)
    offer = world.services.showings.offer_project
    shown = offer(key, "Owls", "They sleep by day", version=0, actor=ben)
    board = world.services.boards.ask(pair, "Which owls?", actor=ben).board_id
    idea = world.services.boards.add(board, "Barn owls", "", actor=ben).idea_id
    return {"board": board, "idea": idea, "project": key, "showing": shown.showing_id}
