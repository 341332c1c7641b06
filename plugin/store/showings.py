"""What is shown to others of a course, and who has said yes to it; the texts are sealed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, select

from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.showings import Showing, ShowingId, ShownKind
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import membership, relationship, showing, showing_asked, showing_word


class Showings(Rows):
    """Reads and writes showings with the words on them."""

    def showing(self, showing_id: ShowingId) -> Showing | None:
        """Return it, or None."""
        found = self._showings(select(showing).where(self._mine(showing, showing_id=showing_id)))
        return next(iter(found), None)

    def showing_of(self, kind: ShownKind, thing_id: str) -> Showing | None:
        """Return the one of a project or a session, or None."""
        mine = self._mine(showing, kind=kind, thing_id=thing_id)
        return next(iter(self._showings(select(showing).where(mine))), None)

    def save_showing(self, made: Showing) -> None:
        """Write it with everybody's words; when somebody said yes is kept from before."""
        self._own(made.tenant_id)
        names = ("relationship_id", "kind", "thing_id", "made_by", "made_at")
        values: dict[str, Any] = {name: getattr(made, name) for name in names}
        if made.text != UNREADABLE:
            text = {"title": made.title, "text": made.text}
            values["body"] = self._sealed_json(
                showing, made.showing_id, text, of=made.relationship_id, by=made.made_by
            )
        self._save(showing, {"showing_id": made.showing_id}, values, made.version)
        before = self._yeses([made.showing_id]).get(made.showing_id, {})
        now = self._transaction.clock()
        rows = [
            {
                "person_id": who,
                "relationship_id": made.relationship_id,
                "said_at": max(before.get(who, now), made.made_at),
            }
            for who in sorted(made.agreed)
        ]
        self._put(showing_word, {"showing_id": made.showing_id}, rows)
        asked = [
            {"person_id": who, "relationship_id": made.relationship_id}
            for who in sorted(made.asked)
        ]
        self._put(showing_asked, {"showing_id": made.showing_id}, asked)

    def shown_in(self, programme_id: ProgrammeId, *, most: int, start: int) -> Sequence[Showing]:
        """Return what everybody has said yes to, the newest first."""
        tie = and_(
            relationship.c.tenant_id == showing.c.tenant_id,
            relationship.c.relationship_id == showing.c.relationship_id,
        )
        query = (
            select(showing)
            .join(relationship, tie)
            .where(self._mine(relationship, programme_id=programme_id))
            .where(
                ~_silent(showing_asked, showing_asked.c.showing_id == showing.c.showing_id),
                ~_silent(membership, membership.c.relationship_id == showing.c.relationship_id),
            )
            .order_by(showing.c.made_at.desc(), showing.c.showing_id)
        )
        return self._showings(query.limit(most).offset(start))

    def _showings(self, query: Any) -> list[Showing]:
        rows = self._all(query)
        words = self._yeses(row.showing_id for row in rows)
        asked = self._asked(row.showing_id for row in rows)
        return [
            self._showing(
                row,
                frozenset(asked.get(row.showing_id, ())),
                frozenset(words.get(row.showing_id, ())),
            )
            for row in rows
        ]

    def _asked(self, keys: Iterable[str]) -> dict[str, set[PersonId]]:
        found: dict[str, set[PersonId]] = {}
        for part in in_parts(dict.fromkeys(keys)):
            wanted = showing_asked.c.showing_id.in_(part)
            for row in self._all(select(showing_asked).where(self._mine(showing_asked), wanted)):
                found.setdefault(row.showing_id, set()).add(row.person_id)
        return found

    def _yeses(self, keys: Iterable[str]) -> dict[str, Mapping[PersonId, Any]]:
        found: dict[str, dict[PersonId, Any]] = {}
        for part in in_parts(dict.fromkeys(keys)):
            wanted = showing_word.c.showing_id.in_(part)
            for row in self._all(select(showing_word).where(self._mine(showing_word), wanted)):
                found.setdefault(row.showing_id, {})[row.person_id] = row.said_at
        return dict(found)

    def _showing(
        self, row: Row[Any], asked: frozenset[PersonId], agreed: frozenset[PersonId]
    ) -> Showing:
        text = self._opened_json(showing, row.showing_id, row.body, of=row.relationship_id)
        text = text or {"title": UNREADABLE, "text": UNREADABLE}
        return Showing(
            row.showing_id,
            row.tenant_id,
            row.relationship_id,
            ShownKind(row.kind),
            row.thing_id,
            row.made_by,
            row.made_at,
            text["title"],
            text["text"],
            asked,
            agreed,
            row.version,
        )


def _silent(heard: Table, those: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of those people has not said yes to the text."""
    theirs = and_(
        showing_word.c.tenant_id == showing.c.tenant_id,
        showing_word.c.showing_id == showing.c.showing_id,
        showing_word.c.person_id == heard.c.person_id,
    )
    yes = select(showing_word.c.person_id).where(theirs).correlate(showing, heard)
    silent = select(heard.c.person_id).where(
        heard.c.tenant_id == showing.c.tenant_id, those, ~yes.exists()
    )
    return silent.correlate(showing).exists()
