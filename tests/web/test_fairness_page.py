"""M6: how fair a draft is, as its page says it, and what everybody is told of that page."""

import re

from plugin.mentoring.enrolment import Side
from tests.security.house import INSTRUCTOR


def test_m6_a_language_that_few_lack_is_not_told_of(tool, things):
    world = tool.world
    programme = world.programme(title="Fair")
    for n in range(6):
        spoken = ("en", "de") if n < 3 else ("en",)
        world.answer(programme, world.arrive(f"m{n}"), Side.MENTOR, languages=spoken)
        spoken = ("en", "fr") if n else ("fr",)
        world.answer(programme, world.arrive(f"n{n}"), Side.MENTEE, languages=spoken)
    world.services.matching.suggest(programme.programme_id, actor=world.cleo)
    cleo = tool.visitor("cleo", roles=(INSTRUCTOR,)).enter()

    page = cleo.get(f"programmes/{programme.programme_id}/matching/fairness/").text

    table = page[page.index("By language") : page.index("By time zone")]
    assert re.findall(r'<th scope="row">(\w+)', table) == ["French", "All"]


def test_m6_everybody_reads_that_figures_of_a_draft_are_over_five_and_more(tool, things):
    page = tool.visitor("ben").enter().get("me/who-sees-what").text

    row = page[page.index("What a draft does for people by language") :]
    assert row.index("Only figures over five people and more") < row.index("</tr>")
