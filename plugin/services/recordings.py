"""Recording a session: off, until every one of its people has said yes to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from plugin.mentoring.errors import NotAllowedError, UnknownThingError, WrongStateError
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId, TenantId
from plugin.mentoring.recording import LONGEST_LINK, Consent, agreed, may_record, word
from plugin.mentoring.session import CalendarLink, MentoringSession, SessionId, SessionState
from plugin.ports.errors import ConsentMissingError, RefusedError, SignInNeededError
from plugin.ports.outside import Calendars
from plugin.ports.store import Store, Work
from plugin.ports.values import Clock
from plugin.services.invitations import invitation_of
from plugin.services.kinds import SET_RECORDING
from plugin.services.relationships import opened_session
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """What the people of a session know of its recording.

    Attributes:
        agreed: who has said yes.
        said: every word, in order of time.
        url: where the recording is; None while not everybody agrees.

    """

    session: MentoringSession
    link: CalendarLink | None
    people: tuple[Person, ...]
    agreed: frozenset[PersonId]
    said: Sequence[Consent]
    url: str | None

    @property
    def allowed(self) -> bool:
        """Whether everybody has said yes."""
        return self.session.people <= self.agreed


BEFORE, AFTER = timedelta(minutes=15), timedelta(minutes=30)
"""How long before and after a session of a series the meeting is its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recordings:
    """Consent to a recording, and its consequence in Teams.

    Attributes:
        calendars: None at level 0 of the ladder, where the tool can neither allow nor forbid.

    """

    store: Store
    clock: Clock
    calendars: Calendars | None

    def page(self, session_id: SessionId, *, actor: Actor) -> RecordingPage:
        """Return the page's facts; UnknownThingError for whoever is not of this session."""
        with self.store.look(actor.tenant_id) as work:
            session = _own(work, session_id, actor)
            said = work.consents(session_id)
            people = work.people(session.people)
            allowed = may_record(session, said)
            return RecordingPage(
                session,
                work.link(session_id),
                tuple(sorted(people.values(), key=lambda one: one.label)),
                agreed(session, said),
                said,
                work.recording_link(session_id) if allowed else None,
            )

    def say(self, session_id: SessionId, *, given: bool, read: str, actor: Actor) -> Consent:
        """Keep a yes, or one taken back, and let Teams follow. The link goes with the last yes.

        Raises:
            UnknownThingError, AgreementChangedError.
            WrongStateError: the session is called off, or all of it is over and a yes comes late.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session = _own(work, session_id, actor)
            if given and session.state is SessionState.CANCELLED:
                raise WrongStateError
            said = work.consents(session_id)
            one = word(session, said, actor.person_id, given=given, read=read, now=now)
            work.save_consent(one)
            if not may_record(session, [*said, one]):
                work.drop_recording_link(session_id)
            work.queue(SET_RECORDING, {"session": session_id})
            others = session.people - {actor.person_id}
            thing = about("session", session_id, turn=str(len(said)))
            tell(work, News.RECORDING, others, thing=thing, now=now,
                 useful_until=session.span.ends_at)  # fmt: skip
            work.note("recording.said", session=session_id, given=str(given).lower())
        return one

    def add_link(self, session_id: SessionId, url: str, *, actor: Actor) -> None:
        """Keep where the recording is, for the people of the session.

        Raises:
            UnknownThingError.
            NotAllowedError: not everybody has said yes.
            ValueError: no web address.

        """
        parts = urlsplit(url.strip())
        if parts.scheme != "https" or not parts.netloc or len(url) > LONGEST_LINK:
            raise ValueError("no web address")
        with self.store.work(actor.tenant_id) as work:
            session = _own(work, session_id, actor)
            if not may_record(session, work.consents(session_id)):
                raise NotAllowedError
            work.save_recording_link(
                session_id, url.strip(), of=session.relationship_id, by=actor.person_id
            )

    def apply(self, tenant_id: TenantId, session_id: SessionId) -> None:
        """Let Teams allow or forbid what people have said by now; safe to repeat.

        What is then in effect is read back: a policy of the institution may be stricter, or laxer.

        Raises:
            TryLaterError: the queue should call again.

        """
        with self.store.look(tenant_id) as work:
            invitation = invitation_of(work, session_id, link_to=str)
            said = work.consents(session_id)
        link = invitation.previous if invitation else None
        if invitation is None or link is None or link.join_url is None or self.calendars is None:
            return
        if invitation.organiser_account is None:
            return
        session, in_series = invitation.session, invitation.series is not None
        all_agree = may_record(session, said)
        if in_series and self.clock() < session.span.starts_at - BEFORE:
            self._at_its_turn(session, all_agree)
            return
        allowed = all_agree and not (in_series and self.clock() >= session.span.ends_at + AFTER)
        try:
            settings = self.calendars.allow_recording(invitation, allowed=allowed)
        except (SignInNeededError, ConsentMissingError, RefusedError):
            settings = (("recording", "unknown"),)
        with self.store.work(tenant_id) as work:
            latest = work.link(session_id)
            if latest is None or latest.event_id != link.event_id:
                return
            word_of_all = (("consented", "yes"),) if allowed else ()
            work.save_link(replace(latest, settings=(*settings, *word_of_all)))
            if may_record(invitation.session, work.consents(session_id)) != all_agree:
                work.queue(SET_RECORDING, {"session": session_id})  # somebody spoke meanwhile

    def _at_its_turn(self, session: MentoringSession, all_agree: bool) -> None:
        """Have a session of a series allow recording when it is near, and forbid it afterwards.

        All of a series meet in one Teams meeting, and consent is for one of them.
        """
        if not all_agree:
            return  # it is off, and nobody has asked for more
        with self.store.work(session.tenant_id) as work:
            for at in (session.span.starts_at - BEFORE, session.span.ends_at + AFTER):
                key = f"{SET_RECORDING}:{session.session_id}:{at:%Y%m%d%H%M}"
                work.queue(SET_RECORDING, {"session": session.session_id}, key=key, run_at=at)


def _own(work: Work, session_id: SessionId, actor: Actor) -> MentoringSession:
    session, _relationship = opened_session(work, session_id, actor=actor)
    if actor.person_id not in session.people:
        raise UnknownThingError
    return session
