"""Drafts of pairings, circles and peers: one unpublished draft a programme."""

from typing import Any

from sqlalchemy import select

from plugin.mentoring.enrolment import Side
from plugin.mentoring.groups import Group
from plugin.mentoring.matching import Draft, Suggestion, Why
from plugin.mentoring.programme import Format, ProgrammeId
from plugin.ports.values import SavedDraft
from plugin.store.rows import Rows
from plugin.store.tables import match_draft as table


class Drafts(Rows):
    """Reads and writes drafts."""

    def draft(self, programme_id: ProgrammeId) -> SavedDraft | None:
        """Return the programme's draft, or None."""
        row = self._one(select(table).where(self._mine(table, programme_id=programme_id)))
        if row is None:
            return None
        return SavedDraft(
            row.programme_id,
            row.tenant_id,
            _draft(row.pairs, row.unplaced, row.groups),
            row.made_by,
            row.made_at,
            row.version,
            tuple(_draft(*one) for one in row.before),
        )

    def save_draft(self, draft: SavedDraft) -> None:
        """Write the draft."""
        self._own(draft.tenant_id)
        pairs, unplaced, groups = _kept(draft.draft)
        values = {
            "pairs": pairs,
            "unplaced": unplaced,
            "groups": groups,
            "before": [_kept(one) for one in draft.before],
            "made_by": draft.made_by,
            "made_at": draft.made_at,
        }
        self._save(table, {"programme_id": draft.programme_id}, values, draft.version)

    def drop_draft(self, programme_id: ProgrammeId) -> None:
        """Forget the draft; nothing happens when there is none."""
        mine = self._mine(table, programme_id=programme_id)
        self._connection.execute(table.delete().where(mine))


def _kept(draft: Draft) -> list[list[Any]]:
    return [
        [[pair.mentee, pair.mentor, pair.by_hand] for pair in draft.pairs],
        [[who, why] for who, why in draft.unplaced],
        [[one.kind, [list(member) for member in one.members], one.by_hand] for one in draft.groups],
    ]


def _draft(pairs: list[Any], unplaced: list[Any], groups: list[Any]) -> Draft:
    return Draft(
        tuple(Suggestion(*pair) for pair in pairs),
        tuple((who, Why(why)) for who, why in unplaced),
        tuple(
            Group(Format(kind), tuple((who, Side(side)) for who, side in members), by_hand)
            for kind, members, by_hand in groups
        ),
    )
