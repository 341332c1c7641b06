"""C17: what is taken along is of one moment, whatever others save meanwhile."""

import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass

from plugin.gateways.starter_courses import starter_courses
from plugin.services.tables import Table, Tables
from tests.services.databases import on_both
from tests.stores import NORTHMOOR


@dataclass
class Meanwhile:
    """A store in which somebody saves something as soon as the first rows were read."""

    store: object
    save: object

    def work(self, tenant_id):
        return self.store.work(tenant_id)

    @contextmanager
    def look(self, tenant_id):
        with self.store.look(tenant_id) as work:
            read = work.relationships_in

            def then_saved(programme_id):
                found = read(programme_id)
                self.save()
                return found

            work.relationships_in = then_saved
            yield work


@on_both
def test_c17_an_export_holds_nothing_that_was_saved_while_it_was_read(world, at):
    programme = world.programme()
    pair = world.pair(programme)
    world.services.sessions.book(pair, at(1, 10), actor=world.ben)

    def one_more():
        world.services.sessions.book(pair, at(2, 10), actor=world.ben)

    tables = Tables(store=Meanwhile(world.store, one_more), library=starter_courses)
    taken = tables.take(programme.programme_id, Table.SESSIONS, language="en", actor=world.cleo)

    assert len(list(csv.DictReader(io.StringIO(taken.decode("utf-8-sig"), newline="")))) == 1
    with world.store.look(NORTHMOOR) as work:
        assert len(work.sessions_of([pair])) == 2


@on_both
def test_c17_a_reader_sees_one_moment_and_never_writes(world):
    programme = world.programme()

    with world.store.look(NORTHMOOR) as work:
        before = work.programme(programme.programme_id)
        world.pair(programme)
        assert work.relationships_in(programme.programme_id) == []
        assert work.programme(programme.programme_id) == before

    assert len(world.kept("relationships_in", programme.programme_id)) == 1
