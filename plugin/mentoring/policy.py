"""Who may see and do what: pure functions of the actor and the thing.

Rights come from what a person is in this programme or relationship. A role in the course opens one
door only: whoever teaches the course may start programmes in it. An institution-wide role opens
none. Coordinators see that people meet, never what they say.
"""

from collections.abc import Collection, Iterable

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import NotAllowedError
from plugin.mentoring.mentor_requests import MentorRequest
from plugin.mentoring.people import Actor, CourseRole, PersonId
from plugin.mentoring.programme import Format, Programme
from plugin.mentoring.relationship import Relationship


def may_start_programme(actor: Actor) -> bool:
    """Whoever teaches the course of the launch."""
    return actor.course_id is not None and actor.role is CourseRole.INSTRUCTOR


def may_coordinate(actor: Actor, programme: Programme) -> bool:
    """The coordinators of the programme, in its own course."""
    return actor.course_id == programme.course_id and actor.person_id in programme.coordinators


def is_guest(actor: Actor, programme: Programme) -> bool:
    """Whoever came by a link to this programme, whatever else they are in its course."""
    return actor.course_id == programme.course_id and actor.guest_of == programme.programme_id


def may_stand(actor: Actor, side: Side, invited: Collection[Side]) -> bool:
    """Everybody of the course on any side; a guest who is not on those they were `invited` to."""
    return side in invited or not _is_outside(actor)


def may_see_names(actor: Actor) -> bool:
    """Everybody of the course sees who stands on the other side, where a programme shows that.

    A guest who is not of the course sees whom they work with, or have worked with.
    """
    return not _is_outside(actor)


def is_listed(programme: Programme) -> bool:
    """Whether it is one of the course's programmes, and not what mentors have among themselves."""
    return programme.life.mentors_of is None


def may_see_programme(actor: Actor, programme: Programme, *, has_part: bool = False) -> bool:
    """Everybody who is something in the course; an administrator of the LMS as such is nothing.

    What mentors have among themselves is seen by those alone whom it was made for (R7).

    Args:
        actor: who asks.
        programme: what for.
        has_part: whether they are enrolled in it; it decides where it is the mentors' own.

    """
    if not is_listed(programme):
        return actor.course_id == programme.course_id and has_part
    if may_coordinate(actor, programme) or is_guest(actor, programme):
        return True
    return actor.course_id == programme.course_id and actor.role is not CourseRole.NONE


def may_take_part(actor: Actor, programme: Programme, *, has_part: bool = False) -> bool:
    """Everybody who sees it but the LMS's preview user."""
    return may_see_programme(actor, programme, has_part=has_part) and not actor.is_test


def may_speak_for_institution(actor: Actor) -> bool:
    """Whoever administers the LMS, of what every programme begins from; it opens no programme."""
    return actor.administers


def may_open_relationship(actor: Actor, relationship: Relationship) -> bool:
    """Its members, and nobody else: not a coordinator, not an instructor."""
    return actor.person_id in relationship.people


def may_open_request(actor: Actor, request: MentorRequest) -> bool:
    """Who asked, and whom; not a coordinator."""
    return actor.person_id in request.people


def may_book(actor: Actor, relationship: Relationship, programme: Programme) -> bool:
    """Every member; of a circle only its facilitators, where the programme says so."""
    if relationship.format is Format.CIRCLE and not programme.bounds.members_book:
        return actor.person_id in relationship.mentors
    return may_open_relationship(actor, relationship)


def may_adopt(actor: Actor, relationships: Iterable[Relationship], *, linked: bool) -> bool:
    """Whoever mentors somebody, of the calendar of the account that they have linked.

    Args:
        actor: who wishes that meetings they make become sessions.
        relationships: the actor's.
        linked: whether they have an account.

    """
    return linked and any(actor.person_id in one.mentors for one in relationships)


def may_share_participation(actor: Actor, programme: Programme) -> bool:
    """Everybody who takes part decides for themselves whether their own is reported.

    What mentors do among themselves is reported to nobody.
    """
    return may_take_part(actor, programme) and actor.role is CourseRole.LEARNER


def may_see_participation(
    actor: Actor, programme: Programme, person: PersonId, *, shared: bool
) -> bool:
    """Oneself; the coordinators, who see attendance anyway; teachers, once it is reported.

    Args:
        actor: who asks.
        programme: in which sessions were held.
        person: whose participation it is.
        shared: whether the programme reports, and the person agreed to it.

    """
    if actor.course_id != programme.course_id:
        return False
    if actor.person_id == person or may_coordinate(actor, programme):
        return True
    return shared and actor.role in (CourseRole.INSTRUCTOR, CourseRole.ASSISTANT)


def _is_outside(actor: Actor) -> bool:
    return actor.guest_of is not None and actor.role is CourseRole.NONE


def require(allowed: bool) -> None:
    """Raise NotAllowedError unless `allowed`."""
    if not allowed:
        raise NotAllowedError
