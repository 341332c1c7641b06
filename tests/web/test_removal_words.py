"""The page that asks whether everything is to go says what stays, and it does."""

from plugin.mentoring.agreement import Terms
from plugin.mentoring.enrolment import Side
from tests.mentoring.test_parts import part

STAYS = "An agreement that one of them has signed, and a project that was written in again"


def test_s13_the_page_says_what_stays_with_the_others_and_it_does(tool):
    world, ben = tool.world, tool.visitor("ben").enter()
    programme = world.programme(template="career-one-to-one")
    world.answer(programme, world.ada, Side.MENTOR)
    world.answer(programme, world.ben, Side.MENTEE)
    pair = world.pair(programme)
    said = Terms(words="Owls first")
    world.services.agreements.propose(
        pair, said, version=0, actor=world.ben, part=part(pair, world.ben)
    )
    world.services.agreements.sign(pair, 1, actor=world.ada, part=part(pair, world.ada))

    asked = ben.get("me/privacy/removal").text
    world.services.privacy.ask_removal(actor=world.ben)
    world.run()
    left = tool.visitor("ada").enter().get(f"relationships/{pair}/agreement/").text

    assert STAYS in asked
    assert "Owls first" in left
