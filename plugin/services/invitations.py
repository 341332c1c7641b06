"""What an outside calendar or a mailbox is told about a session."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from plugin.mentoring.enrolment import Medium
from plugin.mentoring.people import Person, PersonId
from plugin.mentoring.session import MentoringSession, SessionId, SessionState
from plugin.mentoring.ways import Platform
from plugin.ports.store import Work
from plugin.ports.values import Account, Invitation
from plugin.services.in_series import in_series


def invitation_of(
    work: Work, session_id: SessionId, *, link_to: Callable[[SessionId], str]
) -> Invitation | None:
    """Return everything there is to tell about the session as it stands, or None."""
    session, link = work.session(session_id), work.link(session_id)
    if session is None or link is None:
        return None
    people = work.people(session.people)
    accounts = work.accounts(session.people)
    guests = sorted(session.people - {session.organiser})
    return Invitation(
        session,
        people[session.organiser],
        accounts.get(session.organiser),
        tuple(people[who] for who in guests),
        addresses_of(people, accounts),
        title_for([people[session.organiser], *(people[who] for who in guests)]),
        link_to(session_id),
        link,
        session.medium is Medium.VIDEO and _in_teams(work, session),
        series=in_series(work, session),
    )


def _in_teams(work: Work, session: MentoringSession) -> bool:
    """Whether a session by video is in Teams, and not at an address of the members' own."""
    ways = work.ways(session.relationship_id)
    return ways is None or ways.primary.platform is not Platform.LINK


def addresses_of(
    people: Mapping[PersonId, Person], accounts: Mapping[PersonId, Account]
) -> dict[PersonId, str]:
    """Where invitations go: the connected account, else the address that the LMS tells."""
    mails = {who: one.email for who, one in people.items() if one.email}
    return {**mails, **{who: one.address for who, one in accounts.items()}}


def title_for(people: list[Person]) -> str:
    """The meeting's title in everybody's calendar: who meets, never what about."""
    names = [one.given for one in people]
    return "Mentoring: " + " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def is_off(session: MentoringSession) -> bool:
    """Whether the session is called off."""
    return session.state is SessionState.CANCELLED


def invited(work: Work, session: MentoringSession, readers: Iterable[Person]) -> list[Person]:
    """Return those who were sent a letter about the session; nobody else has it in a calendar."""
    told = {one.person_id for one in work.letters_about(session) if one.sent_at}
    return [one for one in readers if one.person_id in told]


def parting_from(work: Work, invitation: Invitation) -> tuple[Invitation, list[Person]]:
    """Return what to tell those who have the session in their calendar and left it, and whom.

    What they were told last counts, by when it was sent: turns of a session and of the series that
    it became are counted apart. Of one moment, the calling off comes last.
    """
    session = invitation.session
    sent = ((x.sent_at, x.method == "CANCEL", x.person_id) for x in work.letters_about(session))
    has: dict[PersonId, bool] = {}
    for _at, off, who in sorted(one for one in sent if one[0] is not None):
        if who not in session.people:
            has[who] = not off
    leavers = work.people(who for who, still in has.items() if still)
    addresses = addresses_of(leavers, work.accounts(leavers))
    told = replace(invitation, addresses={**invitation.addresses, **addresses}, parting=True)
    return told, list(leavers.values())
