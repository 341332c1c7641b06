"""P08: with the words of a relationship its key goes, and that is written down apart first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from plugin.mentoring.exchanges import ExchangeKind
from plugin.mentoring.programme import Stage
from plugin.ports.errors import TryLaterError
from plugin.services.retention import DAYS
from tests.stores import NORTHMOOR


class Disk:
    """Takes no line before there is room."""

    def __init__(self):
        self.lines, self.room = [], False

    def add_key(self, tenant_id, one):
        if not self.room:
            raise TryLaterError("removals")
        self.lines.append((tenant_id, one))


@pytest.fixture
def pair(world):
    """A pairing with words in it, in a programme that has been over for long enough."""
    programme = world.programme()
    pair = world.pair(programme)
    kind = ExchangeKind.QUESTION
    world.services.exchanges.ask(pair, kind, "Owls", "At night", urgent=False, actor=world.ada)
    ended = world.clock().date() - timedelta(days=DAYS + 1)
    over = {"stage": Stage.CLOSED, "ends_on": ended, "starts_on": date(2020, 1, 1)}
    world.save("programme", replace(world.kept("programme", programme.programme_id), **over))
    return pair


def removed(world):
    with world.store.look(NORTHMOOR) as work:
        return list(work.key_removals())


def test_p08_no_key_is_destroyed_before_it_is_written_down_apart(world, pair):
    disk = Disk()
    retention = replace(world.services.retention, removals=disk)
    with pytest.raises(TryLaterError):
        retention.forget(NORTHMOOR)
    before = removed(world)

    disk.room = True
    counts = retention.forget(NORTHMOOR)

    assert (before, counts["exchange"], counts["relationship_key"]) == ([], 1, 1)
    assert disk.lines == [(NORTHMOOR, one) for one in removed(world)]
    assert [one.relationship_id for _tenant, one in disk.lines] == [pair]
    assert "relationship_key" not in retention.forget(NORTHMOOR)


def test_p08_a_key_that_a_backup_brought_back_is_destroyed_once(world, pair):
    with world.store.look(NORTHMOOR) as work:
        [key] = work.keys_to_forget(ended_before=world.clock().date(), at=world.clock())

    done = [world.services.retention.reapply(NORTHMOOR, key) for _turn in range(2)]

    assert done == [True, False]
    assert removed(world) == [key]
