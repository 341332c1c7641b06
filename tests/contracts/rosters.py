"""What every implementation of `plugin.ports.outside.Rosters` promises.

Derive a test class from `RostersContract` and give it `rosters`, `course` (of five people or more),
`assign(subject, role)`: what the person is from now on in that course (None: nothing), with the
sandbox's roles, and `trouble(kind)`: "late" or "denied" from now on.
"""

from dataclasses import replace

import pytest

from plugin.mentoring.people import CourseRole
from plugin.ports.errors import ConsentMissingError, RefusedError, TryLaterError
from plugin.sandbox.people import Role, person_named

AMARA = person_named("amara.okafor").key


def fetch(rosters, course):
    """Return the list, when nobody waits for it."""
    return rosters.fetch(course, heard=lambda _count: None).members


class RostersContract:
    def test_whoever_waits_hears_how_many_have_come(self, rosters, course):
        heard = []

        members = rosters.fetch(course, heard=heard.append).members

        assert heard[-1] == len(members)

    def test_everybody_is_on_the_list_once(self, rosters, course):
        subjects = [member.subject for member in fetch(rosters, course)]

        assert len(subjects) == len(set(subjects)) > 4
        assert AMARA in subjects

    @pytest.mark.parametrize(
        ("role", "expected"),
        [
            (Role.LEARNER, CourseRole.LEARNER),
            (Role.INSTRUCTOR, CourseRole.INSTRUCTOR),
            (Role.TEACHING_ASSISTANT, CourseRole.ASSISTANT),
        ],
    )
    def test_a_role_is_the_one_of_the_course(self, rosters, course, assign, role, expected):
        assign(AMARA, role)

        [amara] = [one for one in fetch(rosters, course) if one.subject == AMARA]
        assert (amara.role, amara.active, amara.is_test) == (expected, True, False)

    def test_whoever_left_is_not_on_the_list(self, rosters, course, assign):
        assign(AMARA, None)

        assert AMARA not in [one.subject for one in fetch(rosters, course)]

    def test_a_late_platform_is_asked_again_later(self, rosters, course, trouble):
        trouble("late")

        with pytest.raises(TryLaterError):
            fetch(rosters, course)

    def test_a_refusal_is_somebodys_to_mend(self, rosters, course, trouble):
        trouble("denied")

        with pytest.raises(ConsentMissingError):
            fetch(rosters, course)

    @pytest.mark.parametrize("missing", [{"memberships_url": None}, {"registration_id": "other"}])
    def test_without_a_connection_there_is_no_list(self, rosters, course, missing):
        with pytest.raises(RefusedError):
            fetch(rosters, replace(course, **missing))
