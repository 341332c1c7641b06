"""What partners said of somebody's goal: it stands in the goal, and is not its owner's word."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import select, update

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
    """Removes what a person said of others' goals."""

    def remove_cheers(self, person_id: PersonId, words: str) -> int:
        """Put `words` in place of what the person said; returns of how many goals.

        Every goal is opened: of whoever left a circle before, no row says that they were in it.
        """
        keys = [row.goal_id for row in self._all(select(goal.c.goal_id).where(self._mine(goal)))]
        return sum(self._remove_in(part, person_id, words) for part in in_parts(keys))

    def _remove_in(self, goals: list[str], person_id: PersonId, words: str) -> int:
        query = select(goal).where(self._mine(goal), goal.c.goal_id.in_(goals))
        changed = 0
        for row in self._all(query):
            text = self._opened_json(goal, row.goal_id, row.body)
            said = [one for one in _all_of(text) if one.get("cheered_by") == person_id]
            for one in said:
                one["cheer"] = words
            if text is not None and said:
                body = self._sealed_json(goal, row.goal_id, text, by=row.owner)
                mine = self._mine(goal, goal_id=row.goal_id)
                again = {"body": body, "version": goal.c.version + 1}
                self._connection.execute(update(goal).where(mine).values(again))
                changed += 1
        return changed


def _all_of(text: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [text, *text.get("milestones", ())] if text else []
