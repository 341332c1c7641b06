"""How one LMS differs from the texts: the shape of a row in `habits_table`.

A field is a fact about messages on the wire. Its default is what the texts say, so a row holds
only what is different.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plugin.sandbox.lms import names
from plugin.sandbox.people import Role

COURSE_ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.INSTRUCTOR: (names.INSTRUCTOR_ROLE, names.FACULTY_ROLE),
    Role.TEACHING_ASSISTANT: (names.ASSISTANT_ROLE, names.INSTRUCTOR_ROLE),
    Role.LEARNER: (names.LEARNER_ROLE, names.STUDENT_ROLE),
    Role.TEST_USER: (names.LEARNER_ROLE, names.TEST_USER_ROLE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What an LMS does.

    `words` name it for people; `source` and `as_of` say where and when this was known. In the
    templates `{client}` is the client id, `{key}` and `{number}` a person, `{base}` our address.

    Attributes:
        issuer: shared by all customers; None for an address of its own.
        claims: more claims of each launch, or others in the place of the usual.
        left_out: claims that are never sent.
        parts: fields of claims, claim to field to value; None leaves a field out.
        listed_audience, authorized_party, not_before: of the id_token.
        everybody: roles that are added to everybody's.
        custom_keys: "as-is", "lower" or "both" (as it is, and in lower case).
        storage_target: what logins offer as `lti_storage_target`; None offers nothing.
        repeats_storage_target: the launch names it again.
        login_fields: what logins say besides.
        login_method: "get" or "post".
        token_audience: the `aud` it wants in client assertions; None is its token address.
        token_type: media type of token answers.
        roster_roles, roster_type: as `course_roles` and the media type, in the roster.
        next_page: "plain", or "bookmark": marks with capital letters among several relations.
        items_next: the same for line items; "curly" has curly quotes and `&amp;`.
        empty_last_page: the roster ends with a page that is no JSON at all.
        most_members: in one answer of the roster; None sets no bound.
        refusals: which status stands where others answer 401, 403 or 406.
        whole_seconds: scores of one second are of one time.
        stale_score, taken_score: status of a score that is not newer, and of one that is taken.
        notices: whether it tells tools of copied courses.
        groups: how it tells of groups: "service", "variable" (ids in launches), or not at all.
        groups_unasked: the roster names groups without being asked.
        switches: how the switches stand at first.

    """

    words: str
    source: str
    as_of: str
    issuer: str | None = None
    deployment: str = "1"
    subject: str = "{key}"
    claims: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    listed_audience: bool = False
    authorized_party: bool = False
    not_before: bool = False
    course_roles: Mapping[Role, tuple[str, ...]] = field(default_factory=lambda: COURSE_ROLES)
    admin_roles: tuple[str, ...] = (names.INSTITUTION_ADMIN_ROLE, names.SYSTEM_ADMIN_ROLE)
    everybody: tuple[str, ...] = ()
    custom_keys: str = "as-is"
    storage_target: str | None = "_parent"
    repeats_storage_target: bool = False
    login_fields: Mapping[str, str] = field(default_factory=dict)
    login_method: str = "post"
    token_audience: str | None = None
    token_type: str = "application/json"  # noqa: S105 - a media type
    roster_roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    roster_type: str = names.ROSTER_TYPE
    next_page: str = "plain"
    items_next: str = "plain"
    empty_last_page: bool = False
    most_members: int | None = None
    refusals: Mapping[int, int] = field(default_factory=dict)
    whole_seconds: bool = False
    stale_score: int = 409
    taken_score: int = 204
    notices: bool = True
    groups: str | None = "service"
    groups_unasked: bool = False
    switches: Mapping[str, bool | int | None] = field(default_factory=dict)
