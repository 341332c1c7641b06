"""What a launch says, as the store takes it in."""

from dataclasses import dataclass

from plugin.mentoring.people import CourseRole, TenantId


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a checked launch says, in mentoring words.

    Attributes:
        subject: the person's identity at this registration; an address never is.
        context_id: None for a launch outside any course.
        groups: ids of the person's groups in the course, with commas between, where an LMS names
            them in launches.
        line_items_url, grade_scopes, groups_url, copied_from: as in `Course`; what a launch does
            not say stays as it was known.

    """

    tenant_id: TenantId
    registration_id: str
    subject: str
    name: str | None
    email: str | None
    locale: str | None
    role: CourseRole
    is_test: bool
    context_id: str | None
    context_title: str | None
    memberships_url: str | None
    line_items_url: str | None = None
    grade_scopes: str = ""
    groups_url: str | None = None
    copied_from: str = ""
    groups: str = ""
