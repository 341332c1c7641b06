"""G2: promises in To Do, against the pretend Microsoft 365."""

from datetime import UTC, date, datetime

import pytest

from plugin.gateways.graph_tasks import LIST, GraphTasks
from plugin.mentoring.promises import Promise
from plugin.mentoring.todo import Standing, action_of
from plugin.ports.errors import ConsentMissingError, GoneError, SignInNeededError, TryLaterError
from tests.gateways.conftest import AMARA, HANA, NOW

SCOPES = frozenset({"User.Read", "Tasks.ReadWrite"})
ZONE, LINK = "Europe/Berlin", "https://tool.example/to/promises/r-1/p-1"
FRIDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 29)
MADE = datetime(2026, 11, 1, tzinfo=UTC)
PROMISE = Promise("p-1", "t1", "r-1", None, "ada", "ben", "Send the draft", FRIDAY, MADE)
LISTS = "/v1.0/me/todo/lists"


@pytest.fixture
def account(microsoft):
    return microsoft.account(AMARA)


def tasks_with(microsoft, scopes):
    def transport_of(account):
        microsoft.parts.grants.consent(account.object_id, scopes)
        user = microsoft.user(account.address)
        return microsoft.transport(microsoft.parts.grants.tokens_for(user, scopes))

    return GraphTasks(transport_of=transport_of)


@pytest.fixture
def tasks(microsoft):
    return tasks_with(microsoft, SCOPES)


@pytest.fixture
def made(tasks, account):
    """The list and the task in it."""
    kept = tasks.ensure_list(account)
    return kept, tasks.make(account, kept, action_of(PROMISE), zone=ZONE, link=LINK)


def there(microsoft, account):
    (task,) = microsoft.parts.todo.tasks_of(account.object_id)
    return task


def test_g2_a_person_has_one_list_of_ours_and_nobody_elses_is_taken(tasks, account, microsoft):
    first = tasks.ensure_list(account)
    other = tasks.ensure_list(microsoft.account(HANA))

    assert tasks.ensure_list(account) == first != other
    lists = microsoft.parts.world.state.every("todo_list", owner=account.object_id)
    assert [one["name"] for one in lists] == [LIST]


def test_g2_a_task_says_what_and_on_which_day_of_its_owner_and_leads_back(
    tasks, account, microsoft, made
):
    task = there(microsoft, account)

    assert (task["title"], task["status"]) == ("Send the draft", "notStarted")
    assert task["due"] == "2026-11-26T23:00:00.0000000Z"
    assert task["body"]["content"] == LINK


def test_g2_t09_the_day_that_comes_back_is_the_owners(tasks, account, made):
    kept, key = made
    for zone, day in ((ZONE, FRIDAY), ("America/New_York", date(2026, 11, 26))):
        found = tasks.find(account, kept, LINK, zone=zone)
        assert (found.task_id, found.done, found.due_on) == (key, False, day)
    assert tasks.find(account, kept, "https://tool.example/to/else", zone=ZONE) is None


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "UTC"])
def test_t09_a_day_is_read_on_the_clock_on_which_it_was_written(tasks, account, made, zone):
    kept, key = made
    (there,) = tasks.changes(account, kept, None, zones=[zone, ZONE]).tasks
    tasks.change(account, kept, key, Standing(SUNDAY, done=False), zone=zone)
    (changed,) = tasks.changes(account, kept, None, zones=[zone, ZONE]).tasks

    assert (there.due_on, changed.due_on) == (FRIDAY, SUNDAY)


def test_g2_what_changes_here_changes_there(tasks, account, microsoft, made):
    kept, key = made
    tasks.change(account, kept, key, Standing(SUNDAY, done=True), zone=ZONE)

    task = there(microsoft, account)
    assert (task["status"], task["due"][:10]) == ("completed", "2026-11-28")
    assert task["title"] == "Send the draft"


def test_g2_what_its_owner_does_there_comes_as_changes(tasks, account, microsoft, made):
    kept, key = made
    first = tasks.changes(account, kept, None, zones=[ZONE])
    quiet = tasks.changes(account, kept, first.changes_url, zones=[ZONE])
    microsoft.parts.todo.by_hand(key, status="completed", due=None)
    done = tasks.changes(account, kept, quiet.changes_url, zones=[ZONE])
    microsoft.parts.todo.by_hand(key, gone=True)
    gone = tasks.changes(account, kept, done.changes_url, zones=[ZONE])

    assert (first.whole, len(first.tasks)) == (True, 1)
    assert (quiet.whole, quiet.tasks, quiet.gone) == (False, (), ())
    assert [(one.done, one.due_on) for one in done.tasks] == [(True, None)]
    assert (gone.tasks, gone.gone) == ((), (key,))


def test_g17_a_link_that_no_longer_counts_is_replaced_by_a_full_reading(
    tasks, account, microsoft, made
):
    kept, _key = made
    old = tasks.changes(account, kept, None, zones=[ZONE]).changes_url
    microsoft.parts.world.state.put("delta", "oldest-task", {"number": 10**6})

    again = tasks.changes(account, kept, old, zones=[ZONE])

    assert (again.whole, len(again.tasks)) == (True, 1)


def test_g15_a_list_or_a_task_that_is_gone_is_told_apart_from_trouble(
    tasks, account, microsoft, made
):
    kept, key = made
    microsoft.parts.todo.by_hand(key, gone=True)
    with pytest.raises(GoneError):
        tasks.change(account, kept, key, Standing(SUNDAY, done=True), zone=ZONE)
    microsoft.parts.todo.drop_list(kept)
    with pytest.raises(GoneError):
        tasks.changes(account, kept, None, zones=[ZONE])
    with pytest.raises(GoneError):
        tasks.make(account, kept, action_of(PROMISE), zone=ZONE, link=LINK)


def test_g01_g03_a_task_is_not_made_twice_where_no_answer_came(tasks, account, microsoft):
    kept = tasks.ensure_list(account)
    for status in (429, 503):
        microsoft.misbehave(str(status), "POST", f"{LISTS}/{kept}", times=3)
        with pytest.raises(TryLaterError):
            tasks.make(account, kept, action_of(PROMISE), zone=ZONE, link=LINK)
        microsoft.faults.clear()

    assert len(microsoft.parts.todo.tasks_of(account.object_id)) <= 1


def test_g12_without_the_grant_nothing_is_read_or_made(microsoft, account):
    without = tasks_with(microsoft, frozenset({"User.Read"}))

    with pytest.raises((ConsentMissingError, SignInNeededError)):
        without.ensure_list(account)
    assert microsoft.parts.world.state.every("todo_list", owner=account.object_id) == []


def test_every_request_and_answer_fits_what_microsoft_describes():
    from tests.graph.contract import faults

    day = {"dateTime": f"{FRIDAY}T00:00:00", "timeZone": "W. Europe Standard Time"}
    linked = {"webUrl": LINK, "applicationName": "A", "displayName": "T"}
    body = {"content": LINK, "contentType": "text"}
    task = {"title": "T", "dueDateTime": day, "body": body, "linkedResources": [linked]}

    assert faults("POST", "/me/todo/lists", {"displayName": LIST}) == []
    assert faults("POST", "/me/todo/lists/l1/tasks", task) == []
    change = {"status": "completed", "dueDateTime": day}
    assert faults("PATCH", "/me/todo/lists/l1/tasks/t1", change) == []
    assert NOW.tzinfo is UTC
