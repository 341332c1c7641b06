"""People from outside the course: a link made for one of them, and coming in by it."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.errors import LinkOverError, UnknownThingError
from plugin.mentoring.guest import GuestLink, GuestLinkId, Making, Standing, invitation
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, CourseRole, Person, PersonId, TenantId
from plugin.mentoring.programme import Programme, ProgrammeId, Stage
from plugin.mentoring.relationship import Relationship
from plugin.ports.guests import Guest, Identity
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock, NewId
from plugin.services.accounts import Accounts
from plugin.services.guest_people import account_of, actor_of, guest_in, hashed, known_or_met
from plugin.services.leaving import leave_for_good
from plugin.services.memberships import Memberships
from plugin.services.programmes import coordinated
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True)
class Invited:
    """What whoever opens a link is told before they sign in.

    Attributes:
        by: who made it.

    """

    programme: Programme
    by: Person
    link: GuestLink


@dataclass(frozen=True, slots=True)
class GuestPage:
    """The invitations of a programme, the latest first, and who came.

    Attributes:
        ready: whoever has sent a profile.
        members: whoever is in the course as well.

    """

    programme: Programme
    links: tuple[tuple[GuestLink, Standing], ...]
    people: Mapping[PersonId, Person]
    ready: frozenset[PersonId]
    members: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guests:
    """Invitations, and who came by one.

    Attributes:
        remove: removes everything about a person, at once.

    """

    store: Store
    clock: Clock
    new_id: NewId
    accounts: Accounts
    memberships: Memberships
    remove: Callable[[TenantId, PersonId, datetime], object]

    def page(self, programme_id: ProgrammeId, *, actor: Actor) -> GuestPage:
        """Return the invitations of a programme, the latest first, and who came.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it.

        """
        now = self.clock()
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            links = work.guest_links(programme_id)
            came = [one.person_id for one in links if one.person_id]
            people, parts = work.people(came), work.enrolments_of(programme_id, came)
            members = work.members_among(came, programme.course_id)
        return GuestPage(
            programme,
            tuple((one, one.standing(now)) for one in links),
            people,
            frozenset(who for who, part in parts.items() if part.ready_at),
            members,
        )

    def invite(self, programme_id: ProgrammeId, memo: str, *, actor: Actor) -> str:
        """Return the secret of a new link, which is good once. Only its hash is kept.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it.
            ShapeError: nobody mentors in this programme.
            OutOfBoundsError: as many wait as may.

        """
        secret, now = secrets.token_urlsafe(32), self.clock()
        with self.store.work(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            link_id = GuestLinkId(self.new_id())
            making = Making(link_id, hashed(secret), actor.person_id, now, memo)
            made = invitation(programme, making, work.guest_links(programme_id))
            work.save_guest_link(made)
            work.note("guest.invited", programme=programme_id, by=actor.person_id)
        return secret

    def end(self, programme_id: ProgrammeId, link_id: GuestLinkId, *, actor: Actor) -> None:
        """Take a link back; whoever came by it leaves what they were in. Repeatable.

        Of who was referred and is not let in, nothing stays. Whoever is in the course as well goes
        on in it with all they have: the link alone is over.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it.
            ConflictError: somebody came by it at the same moment.
            TryLaterError: the removal could not be written down; it is done when this is repeated.

        """
        with self.store.work(actor.tenant_id) as work:
            programme, link = _coordinated(work, programme_id, link_id, actor)
            if link.ended_at is None:
                work.save_guest_link(link.ended(self.clock()))
                about = [link.person_id] if link.person_id else []
                work.audit("guest.ended", by=actor.person_id, about=about, programme=programme_id)
            ties = self._close(work, programme, link.person_id) if link.person_id else ()
            stranger = link.admitted_at is None and _is_stranger(work, link)
        if stranger and link.person_id:
            self.remove(actor.tenant_id, link.person_id, self.clock())
            return
        for one in ties:
            if link.person_id:
                theirs = Actor(actor.tenant_id, link.person_id, None, CourseRole.NONE)
                leave_for_good(self.memberships, one, actor=theirs)

    def invited(self, secret: str) -> Invited:
        """Return what a link is for, to whoever has it; nothing is changed by looking.

        Raises:
            LinkOverError: it was used, taken back, is out of date, or never was.

        """
        found = self._found(secret)
        with self.store.look(found.tenant_id) as work:
            invited = _open(work, found.link_id, self.clock())
        return replace(invited, link=replace(invited.link, memo=""))

    def refuse(self, secret: str) -> None:
        """Say no to an invitation; whoever has the link may, and the link is over.

        Raises:
            LinkOverError: as of `invited`.

        """
        found, now = self._found(secret), self.clock()
        with self.store.work(found.tenant_id) as work:
            work.save_guest_link(_open(work, found.link_id, now).link.ended(now))

    def admit(self, programme_id: ProgrammeId, link_id: GuestLinkId, *, actor: Actor) -> None:
        """Let in who was referred and said yes.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it.
            WrongStateError: nobody asks by it.
            ConflictError.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            _programme, link = _coordinated(work, programme_id, link_id, actor)
            work.save_guest_link(link.admitted(now))
            came = [link.person_id] if link.person_id else []
            tell(work, News.ADMITTED, came, thing=about("programme", programme_id), now=now)
            work.audit("guest.admitted", by=actor.person_id, about=came, programme=programme_id)

    def accept(self, secret: str, who: Identity) -> Actor | None:
        """Let in who signed in: a person known by this account, else a new one. Once.

        None for who was referred: a coordinator is asked now, and nothing is open until then.

        Raises:
            LinkOverError: as of `invited`.
            ConflictError: of two who signed in at once, the other was first.

        """
        found, now = self._found(secret), self.clock()
        with self.store.work(found.tenant_id) as work:
            invited = _open(work, found.link_id, now)
            link, programme = invited.link, invited.programme
            person = known_or_met(work, who)
            came = link.accepted(person, now)
            work.save_guest_link(came)
            self.accounts.keep(work, account_of(who, link.tenant_id, person, self.clock))
            work.note("guest.came", programme=link.programme_id, person=person)
            if came.standing(now) is Standing.ASKS:
                asked = about("referral", link.link_id)
                tell(work, News.REFERRED, programme.coordinators, thing=asked, now=now)
                return None
            return actor_of(guest_in(work, programme, person))

    def again(self, who: Identity) -> Sequence[Guest]:
        """Return where who signed in takes part as a guest, the latest first."""
        return self.store.guests(who.cloud, who.entra_tenant_id, who.object_id)

    def stay_connected(self, tenant_id: TenantId, person_id: PersonId, who: Identity) -> None:
        """Keep that they signed in anew; what waited for it goes on."""
        self.accounts.connect(account_of(who, tenant_id, person_id, self.clock))

    def still(self, tenant_id: TenantId, person_id: PersonId, programme_id: ProgrammeId) -> Actor:
        """Return as whom a guest acts who was known a moment ago.

        Raises:
            LinkOverError: they take part there no more.

        """
        with self.store.look(tenant_id) as work:
            programme = work.programme(programme_id)
            if programme is None or person_id not in work.guests_in(programme_id):
                raise LinkOverError
            return actor_of(guest_in(work, programme, person_id))

    def _found(self, secret: str) -> GuestLink:
        found = self.store.guest_link_of(hashed(secret))
        if found is None:
            raise LinkOverError
        return found

    @staticmethod
    def _close(work: Work, programme: Programme, person: PersonId) -> Sequence[Relationship]:
        """End what the person has open by a link, and match them no more; return what they leave.

        That is nothing where they are in the course too, or take part by another link.
        """
        key = programme.programme_id
        work.end_guest_visits(person, key)
        if work.members_among([person], programme.course_id) or person in work.guests_in(key):
            return ()
        part = work.enrolment(key, person)
        if part is not None and part.ready_at is not None:
            work.save_enrolment(part.put_aside())
        among = (x for x in work.programmes_in(programme.course_id) if x.life.mentors_of == key)
        theirs = {key, *(one.programme_id for one in among)}
        return [one for one in work.relationships_of(person) if one.programme_id in theirs]


def _open(work: Work, link_id: GuestLinkId, now: datetime) -> Invited:
    """Return what a link is for; raise LinkOverError where it is over, or the programme is."""
    link = work.guest_link(link_id)
    programme = work.programme(link.programme_id) if link else None
    by = work.person(link.made_by) if link else None
    if link is None or programme is None or by is None:
        raise LinkOverError  # removed since it was found
    if link.standing(now) is not Standing.WAITING or programme.stage is Stage.CLOSED:
        raise LinkOverError
    return Invited(programme, by, link)


def _coordinated(
    work: Work, programme_id: ProgrammeId, link_id: GuestLinkId, actor: Actor
) -> tuple[Programme, GuestLink]:
    programme = coordinated(work, programme_id, actor=actor)
    link = work.guest_link(link_id)
    if link is None or link.programme_id != programme_id:
        raise UnknownThingError
    return programme, link


def _is_stranger(work: Work, link: GuestLink) -> bool:
    """Whether nothing but this link brought the person here."""
    who = link.person_id
    return who is not None and not work.is_guest(who) and work.known_by_account_only(who)
