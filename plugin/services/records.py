"""A session's page: what is written about it, by whom it is read, and whether it took place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.mentoring.coaching import Walk
from plugin.mentoring.errors import AgreementMissingError, UnknownThingError
from plugin.mentoring.evidence import Evidence, evidence, require_begun
from plugin.mentoring.feedback import Feedback
from plugin.mentoring.notes import PRIVATE, Note, NoteId, NoteKind, may_read_notes
from plugin.mentoring.notices import News
from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.presence import Asking
from plugin.mentoring.promises import Promise
from plugin.mentoring.questions import Item
from plugin.mentoring.relationship import Relationship, RelationshipId
from plugin.mentoring.session import CalendarLink, MentoringSession, SessionId
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock, NewId
from plugin.services.contents import items_of
from plugin.services.relationships import (
    opened,
    opened_session,
    programme_of,
    require_going_on,
)
from plugin.services.telling import about, tell


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Everything that one member sees of a session.

    Attributes:
        notes: what this member may read, the oldest first.
        signed: whether this member has signed the agreement, and reads and writes what is shared.
        closed: others shared notes that this member reads once they have signed.
        feedback: their own, and what others chose to show them.
        asking: how far asking Teams who was there has come; None where nobody has asked.
        asks_teams: whether this programme wants it asked.

    """

    relationship: Relationship
    session: MentoringSession
    link: CalendarLink | None
    people: Mapping[PersonId, Person]
    notes: tuple[Note, ...]
    signed: bool
    closed: bool
    promises: tuple[Promise, ...]
    evidence: Evidence
    walk: Walk | None
    feedback: tuple[Feedback, ...]
    asking: Asking | None
    asks_teams: bool
    items: tuple[Item, ...]
    now: datetime

    @property
    def begun(self) -> bool:
        """Whether its time has come."""
        return self.session.span.starts_at <= self.now

    @property
    def over(self) -> bool:
        """Whether its time has passed."""
        return self.session.span.ends_at <= self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Writing and reading about sessions."""

    store: Store
    clock: Clock
    new_id: NewId

    def page(self, session_id: SessionId, *, actor: Actor) -> SessionPage:
        """Return what the actor sees of a session of theirs; UnknownThingError for others."""
        with self.store.look(actor.tenant_id) as work:
            session, relationship = opened_session(work, session_id, actor=actor)
            key = relationship.relationship_id
            open_ = reads_notes(work, relationship, actor)
            notes = work.writings(key, session_id=session_id)
            said = work.held_words([session_id]).get(session_id, {})
            promises = work.promises(key) if open_ else ()
            return SessionPage(
                relationship,
                session,
                work.link(session_id),
                work.people(relationship.people),
                tuple(one for one in notes if _shown(one, actor.person_id, open_=open_)),
                open_,
                not open_ and any(one.shared for one in notes),
                tuple(one for one in promises if one.session_id == session_id),
                evidence(session, said, work.seen([session_id]).get(session_id)),
                work.walk(session_id) if open_ else None,
                tuple(x for x in work.feedback(session_id) if _for(x, actor, open_=open_)),
                report.state if (report := work.report_asked(session_id)) else None,
                programme_of(work, relationship.programme_id).life.meeting_reports,
                items_of(work, relationship.programme_id),
                self.clock(),
            )

    def write(self, session_id: SessionId, kind: NoteKind, body: str, *, actor: Actor) -> Note:
        """Keep a new note. A jotting and "what went wrong" are their author's alone at first.

        Raises:
            UnknownThingError.
            WrongStateError: the relationship has ended.
            AgreementMissingError: the actor has not signed the agreement yet.

        """
        with self.store.work(actor.tenant_id) as work:
            _session, relationship = opened_session(work, session_id, actor=actor)
            note = self._note(relationship, session_id, kind, body, actor)
            require_may_write(work, relationship, actor, private=not note.shared)
            if note.body:
                work.save_writing(note)
                if note.shared:
                    _tell_of(work, News.WRITTEN, note, relationship)
        return note

    def thank(self, relationship_id: RelationshipId, body: str, *, actor: Actor) -> Note:
        """Keep a recognition in the relationship's history.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.

        """
        with self.store.work(actor.tenant_id) as work:
            relationship = opened(work, relationship_id, actor=actor)
            require_may_write(work, relationship, actor)
            note = self._note(relationship, None, NoteKind.THANKS, body, actor)
            if note.body:
                work.save_writing(note)
                _tell_of(work, News.THANKED, note, relationship)
        return note

    def of(self, note_id: NoteId, *, actor: Actor) -> Note:
        """Return a note that the actor reads; UnknownThingError for any other."""
        with self.store.look(actor.tenant_id) as work:
            return _loaded(work, note_id, actor)[0]

    def rewrite(self, note_id: NoteId, body: str, *, version: int, actor: Actor) -> Note:
        """Write other words in place of those on the actor's page.

        Raises:
            UnknownThingError, NotAllowedError, WrongStateError.
            ConflictError: somebody wrote meanwhile; nothing of either text is lost by it.

        """
        with self.store.work(actor.tenant_id) as work:
            note, relationship = _loaded(work, note_id, actor)
            require_going_on(relationship)
            seen = replace(note, version=version)
            body = body.replace(UNREADABLE, "").strip()  # it would stand for a text that is kept
            if body or note.body != UNREADABLE:
                seen = seen.rewritten(body, by=actor.person_id, now=self.clock())
                work.save_writing(seen)
        return seen

    def share(self, note_id: NoteId, *, version: int, actor: Actor) -> Note:
        """Open the actor's own note to every member, for good.

        Raises:
            UnknownThingError, WrongStateError.
            ConflictError: it was changed since the page that warned was made.

        """
        with self.store.work(actor.tenant_id) as work:
            note, relationship = _loaded(work, note_id, actor)
            require_may_write(work, relationship, actor)
            shared = replace(note, version=version).opened_up(by=actor.person_id, now=self.clock())
            work.save_writing(shared)
            _tell_of(work, News.WRITTEN, shared, relationship)
            work.note("note.shared", note=note_id)
        return shared

    def confirm(self, note_id: NoteId, *, version: int, actor: Actor) -> Note:
        """Say of "what I heard" that this is what was said.

        Raises:
            UnknownThingError, WrongStateError.
            ConflictError: the words are other ones by now.

        """
        with self.store.work(actor.tenant_id) as work:
            note, relationship = _loaded(work, note_id, actor)
            require_going_on(relationship)
            confirmed = replace(note, version=version).confirmed(by=actor.person_id)
            work.save_writing(confirmed)
        return confirmed

    def say_held(self, session_id: SessionId, held: bool, *, actor: Actor) -> None:
        """Keep the actor's word on whether the session took place; it may be changed.

        Raises:
            UnknownThingError.
            WrongStateError: it is called off, or has not begun.

        """
        with self.store.work(actor.tenant_id) as work:
            session, _relationship = opened_session(work, session_id, actor=actor)
            require_begun(session, begun=session.span.starts_at <= self.clock())
            if actor.person_id not in session.people:
                raise UnknownThingError
            work.save_held_word(session_id, actor.person_id, held)
            work.note("session.said", session=session_id, by=actor.person_id)

    def _note(
        self,
        relationship: Relationship,
        session_id: SessionId | None,
        kind: NoteKind,
        body: str,
        actor: Actor,
    ) -> Note:
        now, me = self.clock(), actor.person_id
        return Note(
            NoteId(self.new_id()),
            actor.tenant_id,
            relationship.relationship_id,
            session_id,
            kind,
            me,
            body.replace(UNREADABLE, "").strip(),
            kind not in PRIVATE,
            now,
            me,
            now,
        )


def _tell_of(work: Work, news: News, note: Note, relationship: Relationship) -> None:
    others = relationship.people - {note.author}
    thing = about("relationship", relationship.relationship_id, turn=note.note_id)
    tell(work, news, others, thing=thing, now=note.changed_at)


def reads_notes(work: Work, relationship: Relationship, actor: Actor) -> bool:
    """Whether the member reads what others shared; see `may_read_notes`."""
    key = relationship.relationship_id
    agreement = work.agreement(key)
    return may_read_notes(agreement, ever_signed=work.ever_signed(key, actor.person_id))


def require_may_write(
    work: Work, relationship: Relationship, actor: Actor, *, private: bool = False
) -> None:
    """Raise WrongStateError after the end, AgreementMissingError for who has yet to sign."""
    require_going_on(relationship)
    if not private and not reads_notes(work, relationship, actor):
        raise AgreementMissingError


def _shown(note: Note, person: PersonId, *, open_: bool) -> bool:
    return note.author == person or (open_ and note.is_open_to(person))


def _for(feedback: Feedback, actor: Actor, *, open_: bool) -> bool:
    return feedback.person_id == actor.person_id or (open_ and feedback.shared)


def _loaded(work: Work, note_id: NoteId, actor: Actor) -> tuple[Note, Relationship]:
    note = work.writing(note_id)
    if note is None:
        raise UnknownThingError
    relationship = opened(work, note.relationship_id, actor=actor)
    if not _shown(note, actor.person_id, open_=reads_notes(work, relationship, actor)):
        raise UnknownThingError
    return note, relationship
