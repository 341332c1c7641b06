"""A coordinator with a list of people, for tests of lists."""

import csv
import io
from datetime import timedelta

HEADS = "email,side,capacity,offers"
ADA = "ada@northmoor.example,mentor,2,Networking"
BEN = "ben@northmoor.example,mentee,,"


class Desk:
    """A coordinator with a list."""

    def __init__(self, world):
        self.world = world
        self.programme = world.programme()
        self.key = self.programme.programme_id
        self.lists = world.services.people_lists

    def choose(self, *rows, heads=HEADS, actor=None):
        content = "\n".join((heads, *rows)).encode()
        self.world.clock.advance(timedelta(seconds=1))
        self.lists.choose(self.key, content, actor=actor or self.world.cleo)
        return self.latest()

    def bring(self):
        version = self.latest().version
        self.lists.bring(self.key, version=version, actor=self.world.cleo)
        self.world.run()
        return self.counts()

    def page(self, **how):
        return self.lists.page(self.key, actor=self.world.cleo, **how)

    def latest(self):
        return self.page().latest

    def counts(self):
        return {state.value: count for state, count in self.page().counts.items()}

    def rows(self):
        return {row.number: row for row in self.page().rows}

    def part(self, actor):
        return self.world.kept("enrolment", self.key, actor.person_id)

    def left(self, list_id=None):
        found = self.lists.left(
            self.key,
            list_id or self.latest().list_id,
            lambda row: " ".join(fault.why for fault in row.faults) or row.state,
            actor=self.world.cleo,
        )
        return list(csv.DictReader(io.StringIO(found.decode("utf-8-sig"), newline="")))
