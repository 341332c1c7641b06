"""Banks of texts, what was taken from them, the answers, and introductions of third persons."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, Table, literal, select, union_all

from plugin.mentoring.introductions import Introduction, IntroductionId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.questions import Answer, Asked, Bank, Item
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows
from plugin.store.tables import answer, content, introduction, question, tenant_content
from plugin.store.upserts import insert


class Asking(Rows):
    """Reads and writes questions, answers and introductions."""

    def contents(self, programme_id: ProgrammeId) -> Sequence[Item]:
        """Return the programme's own texts of every bank."""
        return self._items(_texts(content).where(self._mine(content, programme_id=programme_id)))

    def tenant_contents(self) -> Sequence[Item]:
        """Return the institution's own texts of every bank."""
        return self._items(_texts(tenant_content).where(self._mine(tenant_content)))

    def own_contents(self, programme_id: ProgrammeId) -> Sequence[Item]:
        """Return the institution's own texts, then the programme's: of one key, the later holds."""
        first = _texts(tenant_content, 1).where(self._mine(tenant_content))
        second = _texts(content, 2).where(self._mine(content, programme_id=programme_id))
        return self._items(union_all(first, second))

    def _items(self, query: Select[Any] | CompoundSelect[Any]) -> list[Item]:
        rows = self._all(query.order_by("layer", "bank", "depth", "key"))
        return [
            Item(Bank(row.bank), row.key, row.depth, row.text, row.hidden, row.version)
            for row in rows
        ]

    def save_tenant_content(self, item: Item) -> None:
        """Write one text of the institution's; it is nobody's confidence, and not sealed."""
        values = {"text": item.text or "", "depth": item.depth, "hidden": item.hidden}
        self._save(tenant_content, {"bank": item.bank, "key": item.key}, values, item.version)

    def save_content(self, programme_id: ProgrammeId, item: Item) -> None:
        """Write one text of a programme's bank; it is the coordinator's, and not sealed."""
        key = {"programme_id": programme_id, "bank": item.bank, "key": item.key}
        values = {"text": item.text or "", "depth": item.depth, "hidden": item.hidden}
        self._save(content, key, values, item.version)

    def asked(self, relationship_id: RelationshipId) -> Sequence[Asked]:
        """Return what was taken, in order."""
        query = select(question).where(self._mine(question, relationship_id=relationship_id))
        return [
            Asked(row.key, self._own_words(row), row.asked_at)
            for row in self._all(query.order_by(question.c.asked_at, question.c.key))
        ]

    def save_asked(self, relationship_id: RelationshipId, asked: Asked) -> None:
        """Note that a question was taken; taking it again changes nothing."""
        row = f"{relationship_id}/{asked.key}"
        values = {
            "tenant_id": self.tenant_id,
            "relationship_id": relationship_id,
            "key": asked.key,
            "body": self._seal(question, row, "body", asked.text or "", of=relationship_id),
            "asked_at": asked.asked_at,
        }
        new = insert(self._connection, question).values(values)
        self._connection.execute(new.on_conflict_do_nothing())

    def answers(self, relationship_id: RelationshipId) -> Sequence[Answer]:
        """Return every member's answers, whom they are for being the caller's question."""
        query = select(answer).where(self._mine(answer, relationship_id=relationship_id))
        return [self._answer(row) for row in self._all(query.order_by(answer.c.key))]

    def save_answer(self, said: Answer) -> None:
        """Write it."""
        self._own(said.tenant_id)
        key = {
            "relationship_id": said.relationship_id,
            "key": said.key,
            "person_id": said.person_id,
        }
        values: dict[str, Any] = {"shared": said.shared}
        if said.text != UNREADABLE:
            values["body"] = self._seal(
                answer,
                "/".join(key.values()),
                "body",
                said.text,
                of=said.relationship_id,
                by=said.person_id,
            )
        self._save(answer, key, values, said.version)

    def introduction(self, introduction_id: IntroductionId) -> Introduction | None:
        """Return it, or None."""
        mine = self._mine(introduction, introduction_id=introduction_id)
        row = self._one(select(introduction).where(mine))
        return self._introduction(row) if row else None

    def introductions(self, relationship_id: RelationshipId) -> Sequence[Introduction]:
        """Return all of a relationship, the oldest first."""
        mine = self._mine(introduction, relationship_id=relationship_id)
        rows = self._all(select(introduction).where(mine).order_by(introduction.c.made_at))
        return [self._introduction(row) for row in rows]

    def save_introduction(self, made: Introduction) -> None:
        """Write it."""
        self._own(made.tenant_id)
        values: dict[str, Any] = {
            "relationship_id": made.relationship_id,
            "made_by": made.made_by,
            "made_for": made.made_for,
            "made_at": made.made_at,
            "wanted": made.wanted,
            "agreed": made.agreed,
        }
        if made.who != UNREADABLE:
            text = json.dumps({"who": made.who, "contact": made.contact}).encode()
            values["body"] = self._seal_bytes(
                introduction,
                made.introduction_id,
                "body",
                text,
                of=made.relationship_id,
                by=made.made_by,
            )
        self._save(introduction, {"introduction_id": made.introduction_id}, values, made.version)

    def _own_words(self, row: Row[Any]) -> str | None:
        name = f"{row.relationship_id}/{row.key}"
        return self._open(question, name, "body", row.body, of=row.relationship_id) or None

    def _answer(self, row: Row[Any]) -> Answer:
        name = f"{row.relationship_id}/{row.key}/{row.person_id}"
        text = self._open(answer, name, "body", row.body, of=row.relationship_id)
        return Answer(
            row.relationship_id,
            row.tenant_id,
            row.key,
            row.person_id,
            text,
            row.shared,
            row.version,
        )

    def _introduction(self, row: Row[Any]) -> Introduction:
        text = self._open(
            introduction, row.introduction_id, "body", row.body, of=row.relationship_id
        )
        known = {"who": text, "contact": text} if text == UNREADABLE else json.loads(text)
        return Introduction(
            row.introduction_id,
            row.tenant_id,
            row.relationship_id,
            row.made_by,
            row.made_for,
            known["who"],
            known["contact"],
            row.made_at,
            row.wanted,
            row.agreed,
            row.version,
        )


def _texts(table: Table, layer: int = 0) -> Select[Any]:
    names = ("bank", "key", "depth", "text", "hidden", "version")
    return select(literal(layer).label("layer"), *(table.c[name] for name in names))
