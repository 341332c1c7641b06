"""What somebody said yes to, and took back, is told to them in order."""

from tests.services.databases import on_both
from tests.services.test_projects import begins


@on_both
def test_what_somebody_agreed_to_is_told_to_them_and_to_nobody_else(world, at):
    pair = world.pair(world.programme())
    services, made = world.services, begins(world, pair)
    shown = services.showings.offer_project(
        made.project_id, "First jobs", "A page", version=0, actor=world.ada
    )
    world.clock.advance(hours=1)
    services.showings.agree(shown.showing_id, version=1, actor=world.ben)
    world.clock.advance(hours=1)
    services.goals.share(pair, True, actor=world.ben)
    said = consents(world, world.ben)
    services.goals.share(pair, False, actor=world.ben)
    services.showings.take_back(shown.showing_id, actor=world.ben)

    assert said == [("shown", True), ("goals", True)]
    assert consents(world, world.ben) == [("goals", True), ("goals", False)]
    assert consents(world, world.ada) == [("shown", True)]


def consents(world, who):
    return [(one.what, one.given) for one in world.services.privacy.held(actor=who).consents]
