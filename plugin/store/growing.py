"""Coaching walks, feedback, and each member's part in an agreement, sealed as one text each."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select

from plugin.mentoring.coaching import Model, Step, Walk
from plugin.mentoring.feedback import Feedback
from plugin.mentoring.parts import Part
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows
from plugin.store.tables import agreement_part, feedback, relationship, signature, walk

PART_NAMES = ("role", "goals", "offers", "seeks", "aside")
CANNOT_BE_SHOWN = Model("", UNREADABLE, ())


class Growing(Rows):
    """Reads and writes what a relationship grows by."""

    def walk(self, session_id: SessionId) -> Walk | None:
        """Return the session's way along a model, or None."""
        row = self._one(select(walk).where(self._mine(walk, session_id=session_id)))
        return self._walk(row) if row else None

    def walks(self, relationship_id: RelationshipId) -> Sequence[Walk]:
        """Return every session's, the oldest first."""
        query = select(walk).where(self._mine(walk, relationship_id=relationship_id))
        return [self._walk(row) for row in self._all(query.order_by(walk.c.changed_at))]

    def save_walk(self, walked: Walk) -> None:
        """Write it, the model's own words with it."""
        self._own(walked.tenant_id)
        values = {
            "relationship_id": walked.relationship_id,
            "changed_by": walked.changed_by,
            "changed_at": walked.changed_at,
        }
        text = {"model": asdict(walked.model), "scale": walked.scale}
        values["body"] = self._sealed_json(walk, walked.session_id, text, of=walked.relationship_id)
        self._save(walk, {"session_id": walked.session_id}, values, walked.version)

    def feedback(self, session_id: SessionId) -> Sequence[Feedback]:
        """Return every member's word after the session."""
        query = select(feedback).where(self._mine(feedback, session_id=session_id))
        return [self._feedback(row) for row in self._all(query.order_by(feedback.c.given_at))]

    def feedback_of(
        self, relationship_id: RelationshipId, person_id: PersonId
    ) -> Sequence[Feedback]:
        """Return one member's words after every session."""
        mine = self._mine(feedback, relationship_id=relationship_id, person_id=person_id)
        query = select(feedback).where(mine).order_by(feedback.c.given_at)
        return [self._feedback(row) for row in self._all(query)]

    def save_feedback(self, given: Feedback) -> None:
        """Write it; a member has one for each session."""
        self._own(given.tenant_id)
        key = {"session_id": given.session_id, "person_id": given.person_id}
        values = {
            "relationship_id": given.relationship_id,
            "themes": list(given.themes),
            "shared": given.shared,
            "given_at": given.given_at,
        }
        row = f"{given.session_id}/{given.person_id}"
        text = {"good": given.good, "other": given.other}
        if UNREADABLE not in text.values():
            values["body"] = self._sealed_json(
                feedback, row, text, of=given.relationship_id, by=given.person_id
            )
        self._save(feedback, key, values, given.version)

    def themes(self, programme_id: ProgrammeId) -> Sequence[tuple[PersonId, tuple[str, ...]]]:
        """Return who named which themes in the programme, in order of time, without texts."""
        same = relationship.c.relationship_id == feedback.c.relationship_id
        joined = feedback.join(
            relationship, same & (relationship.c.tenant_id == feedback.c.tenant_id)
        )
        mine = self._mine(relationship, programme_id=programme_id)
        query = select(feedback.c.person_id, feedback.c.themes).select_from(joined).where(mine)
        order = (feedback.c.given_at, feedback.c.session_id, feedback.c.person_id)
        return [(row.person_id, tuple(row.themes)) for row in self._all(query.order_by(*order))]

    def part(self, relationship_id: RelationshipId, person_id: PersonId) -> Part | None:
        """Return one member's part, or None."""
        key = {"relationship_id": relationship_id, "person_id": person_id}
        row = self._one(select(agreement_part).where(self._mine(agreement_part, **key)))
        return self._part(row) if row else None

    def parts(self, relationship_id: RelationshipId) -> Sequence[Part]:
        """Return what every member wrote."""
        query = select(agreement_part).where(
            self._mine(agreement_part, relationship_id=relationship_id)
        )
        return [self._part(row) for row in self._all(query)]

    def save_part(self, part: Part) -> None:
        """Write it."""
        self._own(part.tenant_id)
        key = {"relationship_id": part.relationship_id, "person_id": part.person_id}
        text = {name: list(getattr(part, name)) for name in PART_NAMES}
        values: dict[str, Any] = {"changed_at": part.changed_at or self._transaction.clock()}
        values["body"] = self._sealed_json(
            agreement_part,
            "/".join(key.values()),
            text,
            of=part.relationship_id,
            by=part.person_id,
        )
        self._save(agreement_part, key, values, part.version)

    def ever_signed(self, relationship_id: RelationshipId, person_id: PersonId) -> bool:
        """Whether the person signed any version of the agreement."""
        key = {"relationship_id": relationship_id, "person_id": person_id}
        query = select(signature.c.number).where(self._mine(signature, **key)).limit(1)
        return bool(self._all(query))

    def _walk(self, row: Row[Any]) -> Walk:
        text = self._opened_json(walk, row.session_id, row.body, of=row.relationship_id)
        return Walk(
            row.session_id,
            row.tenant_id,
            row.relationship_id,
            _model(text["model"]) if text else CANNOT_BE_SHOWN,
            row.changed_by,
            row.changed_at,
            text["scale"] if text else None,
            row.version,
        )

    def _feedback(self, row: Row[Any]) -> Feedback:
        text = self._opened_json(
            feedback, f"{row.session_id}/{row.person_id}", row.body, of=row.relationship_id
        )
        return Feedback(
            row.session_id,
            row.tenant_id,
            row.relationship_id,
            row.person_id,
            text["good"] if text else UNREADABLE,
            text["other"] if text else UNREADABLE,
            tuple(row.themes),
            row.shared,
            row.given_at,
            row.version,
        )

    def _part(self, row: Row[Any]) -> Part:
        name = f"{row.relationship_id}/{row.person_id}"
        text = self._opened_json(agreement_part, name, row.body, of=row.relationship_id)
        said = {name: tuple(text[name]) for name in PART_NAMES} if text else {}
        return Part(
            row.relationship_id,
            row.tenant_id,
            row.person_id,
            **said,
            changed_at=row.changed_at,
            version=row.version,
        )


def _model(kept: Mapping[str, Any]) -> Model:
    steps = tuple(Step(**step) for step in kept["steps"])
    return Model(kept["key"], kept["name"], steps, kept["scaled"])
