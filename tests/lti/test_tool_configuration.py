"""What the tool asks a platform for, and what it leaves out."""

from dataclasses import replace

import pytest

from lti import claims
from lti.tool_configuration import TOOL_CONFIGURATION, registration_request, wishes
from tests.lti.registrations import EVERYTHING, TOOL, a_configuration, platform, read


def test_the_domain_has_the_port_of_the_target():
    tool = replace(TOOL, launch_url="https://tool.example:8443/lti/launch")

    settings_ = registration_request(tool, read(), ())[TOOL_CONFIGURATION]

    assert settings_["domain"] == "tool.example:8443"


def test_only_what_is_left_on_and_offered_is_asked_for():
    request = registration_request(TOOL, read(), ("grades", "names"))

    assert request["scope"].split() == [claims.SCOPE_SCORE]
    assert request[TOOL_CONFIGURATION]["claims"] == [
        "iss", "sub", "locale", "name", "given_name", "family_name",
    ]  # fmt: skip


def test_only_variables_that_the_platform_fills_in_are_asked_for():
    custom = registration_request(TOOL, read(), ())[TOOL_CONFIGURATION]["custom_parameters"]

    assert custom == {"context_history": "$Context.id.history", "locale": "$Message.locale"}


def test_grades_are_off_unless_somebody_switches_them_on():
    usual = {one.key: one.usual for one in wishes(TOOL, read())}

    assert usual == {"roster": True, "grades": False, "names": True, "email": True}


def test_a_scope_that_the_platform_lacks_is_shown_as_missing_and_not_asked_for():
    platform_ = read(a_configuration(scopes_supported=["openid"]))

    offered = {one.key: one.offered for one in wishes(TOOL, platform_)}
    request = registration_request(TOOL, platform_, EVERYTHING)

    assert (offered["roster"], request["scope"]) == (False, "")


@pytest.mark.parametrize(
    ("chosen", "level"),
    [
        (("names", "email"), "public"),
        (("names",), "name_only"),
        (("email",), "email_only"),
        ((), "anonymous"),
    ],
)
def test_canvas_learns_how_much_of_a_person_is_asked_for(chosen, level):
    canvas = platform(product_family_code="canvas", variables=[])

    settings_ = registration_request(TOOL, canvas, (*chosen, "menu"))[TOOL_CONFIGURATION]

    assert settings_["https://canvas.instructure.com/lti/privacy_level"] == level
    assert settings_["messages"][0]["placements"] == ["course_navigation"]
    assert settings_["custom_parameters"]["canvas_course_id"] == "$Canvas.course.id"


@pytest.mark.parametrize(("chosen", "first"), [(("menu",), "Link"), ((), "DeepLinking")])
def test_canvas_chooses_links_with_the_picker_also_without_a_place_in_the_menu(chosen, first):
    """It puts messages without placements under "link_selection", and the first one stays."""
    messages = ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"]
    canvas = platform(product_family_code="canvas", messages_supported=messages)
    tool = replace(TOOL, places_content=True)

    settings_ = registration_request(tool, canvas, ("content", *chosen))[TOOL_CONFIGURATION]

    unplaced = [one["type"] for one in settings_["messages"] if "placements" not in one]
    assert unplaced[0] == "LtiDeepLinkingRequest"
    assert first in settings_["messages"][0]["type"]
