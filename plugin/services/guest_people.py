"""Who signed in from outside a course: the person it is here, and as whom they act."""

import hashlib

from plugin.mentoring.people import Actor, CourseRole, PersonId, TenantId
from plugin.mentoring.programme import Programme
from plugin.ports.guests import Guest, Identity
from plugin.ports.store import Work
from plugin.ports.values import Account, Clock


def known_or_met(work: Work, who: Identity) -> PersonId:
    """Return the person of this institution whose account it is; a new one where it is nobody's."""
    known = work.owner_of(who.cloud, who.entra_tenant_id, who.object_id)
    return known or work.met(who.name or None, who.address or None).person_id


def actor_of(guest: Guest) -> Actor:
    """Return as whom a guest acts: somebody in one programme, and whatever else they are.

    A member of the course is one by this way in, too; to teach it, one comes from the LMS.
    """
    return Actor(
        guest.tenant_id,
        guest.person_id,
        guest.course_id,
        CourseRole.LEARNER if guest.is_member else CourseRole.NONE,
        guest_of=guest.programme_id,
    )


def guest_in(work: Work, programme: Programme, person: PersonId) -> Guest:
    """Return the person as a guest of the programme."""
    return Guest(
        programme.tenant_id,
        person,
        programme.programme_id,
        programme.course_id,
        programme.title,
        bool(work.members_among([person], programme.course_id)),
    )


def account_of(who: Identity, tenant_id: TenantId, person: PersonId, clock: Clock) -> Account:
    """Return the account of who signed in just now, as that person's."""
    return Account(
        person, tenant_id, who.cloud, who.entra_tenant_id, who.object_id, who.address, clock()
    )


def hashed(secret: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
