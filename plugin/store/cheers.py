"""What partners said of somebody's goal: it stands in the goal, and is not its owner's word.

It is in the copy of whoever said it, and stays when they leave. It goes when they are erased, and
with the goal, which is its owner's.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Row, select, update

from plugin.mentoring.people import PersonId
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import goal


def cheers_left_out(text: str, by: Collection[str], name: str) -> str:
    """Return a goal's text without what others than `by` said of it, and them under `name`."""
    kept = json.loads(text)
    for one in (kept, *kept.get("milestones", ())):
        if one.get("cheered_by") not in (None, *by):
            one |= {"cheer": "", "cheered_by": name}
    return json.dumps(kept)


class Cheers(Rows):
    """Reads and removes what a person said of others' goals.

    Every goal is opened: of whoever left a circle before, no row says that they were in it.
    """

    def cheers_by(self, accounts: Collection[PersonId]) -> list[Mapping[str, str]]:
        """Return what a person said under one of their accounts, for their copy."""
        return [
            {
                "goal_id": row.goal_id,
                "relationship_id": row.relationship_id,
                "said": one["cheer"],
            }
            for row, text in self._every_goal()
            for one in _all_of(text)
            if one.get("cheered_by") in accounts
        ]

    def remove_cheers(self, person_id: PersonId, words: str) -> int:
        """Put `words` in place of what the person said; returns of how many goals."""
        changed = 0
        for row, text in self._every_goal():
            said = [one for one in _all_of(text) if one.get("cheered_by") == person_id]
            for one in said:
                one["cheer"] = words
            if said:
                body = self._sealed_json(
                    goal, row.goal_id, text, of=row.relationship_id, by=row.owner
                )
                mine = self._mine(goal, goal_id=row.goal_id)
                again = {"body": body, "version": goal.c.version + 1}
                self._connection.execute(update(goal).where(mine).values(again))
                changed += 1
        return changed

    def _every_goal(self) -> Iterator[tuple[Row[Any], dict[str, Any]]]:
        """Yield each goal that opens, with its text."""
        keys = [row.goal_id for row in self._all(select(goal.c.goal_id).where(self._mine(goal)))]
        for part in in_parts(keys):
            query = select(goal).where(self._mine(goal), goal.c.goal_id.in_(part))
            for row in self._all(query):
                text = self._opened_json(goal, row.goal_id, row.body, of=row.relationship_id)
                if text is not None:
                    yield row, text


def _all_of(text: dict[str, Any]) -> list[dict[str, Any]]:
    return [text, *text.get("milestones", ())]
