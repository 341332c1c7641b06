"""A launch as a value: cleaned, and None where the platform says nothing usable."""

import pytest

from lti import LaunchRefusedError, RefusalCode, claims
from lti.text import clean, clean_email


def launched(platform, **changed):
    return platform.launch(**changed).launch


def test_a_launch_carries_what_the_platform_said(platform):
    launch = launched(
        platform,
        **{
            claims.NAMES_ROLES: {"context_memberships_url": "https://lms.example/members"},
            claims.AGS_ENDPOINT: {
                "lineitems": "https://lms.example/items",
                "lineitem": "https://lms.example/items/1",
                "scope": [claims.SCOPE_SCORE, 7],
            },
            claims.GROUPS: {"context_groups_url": "https://lms.example/groups"},
            claims.TOOL_PLATFORM: {
                "guid": "g",
                "product_family_code": "moodle",
                "version": "4.5",
            },
            claims.LAUNCH_PRESENTATION: {
                "locale": "en-GB",
                "document_target": "iframe",
                "return_url": "https://lms.example/back",
            },
        },
    )

    assert (launch.tenant_id, launch.registration_id) == ("tenant-1", "registration-1")
    assert launch.deployment_id == "deployment-1"
    assert (launch.context.title, launch.resource_link.title) == ("Field Botany", "Mentoring")
    assert launch.memberships_url == "https://lms.example/members"
    assert launch.line_items_url == "https://lms.example/items"
    assert launch.line_item_url == "https://lms.example/items/1"
    assert launch.ags_scopes == {claims.SCOPE_SCORE}
    assert launch.groups_url == "https://lms.example/groups"
    assert (launch.platform.guid, launch.platform.family) == ("g", "moodle")
    assert (launch.locale, launch.document_target) == ("en-GB", "iframe")
    assert launch.return_url == "https://lms.example/back"


@pytest.mark.parametrize("odd", ["text", 7, None, [], True])
@pytest.mark.parametrize(
    "name",
    [
        claims.NAMES_ROLES,
        claims.AGS_ENDPOINT,
        claims.GROUPS,
        claims.TOOL_PLATFORM,
        claims.LAUNCH_PRESENTATION,
        claims.CUSTOM,
        claims.FOR_USER,
        claims.DEEP_LINKING_SETTINGS,
    ],
)
def test_an_optional_claim_of_an_odd_shape_is_as_good_as_none(platform, name, odd):
    launch = launched(platform, **{name: odd})

    assert launch.memberships_url is None
    assert (launch.custom, launch.ags_scopes) == ({}, frozenset())


def test_l45_a_person_is_known_by_subject_and_never_by_address(platform):
    first = launched(platform, sub="person-1", email="shared@northmoor.example").person
    second = launched(platform, sub="person-2", email="shared@northmoor.example").person

    assert (first.email, first.subject) == (second.email, "person-1")
    assert first != second


@pytest.mark.parametrize(
    ("email", "kept"),
    [
        (" ada@northmoor.example ", "ada@northmoor.example"),
        ("a" * 300 + "@northmoor.example", None),
        ("ada@northmoor.example\nBcc: all@x.example", None),
        ("ada\u202e@northmoor.example", None),
        ("ada moss@northmoor.example", None),
        ("ada", None),
        ("@northmoor.example", None),
        ("", None),
        (7, None),
        (None, None),
    ],
)
def test_l46_an_odd_address_is_dropped_and_the_launch_succeeds(platform, email, kept):
    assert launched(platform, email=email).person.email == kept


@pytest.mark.parametrize("subject", ["Person-1", "PERSON-1", "é", "e\u0301", "s" * 255])
def test_l47_subjects_are_kept_exactly(platform, subject):
    assert launched(platform, sub=subject).person.subject == subject


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * 10_240, "x" * 255),
        ("Botany 🌿 👩‍🔬", "Botany 🌿 👩‍🔬"),
        ("\u202eyadseuT", "yadseuT"),
        ("two\r\nlines\x00", "two  lines"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("  ", None),
        ("\u202e", None),
        (7, None),
    ],
)
def test_l51_text_is_one_clean_line_of_255(platform, text, cleaned):
    launch = launched(platform, **{claims.CONTEXT: {"id": "c", "title": text, "label": text}})

    assert (launch.context.title, launch.context.label) == (cleaned, cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://lms.example/course/1", "https://lms.example/course/1"),
        ("http://lms.example/course/1", "http://lms.example/course/1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//evil.example", None),
        ("https:\\\\evil.example", None),
        ("https://lms.example/\nx", None),
        ("https://lms.example/" + "x" * 3_000, None),
        (7, None),
    ],
)
def test_l54_a_return_address_is_of_the_web_or_nothing(platform, url, kept):
    launch = launched(platform, **{claims.LAUNCH_PRESENTATION: {"return_url": url}})

    assert launch.return_url == kept


def test_custom_parameters_the_platform_did_not_fill_in_are_left_out(platform):
    custom = {
        "zone": "Europe/London",
        "history": "$Context.id.history",
        "empty": "",
        "null": None,
        "number": 7,
        "": "x",
        "nested": {"a": "b"},
    }

    assert launched(platform, **{claims.CUSTOM: custom}).custom == {"zone": "Europe/London"}


@pytest.mark.parametrize(
    "context", [{}, {"id": ""}, {"id": 7}, {"id": None}, {"id": "c" * 256}, "course-1", []]
)
def test_a_course_without_a_usable_id_is_refused_as_it_would_be_every_course(platform, context):
    with pytest.raises(LaunchRefusedError) as refusal:
        launched(platform, **{claims.CONTEXT: context})

    assert refusal.value.code == RefusalCode.CONTEXT


def test_an_address_is_not_mended():
    assert clean_email("ada@\u200bnorthmoor.example") is None
