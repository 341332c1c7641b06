"""What the page of one session says at its head."""


def test_how_it_is_held_stands_for_itself(tool, things):
    shown = tool.visitor("ben").enter().get(f"sessions/{things.session}/").text

    assert '<p class="small soft">By video' in shown
