"""Pages of circles: leaving one and coming back, waiting and waiting no more."""

from plugin.mentoring.enrolment import Side

COME_BACK = "Come back to the mentors"


def test_r7_who_left_the_mentors_circle_comes_back_from_their_own_page(tool, things):
    world = tool.world
    gil = world.arrive("gil")
    world.clock.advance(minutes=1)  # whoever sent their profile first gathers the circle
    world.answer(world.kept("programme", things.programme), gil, Side.MENTOR)
    (key,) = world.services.mentor_circles.gather(things.programme, "Mentors", actor=world.cleo)
    people = world.kept("relationship", key).people
    visitor = tool.visitor("gil").enter()
    before = visitor.get("mine").text
    visitor.post(f"relationships/{key}/members/leave")

    after = visitor.get("mine").text
    home = world.kept("relationship", key).programme_id
    reply = visitor.post(f"programmes/{home}/circles/back", follow_redirects=True)

    assert (COME_BACK in before, COME_BACK in after) == (False, True)
    assert f"programmes/{home}/circles/back" in after
    assert reply.request.path == f"{visitor.home}relationships/{key}/"
    assert world.kept("relationship", key).people == people
