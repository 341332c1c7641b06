"""S13: the LMS's data privacy launch leads to a person's own page, and to nobody else's."""

from lti import claims
from tests.security.house import ADMINISTRATOR


def privacy_launch(visitor, about):
    kind = {claims.MESSAGE_TYPE: "DataPrivacyLaunchRequest", claims.FOR_USER: {"user_id": about}}
    return visitor.launch(drop=(claims.CONTEXT, claims.RESOURCE_LINK), **kind)


def test_s13_the_person_sees_what_is_held_and_asks_for_a_copy(scene):
    ben = scene.tool.visitor("ben")
    reply = privacy_launch(ben, "ben")
    ben.handle = reply.location.split("/")[2]

    page = ben.get("me/privacy").text
    ben.post("me/privacy/copies")

    assert reply.location.endswith("/me/privacy")
    assert "ben@northmoor.example" in page
    assert "being made" not in page
    assert "being made" in ben.get("me/privacy").text
    assert "being made" not in scene["ada"].get("me/privacy").text


def test_s13_nobody_opens_it_for_somebody_else_not_even_an_administrator(scene):
    ina = scene.tool.visitor("ina", roles=(ADMINISTRATOR,))

    reply = privacy_launch(ina, "ben")

    assert reply.status_code == 403
    assert "ben" not in reply.text.lower().replace("number", "")


def test_l34_a_message_that_is_not_served_is_named(scene):
    reply = scene["ben"].launch(**{claims.MESSAGE_TYPE: "LtiEulaRequest"})

    assert reply.status_code == 400
    assert "LtiEulaRequest" in reply.text
