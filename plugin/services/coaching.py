"""Walking a session along a coaching model, and saying afterwards how it was."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from plugin.mentoring.coaching import Model, Walk, own_model
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.evidence import require_begun
from plugin.mentoring.feedback import Feedback
from plugin.mentoring.notes import Note, NoteId, NoteKind
from plugin.mentoring.people import Actor
from plugin.mentoring.questions import Bank, Item
from plugin.mentoring.relationship import Relationship
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.ports.errors import ConflictError
from plugin.ports.store import Store
from plugin.ports.values import UNREADABLE, Clock, NewId
from plugin.services.contents import items_of
from plugin.services.records import reads_notes, require_may_write
from plugin.services.relationships import opened_session


@dataclass(frozen=True, slots=True)
class CoachingPage:
    """A session's way along a model.

    Attributes:
        ours: keys of the tool's models that are offered as they are.
        own: models that the programme or its institution wrote, also in the place of ours.
        earlier: what other sessions wrote, the oldest first, each with its model as it was.

    """

    relationship: Relationship
    session: MentoringSession
    walk: Walk | None
    ours: frozenset[str]
    own: tuple[Model, ...]
    earlier: tuple[Walk, ...]


@dataclass(frozen=True, slots=True)
class OwnFeedback:
    """What a member said after a session; `may_share` once they have signed the agreement."""

    relationship: Relationship
    session: MentoringSession
    given: Feedback | None
    may_share: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coaching:
    """Coaching models, and feedback after a session."""

    store: Store
    clock: Clock
    new_id: NewId

    def page(self, session_id: SessionId, *, actor: Actor) -> CoachingPage:
        """Return the page for a member; UnknownThingError for anybody else."""
        with self.store.look(actor.tenant_id) as work:
            session, relationship = opened_session(work, session_id, actor=actor)
            open_ = reads_notes(work, relationship, actor)
            walks = work.walks(relationship.relationship_id) if open_ else ()
            items = items_of(work, relationship.programme_id)
            models = [one for one in items if one.bank is Bank.MODELS]
            return CoachingPage(
                relationship,
                session,
                next((one for one in walks if one.session_id == session_id), None),
                frozenset(one.key for one in models if one.text is None),
                _own_models(models),
                tuple(one for one in walks if one.session_id != session_id),
            )

    def choose(self, session_id: SessionId, model: Model, *, actor: Actor) -> Walk:
        """Begin along a model. What was written along another one goes into the record first.

        Raises:
            UnknownThingError, WrongStateError, AgreementMissingError.

        """
        now, me = self.clock(), actor.person_id
        with self.store.work(actor.tenant_id) as work:
            _session, relationship = opened_session(work, session_id, actor=actor)
            require_may_write(work, relationship, actor)
            key, before = relationship.relationship_id, work.walk(session_id)
            if before and any(step.answer for step in before.model.steps):
                body = as_text(before)
                note = NoteId(self.new_id())
                kind = NoteKind.RECORD
                work.save_writing(
                    Note(note, actor.tenant_id, key, session_id, kind, me, body, True, now, me, now)
                )
            version = before.version if before else 0
            begun = Walk(session_id, actor.tenant_id, key, model, me, now, version=version)
            work.save_walk(begun)
        return begun

    def write(
        self,
        session_id: SessionId,
        answers: tuple[str, ...],
        scale: int | None,
        *,
        version: int,
        actor: Actor,
    ) -> Walk:
        """Keep the answers of every step.

        Raises:
            UnknownThingError: also where no model was chosen.
            OutOfBoundsError, WrongStateError, AgreementMissingError.
            ConflictError: somebody wrote meanwhile.

        """
        with self.store.work(actor.tenant_id) as work:
            _session, relationship = opened_session(work, session_id, actor=actor)
            require_may_write(work, relationship, actor)
            walk = work.walk(session_id)
            if walk is None:
                raise UnknownThingError
            if walk.version != version:
                raise ConflictError("walk")
            walked = walk.answered(answers, scale, by=actor.person_id, now=self.clock())
            work.save_walk(walked)
        return walked

    def mine(self, session_id: SessionId, *, actor: Actor) -> OwnFeedback:
        """Return the actor's own feedback, to be given or changed; UnknownThingError for others."""
        with self.store.look(actor.tenant_id) as work:
            session, relationship = opened_session(work, session_id, actor=actor)
            given = work.feedback(session_id)
            signed = reads_notes(work, relationship, actor)
        mine = next((one for one in given if one.person_id == actor.person_id), None)
        return OwnFeedback(relationship, session, mine, signed)

    def give(self, feedback: Feedback, *, actor: Actor) -> Feedback:
        """Keep what the actor says after a session; it may be changed, and its time stays.

        Raises:
            UnknownThingError, AgreementMissingError.
            WrongStateError: it has not begun, was called off, or the relationship has ended.

        """
        now = self.clock()
        with self.store.work(actor.tenant_id) as work:
            session, relationship = opened_session(work, feedback.session_id, actor=actor)
            require_may_write(work, relationship, actor, private=not feedback.shared)
            require_begun(session, begun=session.span.starts_at <= now)
            given = work.feedback(feedback.session_id)
            before = next((one for one in given if one.person_id == actor.person_id), None)
            kept = replace(
                feedback.kept(),
                relationship_id=relationship.relationship_id,
                person_id=actor.person_id,
                given_at=before.given_at if before else now,
                version=before.version if before else 0,
            )
            work.save_feedback(kept)
        return kept


def as_text(walk: Walk) -> str:
    """Return a walk as a note: the model's name, then each step that was answered."""
    steps = [f"**{step.name}** {step.answer}" for step in walk.model.steps if step.answer]
    scale = [f"{walk.scale}/10"] if walk.scale is not None else []
    return "\n\n".join([walk.model.name, *steps, *scale]).replace(UNREADABLE, "")


def _own_models(items: Iterable[Item]) -> tuple[Model, ...]:
    found = (own_model(one.key, one.text or "") for one in items)
    return tuple(one for one in found if one is not None)
