"""Registrations of platforms, their invitations, and one taking over the people of another."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from lti.storage import DeploymentStatus
from plugin.mentoring.people import CourseRole
from plugin.ports.errors import ConflictError, RefusedError
from plugin.ports.registrations import (
    PlatformEntry,
    PlatformInvitation,
    PlatformState,
    Settled,
)
from plugin.store.handshakes import SqlRegistrations
from plugin.store.platform_invitations import SqlPlatformInvitations
from plugin.store.platforms import SqlPlatforms
from tests.conftest import MONDAY_NINE as NOW
from tests.store.people import a_programme
from tests.stores import NORTHMOOR, SOUTHMOOR, an_arrival

SOON = NOW + timedelta(minutes=2)


def an_invitation(**changed):
    made = PlatformInvitation(
        secret_hash="hash-1",
        tenant_id=NORTHMOOR,
        label="Moodle",
        family=None,
        review=False,
        created_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )
    return replace(made, **changed)


def an_entry(**changed):
    entry = PlatformEntry(
        registration_id="reg-1",
        tenant_id=NORTHMOOR,
        issuer="https://lms.example",
        client_id="client-1",
        auth_url="https://lms.example/auth",
        token_url="https://lms.example/token",
        jwks_url="https://lms.example/jwks",
        deployment_id="1",
    )
    return replace(entry, **changed)


@pytest.fixture
def invitations(store, database):
    kept = SqlPlatformInvitations(database=database)
    kept.add(an_invitation())
    return kept


@pytest.fixture
def platforms(store, database, registrations):
    return SqlPlatforms(database=database, changed=registrations.forget)


@pytest.fixture
def registrations(database, clock):
    return SqlRegistrations(database=database, clock=clock)


@pytest.fixture
def settle(platforms, invitations):
    """Register with a fresh invitation."""
    numbers = count(1)

    def with_invitation(*, review=False, **changed):
        invitation = an_invitation(secret_hash=f"new-{next(numbers)}", review=review)
        invitations.add(invitation)
        invitations.claim(invitation.secret_hash, "me", now=NOW, until=SOON)
        return platforms.settle(invitation, "me", an_entry(**changed), now=NOW)

    return with_invitation


def test_an_invitation_is_found_with_the_name_of_its_institution(invitations):
    assert invitations.find("hash-1") == an_invitation(institution="Northmoor")
    assert invitations.find("other") is None


@pytest.mark.parametrize(
    "changed", [{"used_at": NOW}, {"expires_at": NOW}], ids=["used", "out of date"]
)
def test_r01_a_used_or_old_invitation_is_not_claimed(invitations, changed):
    invitations.add(an_invitation(secret_hash="spent", **changed))

    assert not invitations.claim("spent", "me", now=NOW, until=SOON)
    assert not invitations.claim("unknown", "me", now=NOW, until=SOON)


def test_r18_of_many_who_register_at_once_one_has_the_invitation(invitations):
    with ThreadPoolExecutor(8) as pool:
        won = pool.map(
            lambda n: invitations.claim("hash-1", f"admin-{n}", now=NOW, until=SOON), range(8)
        )

    assert sum(won) == 1


def test_a_claim_that_was_given_back_or_lapsed_can_be_had_again(invitations):
    assert invitations.claim("hash-1", "first", now=NOW, until=SOON)
    assert invitations.claim("hash-1", "second", now=SOON, until=SOON + timedelta(minutes=2))
    invitations.release("hash-1", "first")
    assert not invitations.claim("hash-1", "third", now=SOON, until=SOON)
    invitations.release("hash-1", "second")
    assert invitations.claim("hash-1", "third", now=SOON, until=SOON)


def test_what_an_invitation_registers_may_launch_at_once(settle, registrations):
    assert settle() is Settled.ACTIVE

    found = registrations.find("https://lms.example", "client-1")
    assert found.active
    assert found.tenant_id == NORTHMOOR
    assert registrations.deployment(found, "1") is DeploymentStatus.APPROVED


def test_b3_what_is_to_be_reviewed_waits_for_the_operator(settle, registrations, platforms):
    assert settle(review=True) is Settled.PENDING
    assert not registrations.find("https://lms.example", "client-1").active
    assert platforms.find("reg-1").state is PlatformState.PENDING

    platforms.approve("reg-1")

    assert registrations.find("https://lms.example", "client-1").active
    assert platforms.find("reg-1").state is PlatformState.ACTIVE


def test_r13_a_deployment_that_was_not_named_is_learned_at_the_first_launch(
    settle, registrations, platforms
):
    settle(deployment_id=None)
    found = registrations.find("https://lms.example", "client-1")

    registrations.note_deployment(found, "9")

    assert platforms.find("reg-1").deployments == (("9", "pending"),)
    platforms.decide("reg-1", "9", approved=True)
    assert registrations.deployment(found, "9") is DeploymentStatus.APPROVED


def test_r01_an_invitation_is_used_up_by_what_is_kept(platforms, invitations):
    invitations.claim("hash-1", "me", now=NOW, until=SOON)
    platforms.settle(an_invitation(), "me", an_entry(), now=NOW)

    assert invitations.find("hash-1").used_at == NOW
    with pytest.raises(ConflictError):
        platforms.settle(an_invitation(), "me", an_entry(client_id="c2"), now=NOW)


def test_a_lapsed_claim_keeps_nothing(platforms, invitations):
    with pytest.raises(ConflictError):
        platforms.settle(an_invitation(), "never-claimed", an_entry(), now=NOW)

    assert platforms.all() == []


def test_r13_another_institution_does_not_get_a_client_that_is_registered(
    settle, platforms, invitations
):
    settle()
    theirs = an_invitation(secret_hash="theirs", tenant_id=SOUTHMOOR)
    invitations.add(theirs)
    invitations.claim("theirs", "me", now=NOW, until=SOON)

    entry = an_entry(registration_id="reg-2", tenant_id=SOUTHMOOR, jwks_url="https://evil.example/")
    assert platforms.settle(theirs, "me", entry, now=NOW) is Settled.TAKEN

    assert [one.registration_id for one in platforms.all()] == ["reg-1"]
    assert invitations.find("theirs").used_at is None


def test_registering_the_same_again_changes_nothing(settle, platforms):
    settle()

    assert settle(registration_id="reg-2") is Settled.UNCHANGED
    assert [one.registration_id for one in platforms.all()] == ["reg-1"]


def test_r13_a_change_of_addresses_waits_for_approval(settle, platforms, registrations):
    settle()

    assert settle(jwks_url="https://lms.example/new", deployment_id="2") is Settled.PROPOSED

    found = registrations.find("https://lms.example", "client-1")
    assert found.jwks_url == "https://lms.example/jwks"
    assert registrations.deployment(found, "2") is DeploymentStatus.PENDING
    assert platforms.find("reg-1").proposal == (("jwks_url", "https://lms.example/new"),)
    platforms.approve("reg-1")
    found = registrations.find("https://lms.example", "client-1")
    assert found.jwks_url == "https://lms.example/new"
    assert platforms.find("reg-1").proposal == ()


def test_registering_again_does_not_switch_on_what_was_switched_off(
    settle, platforms, registrations
):
    settle()
    platforms.disable("reg-1")

    assert settle() is Settled.PROPOSED
    assert not registrations.find("https://lms.example", "client-1").active


def test_a_registration_without_people_is_forgotten(settle, platforms):
    settle()

    assert platforms.remove("reg-1")
    assert platforms.all() == []


def test_a_registration_with_people_stays(settle, platforms, store):
    settle()
    arrive(store, "ana", "reg-1")

    assert not platforms.remove("reg-1")
    assert platforms.find("reg-1") is not None


def arrive(store, subject, registration, tenant=NORTHMOOR, **changed):
    arrival = an_arrival(subject, tenant=tenant, registration_id=registration, **changed)
    with store.work(tenant) as work:
        return work.arrive(arrival, now=NOW)


@pytest.fixture
def two(settle):
    """Return an old and a new registration of one institution."""
    settle()
    settle(registration_id="reg-2", client_id="client-2")


def test_k04_people_and_courses_keep_their_identity(two, platforms, store, registrations):
    ana, botany = arrive(store, "ana", "reg-1")

    moved = platforms.succeed("reg-1", "reg-2")

    again, same = arrive(store, "ana", "reg-2")
    assert (moved.people, moved.courses, moved.joined) == (1, 1, 0)
    assert (again.person_id, same.course_id) == (ana.person_id, botany.course_id)
    assert not registrations.find("https://lms.example", "client-1").active
    old = platforms.find("reg-1")
    assert (old.state, old.successor) == (PlatformState.REPLACED, "reg-2")


def test_k04_who_came_by_the_new_one_already_is_joined_with_whom_they_were(two, platforms, store):
    ana, botany = arrive(store, "ana", "reg-1")
    now_at = {"memberships_url": "https://lms.example/new-roster"}
    arrive(store, "ana", "reg-2", **now_at)
    ben, _ = arrive(store, "ben", "reg-2", role=CourseRole.INSTRUCTOR, **now_at)

    moved = platforms.succeed("reg-1", "reg-2")

    with store.look(NORTHMOOR) as work:
        course = work.course(botany.course_id)
        members = {m.person.person_id: m.role for m in work.course_members(botany.course_id)}
    assert moved.joined == 1
    assert course.memberships_url == "https://lms.example/new-roster"
    assert members == {ana.person_id: CourseRole.LEARNER, ben.person_id: CourseRole.INSTRUCTOR}


def test_k04_who_has_begun_work_under_both_is_not_joined_by_a_machine(two, platforms, store):
    arrive(store, "ana", "reg-1")
    double, course = arrive(store, "ana", "reg-2")
    with store.work(NORTHMOOR) as work:
        work.save_programme(a_programme(course, coordinators=(double.person_id,)))

    with pytest.raises(RefusedError, match="both-used"):
        platforms.succeed("reg-1", "reg-2")

    assert arrive(store, "ana", "reg-2")[0].person_id == double.person_id
    assert platforms.find("reg-1").state is PlatformState.ACTIVE


def test_k04_another_institution_takes_nobody_over(settle, platforms, store):
    settle()
    platforms.put(an_entry(registration_id="reg-9", client_id="c9", tenant_id=SOUTHMOOR), now=NOW)
    arrive(store, "ana", "reg-1")

    with pytest.raises(RefusedError, match="other-tenant"):
        platforms.succeed("reg-1", "reg-9")


@pytest.mark.parametrize("pair", [("reg-1", "reg-1"), ("reg-1", "none"), ("none", "reg-1")])
def test_k04_both_registrations_must_exist(settle, platforms, pair):
    settle()

    with pytest.raises(RefusedError, match="unknown"):
        platforms.succeed(*pair)
