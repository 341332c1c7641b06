"""S13, P08, P09, K10: a copy of one's own, its removal, and forgetting in time."""

import io
import json
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import TooManyCopiesError, UnknownThingError
from plugin.mentoring.exchanges import ExchangeKind
from plugin.mentoring.notes import NoteKind
from plugin.mentoring.people import CourseRole
from plugin.mentoring.programme import Format, Stage
from plugin.mentoring.relationship import RelationshipState
from plugin.mentoring.session import SessionState
from plugin.ports.errors import TryLaterError
from plugin.ports.values import RosterMember
from plugin.services.bundle import bundled
from plugin.services.retention import DAYS
from plugin.store.personal import PLACES
from plugin.store.tables import metadata
from tests.services.databases import on_both
from tests.services.test_circles import related
from tests.services.test_goals import begins
from tests.stores import NORTHMOOR

OWL, FOX = "I fear owls", "I saw a fox"


@pytest.fixture
def programme(world):
    return world.programme()


@pytest.fixture
def pair(world, programme):
    world.answer(programme, world.ada, Side.MENTOR, about="Ada herself")
    world.answer(programme, world.ben, Side.MENTEE, about="Ben himself")
    return world.pair(programme)


@pytest.fixture
def session(world, pair, at):
    """A session in ada's calendar, about which both have written."""
    world.connect()
    made = world.services.sessions.book(pair, at(3, 10), actor=world.ada)
    records = world.services.records
    records.write(made.session_id, NoteKind.RECORD, FOX, actor=world.ada)
    records.write(made.session_id, NoteKind.JOTTING, "Ada's own", actor=world.ada)
    records.write(made.session_id, NoteKind.HEARD, OWL, actor=world.ben)
    records.write(made.session_id, NoteKind.JOTTING, "Ben's own", actor=world.ben)
    kind = ExchangeKind.QUESTION
    world.services.exchanges.ask(pair, kind, OWL, OWL, urgent=False, actor=world.ben)
    world.run()
    return made


def copy_of(world, actor):
    privacy = world.services.privacy
    privacy.ask_copy(actor=actor)
    world.run()
    latest = privacy.held(actor=actor).copies[0]
    content = privacy.take_copy(latest.export_id, actor=actor)
    return zipfile.ZipFile(io.BytesIO(content)), latest.export_id


def asked(world, pair):
    return {
        text for one in world.kept("between", pair).exchanges for text in (one.subject, one.context)
    }


def words(world, session, actor):
    page = world.services.records.page(session.session_id, actor=actor)
    return {note.body for note in page.notes}


@on_both
def test_p09_a_copy_holds_ones_own_words_and_nobody_elses(world, session):
    archive, _ = copy_of(world, world.ben)

    text = archive.read("data.json").decode()
    everything = "".join(archive.read(name).decode() for name in archive.namelist())

    assert json.loads(text)["person"][0]["name"] == "Ben"
    for own in (OWL, "Ben's own", "Ben himself"):
        assert own in everything
    for others in (FOX, "Ada's own", "Ada herself", world.ada.person_id):
        assert others not in everything


def test_s13_a_copy_is_taken_once_by_whose_it_is_within_a_day(world, session, clock):
    _, key = copy_of(world, world.ben)
    with pytest.raises(UnknownThingError):
        world.services.privacy.take_copy(key, actor=world.ben)
    world.services.privacy.ask_copy(actor=world.ben)
    world.run()
    fresh = world.services.privacy.held(actor=world.ben).copies[0]
    with pytest.raises(UnknownThingError):
        world.services.privacy.take_copy(fresh.export_id, actor=world.ada)

    clock.advance(days=1, seconds=1)

    with pytest.raises(UnknownThingError):
        world.services.privacy.take_copy(fresh.export_id, actor=world.ben)


class Meanwhile:
    """A store in which something else happens while what is a person's is read."""

    def __init__(self, store, happens):
        self.store, self.happens = store, happens

    @contextmanager
    def look(self, tenant_id):
        with self.store.look(tenant_id) as work:
            yield Reading(work, self.happens)

    @contextmanager
    def work(self, tenant_id):
        with self.store.work(tenant_id) as work:
            yield Reading(work, self.happens)


class Reading:
    def __init__(self, work, happens):
        self.work, self.happens = work, happens

    def __getattr__(self, name):
        return getattr(self.work, name)

    def own_data(self, who):
        found = self.work.own_data(who)
        self.happens()
        return found


def made_while(world, happens):
    """Make the copy that ben asks for; return the bundles that are there then."""
    privacy = world.services.privacy
    privacy.ask_copy(actor=world.ben)
    (asked,) = world.kept("copies_of", world.ben.person_id)
    slow = replace(privacy, store=Meanwhile(world.store, happens))
    slow.make_copy(NORTHMOOR, world.ben.person_id, asked.export_id)
    return world.kept("bundle", asked.export_id)


@on_both
def test_others_write_while_a_copy_is_put_together(world, pair):
    said = []

    bundle = made_while(
        world, lambda: said.append(world.services.privacy.ask_copy(actor=world.ada))
    )

    assert len(said) == 1
    assert bundle is not None


@on_both
def test_p08_who_is_removed_while_their_copy_is_put_together_leaves_none(world, pair):
    def removed():
        with world.store.work(NORTHMOOR) as work:
            work.erase(world.ben.person_id)

    assert made_while(world, removed) is None


def test_a_person_has_three_copies_a_day(world, pair, clock):
    for _ in range(3):
        world.services.privacy.ask_copy(actor=world.ben)
    with pytest.raises(TooManyCopiesError):
        world.services.privacy.ask_copy(actor=world.ben)

    clock.advance(days=1, seconds=1)
    world.services.privacy.ask_copy(actor=world.ben)


def test_a_copy_holds_no_formula_and_no_markup(clock):
    evil = {"note": [{"body": '=HYPERLINK("https://x.example")'}, {"body": "<script>x</script>"}]}
    evil["note"].append({"body": "\u200b=1"})

    archive = zipfile.ZipFile(io.BytesIO(bundled(evil, at=clock())))

    table = archive.read("tables/note.csv").decode()
    assert "\"'=HYPERLINK" in table
    assert "'\u200b=1" in table
    assert "<script>" not in archive.read("data.html").decode()


@on_both
def test_s13_removal_takes_ones_own_words_and_leaves_the_others(world, pair, session):
    world.services.privacy.ask_removal(actor=world.ben)
    world.run()

    held = world.services.privacy.held(actor=world.ben)
    assert held.erasure.done_at is not None
    assert held.erasure.counts["note"] == 2
    assert asked(world, pair) == {"[removed]"}
    assert (held.person.name, held.person.email) == (None, None)
    assert words(world, session, world.ada) == {FOX, "Ada's own", "[removed]"}
    assert world.kept("relationship", pair).state is RelationshipState.ENDED
    assert world.session(session).state is SessionState.CANCELLED


@on_both
def test_s13_what_one_said_of_anothers_goal_goes_too(world, pair):
    """It stands in the partner's goal, and is in nobody's copy but as "somebody else"."""
    goals, made = world.services.goals, begins(world, pair)
    goals.add_milestone(made.goal_id, "Ask the first", actor=world.ben)
    goals.reach(made.goal_id, 0, world.clock().date(), actor=world.ben)
    goals.cheer(made.goal_id, 0, FOX, actor=world.ada)

    assert FOX not in copy_of(world, world.ben)[0].read("data.json").decode()
    taken = json.loads(copy_of(world, world.ada)[0].read("data.json"))
    assert [one["said"] for one in taken["said_of_goals"]] == [FOX]
    world.services.privacy.ask_removal(actor=world.ada)
    world.run()

    [kept] = world.kept("goals", pair)
    assert kept.milestones[0].cheer == "[removed]"
    assert kept.specific == made.specific


def test_s13_what_somebody_said_of_a_goal_before_they_left_the_circle_goes_too(world):
    dora = world.arrive("dora")
    members = (world.ada, Side.MENTOR), (world.ben, Side.MENTEE), (dora, Side.MENTEE)
    circle = related(world, world.programme(), Format.CIRCLE, *members)
    goals, made = world.services.goals, begins(world, circle)
    goals.add_milestone(made.goal_id, "Ask the first", actor=world.ben)
    goals.reach(made.goal_id, 0, world.clock().date(), actor=world.ben)
    goals.cheer(made.goal_id, 0, FOX, actor=dora)
    world.services.memberships.leave(circle, actor=dora)
    [stays] = world.kept("goals", circle)
    named = goals.page(circle, actor=world.ben).people

    world.services.privacy.ask_removal(actor=dora)
    world.run()

    assert (stays.milestones[0].cheer, named[dora.person_id].given) == (FOX, "Dora")
    [kept] = world.kept("goals", circle)
    assert dora.person_id not in world.kept("relationship", circle).people
    assert kept.milestones[0].cheer == "[removed]"


def test_s13_a_goal_goes_with_its_owner_and_what_was_said_of_it_with_the_goal(world, pair):
    goals, made = world.services.goals, begins(world, pair)
    goals.add_milestone(made.goal_id, "Ask the first", actor=world.ben)
    goals.reach(made.goal_id, 0, world.clock().date(), actor=world.ben)
    goals.cheer(made.goal_id, 0, FOX, actor=world.ada)
    world.services.privacy.ask_removal(actor=world.ben)
    world.run()

    assert world.kept("goals", pair) == []
    assert FOX not in copy_of(world, world.ada)[0].read("data.json").decode()


@on_both
def test_s13_a_meeting_in_ones_own_calendar_is_called_off_before_the_account_goes(
    world, pair, session
):
    assert len(world.calendars.events) == 1

    world.services.privacy.ask_removal(actor=world.ada)
    assert world.kept("account", world.ada.person_id) is not None
    while world.run():
        pass
    world.clock.advance(minutes=6)
    world.run()

    assert world.link(session).told_cancelled
    assert world.kept("account", world.ada.person_id) is None
    assert world.services.privacy.held(actor=world.ada).erasure.done_at is not None


@on_both
def test_p08_whoever_comes_back_begins_anew(world, pair, session):
    world.services.privacy.ask_removal(actor=world.ben)
    world.run()

    again = world.arrive("ben")

    assert again.person_id != world.ben.person_id
    with pytest.raises(UnknownThingError):
        world.services.relationships.page(pair, actor=again)


@on_both
def test_k10_a_removal_is_done_again_after_a_backup_was_restored(world, pair, session):
    """The backup has the words, and no line that says that they were removed."""
    privacy = world.services.privacy

    assert privacy.reapply(NORTHMOOR, world.ben.person_id, world.clock())
    assert not privacy.reapply(NORTHMOOR, "nobody", world.clock())

    assert OWL not in words(world, session, world.ada)
    assert [x.person_id for x in privacy.erasures(NORTHMOOR)] == [world.ben.person_id]


@on_both
def test_k10_after_a_restore_nobody_stays_bound_to_who_was_removed(world, pair, session):
    """The backup has the two still working together, and a session ahead of them."""
    privacy = world.services.privacy
    assert privacy.reapply(NORTHMOOR, world.ben.person_id, world.clock())

    assert privacy.reapply(NORTHMOOR, world.ben.person_id, world.clock())

    assert world.kept("relationship", pair).state is RelationshipState.ENDED
    assert world.session(session).state is SessionState.CANCELLED


class FullDisk:
    """Takes no line before there is room."""

    def __init__(self, room=False):
        self.lines, self.room = [], room

    def add(self, tenant_id, person_id, at):
        if not self.room:
            raise TryLaterError("removals")
        self.lines.append((tenant_id, person_id, at))


def test_k10_nothing_is_removed_before_it_is_written_down_apart_from_the_database(
    world, pair, session
):
    asked_at, disk = world.clock(), FullDisk()
    privacy = replace(world.services.privacy, removals=disk)
    privacy.ask_removal(actor=world.ben)
    with pytest.raises(TryLaterError):
        privacy.erase(NORTHMOOR, world.ben.person_id)
    before = privacy.held(actor=world.ben)

    disk.room = True
    privacy.erase(NORTHMOOR, world.ben.person_id)

    assert (before.erasure.done_at, before.person.name) == (None, "Ben")
    assert disk.lines == [(NORTHMOOR, world.ben.person_id, asked_at)]
    assert privacy.held(actor=world.ben).person.name is None


def test_p08_whoever_is_still_on_the_course_list_comes_back_as_somebody_new(world, pair, session):
    world.services.privacy.ask_removal(actor=world.ben)
    world.run()
    world.rosters.members = [
        RosterMember(one, one.title(), None, CourseRole.LEARNER, active=True)
        for one in ("ada", "ben", "cleo")
    ]

    for _ in range(2):
        world.services.rosters.read(NORTHMOOR, world.cleo.course_id)

    members = {x.person.name: x.person for x in world.kept("course_members", world.cleo.course_id)}
    again = members["Ben"]
    assert again.person_id != world.ben.person_id
    assert len([name for name in members if name == "Ben"]) == 1
    assert world.kept("relationships_of", again.person_id) == []
    assert world.kept("person", world.ben.person_id).name is None


@on_both
def test_what_was_written_is_kept_for_sixty_days_after_the_end(world, pair, session, clock):
    ended = clock().date()
    programme = world.kept("programme", world.kept("relationship", pair).programme_id)
    world.save("programme", replace_ended(programme, ended))
    clock.advance(days=DAYS)
    assert "note" not in world.services.retention.forget(NORTHMOOR)

    clock.advance(days=1)
    counts = world.services.retention.forget(NORTHMOOR)

    assert counts["note"] == 4
    assert words(world, session, world.ada) == set()
    assert world.kept("relationship", pair).people == {world.ada.person_id, world.ben.person_id}


def replace_ended(programme, day):
    return replace(programme, stage=Stage.CLOSED, ends_on=day, starts_on=day - timedelta(days=90))


def test_an_institution_chooses_for_how_long(world, pair, session, clock):
    world.services.retention.choose(NORTHMOOR, 0)

    assert world.services.privacy.held(actor=world.ben).days == 0


def test_p08_every_place_in_which_people_stand_is_accounted_for():
    standing = {
        (table.name, key.parent.name)
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person" and key.column.name == "person_id"
    }

    assert standing - {(place.table, place.column) for place in PLACES} == set()
