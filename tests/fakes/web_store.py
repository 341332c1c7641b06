"""As much of `plugin.ports.store.Store` as the web layer itself asks for, kept in memory."""

from contextlib import contextmanager
from itertools import count

from plugin.mentoring.people import CourseId, Person, PersonId, TenantId
from plugin.ports.values import Course


class MemoryWork:
    """People and courses of one tenant."""

    def __init__(self, store, tenant_id):
        self._store = store
        self.tenant_id = tenant_id

    def person(self, person_id):
        return self._store.people.get((self.tenant_id, person_id))

    def save_person(self, person):
        self._store.people[self.tenant_id, person.person_id] = person

    def reading(self, course_id):
        return None

    def programmes_in(self, course_id):
        return ()

    @property
    def has_news(self):
        return self._store.news

    def save_visit(self, visit):
        self._store.save_visit(visit)

    def arrive(self, arrival, *, now):
        key = arrival.registration_id, arrival.subject
        number = self._store.numbers.setdefault(key, next(self._store.counter))
        kept = self.person(PersonId(f"person-{number}"))
        person = Person(
            PersonId(f"person-{number}"),
            self.tenant_id,
            arrival.name,
            arrival.email,
            number,
            zone=kept.zone if kept else None,
            is_test=arrival.is_test,
        )
        self.save_person(person)
        self._store.arrivals.append(arrival)
        course = arrival.context_id and Course(
            CourseId(f"course:{arrival.context_id}"),
            self.tenant_id,
            arrival.registration_id,
            arrival.context_id,
            arrival.context_title or "",
            arrival.memberships_url,
        )
        return person, course or None


class MemoryStore:
    """Visits, tickets and the people who arrived."""

    def __init__(self):
        self.visits = {}
        self.spent = {}
        self.placements = {}
        self.people = {}
        self.numbers = {}
        self.counter = count(1)
        self.arrivals = []
        self.saves = 0
        self.news = False

    @contextmanager
    def work(self, tenant_id, *, lasting=True):
        yield MemoryWork(self, tenant_id)

    look = work

    def visit(self, handle_hash):
        return self.visits.get(handle_hash)

    def save_visit(self, visit):
        self.saves += 1
        self.visits[visit.handle_hash] = visit

    def placement(self, handle_hash):
        return self.placements.get(handle_hash)

    def save_placement(self, asked):
        self.placements[asked.handle_hash] = asked

    def spend(self, ticket_hash, *, until, now):
        if ticket_hash in self.spent:
            return False
        self.spent[ticket_hash] = until
        return True

    def tenants(self):
        return [TenantId("tenant-1")]
