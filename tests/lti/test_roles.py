"""Course roles say what someone may do; nothing else does."""

import pytest

from lti import Role, claims, parse_roles

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
MEMBERSHIP = LIS + "membership"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("form", ["{role}", MEMBERSHIP + "#{role}"])
def test_a_role_is_read_short_and_as_uri(role, form):
    assert parse_roles([form.format(role=role)]).roles == {role}


@pytest.mark.parametrize(
    ("uri", "role"),
    [
        ("/Instructor#TeachingAssistant", Role.TEACHING_ASSISTANT),
        ("#Instructor#TeachingAssistant", Role.TEACHING_ASSISTANT),
        ("/instructor#TeachingAssistant", Role.TEACHING_ASSISTANT),
        ("/Instructor#Grader", Role.TEACHING_ASSISTANT),
        ("/Instructor#PrimaryInstructor", Role.INSTRUCTOR),
        ("/Learner#GuestLearner", Role.LEARNER),
        ("/Learner#Instructor", Role.LEARNER),
        ("/Mentor#Tutor", Role.MENTOR),
        ("/ContentDeveloper#Librarian", Role.CONTENT_DEVELOPER),
    ],
)
def test_l41_a_sub_role_is_what_the_table_says(uri, role):
    assert parse_roles([MEMBERSHIP + uri]).roles == {role}


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "instructor",
        "INSTRUCTOR",
        " Instructor",
        MEMBERSHIP + "#instructor",
        MEMBERSHIP + "#Instructor ",
        MEMBERSHIP + "#Owner",
        MEMBERSHIP + "/Administrator#Support",
        MEMBERSHIP + "/Instructor#Boss",
        "https://evil.example/vocab#Instructor",
        "urn:lti:role:ims/lis/Instructor",
        "urn:lti:instrole:ims/lis/Administrator",
        LIS + "institution/person#Instructor",
        LIS + "institution/person#Staff",
        LIS + "system/person#User",
        LIS + "system/person#None",
    ],
)
def test_l41_an_unknown_role_counts_for_nothing(uri):
    granted = parse_roles([uri])

    assert granted.roles == frozenset()
    assert not granted.is_institution_admin
    assert not granted.is_test_user


def test_l38_an_institutions_instructor_is_a_learner_where_they_learn():
    granted = parse_roles([LIS + "institution/person#Instructor", MEMBERSHIP + "#Learner"])

    assert granted.roles == {Role.LEARNER}


@pytest.mark.parametrize(
    "uri",
    [
        "institution/person#Administrator",
        "system/person#Administrator",
        "system/person#SysAdmin",
        "system/person#AccountAdmin",
    ],
)
def test_l39_an_administrator_of_the_platform_has_no_role_in_the_course(uri):
    granted = parse_roles([LIS + uri])

    assert (granted.roles, granted.is_institution_admin) == (frozenset(), True)


def test_l59_a_test_user_is_marked():
    granted = parse_roles(
        ["http://purl.imsglobal.org/vocab/lti/system/person#TestUser", MEMBERSHIP + "#Learner"]
    )

    assert (granted.roles, granted.is_test_user) == ({Role.LEARNER}, True)


@pytest.mark.parametrize("roles", [[], [""], ["Nobody"]])
def test_l37_a_launch_without_a_known_role_has_the_least_rights(platform, roles):
    launch = platform.launch(**{claims.ROLES: roles}).launch

    assert (launch.roles, launch.is_institution_admin) == (frozenset(), False)


def test_l37_several_roles_are_all_kept(platform):
    launch = platform.launch(**{claims.ROLES: ["Learner", MEMBERSHIP + "#Mentor"]}).launch

    assert launch.roles == {Role.LEARNER, Role.MENTOR}
