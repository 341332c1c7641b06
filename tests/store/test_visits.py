"""Visits, subscriptions and letters: what is found without knowing the institution, and by it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.mentoring.agreement import Terms
from plugin.mentoring.people import CourseRole
from plugin.mentoring.taking_back import WITHIN
from plugin.ports.errors import ConflictError
from plugin.ports.values import Letter, Subscription, Visit
from tests.store.people import Campus, a_member, a_session, an_agreement
from tests.stores import NOON, NORTHMOOR, SOUTHMOOR, an_arrival


@pytest.fixture
def campus(store):
    return Campus(store)


def a_visit(campus, **changed):
    visit = Visit(
        handle_hash="handle",
        tenant_id=NORTHMOOR,
        person_id=campus.mentee.person_id,
        course_id=campus.course.course_id,
        role=CourseRole.LEARNER,
        is_test=False,
        browser_hash="browser",
        agent_hash=None,
        csrf="csrf",
        frame_origin="https://lms.example",
        in_frame=True,
        locale="en",
        created_at=NOON,
        seen_at=NOON,
        expires_at=NOON + timedelta(hours=8),
    )
    return replace(visit, **changed)


def is_open(store, handle, now=NOON):
    visit = store.visit(handle)
    return visit is not None and visit.expires_at > now


def a_subscription(campus, key="sub-1", **changed):
    until = NOON + timedelta(days=2)
    subscription = Subscription(key, NORTHMOOR, campus.mentor.person_id, "secret", until)
    return replace(subscription, **changed)


def test_a_visit_is_found_by_its_handle_new_or_seen_again(store, campus):
    assert store.visit("handle") is None
    store.save_visit(a_visit(campus))
    seen = a_visit(campus, seen_at=NOON + timedelta(minutes=5))

    store.save_visit(seen)

    assert store.visit("handle") == seen


def test_l43_a_launch_in_another_role_ends_the_visits_of_the_former_one(store, campus):
    store.save_visit(a_visit(campus, person_id=campus.mentor.person_id, role="instructor"))
    store.save_visit(a_visit(campus, handle_hash="somebody-else's"))

    with store.work(NORTHMOOR) as work:
        work.arrive(an_arrival("mara", role=CourseRole.LEARNER), now=NOON)

    assert not is_open(store, "handle")
    assert is_open(store, "somebody-else's")


def test_a_launch_in_the_same_role_leaves_the_other_windows_open(store, campus):
    store.save_visit(a_visit(campus))

    with store.work(NORTHMOOR) as work:
        work.arrive(an_arrival("lev", role=CourseRole.LEARNER), now=NOON)

    assert is_open(store, "handle")


def test_visits_out_of_date_are_swept(store, campus):
    store.save_visit(a_visit(campus))

    assert store.sweep(now=NOON + timedelta(hours=8)) == 0
    assert store.sweep(now=NOON + timedelta(hours=8) + WITHIN) == 1
    assert store.visit("handle") is None


def test_a_subscription_is_found_without_knowing_whose_it_is(store, campus):
    campus.save(a_subscription(campus))

    assert store.tenant_of_subscription("sub-1") == NORTHMOOR
    assert store.tenant_of_subscription("other") is None


def test_a_person_has_one_subscription(campus):
    campus.save(a_subscription(campus), a_subscription(campus, "sub-2"))

    assert campus.look("subscription", "sub-1") is None
    assert campus.look("subscription_of", campus.mentor.person_id).subscription_id == "sub-2"


def test_a_subscription_is_expected_while_it_is_being_made(store, campus):
    assert not store.expecting_subscription(now=NOON)
    soon = NOON + timedelta(minutes=1)
    campus.save(a_subscription(campus, "pending-1", expires_at=soon))

    assert store.expecting_subscription(now=NOON)
    assert not store.expecting_subscription(now=soon)


def test_the_institutions_are_listed_without_the_tools_own(store):
    assert store.tenants() == [NORTHMOOR, SOUTHMOOR]


def test_a_letter_is_written_once_and_sent_once(store, campus):
    campus.save(a_session(campus.pairing))
    who = campus.mentee.person_id
    letter = Letter("key", NORTHMOOR, who, "session-1", "a@x.example", "<1@x>", "REQUEST", b"one")
    campus.save(letter, replace(letter, body=b"two"))

    with store.work(NORTHMOOR) as work:
        work.mark_sent("key", at=NOON)
        work.mark_sent("key", at=NOON + timedelta(hours=1))

    assert campus.look("letter", "key") == replace(letter, sent_at=NOON)


def test_a_new_text_of_an_agreement_is_signed_by_nobody(campus):
    campus.save(an_agreement(campus.pairing, signed_at=NOON))
    agreement = campus.look("agreement", campus.pairing.relationship_id)
    campus.save(agreement.proposed(Terms(words="Better"), by=campus.mentee.person_id, now=NOON))

    latest = campus.look("agreement", campus.pairing.relationship_id)

    assert (latest.number, latest.terms.words, latest.signatures) == (2, "Better", ())


def test_of_two_who_change_an_agreement_the_later_is_told(campus):
    campus.save(an_agreement(campus.pairing))
    agreement = campus.look("agreement", campus.pairing.relationship_id)
    me, you = campus.mentor.person_id, campus.mentee.person_id
    campus.save(agreement.signed(me, number=1, relationship=campus.pairing, now=NOON))

    with pytest.raises(ConflictError):
        campus.save(agreement.proposed(Terms(words="Other"), by=you, now=NOON))

    assert campus.look("agreement", campus.pairing.relationship_id).signers == {me}


def test_of_two_who_change_a_person_the_later_is_told(store, campus):
    def change():
        with store.work(NORTHMOOR) as work:
            person = work.person(campus.mentee.person_id)
            work.save_person(replace(person, zone="Europe/Paris"))
            work._transaction.person_versions[person.person_id] = 1
            work.save_person(replace(person, zone="Europe/Berlin"))

    with pytest.raises(ConflictError):
        change()
    assert campus.look("person", campus.mentee.person_id).zone is None


def test_a_person_without_an_lms_can_be_kept(store, campus):
    mentor = replace(campus.mentor, person_id="from-outside", number=77)
    campus.save(mentor)

    assert campus.look("person", "from-outside") == mentor


def rosters(campus, *members):
    with campus.store.work(NORTHMOOR) as work:
        work.apply_roster(campus.course, members, now=NOON)


def test_a_member_whom_the_lms_calls_inactive_has_no_open_visit_any_more(store, campus):
    """V7.4.2; whoever is still on the list goes on working."""
    others = [a_member("mara"), *(a_member(f"p{number}") for number in range(20))]
    rosters(campus, a_member("lev"), *others)
    store.save_visit(a_visit(campus))
    store.save_visit(a_visit(campus, handle_hash="other", person_id=campus.mentor.person_id))

    rosters(campus, a_member("lev", active=False), *others)

    assert not is_open(store, "handle")
    assert is_open(store, "other")


def test_a_visit_of_somebody_not_listed_ends_when_a_coordinator_says_so(store, campus):
    """An administrator of the LMS may teach without being on its list, and has just launched."""
    others = [a_member(f"p{number}") for number in range(4)]
    rosters(campus, a_member("lev"), a_member("mara"), *others)
    store.save_visit(a_visit(campus))

    rosters(campus, a_member("mara"))
    before = is_open(store, "handle")
    with store.work(NORTHMOOR) as work:
        work.settle(work.proposal(campus.course.course_id), remove=True, now=NOON)

    assert before
    assert not is_open(store, "handle")
