"""The groups of courses, as they were last read."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from plugin.mentoring.people import CourseId, PersonId
from plugin.mentoring.seeding import CourseGroup
from plugin.ports.groups import GroupReading
from plugin.store.same_person import SamePerson
from plugin.store.tables import course_member, person
from plugin.store.tables import group_reading as table
from plugin.store.upserts import insert

AT_ONCE = 500


class CourseGroups(SamePerson):
    """Reads and writes groups."""

    def group_reading(self, course_id: CourseId) -> GroupReading | None:
        """Return the latest reading, or None."""
        row = self._one(select(table).where(self._mine(table, course_id=course_id)))
        if row is None:
            return None
        groups = tuple(
            CourseGroup(one["id"], one["name"], tuple(map(PersonId, one["people"])))
            for one in row.groups
        )
        key = CourseId(row.course_id)
        return GroupReading(key, self.tenant_id, row.state, row.asked_at, row.read_at, groups)

    def save_group_reading(self, reading: GroupReading) -> None:
        """Write it; the latest writer is right."""
        self._own(reading.tenant_id)
        values = {
            "state": reading.state,
            "asked_at": reading.asked_at,
            "read_at": reading.read_at,
            "groups": [
                {"id": one.group_id, "name": one.name, "people": list(one.people)}
                for one in reading.groups
            ],
        }
        row = {"tenant_id": self.tenant_id, "course_id": reading.course_id, **values}
        new = insert(self._connection, table).values(row)
        self._connection.execute(
            new.on_conflict_do_update(index_elements=["tenant_id", "course_id"], set_=values)
        )

    def said_groups(self, course_id: CourseId) -> Sequence[CourseGroup]:
        """Return the groups that launches of active members have named: 1 query."""
        mine = self._mine(course_member, course_id=course_id, active=True)
        query = select(course_member.c.person_id, course_member.c.groups).where(
            mine, course_member.c.groups != ""
        )
        people: dict[int, list[PersonId]] = {}
        for row in self._all(query.order_by(course_member.c.person_id)):
            for one in row.groups.split(","):
                people.setdefault(int(one), []).append(PersonId(row.person_id))
        return [
            CourseGroup(str(one), f"Group {one}", tuple(who)) for one, who in sorted(people.items())
        ]

    def people_known_as(
        self, registration_id: str, subjects: Iterable[str]
    ) -> Mapping[str, PersonId]:
        """Return who is known by what the LMS calls them."""
        known_as = self.aliases(registration_id)
        asked = {one: known_as.get(one, one) for one in subjects}
        wanted, found = sorted(set(asked.values())), dict[str, PersonId]()
        mine = self._mine(person, registration_id=registration_id)
        for first in range(0, len(wanted), AT_ONCE):
            some = person.c.subject.in_(wanted[first : first + AT_ONCE])
            query = select(person.c.subject, person.c.person_id).where(mine, some)
            found |= {row.subject: PersonId(row.person_id) for row in self._all(query)}
        return {one: found[known] for one, known in asked.items() if known in found}
