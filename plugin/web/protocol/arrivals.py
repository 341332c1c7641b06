"""A launch, in mentoring words: who arrived, in which course, as what."""

from urllib.parse import urlsplit

from lti import Launch, MessageType, Role
from lti.grades import SCOPE_WORDS
from lti.registration_profiles import GROUP_IDS
from plugin.mentoring.errors import AnotherPersonError, UnknownThingError
from plugin.mentoring.people import Actor, CourseRole, PersonId, TenantId
from plugin.ports.arrivals import Arrival
from plugin.ports.store import Work
from plugin.services.copies import ask_for_copies
from plugin.services.rosters import read_if_old
from plugin.web.current import web
from plugin.web.errors import (
    NoCourseError,
    OthersDataError,
    PlacingRefusedError,
    UnservedMessageError,
)
from plugin.web.visits import Browser, Opened, Visits

# In this order: a platform that names a teaching assistant adds the principal role "Instructor",
# and whoever teaches and also learns in a course is its instructor.
_ROLES = (
    (Role.TEACHING_ASSISTANT, CourseRole.ASSISTANT),
    (Role.INSTRUCTOR, CourseRole.INSTRUCTOR),
    (Role.LEARNER, CourseRole.LEARNER),
)

MOST_GROUPS, LONGEST_ID = 100, 18

_SERVED = frozenset(
    {MessageType.RESOURCE_LINK, MessageType.DEEP_LINKING, MessageType.SUBMISSION_REVIEW}
)


def check_served(launch: Launch) -> None:
    """Refuse a launch that there is no page for. Nobody is remembered by it.

    Raises:
        UnservedMessageError: none of the messages that there is a page for.
        NoCourseError: outside any course, by somebody who does not administer the LMS.
        OthersDataError: about the data of somebody else than who launched.
        PlacingRefusedError: something is to be placed by who does not teach the course.

    """
    if launch.message_type is MessageType.DATA_PRIVACY:
        if launch.for_user_id not in (None, launch.person.subject):
            raise OthersDataError
        return
    if launch.message_type not in _SERVED:  # none yet: it stops a message that is added to `lti`
        raise UnservedMessageError(launch.message_type.value)
    if launch.context is None and not launch.is_institution_admin:
        raise NoCourseError
    if launch.deep_linking and course_role(launch.roles) is not CourseRole.INSTRUCTOR:
        raise PlacingRefusedError


def open_visit(launch: Launch, browser: Browser) -> Opened:
    """Open a visit for who launched; the store knows them from now on as of this launch.

    A launch that says nothing new does not wait for the disk: a visit that a power failure ends is
    opened anew. One that does is written once more, and takes along what went before.

    Raises:
        AnotherPersonError: the account seems to have passed to somebody else; coordinators are
            asked.

    """
    arrival = arrival_of(launch)
    try:
        return _opened(launch, arrival, browser)
    except AnotherPersonError as error:
        web().services.same_person.doubted(
            arrival.tenant_id, PersonId(error.person_id), arrival.name, arrival.email
        )
        raise


def _opened(launch: Launch, arrival: Arrival, browser: Browser) -> Opened:
    visits = Visits(store=web().store, clock=web().clock)
    origin = frame_origins(launch)
    with web().store.work(arrival.tenant_id, lasting=False) as work:
        actor, queued = _arrived(arrival, launch, work)
        opened = visits.open(
            actor,
            browser,
            frame_origin=origin,
            locale=launch.locale,
            admin_of=launch.registration_id if launch.is_institution_admin else None,
            work=work,
        )
        must_last = queued or work.has_news
    if must_last:
        web().store.save_visit(opened.visit)
    return opened


def _arrived(arrival: Arrival, launch: Launch, work: Work) -> tuple[Actor, bool]:
    """Return who acts, and whether something was queued."""
    now = web().clock()
    person, course = work.arrive(arrival, now=now)
    actor = Actor(
        arrival.tenant_id,
        person.person_id,
        course.course_id if course else None,
        arrival.role,
        arrival.is_test,
    )
    queued = read_if_old(work, course, actor=actor, now=now)
    if launch.notices_url and arrival.role is CourseRole.INSTRUCTOR:
        queued |= ask_for_copies(work, launch.registration_id, launch.notices_url, now=now)
    return actor, queued


def reviewed(launch: Launch) -> str:
    """Return the path of the page about whom the LMS's grade book asks.

    Raises:
        UnknownThingError: nobody here is known by what the LMS calls them.

    """
    with web().store.look(TenantId(launch.tenant_id)) as work:
        subject = launch.for_user_id or launch.person.subject
        person = work.person_known_as(launch.registration_id, subject)
    if person is None:
        raise UnknownThingError
    return f"participation/{person}"


def arrival_of(launch: Launch) -> Arrival:
    """Return what the launch says of person and course."""
    context = launch.context
    return Arrival(
        tenant_id=TenantId(launch.tenant_id),
        registration_id=launch.registration_id,
        subject=launch.person.subject,
        name=launch.person.name or _joined(launch),
        email=launch.person.email,
        locale=launch.locale,
        role=course_role(launch.roles),
        is_test=launch.is_test_user,
        context_id=context.id if context else None,
        context_title=(context.title or context.label) if context else None,
        memberships_url=launch.memberships_url,
        line_items_url=launch.line_items_url,
        grade_scopes=_grade_scopes(launch),
        groups_url=launch.groups_url,
        copied_from=launch.custom.get("context_history", ""),
        groups=group_ids(launch.custom.get(GROUP_IDS, "")),
    )


def group_ids(said: str) -> str:
    """Return the ids of groups that a launch names, in one order; nothing else passes.

    Moodle alone names them, as "7,12" and without their names.
    """
    ids = {one.strip() for one in said.split(",")[:MOST_GROUPS]}
    known = {int(one) for one in ids if one.isascii() and one.isdigit() and len(one) <= LONGEST_ID}
    return ",".join(map(str, sorted(known)))


def course_role(roles: frozenset[Role]) -> CourseRole:
    """Return what the roles of the course come to; the platform's own "Mentor" is not ours."""
    return next((ours for theirs, ours in _ROLES if theirs in roles), CourseRole.NONE)


def _grade_scopes(launch: Launch) -> str:
    return " ".join(sorted(word for uri, word in SCOPE_WORDS.items() if uri in launch.ags_scopes))


def frame_origins(launch: Launch) -> str | None:
    """Return the origins of the LMS that launched, with spaces between; None when it names none.

    The addresses it wants people back at are where its pages really are; its issuer is often a
    name that a vendor's customers share. All of them come from the signed token.
    """
    chosen_at = launch.deep_linking.return_url if launch.deep_linking else None
    addresses = (launch.return_url, chosen_at, launch.issuer)
    found = dict.fromkeys(_origin(address) for address in addresses if address)
    return " ".join(origin for origin in found if origin) or None


def _origin(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    origin = f"{parts.scheme}://{host}{port}"
    # It becomes part of a header: nothing but an address may stand in it.
    return origin if origin.isascii() and not set(origin) & set(" ;,'\"*\\") else None


def _joined(launch: Launch) -> str | None:
    parts = (launch.person.given_name, launch.person.family_name)
    return " ".join(part for part in parts if part) or None
