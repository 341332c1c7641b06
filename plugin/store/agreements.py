"""Agreements: every version of the text is kept, sealed, and never overwritten.

But for a version that only its writer has signed: its words go with them (`own_texts.py`).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select

from plugin.mentoring.agreement import Agreement, Signature, Terms
from plugin.mentoring.enrolment import Medium
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.errors import ConflictError
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows
from plugin.store.tables import agreement, agreement_text, signature
from plugin.store.upserts import insert


class Agreements(Rows):
    """Reads and writes agreements."""

    def agreement(self, relationship_id: RelationshipId) -> Agreement | None:
        """Return the version that holds, or None before the first."""
        query = (
            select(
                agreement_text,
                agreement.c.version,
                signature.c.person_id.label("signer"),
                signature.c.signed_at,
            )
            .select_from(
                agreement.join(agreement_text, _same(agreement)).outerjoin(
                    signature, _same(signature)
                )
            )
            .where(self._mine(agreement, relationship_id=relationship_id))
            .order_by(signature.c.signed_at, signature.c.person_id)
        )
        rows = self._all(query)
        return self._agreement(rows) if rows else None

    def save_agreement(self, agreed: Agreement) -> None:
        """Write the number that holds, its text when it is new, and the signatures."""
        self._own(agreed.tenant_id)
        key = {"relationship_id": agreed.relationship_id}
        self._save(agreement, key, {"number": agreed.number}, agreed.version)
        if agreed.terms.words != UNREADABLE:
            self._keep_text(agreed)
        rows = [
            {
                "tenant_id": self.tenant_id,
                **key,
                "number": agreed.number,
                "person_id": one.person_id,
                "signed_at": one.signed_at,
            }
            for one in agreed.signatures
        ]
        if rows:
            new = insert(self._connection, signature).on_conflict_do_nothing()
            self._connection.execute(new, rows)

    def _keep_text(self, agreed: Agreement) -> None:
        key = {"relationship_id": agreed.relationship_id, "number": agreed.number}
        known = self._one(select(agreement_text).where(self._mine(agreement_text, **key)))
        if known is not None:
            if self._terms(known) != agreed.terms:
                raise ConflictError("agreement_text")
            return
        text = json.dumps(_kept(agreed.terms)).encode()
        row = _row_name(agreed.relationship_id, agreed.number)
        values = {
            "tenant_id": self.tenant_id,
            **key,
            "terms": self._seal_bytes(
                agreement_text, row, "terms", text, of=agreed.relationship_id
            ),
            "proposed_by": agreed.proposed_by,
            "proposed_at": agreed.proposed_at,
        }
        self._connection.execute(agreement_text.insert().values(values))

    def _agreement(self, rows: Sequence[Row[Any]]) -> Agreement:
        first = rows[0]
        return Agreement(
            first.relationship_id,
            first.tenant_id,
            first.number,
            self._terms(first),
            first.proposed_by,
            first.proposed_at,
            tuple(Signature(row.signer, row.signed_at) for row in rows if row.signer),
            first.version,
        )

    def _terms(self, row: Row[Any]) -> Terms:
        name = _row_name(row.relationship_id, row.number)
        text = self._open(agreement_text, name, "terms", row.terms, of=row.relationship_id)
        return Terms(words=UNREADABLE) if text == UNREADABLE else _terms_of(json.loads(text))


_LISTS = ("recorded", "shared", "never", "limits", "topics")


def _row_name(relationship_id: str, number: int) -> str:
    return f"{relationship_id}/{number}"


def _kept(terms: Terms) -> dict[str, Any]:
    kept = asdict(terms)
    return kept if terms.topics else {name: kept[name] for name in kept if name != "topics"}


def _terms_of(kept: dict[str, Any]) -> Terms:
    lists = {name: tuple(kept[name]) for name in _LISTS if name in kept}
    return Terms(**(kept | lists | {"medium": Medium(kept["medium"])}))


def _same(table: Any) -> Any:
    """Return the condition that a row is of the same version as the text's."""
    text = agreement_text.c
    return (
        (table.c.tenant_id == text.tenant_id)
        & (table.c.relationship_id == text.relationship_id)
        & (table.c.number == text.number)
    )
