"""Two accounts that are one person (S04), and accounts that have changed hands (S08)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import (
    AnotherPersonError,
    BothUsedError,
    NotAllowedError,
    UnknownThingError,
    WrongStateError,
)
from plugin.mentoring.notices import News
from plugin.mentoring.people import CourseRole
from plugin.ports.values import RosterMember
from plugin.store import lookalikes
from plugin.store.tables import metadata
from tests.services.databases import on_both
from tests.services.test_own_data import FullDisk
from tests.stores import NORTHMOOR

STRANGER = {"name": "Zoë Quist", "email": "quist@northmoor.example"}


class House:
    """Ada and Ben work together; `twin` is Ben's second account of the same LMS."""

    def __init__(self, world):
        self.world = world
        self.programme = world.programme()
        self.key = self.programme.programme_id
        world.answer(self.programme, world.ben, Side.MENTEE)
        self.pair = world.pair(self.programme)
        self.twin = world.arrive("ben-2", name="Ben", email="other@northmoor.example")
        self.service = world.services.same_person

    def ask(self, first=None, last=None):
        one, other = first or self.world.ben, last or self.twin
        asked = self.service.ask(self.key, one.person_id, other.person_id, actor=self.world.cleo)
        return asked.joining_id

    def joined(self):
        key = self.ask()
        self.service.answer(key, yes=True, actor=self.twin)
        self.service.answer(key, yes=True, actor=self.world.ben)
        return key

    def comes(self, subject, **said):
        return self.world.arrive(subject, **({"name": "Ben", "email": None} | said)).person_id

    def read_list(self, *members):
        world = self.world
        with world.store.work(NORTHMOOR) as work:
            course = work.course(world.cleo.course_id)
            return work.apply_roster(course, members, now=world.clock())

    def told(self, actor):
        with self.world.store.look(NORTHMOOR) as work:
            rows = work._all(text("SELECT person_id, news FROM notice"))
        return [row.news for row in rows if row.person_id == actor.person_id]


@pytest.fixture
def house(world):
    return House(world)


def line(subject, role=CourseRole.LEARNER, **said):
    return RosterMember(subject, said.pop("name", "Ben"), None, role, active=True, **said)


@on_both
def test_s04_two_accounts_lead_to_one_person_once_both_have_said_so(house):
    key, ben = house.ask(), house.world.ben.person_id
    house.service.answer(key, yes=True, actor=house.twin)
    assert house.comes("ben-2") == house.twin.person_id

    house.service.answer(key, yes=True, actor=house.world.ben)

    assert [house.comes("ben-2"), house.comes("ben"), house.comes("ben-2")] == [ben] * 3


def test_s04_members_of_one_name_are_proposed_to_the_coordinator_until_they_are_asked(house):
    page = house.service.page(house.key, actor=house.world.cleo)
    assert [{a.person_id, b.person_id} for a, b in page.lookalikes] == [
        {house.world.ben.person_id, house.twin.person_id}
    ]

    house.ask()

    page = house.service.page(house.key, actor=house.world.cleo)
    assert page.lookalikes == ()
    assert house.told(house.twin) == house.told(house.world.ben) == [News.ACCOUNT]


def proposed(house):
    page = house.service.page(house.key, actor=house.world.cleo)
    return {frozenset((a.person_id, b.person_id)) for a, b in page.lookalikes}


@on_both
def test_s04_of_three_of_one_name_each_pair_is_proposed(house):
    third = house.world.arrive("ben-3", name="Ben", email="OTHER@northmoor.example")
    ben, twin = house.world.ben.person_id, house.twin.person_id
    before = proposed(house)

    house.ask()

    left = {frozenset((ben, third.person_id)), frozenset((twin, third.person_id))}
    assert before == left | {frozenset((ben, twin))}
    assert proposed(house) == left


def test_s04_those_who_were_asked_take_no_place_from_the_next(house, monkeypatch):
    monkeypatch.setattr(lookalikes, "MOST", 1)
    for turn in (1, 2):
        house.world.arrive(f"max-{turn}", name="Max", email=None)
    first = proposed(house)
    house.ask(*(house.world.kept("person", one) for one in next(iter(first))))

    assert len(first) == len(proposed(house)) == 1
    assert proposed(house) != first


def test_s04_the_account_with_somebody_to_work_with_is_kept(house):
    house.ask(house.twin, house.world.ben)

    [asked] = house.service.mine(actor=house.twin).joinings
    assert (asked.kept, asked.other) == (house.world.ben.person_id, house.twin.person_id)


def test_s04_two_accounts_that_both_work_with_somebody_stay_two(house):
    house.world.pair(house.programme, mentee=house.twin)

    with pytest.raises(BothUsedError):
        house.ask()


def test_s04_nobody_is_asked_about_somebody_of_another_course(house):
    elsewhere = house.world.arrive("ben-9", name="Ben", context_id="course-2")
    with pytest.raises(UnknownThingError):
        house.ask(house.world.ben, elsewhere)


def test_s04_nobody_is_asked_twice_nor_again_while_it_may_be_taken_back(house):
    house.ask()
    with pytest.raises(WrongStateError):
        house.ask()
    third = house.world.arrive("ben-3", name="Ben", email=None)
    with pytest.raises(WrongStateError):
        house.ask(house.world.ben, third)


def test_s04_what_nobody_has_asked_is_not_answered(house):
    with pytest.raises(UnknownThingError):
        house.service.answer("joining-9", yes=True, actor=house.twin)


def test_s04_what_the_other_account_began_meanwhile_stops_it(house):
    key = house.ask()
    house.service.answer(key, yes=True, actor=house.twin)
    house.world.pair(house.programme, mentee=house.twin)

    with pytest.raises(BothUsedError):
        house.service.answer(key, yes=True, actor=house.world.ben)


def test_s04_one_no_ends_it(house):
    key = house.ask()
    house.service.answer(key, yes=True, actor=house.world.ben)

    house.service.answer(key, yes=False, actor=house.twin)

    assert house.service.mine(actor=house.world.ben).joinings == ()
    with pytest.raises(WrongStateError):
        house.service.answer(key, yes=True, actor=house.twin)


def test_s04_nobody_else_answers_or_takes_back(house):
    key = house.ask()
    for who in (house.world.ada, house.world.cleo):
        with pytest.raises(UnknownThingError):
            house.service.answer(key, yes=True, actor=who)
    house.service.answer(key, yes=True, actor=house.world.ben)
    house.service.answer(key, yes=True, actor=house.twin)
    with pytest.raises(UnknownThingError):
        house.service.take_back(key, actor=house.world.ada)


def test_s04_nobody_coordinates_themselves_into_anothers_account(house):
    with pytest.raises(NotAllowedError):
        house.ask(house.world.cleo, house.twin)


@on_both
def test_s04_it_is_taken_back_within_two_weeks_and_each_is_themselves_again(house):
    key = house.joined()
    house.comes("ben-2")
    house.world.clock.now += timedelta(days=13)

    house.service.take_back(key, actor=house.world.ben)

    assert house.comes("ben-2") == house.twin.person_id
    assert house.comes("ben") == house.world.ben.person_id


def test_s04_after_two_weeks_it_stays(house):
    key = house.joined()
    house.world.clock.now += timedelta(days=14)

    assert house.service.mine(actor=house.world.ben).joinings == ()
    with pytest.raises(WrongStateError):
        house.service.take_back(key, actor=house.world.ben)


@on_both
def test_s04_a_list_with_both_accounts_has_one_person_with_the_higher_role(house):
    house.joined()
    others = [line("cleo", CourseRole.INSTRUCTOR, name="Cleo"), line("ada", name="Ada")]

    change = house.read_list(*others, line("ben"), line("ben-2", CourseRole.ASSISTANT))

    assert change.total == 3
    with house.world.store.look(NORTHMOOR) as work:
        lines = work.roster_lines(house.world.cleo.course_id)
        active = {
            x.person.person_id for x in work.course_members(house.world.cleo.course_id) if x.active
        }
        named = work.people_known_as(f"{NORTHMOOR}-lms", ["ben-2"])
        reviewed = work.person_known_as(f"{NORTHMOOR}-lms", "ben-2")
    ben = house.world.ben.person_id
    listed = {x.person.person_id: x.listed_as for x in lines if x.listed_as}
    assert listed[ben] is CourseRole.ASSISTANT
    assert house.twin.person_id not in active | listed.keys()
    assert (named, reviewed) == ({"ben-2": ben}, ben)


def test_s04_k10_removing_ones_data_removes_that_of_the_joined_account(house):
    """Both are written down, so that no older backup brings back either."""
    house.joined()
    both, disk = {house.world.ben.person_id, house.twin.person_id}, FullDisk(room=True)
    privacy = replace(house.world.services.privacy, removals=disk)
    house.world.services.privacy.ask_removal(actor=house.world.ben)

    privacy.erase(NORTHMOOR, house.world.ben.person_id)

    assert house.world.kept("person", house.twin.person_id).email is None
    assert {who for _tenant, who, _at in disk.lines} == both
    assert {one.person_id for one in privacy.erasures(NORTHMOOR)} == both


def test_s04_p09_a_copy_holds_what_is_held_under_the_joined_account(house):
    house.world.answer(house.programme, house.twin, Side.MENTEE, about="Ben's other self")
    house.joined()

    with house.world.store.look(NORTHMOOR) as work:
        copy = work.own_data(house.world.ben.person_id)

    assert [one["email"] for one in copy["person"]] == [
        "ben@northmoor.example", "other@northmoor.example",
    ]  # fmt: skip
    assert "Ben's other self" in {one["about"] for one in copy["enrolment"] if "about" in one}


@on_both
def test_s08_an_account_with_something_of_its_own_and_another_name_opens_nothing(house):
    with pytest.raises(AnotherPersonError):
        house.comes("ben", **STRANGER)

    assert house.world.kept("person", house.world.ben.person_id).name == "Ben"


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Ben Quist", "email": "new@northmoor.example"},
        {"name": "Maria Quist", "email": "BEN@northmoor.example"},
        {"name": None, "email": "new@northmoor.example"},
    ],
    ids=["one word of the name", "the same address", "no name"],
)
def test_s08_who_keeps_a_word_or_an_address_is_not_asked(house, said):
    assert house.comes("ben", **said) == house.world.ben.person_id


def test_s08_an_account_with_nothing_of_its_own_is_not_asked(house):
    assert house.comes("ben-2", **STRANGER) == house.twin.person_id


def doubted(house):
    with pytest.raises(AnotherPersonError) as error:
        house.comes("ben", **STRANGER)
    house.service.doubted(NORTHMOOR, error.value.person_id, *STRANGER.values())


def test_s08_whoever_coordinates_is_asked_once(house):
    doubted(house)
    doubted(house)

    page = house.service.page(house.key, actor=house.world.cleo)
    assert [(x.person_id, x.name) for x in page.doubts] == [
        (house.world.ben.person_id, STRANGER["name"])
    ]
    assert house.told(house.world.cleo) == [News.ACCOUNT]


def test_s08_the_same_person_goes_on_under_the_new_name(house):
    doubted(house)

    house.service.decide(house.key, house.world.ben.person_id, same=True, actor=house.world.cleo)

    assert house.comes("ben", **STRANGER) == house.world.ben.person_id
    assert house.service.page(house.key, actor=house.world.cleo).doubts == ()


@on_both
def test_s08_somebody_else_begins_anew_and_what_was_there_is_closed(house):
    doubted(house)

    house.service.decide(house.key, house.world.ben.person_id, same=False, actor=house.world.cleo)

    newcomer = house.comes("ben", **STRANGER)
    assert newcomer != house.world.ben.person_id
    with house.world.store.look(NORTHMOOR) as work:
        assert work.relationships_of(newcomer) == []
        assert house.world.ben.person_id in work.relationship(house.pair).people


def test_s08_only_a_coordinator_says_who_it_is_and_never_of_themselves(house):
    doubted(house)
    service, ben = house.service, house.world.ben.person_id
    with pytest.raises(NotAllowedError):
        service.decide(house.key, ben, same=True, actor=house.world.ada)
    with pytest.raises(UnknownThingError):
        service.decide(house.key, house.world.ada.person_id, same=True, actor=house.world.cleo)
    service.doubted(NORTHMOOR, house.world.cleo.person_id, "Zoë", None)
    with pytest.raises(NotAllowedError):
        service.decide(house.key, house.world.cleo.person_id, same=True, actor=house.world.cleo)


def test_s08_a_list_does_not_answer_the_question_before_the_launch_asks_it(house):
    renamed = RosterMember("ben", *STRANGER.values(), CourseRole.LEARNER, active=True)
    house.read_list(line("cleo", CourseRole.INSTRUCTOR, name="Cleo"), line("ada"), renamed)

    with pytest.raises(AnotherPersonError):
        house.comes("ben", **STRANGER)


def test_s09_a_former_name_is_left_nowhere(house):
    """The LMS says a name of today; nothing that was derived from yesterday's keeps it."""
    world = house.world
    world.arrive("ben", name="Oldname Ben")
    house.read_list(line("ben", name="Oldname Ben"), line("cleo", name="Cleo"), line("ada"))

    world.arrive("ben", name="Nia Ben")

    with world.store.look(NORTHMOOR) as work:
        rows = {one.name: work._all(select(one)) for one in metadata.sorted_tables}
    assert len(rows) > 50
    assert not [name for name, found in rows.items() if "oldname" in str(found).casefold()]
