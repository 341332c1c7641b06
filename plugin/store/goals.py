"""Goals and reviews; every text is sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, func, select

from plugin.mentoring.goals import (
    PARTS,
    Course,
    Goal,
    GoalId,
    GoalState,
    Looked,
    Milestone,
    Review,
    ReviewId,
)
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows
from plugin.store.tables import goal, goal_review, goal_sharing, goal_word, membership, relationship
from plugin.store.upserts import insert


class Goals(Rows):
    """Reads and writes goals, reviews, and who lets the coordinators see them."""

    def goal(self, goal_id: GoalId) -> Goal | None:
        """Return the goal, or None."""
        row = self._one(select(goal).where(self._mine(goal, goal_id=goal_id)))
        return self._goal(row) if row else None

    def goals(self, relationship_id: RelationshipId) -> Sequence[Goal]:
        """Return every goal, the oldest first."""
        query = select(goal).where(self._mine(goal, relationship_id=relationship_id))
        return [
            self._goal(row) for row in self._all(query.order_by(goal.c.made_at, goal.c.goal_id))
        ]

    def goals_set_by(self, person_id: PersonId) -> Sequence[Goal]:
        """Return the person's own goals that are set, by the day they are for."""
        mine = self._mine(goal, owner=person_id, state=GoalState.SET)
        query = select(goal).where(mine).order_by(goal.c.due_on, goal.c.goal_id)
        return [self._goal(row) for row in self._all(query)]

    def save_goal(self, made: Goal) -> None:
        """Write it; a text that did not open is left as it is."""
        self._own(made.tenant_id)
        values: dict[str, Any] = {
            "relationship_id": made.relationship_id,
            "owner": made.owner,
            "state": made.state,
            "due_on": made.due_on,
            "made_at": made.made_at,
            "changed_at": made.changed_at,
        }
        if made.specific != UNREADABLE:
            text = {name: getattr(made, name) for name in (*PARTS, "cheer", "cheered_by")}
            text |= {"skills": list(made.skills), "milestones": _steps(made)}
            values["body"] = self._sealed_json(
                goal, made.goal_id, text, of=made.relationship_id, by=made.owner
            )
        self._save(goal, {"goal_id": made.goal_id}, values, made.version)

    def goal_review(self, relationship_id: RelationshipId) -> Review | None:
        """Return the latest review, or None."""
        mine = self._mine(goal_review, relationship_id=relationship_id)
        order = (goal_review.c.made_at.desc(), goal_review.c.goal_review_id)
        row = self._one(select(goal_review).where(mine).order_by(*order).limit(1))
        return self._review(row) if row else None

    def save_goal_review(self, review: Review) -> None:
        """Write a new review; one that was written is never changed."""
        self._own(review.tenant_id)
        looked = [asdict(one) | {"due_on": _iso(one.due_on)} for one in review.looked]
        values = {
            "tenant_id": self.tenant_id,
            "goal_review_id": review.review_id,
            "relationship_id": review.relationship_id,
            "made_by": review.made_by,
            "made_at": review.made_at,
            "body": self._sealed_json(
                goal_review,
                review.review_id,
                {"looked": looked},
                of=review.relationship_id,
                by=review.made_by,
            ),
        }
        self._connection.execute(goal_review.insert().values(values))

    def goal_sharing(self, relationship_id: RelationshipId) -> Mapping[PersonId, bool]:
        """Return who has said what on whether coordinators see the goals."""
        query = select(goal_sharing).where(
            self._mine(goal_sharing, relationship_id=relationship_id)
        )
        return {row.person_id: row.shares for row in self._all(query)}

    def save_goal_sharing(
        self, relationship_id: RelationshipId, person_id: PersonId, shares: bool
    ) -> None:
        """Write a member's word in place of an earlier one, which stays in their history."""
        key = {"relationship_id": relationship_id, "person_id": person_id}
        said = {"shares": shares, "said_at": self._transaction.clock()}
        row = {"tenant_id": self.tenant_id, **key}
        new = insert(self._connection, goal_sharing).values({**row, **said})
        self._connection.execute(new.on_conflict_do_update(index_elements=list(row), set_=said))
        before = select(func.count()).select_from(goal_word).where(self._mine(goal_word, **key))
        number = before.scalar_subquery()
        self._connection.execute(goal_word.insert().values({**row, "number": number, **said}))

    def shared_goals(self, programme_id: ProgrammeId) -> Sequence[Goal]:
        """Return the goals of relationships whose present members all let them be seen."""
        said = and_(
            goal_sharing.c.tenant_id == membership.c.tenant_id,
            goal_sharing.c.relationship_id == membership.c.relationship_id,
            goal_sharing.c.person_id == membership.c.person_id,
            goal_sharing.c.shares,
        )
        silent = (
            select(membership.c.person_id)
            .outerjoin(goal_sharing, said)
            .where(membership.c.tenant_id == relationship.c.tenant_id)
            .where(membership.c.relationship_id == relationship.c.relationship_id)
            .where(goal_sharing.c.person_id.is_(None))
            .correlate(relationship)
        )
        same = and_(
            relationship.c.tenant_id == goal.c.tenant_id,
            relationship.c.relationship_id == goal.c.relationship_id,
        )
        query = (
            select(goal)
            .join(relationship, same)
            .where(self._mine(relationship, programme_id=programme_id), ~silent.exists())
            .where(goal.c.state != GoalState.DRAFT)
        )
        return [
            self._goal(row) for row in self._all(query.order_by(goal.c.made_at, goal.c.goal_id))
        ]

    def _goal(self, row: Row[Any]) -> Goal:
        text = self._opened_json(goal, row.goal_id, row.body, of=row.relationship_id) or {
            **dict.fromkeys(PARTS, UNREADABLE),
            "skills": [],
            "milestones": [],
            "cheer": "",
            "cheered_by": None,
        }
        return Goal(
            row.goal_id,
            row.tenant_id,
            row.relationship_id,
            row.owner,
            text["specific"],
            text["measurable"],
            text["achievable"],
            text["relevant"],
            row.due_on,
            row.made_at,
            row.changed_at,
            tuple(text["skills"]),
            tuple(_step(one) for one in text["milestones"]),
            GoalState(row.state),
            text["cheered_by"],
            text["cheer"],
            row.version,
        )

    def _review(self, row: Row[Any]) -> Review:
        text = self._opened_json(
            goal_review, row.goal_review_id, row.body, of=row.relationship_id
        ) or {"looked": []}
        looked = (
            Looked(**(one | {"course": Course(one["course"]), "due_on": _date(one["due_on"])}))
            for one in text["looked"]
        )
        who, key = row.made_by, ReviewId(row.goal_review_id)
        return Review(key, row.tenant_id, row.relationship_id, who, row.made_at, tuple(looked))


def _steps(made: Goal) -> list[dict[str, Any]]:
    return [
        asdict(one) | {"reached_on": _iso(one.reached_on), "due_on": _iso(one.due_on)}
        for one in made.milestones
    ]


def _step(kept: Mapping[str, Any]) -> Milestone:
    days = {name: _date(kept.get(name)) for name in ("reached_on", "due_on")}
    return Milestone(**{**kept, **days})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
