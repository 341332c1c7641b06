"""The habits of seven LMSs, one row each, with source and date; they stand nowhere else.

The tool's own table of what it must know of a platform is `lti/platforms.py`. The two are written
apart on purpose: a mistake in one must not hide behind the same mistake in the other.
"""

from collections.abc import Mapping
from types import MappingProxyType

from plugin.sandbox.lms import names
from plugin.sandbox.lms.habits import Habits
from plugin.sandbox.people import Role

_LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
_MEMBER = _LIS + "membership"
_INSTITUTION = _LIS + "institution/person#"
_SYSTEM = _LIS + "system/person#"
_OFFERING = {"type": [_LIS + "course#CourseOffering"]}
_LEARNER, _INSTRUCTOR = (names.LEARNER_ROLE,), (names.INSTRUCTOR_ROLE,)
_ASSISTANT = (names.ASSISTANT_ROLE, names.INSTRUCTOR_ROLE)
_PREVIEW = (names.LEARNER_ROLE, names.TEST_USER_ROLE)
_PLAIN_ROLES = {
    Role.INSTRUCTOR: _INSTRUCTOR,
    Role.TEACHING_ASSISTANT: _ASSISTANT,
    Role.LEARNER: _LEARNER,
    Role.TEST_USER: _PREVIEW,
}

PLAIN = Habits(words="As the texts say", source="1EdTech's texts", as_of="2026-11-20")

_CANVAS = Habits(
    words="Canvas",
    source="published launches of Canvas; canvas-lms, substitutions_helper.rb; Instructure's docs",
    as_of="2026-11-20",
    issuer="https://canvas.instructure.com",
    deployment="5:d3a2504bba5184799a38f141e8df2335cfa8206d",
    authorized_party=True,
    claims={
        "https://www.instructure.com/placement": None,
        "https://purl.imsglobal.org/spec/lti/claim/lti11_legacy_user_id": "legacy-{key}",
        "picture": "https://canvas.instructure.com/images/messages/avatar-50.png",
    },
    parts={
        names.LIS: {
            "person_sourcedid": "$Person.sourcedId",
            "course_offering_sourcedid": "$CourseSection.sourcedId",
        },
        names.CONTEXT: _OFFERING,
        names.TOOL_PLATFORM: {
            "guid": "zOUAtkfS3gI8:canvas-lms",
            "product_family_code": "canvas",
            "version": "cloud",
        },
    },
    course_roles={
        **_PLAIN_ROLES,
        # With a small "i" in that table; the specification has a capital one.
        Role.TEACHING_ASSISTANT: (_MEMBER + "/instructor#TeachingAssistant", *_INSTRUCTOR),
    },
    admin_roles=(_INSTITUTION + "Administrator", _SYSTEM + "SysAdmin"),
    everybody=(_SYSTEM + "User",),
    storage_target="post_message_forwarding",
    login_fields={"canvas_region": "not_configured", "canvas_environment": "prod"},
    repeats_storage_target=True,
    next_page="bookmark",
    groups=None,
    switches={"id_token_life_s": 3600},
)

_MOODLE = Habits(
    words="Moodle",
    source="Moodle 4.5.6, seen running; mod/lti/auth.php, token.php and service/memberships",
    as_of="2026-11-20",
    subject="{number}",
    claims={
        "https://purl.imsglobal.org/spec/lti/claim/ext": {
            "user_username": "{key}",
            "lms": "moodle-2",
        },
    },
    parts={
        names.CONTEXT: {"type": ["CourseSection"]},
        names.TOOL_PLATFORM: {"product_family_code": "moodle", "version": "2024100706"},
    },
    course_roles={**_PLAIN_ROLES, Role.TEACHING_ASSISTANT: _INSTRUCTOR},
    admin_roles=(_INSTITUTION + "Administrator", *_INSTRUCTOR, _SYSTEM + "Administrator"),
    custom_keys="both",
    storage_target=None,
    token_type="text/html; charset=utf-8",  # noqa: S106 - a media type
    roster_roles={
        Role.INSTRUCTOR: ("Instructor",),
        Role.TEACHING_ASSISTANT: ("Learner",),
        Role.LEARNER: ("Learner",),
    },
    items_next="curly",
    refusals={406: 400},
    whole_seconds=True,
    taken_score=200,
    notices=False,
    groups="variable",
    switches={"id_token_life_s": 60, "one_time_hints": True, "platform_storage": False},
)

_BRIGHTSPACE = Habits(
    words="Brightspace",
    source="a published launch of D2L; D2L's LTI Advantage documentation",
    as_of="2026-11-20",
    deployment="2ff21e97-79cf-4794-9244-5bfb55b7a330",
    subject="1019d47b-e5e1-43e2-843a-3c9a825650ef_{number}",
    not_before=True,
    claims={
        "http://www.brightspace.com": {
            "tenant_id": "ca4d7f6b-e6bf-43ef-a263-6e76d66678ef",
            "user_id": "{number}",
            "Context.id.history": "",
        },
        names.LAUNCH_PRESENTATION: {"locale": "en-us"},
        names.TOOL_PLATFORM: {
            "guid": "ca4d7f6b-e6bf-43ef-a263-6e76d66678ef",
            "product_family_code": "desire2learn",
        },
    },
    parts={names.CONTEXT: _OFFERING},
    course_roles={
        Role.INSTRUCTOR: (*_INSTRUCTOR, _MEMBER + "#Administrator", _INSTITUTION + "Instructor"),
        Role.TEACHING_ASSISTANT: (*_ASSISTANT, _INSTITUTION + "Student"),
        Role.LEARNER: (*_LEARNER, _INSTITUTION + "Student"),
        Role.TEST_USER: _PREVIEW,
    },
    token_audience="https://api.brightspace.com/auth/token",  # noqa: S106 - an address
    groups=None,
    switches={"id_token_life_s": 1800},
)

_BLACKBOARD = Habits(
    words="Blackboard",
    source="Anthology's developer documentation with its sample launch, docs.anthology.com",
    as_of="2026-11-20",
    issuer="https://blackboard.com",
    deployment="86e8b331-a6cd-486c-b006-9893c749e242",
    claims={
        "https://blackboard.com/lti/claim/one_time_session_token": "9f29b26e9440",
    },
    parts={
        names.CONTEXT: _OFFERING,
        names.NRPS_CLAIM: {"scope": [names.ROSTER_SCOPE]},
        names.LAUNCH_PRESENTATION: {"document_target": None},
        names.TOOL_PLATFORM: {
            "guid": "83656022865f4f47a898b986399a01a8",
            "product_family_code": "BlackboardLearn",
            "version": "3900.93.0-rel.59+7d3ba1c",
        },
    },
    course_roles={
        Role.INSTRUCTOR: (*_INSTRUCTOR, _MEMBER + "#Administrator", _INSTITUTION + "Staff"),
        Role.TEACHING_ASSISTANT: _ASSISTANT,
        Role.LEARNER: (*_LEARNER, _INSTITUTION + "Student"),
        Role.TEST_USER: _PREVIEW,
    },
    storage_target="lti_storage_frame",
    login_method="get",
    notices=False,
    switches={"id_token_life_s": 3600},
)

_SAKAI = Habits(
    words="Sakai",
    source="Sakai's source: SakaiLTIUtil.java, LTI13Servlet.java",
    as_of="2026-11-20",
    subject="{base}/user/{key}",
    claims={"locale": "en_US"},
    parts={
        names.CONTEXT: _OFFERING,
        names.LIS: {"version": ["1.0.0", "1.1.0"]},
        names.TOOL_PLATFORM: {"product_family_code": "sakai", "version": "25"},
        names.LAUNCH_PRESENTATION: {"document_target": None},
    },
    course_roles={
        **_PLAIN_ROLES,
        Role.TEACHING_ASSISTANT: (_MEMBER + "#Instructor#TeachingAssistant",),
        Role.INSTRUCTOR: (*_INSTRUCTOR, "Instructor", "Administrator"),
    },
    roster_type="application/json",
    empty_last_page=True,
    refusals={401: 403, 403: 400},
    notices=False,
    groups_unasked=True,
    switches={"id_token_life_s": 3600},
)

_OPEN_EDX = Habits(
    words="Open edX",
    source="lti-consumer-xblock 11.4.4, run by tests/peers/test_open_edx.py",
    as_of="2026-11-21",
    authorized_party=True,
    left_out=("given_name", "family_name", "locale", names.LIS),
    claims={
        "preferred_username": "{key}",
        names.LAUNCH_PRESENTATION: {"document_target": "iframe"},
        names.TOOL_PLATFORM: {"guid": "e5cc141c-2458-5c00-94f5-0315e68b831f", "name": "Open edX"},
    },
    parts={
        names.CONTEXT: _OFFERING,
        names.RESOURCE_LINK: {"title": None, "description": None},
    },
    course_roles={
        Role.INSTRUCTOR: (*_INSTRUCTOR, _MEMBER + "#Administrator"),
        Role.TEACHING_ASSISTANT: (*_LEARNER, names.ASSISTANT_ROLE),
        Role.LEARNER: _LEARNER,
        Role.TEST_USER: _PREVIEW,
    },
    everybody=(_INSTITUTION + "None", _SYSTEM + "None"),
    storage_target=None,
    stale_score=400,
    taken_score=201,
    notices=False,
    groups=None,
    switches={"id_token_life_s": 3600, "platform_storage": False},
)

_SCHOOLOGY = Habits(
    words="Schoology",
    source="a captured launch of Schoology; PowerSchool's documentation for app developers",
    as_of="2026-11-20",
    issuer="https://schoology.schoology.com",
    deployment="{client}-1380426679",
    subject="63778725::{key}",
    listed_audience=True,
    left_out=(names.LIS,),
    claims={names.TOOL_PLATFORM: {"product_family_code": "schoology"}},
    course_roles={**_PLAIN_ROLES, Role.INSTRUCTOR: (_MEMBER + "#Administrator", *_INSTRUCTOR)},
    custom_keys="lower",
    most_members=100,
    notices=False,
    groups=None,
    switches={"id_token_life_s": 600},
)

HABITS: Mapping[str, Habits] = MappingProxyType(
    {
        "plain": PLAIN,
        "canvas": _CANVAS,
        "moodle": _MOODLE,
        "brightspace": _BRIGHTSPACE,
        "blackboard": _BLACKBOARD,
        "sakai": _SAKAI,
        "open-edx": _OPEN_EDX,
        "schoology": _SCHOOLOGY,
    }
)
"""By the name under which they are switched on."""
