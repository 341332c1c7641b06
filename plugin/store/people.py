"""People, as launches and rosters make them known."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from plugin.mentoring.people import Person, PersonId
from plugin.ports.errors import ConflictError
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import person as table
from plugin.store.tables import tenant

PERSON = tuple(
    table.c[name]
    for name in (
        "person_id",
        "tenant_id",
        "name",
        "email",
        "number",
        "zone",
        "locale",
        "is_test",
    )
)
"""The columns of a Person, in the order of its fields."""


class People(Rows):
    """Reads and writes people."""

    def person(self, person_id: PersonId) -> Person | None:
        """Return the person, or None."""
        return self.people([person_id]).get(person_id)

    def people(self, person_ids: Iterable[PersonId]) -> Mapping[PersonId, Person]:
        """Return those people who exist here, by id."""
        return {
            person.person_id: person
            for part in in_parts(dict.fromkeys(person_ids))
            for person in self._people(table.c.person_id.in_(part))
        }

    def save_person(self, person: Person) -> None:
        """Write the person; one that is not known yet is somebody without an LMS."""
        self._own(person.tenant_id)
        values = person_values(person)
        seen = self._transaction.person_versions.get(person.person_id)
        if seen is None and self._read_version(person.person_id) is None:
            self._save(table, {"person_id": person.person_id}, values, 0)
        else:
            self._update_person(person.person_id, values, seen)

    def _update_person(
        self, person_id: PersonId, values: Mapping[str, Any], seen: int | None
    ) -> None:
        at = table.c.version
        wanted = [self._mine(table, person_id=person_id)] + ([at == seen] if seen else [])
        changed = update(table).where(*wanted).values(**values, version=at + 1)
        if self._connection.execute(changed).rowcount != 1:
            raise ConflictError("person")
        if seen:
            self._transaction.person_versions[person_id] = seen + 1

    def _read_version(self, person_id: PersonId) -> int | None:
        row = self._one(select(table.c.version).where(self._mine(table, person_id=person_id)))
        return row.version if row else None

    def _people(self, wanted: ColumnElement[bool]) -> list[Person]:
        query = select(*PERSON, table.c.version).where(self._mine(table), wanted)
        return [self._remember(row) for row in self._all(query)]

    def _remember(self, row: Row[Any]) -> Person:
        person = person_of(row)
        self._transaction.person_versions[person.person_id] = row.version
        return person

    def _take_numbers(self, count: int) -> int:
        """Return the first of `count` numbers that no other person of the tenant gets."""
        mine = tenant.c.tenant_id == self.tenant_id
        taken = update(tenant).where(mine).values(people=tenant.c.people + count)
        last = self._connection.execute(taken.returning(tenant.c.people)).scalar_one()
        return int(last) - count + 1


def person_of(values: Sequence[Any]) -> Person:
    """Read the first values of a row whose query began with PERSON."""
    return Person(*values[: len(PERSON)])


def person_values(person: Person) -> dict[str, Any]:
    """Return what of a person stands in columns beside the key."""
    return {
        "name": person.name,
        "name_key": name_key(person.name),
        "email": person.email,
        "number": person.number,
        "zone": person.zone,
        "locale": person.locale,
        "is_test": person.is_test,
    }


def name_key(name: str | None) -> str:
    """Return the name without case and accents, for finding and sorting; empty for none."""
    apart = unicodedata.normalize("NFKD", (name or "").casefold())
    if apart.isascii():
        return apart
    return "".join([letter for letter in apart if not unicodedata.combining(letter)])
