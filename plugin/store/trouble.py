"""Reads and writes blocks, wishes for another match, concerns, and what an institution decided."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from plugin.mentoring.concern import Concern, ConcernId, ConcernState
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.relationship import RelationshipId
from plugin.ports.trouble import Contact, Support
from plugin.ports.values import UNREADABLE
from plugin.store.exclusions import Exclusions
from plugin.store.relationships import Relationships
from plugin.store.rows import in_parts
from plugin.store.tables import (
    block,
    concern,
    concern_reader,
    rematch_wish,
    tenant_setting,
)
from plugin.store.tables import (
    relationship as relationship_table,
)
from plugin.store.upserts import insert

SUPPORT = "support"


class Trouble(Exclusions, Relationships):
    """What people do when it does not go well between them."""

    def support(self) -> Support:
        """Return what the institution says of help."""
        kept = self.tenant_setting(SUPPORT) or {}
        contacts = (Contact(what, how) for what, how in kept.get("contacts", ()))
        return Support(tuple(contacts), tuple(kept.get("officers", ())))

    def save_support(self, support: Support) -> None:
        """Write it in place of what was said before."""
        contacts = [[one.what, one.how] for one in support.contacts]
        value = {"contacts": contacts, "officers": list(support.officers)}
        self.save_tenant_setting(SUPPORT, value)

    def tenant_setting(self, name: str) -> Any:
        """Return a setting of the institution, or None."""
        row = self._one(select(tenant_setting.c.value).where(self._mine(tenant_setting, name=name)))
        return row.value if row else None

    def save_tenant_setting(self, name: str, value: object) -> None:
        """Write a setting of the institution."""
        key = {"tenant_id": self.tenant_id, "name": name}
        new = insert(self._connection, tenant_setting).values({**key, "value": value})
        self._connection.execute(
            new.on_conflict_do_update(index_elements=list(key), set_={"value": value})
        )

    def blocks_of(self, person_id: PersonId) -> frozenset[PersonId]:
        """Return whom the person has blocked."""
        query = select(block.c.other_id).where(self._mine(block, person_id=person_id))
        return frozenset(row.other_id for row in self._all(query))

    def apart(
        self, people: Iterable[PersonId], programme_id: ProgrammeId
    ) -> frozenset[frozenset[PersonId]]:
        """Return the pairs of them of whom one has blocked the other, or who are excluded."""
        known = frozenset(people)
        found: set[frozenset[PersonId]] = set()
        for part in in_parts(known):
            query = select(block.c.person_id, block.c.other_id)
            query = query.where(self._mine(block), block.c.person_id.in_(part))
            rows = self._all(query)
            found |= {frozenset((x.person_id, x.other_id)) for x in rows if x.other_id in known}
        return frozenset(found | {x for x in self.excluded(programme_id) if x <= known})

    def block(self, person_id: PersonId, other: PersonId, *, at: datetime) -> None:
        """Keep the two apart from now on; repeatable."""
        row = {"tenant_id": self.tenant_id, "person_id": person_id, "other_id": other, "since": at}
        new = insert(self._connection, block).values(row)
        self._connection.execute(new.on_conflict_do_nothing())

    def unblock(self, person_id: PersonId, other: PersonId) -> None:
        """Let the two meet again."""
        mine = self._mine(block, person_id=person_id, other_id=other)
        self._connection.execute(delete(block).where(mine))

    def wishes_for_another(self, relationship_id: RelationshipId) -> frozenset[PersonId]:
        """Return who asked for another match."""
        query = select(rematch_wish.c.person_id)
        query = query.where(self._mine(rematch_wish, relationship_id=relationship_id))
        return frozenset(row.person_id for row in self._all(query))

    def wish_for_another(
        self, relationship_id: RelationshipId, person_id: PersonId, *, at: datetime
    ) -> None:
        """Note the wish; repeatable."""
        key = {"relationship_id": relationship_id, "person_id": person_id}
        row = {"tenant_id": self.tenant_id, **key, "asked_at": at}
        new = insert(self._connection, rematch_wish).values(row)
        self._connection.execute(new.on_conflict_do_nothing())

    def drop_wish_for_another(self, relationship_id: RelationshipId, person_id: PersonId) -> None:
        """Forget the wish."""
        mine = self._mine(rematch_wish, relationship_id=relationship_id, person_id=person_id)
        self._connection.execute(delete(rematch_wish).where(mine))

    def wishes_in(self, programme_id: ProgrammeId) -> Mapping[RelationshipId, Sequence[PersonId]]:
        """Return who asked for another match, by relationship; one query."""
        ties = relationship_table
        found: dict[RelationshipId, list[PersonId]] = {}
        same = (ties.c.tenant_id == rematch_wish.c.tenant_id) & (
            ties.c.relationship_id == rematch_wish.c.relationship_id
        )
        query = select(rematch_wish.c.relationship_id, rematch_wish.c.person_id)
        query = query.select_from(rematch_wish.join(ties, same))
        mine = self._mine(rematch_wish) & (ties.c.programme_id == programme_id)
        for row in self._all(query.where(mine)):
            found.setdefault(row.relationship_id, []).append(row.person_id)
        return found

    def concern(self, concern_id: ConcernId) -> Concern | None:
        """Return the concern, or None."""
        row = self._one(select(concern).where(self._mine(concern, concern_id=concern_id)))
        return self._concern(row) if row else None

    def concerns_of(self, person_id: PersonId) -> Sequence[Concern]:
        """Return those that the person raised or may read, the latest first."""
        theirs = select(concern_reader.c.concern_id)
        theirs = theirs.where(self._mine(concern_reader, person_id=person_id))
        query = select(concern).where(self._mine(concern), concern.c.concern_id.in_(theirs))
        rows = self._all(query.order_by(concern.c.raised_at.desc()))
        return [self._concern(row) for row in rows]

    def concerns_unseen(self, *, before: datetime) -> Sequence[Concern]:
        """Return those that nobody has opened, and whose time was over by then."""
        waiting = self._mine(concern, state=ConcernState.OPEN)
        rows = self._all(select(concern).where(waiting, concern.c.answer_by <= before))
        return [self._concern(row) for row in rows]

    def save_concern(self, raised: Concern) -> None:
        """Write it, and who may read it."""
        self._own(raised.tenant_id)
        key = {"concern_id": raised.concern_id}
        values: dict[str, Any] = {
            "programme_id": raised.programme_id,
            "relationship_id": raised.relationship_id,
            "raised_by": raised.raised_by,
            "about": sorted(raised.about),
            "told": list(raised.told),
            "raised_at": raised.raised_at,
            "answer_by": raised.answer_by,
            "state": raised.state,
            "passed_on_at": raised.passed_on_at,
        }
        said = (("body", raised.text, raised.raised_by), ("answer", raised.answer, None))
        for column, text, by in said:
            if text != UNREADABLE:
                values[column] = self._seal(concern, raised.concern_id, column, text, by=by)
        self._save(concern, key, values, raised.version)
        readers = dict.fromkeys((raised.raised_by, *raised.told))
        self._put(concern_reader, key, [{"person_id": one} for one in readers])

    def _concern(self, row: Row[Any]) -> Concern:
        return Concern(
            row.concern_id,
            row.tenant_id,
            row.programme_id,
            row.relationship_id,
            row.raised_by,
            frozenset(row.about),
            self._open(concern, row.concern_id, "body", row.body),
            tuple(row.told),
            row.raised_at,
            row.answer_by,
            ConcernState(row.state),
            row.passed_on_at,
            self._open(concern, row.concern_id, "answer", row.answer),
            row.version,
        )
