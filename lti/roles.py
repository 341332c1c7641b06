"""Roles a platform gives a person (LTI Core 1.3, appendix A.2).

Only context roles say what someone may do in a course. Institution and system roles are kept
apart: an institution's instructor who is a learner in this course is a learner.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
_MEMBERSHIP = _LIS + "membership"
_TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
_ADMINISTRATORS = frozenset(
    {
        _LIS + "institution/person#Administrator",
        _LIS + "system/person#Administrator",
        _LIS + "system/person#SysAdmin",
        _LIS + "system/person#AccountAdmin",
    }
)


class Role(StrEnum):
    """The context roles this tool distinguishes."""

    INSTRUCTOR = "Instructor"
    LEARNER = "Learner"
    MENTOR = "Mentor"
    ADMINISTRATOR = "Administrator"
    CONTENT_DEVELOPER = "ContentDeveloper"
    TEACHING_ASSISTANT = "TeachingAssistant"


@dataclass(frozen=True, slots=True)
class RoleSet:
    """What a list of role URIs comes to.

    Attributes:
        roles: context roles; empty means the least anyone may do.
        is_institution_admin: administers the platform. Grants nothing in a course by itself.
        is_test_user: a teacher's "student view"; to be left out of matching and counts.

    """

    roles: frozenset[Role]
    is_institution_admin: bool = False
    is_test_user: bool = False


_TEACHING_ASSISTANTS = (
    "TeachingAssistant",
    "TeachingAssistantGroup",
    "TeachingAssistantOffering",
    "TeachingAssistantSection",
    "TeachingAssistantSectionAssociation",
    "TeachingAssistantTemplate",
    "Grader",
)
# A sub-role stands for its principal role only where it carries that role's full rights. Sub-roles
# of Administrator such as Support do not, and are left out.
_SUB_ROLES: dict[str, dict[Role, tuple[str, ...]]] = {
    "Instructor": {
        Role.TEACHING_ASSISTANT: _TEACHING_ASSISTANTS,
        Role.INSTRUCTOR: (
            "ExternalInstructor",
            "GuestInstructor",
            "Lecturer",
            "PrimaryInstructor",
            "SecondaryInstructor",
        ),
    },
    "Learner": {
        # "Learner#Instructor" is in the vocabulary: someone who learns, though an instructor.
        Role.LEARNER: (
            "ExternalLearner",
            "GuestLearner",
            "Instructor",
            "Learner",
            "NonCreditLearner",
        )
    },
    "Administrator": {Role.ADMINISTRATOR: ("Administrator",)},
    "ContentDeveloper": {
        Role.CONTENT_DEVELOPER: (
            "ContentDeveloper",
            "ContentExpert",
            "ExternalContentExpert",
            "Librarian",
        )
    },
    "Mentor": {Role.MENTOR: ("Advisor", "LearningFacilitator", "Mentor", "Tutor")},
}


def _table() -> dict[str, Role]:
    table: dict[str, Role] = {}
    for role in Role:
        table[role.value] = role  # the short form, allowed for context roles only
        table[f"{_MEMBERSHIP}#{role}"] = role
    for principal, by_role in _SUB_ROLES.items():
        for role, names in by_role.items():
            for name in names:
                table[f"{_MEMBERSHIP}/{principal}#{name}"] = role
                # Sakai's spelling of a sub-role, with two hashes.
                table[f"{_MEMBERSHIP}#{principal}#{name}"] = role
                # Canvas has a small "i" in "instructor#TeachingAssistant" (canvas-lms,
                # lib/lti/substitutions_helper.rb): unread, its assistants would be instructors.
                table[f"{_MEMBERSHIP}/{principal.lower()}#{name}"] = role
    return table


_ROLES = _table()


def parse_roles(uris: Iterable[str]) -> RoleSet:
    """Return what `uris` come to; unknown roles, and known ones in another case, count for nothing.

    Args:
        uris: full URIs, short names ("Learner"), or sub-roles
            ("…/membership/Instructor#TeachingAssistant").

    """
    given = frozenset(uris)
    return RoleSet(
        roles=frozenset(_ROLES[uri] for uri in given if uri in _ROLES),
        is_institution_admin=not _ADMINISTRATORS.isdisjoint(given),
        is_test_user=_TEST_USER in given,
    )
