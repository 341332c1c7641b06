"""G2: a person's own promises in their To Do, both ways, and nothing lost by it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from plugin.mentoring.promises import PromiseState
from plugin.mentoring.todo import MirrorState
from plugin.ports.errors import (
    ConsentMissingError,
    RefusedError,
    SignInNeededError,
    TryLaterError,
)
from plugin.store import tables
from tests.services.databases import on_both
from tests.stores import NORTHMOOR

DAY = timedelta(days=1)


@pytest.fixture
def today(clock):
    return clock.now.date()


@pytest.fixture
def pair(world):
    """Ada mentors Ben; Ada is connected."""
    world.connect()
    return world.pair(world.programme())


@pytest.fixture
def on(world, pair):
    """Ada wants her promises in To Do."""
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    world.run()
    return pair


def promise(world, pair, day, owner=None, text="Send the draft"):
    owner = owner or world.ada
    made = world.services.promises.make(
        pair, text, due_on=day, owner=owner.person_id, actor=world.ben
    )
    world.run()
    return made


def now(world, made):
    return world.kept("promise", made.promise_id)


def held(world):
    """What stands in Ada's To Do."""
    return [task for _owner, tasks in world.tasks.lists.values() for task in tasks.values()]


def by_hand(world, **changed):
    """Ada changes her one task in To Do, and the net looks there."""
    (tasks,) = [tasks for _owner, tasks in world.tasks.lists.values()]
    (key,) = tasks
    tasks[key] = replace(tasks[key], **changed)
    look(world)


def look(world):
    world.services.todo.read_all(NORTHMOOR)
    world.run()


def mirror(world):
    return world.services.todo.mine(actor=world.ada)


def test_g2_nothing_is_in_to_do_before_a_person_wants_it(world, pair, today):
    promise(world, pair, today)
    look(world)

    assert (world.tasks.asked, mirror(world)) == (0, None)


@on_both
def test_g2_ones_own_promises_are_there_and_nobody_elses(world, pair, today):
    promise(world, pair, today + DAY)
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    world.run()
    promise(world, pair, today + 2 * DAY, text="Read it")
    promise(world, pair, today, owner=world.ben)

    assert [one.due_on for one in held(world)] == [today + DAY, today + 2 * DAY]
    look(world)
    assert world.tasks.made == 2


@on_both
def test_g2_what_changes_here_changes_there(world, on, today):
    made = promise(world, on, today)
    services = world.services.promises
    later = services.put_off(made.promise_id, today + DAY, version=1, actor=world.ada)
    world.run()
    moved = held(world)
    current = now(world, later)
    services.settle(made.promise_id, PromiseState.DONE, version=current.version, actor=world.ada)
    world.run()

    assert [(one.due_on, one.done) for one in moved] == [(today + DAY, False)]
    assert [one.done for one in held(world)] == [True]


@on_both
def test_g2_what_is_done_there_is_done_here_and_what_is_taken_up_again_is_open(world, on, today):
    made = promise(world, on, today)
    by_hand(world, done=True)
    done = now(world, made)
    by_hand(world, done=False)

    assert (done.state, now(world, made).state) == (PromiseState.DONE, PromiseState.OPEN)


def test_g2_another_day_there_is_another_day_here_and_no_day_keeps_the_one_there_was(
    world, on, today
):
    made = promise(world, on, today)
    by_hand(world, due_on=today + DAY)
    moved = now(world, made).due_on
    by_hand(world, due_on=None)

    assert (moved, now(world, made).due_on) == (today + DAY, today + DAY)


def test_g2_what_was_changed_on_both_sides_is_as_it_is_here(world, on, today):
    made = promise(world, on, today)
    world.tasks.trouble = TryLaterError("busy")
    world.services.promises.put_off(made.promise_id, today + DAY, version=1, actor=world.ada)
    world.run()
    world.tasks.trouble = None
    by_hand(world, due_on=today + 3 * DAY, done=True)
    world.clock.now += timedelta(hours=2)
    world.run()

    kept = now(world, made)
    assert (kept.due_on, kept.state) == (today + DAY, PromiseState.DONE)
    assert [(one.due_on, one.done) for one in held(world)] == [(today + DAY, True)]


@on_both
def test_g2_what_is_deleted_there_is_no_longer_mirrored_and_never_lost_here(world, on, today):
    made = promise(world, on, today)
    (tasks,) = [tasks for _owner, tasks in world.tasks.lists.values()]
    world.tasks.removed += list(tasks)
    tasks.clear()
    look(world)
    kept, asked = now(world, made), world.tasks.asked
    world.services.promises.put_off(
        made.promise_id, today + DAY, version=kept.version, actor=world.ada
    )
    world.run()
    quiet = world.tasks.asked - asked
    look(world)

    assert quiet == 0
    assert (kept.state, now(world, made).due_on) == (PromiseState.OPEN, today + DAY)
    assert (held(world), world.tasks.made) == ([], 1)
    assert mirror(world).state is MirrorState.ON


def test_g15_a_task_that_is_gone_when_it_is_changed_is_left_alone(world, on, today):
    made = promise(world, on, today)
    for _owner, tasks in world.tasks.lists.values():
        tasks.clear()
    world.services.promises.put_off(made.promise_id, today + DAY, version=1, actor=world.ada)
    world.run()
    look(world)

    assert world.kept("mirrored", made.promise_id).gone
    assert world.tasks.made == 1


@on_both
def test_g05_a_task_whose_answer_was_lost_is_found_and_not_made_twice(world, on, today):
    world.tasks.lost = TryLaterError("reset")
    made = promise(world, on, today)
    waiting = world.kept("mirrored", made.promise_id).task_id
    world.clock.now += timedelta(hours=1)
    world.run()

    assert (waiting, world.tasks.made) == (None, 1)
    assert world.kept("mirrored", made.promise_id).task_id == held(world)[0].task_id


def test_g2_a_list_that_its_owner_deleted_is_not_made_again_until_they_say_so(world, on, today):
    made = promise(world, on, today)
    world.tasks.lists.clear()
    look(world)
    promise(world, on, today, text="Another")
    stopped = (mirror(world).state, list(world.tasks.lists))
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    world.run()

    assert stopped == (MirrorState.LIST_GONE, [])
    assert mirror(world).state is MirrorState.ON
    assert len(held(world)) == 2
    assert now(world, made).state is PromiseState.OPEN


def test_g11_a_lapsed_sign_in_waits_for_its_owner_and_goes_on_with_them(world, on, today):
    world.tasks.trouble = SignInNeededError("lapsed")
    promise(world, on, today)
    account = world.services.accounts.mine(actor=world.ada)
    world.tasks.trouble = None
    asked = world.tasks.asked
    look(world)
    quiet = world.tasks.asked - asked
    world.connect()
    world.run()

    assert account.needs_sign_in_since is not None
    assert quiet == 0
    assert len(held(world)) == 1


def test_g12_a_grant_that_is_missing_is_shown_and_not_asked_for_again_and_again(world, on, today):
    world.tasks.trouble = ConsentMissingError("403")
    made = promise(world, on, today)
    asked = world.tasks.asked
    look(world)
    promise(world, on, today, text="Another")
    after = world.tasks.asked - asked
    state, world.tasks.trouble = mirror(world).state, None
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    world.run()

    assert (state, after) == (MirrorState.NEEDS_CONSENT, 0)
    assert len(held(world)) == 2
    assert now(world, made).state is PromiseState.OPEN


def test_g01_g03_trouble_is_tried_again_and_nothing_is_lost(world, on, today):
    world.tasks.trouble = TryLaterError("429", after_s=60)
    made = promise(world, on, today)
    world.tasks.trouble = None
    world.clock.now += timedelta(hours=1)
    world.run()

    assert world.tasks.made == 1
    assert world.kept("mirrored", made.promise_id).told.due_on == today


@on_both
def test_g2_who_stops_keeps_the_list_and_who_begins_again_has_nothing_twice(world, on, today):
    made = promise(world, on, today)
    world.services.todo.switch_off(actor=world.ada)
    stopped = (len(held(world)), world.kept("mirrored", made.promise_id), mirror(world))
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    world.run()
    look(world)

    assert stopped == (1, None, None)
    assert world.tasks.made == 1
    by_hand(world, done=True)
    assert now(world, made).state is PromiseState.DONE


def test_g2_disconnecting_ends_the_mirror(world, on, today):
    promise(world, on, today)
    world.services.accounts.disconnect(actor=world.ada)

    assert mirror(world) is None


def test_g2_after_the_end_a_tick_there_changes_nothing_here(world, on, today):
    made = promise(world, on, today)
    world.end(on)
    by_hand(world, done=True)

    assert now(world, made).state is PromiseState.OPEN
    assert mirror(world).state is MirrorState.ON


def test_g2_without_microsoft_nothing_is_offered(level0):
    assert not level0.services.todo.offered


class Meanwhile:
    """A To Do in which something happens between its answer and the reading of it."""

    def __init__(self, tasks, happens):
        self.tasks, self.happens = tasks, happens

    def __getattr__(self, name):
        return getattr(self.tasks, name)

    def changes(self, *given, **named):
        found = self.tasks.changes(*given, **named)
        self.happens()
        return found


@on_both
def test_g2_a_task_that_is_made_while_all_are_read_was_not_deleted_by_anybody(world, pair, today):
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    made = world.services.promises.make(
        pair, "Send it", due_on=today, owner=world.ada.person_id, actor=world.ada
    )
    todo = world.services.todo
    reading = replace(
        todo, tasks=Meanwhile(world.tasks, lambda: todo.push(NORTHMOOR, made.promise_id))
    )
    reading.read(NORTHMOOR, world.ada.person_id)

    assert not world.kept("mirrored", made.promise_id).gone
    assert world.tasks.made == 1


def test_g2_an_account_that_to_do_refuses_is_told_and_not_asked_again_and_again(world, on, today):
    world.tasks.trouble = RefusedError("no-mailbox")
    made = promise(world, on, today)
    asked = world.tasks.asked
    look(world)
    state, quiet, world.tasks.trouble = mirror(world).state, world.tasks.asked - asked, None
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    world.run()

    assert (state, quiet) == (MirrorState.REFUSED, 0)
    assert world.kept("mirrored", made.promise_id).told.due_on == today


def test_g2_what_is_not_known_to_be_there_is_on_its_way(world, pair, today):
    def on_the_way():
        return world.services.todo.on_the_way(actor=world.ada)

    said = [on_the_way()]
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    said.append(on_the_way())
    world.run()
    said.append(on_the_way())
    world.tasks.trouble = TryLaterError("busy")
    promise(world, pair, today)
    said.append(on_the_way())
    world.tasks.trouble = None
    world.clock.now += timedelta(hours=1)
    world.run()

    assert said == [False, True, False, True]
    assert not on_the_way()


@on_both
def test_g2_what_is_owed_is_compared_without_opening_its_words(world, on, today, caplog):
    made = promise(world, on, today)
    with world.store.database.transaction(NORTHMOOR) as connection:
        connection.execute(update(tables.promise).values(body=b"does not open"))
    with world.store.look(NORTHMOOR) as work:
        (owed,) = work.owed_by(world.ada.person_id)

    assert (owed.action_id, owed.standing.due_on) == (made.promise_id, today)
    assert "sealed value refused" not in caplog.text


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_t09_a_day_stays_whatever_clock_its_owner_chooses(world, pair, today, zone):
    clocks = []

    class OnClocks(Meanwhile):
        def changes(self, *given, zones):
            clocks.append(list(zones))
            return self.tasks.changes(*given, zones=zones)

    world.services.accounts.choose_zone("Europe/Berlin", actor=world.ada)
    world.services.todo.switch_on(NORTHMOOR, world.ada.person_id)
    world.run()
    promise(world, pair, today)
    world.services.accounts.choose_zone(zone, actor=world.ada)
    todo = replace(world.services.todo, tasks=OnClocks(world.tasks, None))
    todo.read(NORTHMOOR, world.ada.person_id)
    by_hand(world, due_on=today + DAY)
    todo.read(NORTHMOOR, world.ada.person_id)

    assert clocks == [[zone, "Europe/Berlin"], [zone]]
