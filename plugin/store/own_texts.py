"""Texts that belong to several: what of them is one person's alone, and goes with them.

An agreement that somebody else has signed is theirs as much as its writer's, and of a project that
was written in again nobody knows any more whose which words are. Both stay with the others, until
all that was written together is deleted. Until then such a text is its writer's.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Table, select, update

from plugin.mentoring.joint import REMOVED
from plugin.mentoring.people import PersonId
from plugin.ports.values import UNREADABLE
from plugin.store.errors import SealedError
from plugin.store.personal import relationship_of, row_name
from plugin.store.rows import Rows, both
from plugin.store.sealing import Spot
from plugin.store.tables import agreement_text, project, signature

_WRITTEN: Final = ("recorded", "shared", "never", "limits", "backup", "words")
"""What members write in an agreement; the rest they choose."""


class OwnTexts(Rows):
    """Takes out what only one of several has had a part in."""

    def remove_own_texts(self, person_id: PersonId) -> Mapping[str, int]:
        """Replace the words of texts that are the person's alone; returns counts by table."""
        terms = self._all(select(agreement_text).where(_alone(self._mine, person_id)))
        for row in terms:
            kept = self._shape(agreement_text, "terms", row)
            theirs = self._written_by_others(row.relationship_id, person_id)
            words = {name: _without(kept.get(name, ""), theirs) for name in _WRITTEN}
            self._replace(agreement_text, "terms", row, kept | words if kept else _NO_TERMS)
        begun = self._mine(project, made_by=person_id, version=1)
        projects = self._all(select(project).where(begun))
        for row in projects:
            kept = self._shape(project, "body", row) or _NO_PROJECT
            words = {name: _without(kept[name], ()) for name in ("title", "plan", "outcome")}
            self._replace(project, "body", row, kept | words | {"links": []})
        return {"agreement_text": len(terms), "project": len(projects)}

    def _written_by_others(self, relationship_id: str, person_id: PersonId) -> Collection[str]:
        """Return the lines of versions that are not the person's alone: they may stand again."""
        mine = self._mine(agreement_text, relationship_id=relationship_id)
        others = select(agreement_text).where(mine, ~_alone(self._mine, person_id))
        kept = [self._shape(agreement_text, "terms", row) for row in self._all(others)]
        return {line for one in kept for name in _WRITTEN for line in _lines(one.get(name, ""))}

    def _shape(self, table: Table, column: str, row: Row[Any]) -> dict[str, Any]:
        sealed, within = getattr(row, column), relationship_of(table, row)
        text = self._open(table, row_name(table, row), column, sealed, of=within)
        return {} if text == UNREADABLE else json.loads(text)

    def _replace(self, table: Table, column: str, row: Row[Any], shape: Mapping[str, Any]) -> None:
        sealed = self._seal_nobodys(table, row, column, json.dumps(shape))
        keys = {key.name: getattr(row, key.name) for key in table.primary_key}
        del keys["tenant_id"]
        changed = update(table).where(self._mine(table, **keys)).values({column: sealed})
        self._connection.execute(changed)

    def _seal_nobodys(self, table: Table, row: Row[Any], column: str, text: str) -> bytes:
        """Seal what is nobody's own any more, with the relationship's key where there is one."""
        name, within = row_name(table, row), relationship_of(table, row)
        try:
            return self._seal_bytes(table, name, column, text.encode(), of=within)
        except SealedError:  # a relationship's damaged key keeps nobody's words from going
            spot = Spot(self.tenant_id, table.name, name, column)
            return self._transaction.vault.seal(self._connection, spot, text.encode())


_NO_TERMS: Final[dict[str, Any]] = {"words": REMOVED, "medium": "video"}
_NO_PROJECT: Final[dict[str, Any]] = {"title": REMOVED, "plan": "", "outcome": "", "skills": []}


def _alone(mine: Any, person_id: PersonId) -> ColumnElement[bool]:
    """Return the condition that a person wrote a version which nobody else has signed."""
    same = both(signature, agreement_text, "relationship_id")
    another = (
        select(signature.c.person_id)
        .where(same, signature.c.number == agreement_text.c.number)
        .where(signature.c.person_id != person_id)
        .correlate(agreement_text)
        .exists()
    )
    found: ColumnElement[bool] = mine(agreement_text, proposed_by=person_id) & ~another
    return found


def _without(said: str | list[str], others: Collection[str]) -> str | list[str]:
    """Return a text or lines with what stands in none of the others' replaced."""
    if isinstance(said, str):
        return REMOVED if said and said not in others else said
    return list(dict.fromkeys(line if line in others else REMOVED for line in said))


def _lines(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said
