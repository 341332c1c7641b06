"""The invented people have what the issue of trying out a tool needs."""

from zoneinfo import ZoneInfo

from plugin.sandbox.people import COURSES, MAIL_DOMAIN, PEOPLE, Role, person, person_named

LEARNERS = [p for p in PEOPLE if Role.LEARNER in p.courses.values()]


def test_there_is_somebody_of_every_role():
    roles = [role for p in PEOPLE for role in set(p.courses.values())]

    assert {role: roles.count(role) for role in Role} == {
        Role.INSTRUCTOR: 2,
        Role.TEACHING_ASSISTANT: 1,
        Role.LEARNER: 40,
        Role.TEST_USER: 1,
    }
    assert [p.name for p in PEOPLE if p.is_lms_admin] == ["Ruth Ashby"]


def test_learners_live_in_six_zones_and_in_either_or_both_courses():
    assert len({p.zone for p in LEARNERS}) == 6
    assert all(ZoneInfo(p.zone) for p in PEOPLE)
    assert {frozenset(p.courses) for p in LEARNERS} == {
        frozenset(COURSES),
        *(frozenset({course_id}) for course_id in COURSES),
    }


def test_some_lack_a_name_or_an_address_or_both():
    lacking = {(p.name is None, p.email is None) for p in LEARNERS}

    assert lacking == {(False, False), (True, False), (False, True), (True, True)}
    assert all(p.label for p in PEOPLE)


def test_mailboxes_and_object_ids_go_together():
    assert all((p.mailbox is None) == (p.object_id is None) for p in PEOPLE)
    assert all(p.mailbox.endswith(f"@{MAIL_DOMAIN}") for p in PEOPLE if p.mailbox)
    assert 20 < len([p for p in LEARNERS if p.has_mailbox]) < len(LEARNERS)


def test_keys_are_unique_and_find_their_person():
    assert len({p.key for p in PEOPLE}) == len(PEOPLE)
    assert all(person(p.key) is p for p in PEOPLE)
    assert person("nobody") is None
    assert person_named("Amara Okafor").zone == "Europe/London"
