"""Logins and tickets in tables keep the promises of `lti.storage`."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from lti.storage import MAX_PENDING_DEPLOYMENTS, DeploymentStatus, Registration, TicketKind
from plugin.ports.errors import ConflictError
from plugin.store.handshakes import SqlHandshakes, SqlRegistrations
from plugin.store.tables import HOUSE, launch_ticket, login_state
from tests.contracts.handshakes import NOW, HandshakesContract, a_login, a_pending_launch
from tests.stores import NORTHMOOR, SOUTHMOOR


def a_registration(**changed):
    known = Registration(
        registration_id="registration-1",
        tenant_id=NORTHMOOR,
        issuer="https://lms.example",
        client_id="client-1",
        auth_url="https://lms.example/authorize",
        token_url="https://lms.example/token",
        jwks_url="https://lms.example/jwks",
    )
    return replace(known, **changed)


@pytest.fixture
def registered(store, book):
    book.add_registration(a_registration())
    return a_registration()


@pytest.fixture
def handshakes(database, vault, clock, registered):
    return SqlHandshakes(database=database, vault=vault, clock=clock)


@pytest.fixture
def registrations(database, clock, registered):
    return SqlRegistrations(database=database, clock=clock)


def rows_of(database, table):
    with database.transaction(HOUSE, write=False) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


class TestSqlHandshakes(HandshakesContract):
    """The contract, by tables (L21: of many at once exactly one succeeds)."""


def test_l25_the_rows_are_swept_and_never_more_than_the_cap(handshakes, database, clock):
    few = replace(handshakes, most_rows=5)
    for number in range(12):
        few.save(a_login(state_hash=str(number), expires_at=NOW + timedelta(minutes=number + 1)))

    few.sweep(now=NOW)
    assert rows_of(database, login_state) == 5
    assert few.find("11") is not None

    few.sweep(now=NOW + timedelta(hours=1))
    assert rows_of(database, login_state) == 0


def test_l25_saving_sweeps_by_itself_now_and_then(handshakes, database, clock):
    for number in range(200):
        handshakes.save(a_login(state_hash=str(number), expires_at=clock() - timedelta(hours=1)))

    assert rows_of(database, login_state) == 0


def test_the_claims_of_a_ticket_are_sealed(handshakes, database):
    handshakes.save_ticket(a_pending_launch())

    with database.transaction(HOUSE, write=False) as connection:
        kept = connection.execute(select(launch_ticket.c.claims)).scalar_one()
    assert b"person-1" not in kept


def test_k08_a_ticket_whose_claims_were_exchanged_gives_nothing(handshakes, database):
    handshakes.save_ticket(a_pending_launch())
    handshakes.save_ticket(a_pending_launch(ticket_hash="other", claims={"sub": "admin"}))
    with database.transaction(HOUSE) as connection:
        other = select(launch_ticket.c.claims).where(launch_ticket.c.ticket_hash == "other")
        stolen = connection.execute(other).scalar_one()
        connection.execute(update(launch_ticket).values(claims=stolen))

    ticket = a_pending_launch().ticket_hash
    assert handshakes.take_ticket(ticket, TicketKind.STORAGE, NOW) is None
    assert handshakes.take_ticket("other", TicketKind.STORAGE, NOW).claims == {"sub": "admin"}


def test_a_registration_is_found_as_it_was_added(registrations, registered):
    assert registrations.find(registered.issuer, registered.client_id) == registered
    assert registrations.find(registered.issuer, None) == registered


def test_l03_an_unknown_issuer_or_client_is_not_found(registrations, registered):
    assert registrations.find("https://other.example", None) is None
    assert registrations.find(registered.issuer, "other") is None


def test_a_deactivation_elsewhere_counts_within_five_seconds(
    registrations, registered, book, clock
):
    assert registrations.find(registered.issuer, registered.client_id).active
    book.add_registration(replace(registered, active=False))  # as another process does it

    clock.advance(seconds=5)

    assert not registrations.find(registered.issuer, registered.client_id).active


def test_a_decision_elsewhere_counts_within_five_seconds(registrations, registered, book, clock):
    book.approve_deployment(registered, "1")
    assert registrations.deployment(registered, "1") is DeploymentStatus.APPROVED
    book.decide_deployment(registered, "1", DeploymentStatus.DISABLED)

    clock.advance(seconds=5)

    assert registrations.deployment(registered, "1") is DeploymentStatus.DISABLED


def test_what_this_process_changes_counts_at_once(registrations, registered, book):
    here = replace(book, changed=registrations.forget)
    here.approve_deployment(registered, "1")
    assert registrations.deployment(registered, "1") is DeploymentStatus.APPROVED
    assert registrations.find(registered.issuer, None).active

    here.decide_deployment(registered, "1", DeploymentStatus.DISABLED)
    here.add_registration(replace(registered, active=False))

    assert registrations.deployment(registered, "1") is DeploymentStatus.DISABLED
    assert not registrations.find(registered.issuer, None).active


def test_what_lets_nobody_in_is_asked_for_each_time(registrations, registered, book):
    assert registrations.deployment(registered, "1") is DeploymentStatus.UNKNOWN
    assert registrations.find("https://new.example", "client-2") is None

    book.approve_deployment(registered, "1")
    new = {"registration_id": "r-2", "client_id": "client-2", "issuer": "https://new.example"}
    book.add_registration(a_registration(**new))

    assert registrations.deployment(registered, "1") is DeploymentStatus.APPROVED
    assert registrations.find("https://new.example", "client-2") is not None


def test_an_issuer_with_two_clients_is_not_guessed(registrations, registered, book):
    book.add_registration(a_registration(registration_id="registration-2", client_id="client-2"))

    assert registrations.find(registered.issuer, None) is None
    assert registrations.find(registered.issuer, "client-2").registration_id == "registration-2"


def test_the_first_owner_of_a_client_keeps_it(registrations, registered, book):
    with pytest.raises(ConflictError):
        book.add_registration(a_registration(registration_id="thief", tenant_id=SOUTHMOOR))

    assert registrations.find(registered.issuer, registered.client_id) == registered


def test_adding_a_registration_again_brings_its_addresses_up_to_date(registrations, book):
    moved = a_registration(jwks_url="https://lms.example/new-jwks")

    book.add_registration(moved)

    assert registrations.find(moved.issuer, moved.client_id) == moved
    assert list(book.registrations()) == [moved]


def test_l35_an_unknown_deployment_waits_until_it_is_approved(registrations, registered, book):
    assert registrations.deployment(registered, "1") is DeploymentStatus.UNKNOWN

    registrations.note_deployment(registered, "1")
    registrations.note_deployment(registered, "1")
    assert registrations.deployment(registered, "1") is DeploymentStatus.PENDING

    book.approve_deployment(registered, "1")
    registrations.note_deployment(registered, "1")
    assert registrations.deployment(registered, "1") is DeploymentStatus.APPROVED
    assert list(book.deployments(registered)) == [("1", DeploymentStatus.APPROVED)]


def test_l35_only_so_many_deployments_wait(registrations, registered, book):
    for number in range(MAX_PENDING_DEPLOYMENTS + 5):
        registrations.note_deployment(registered, f"d{number:02}")

    assert len(book.deployments(registered)) == MAX_PENDING_DEPLOYMENTS


def test_a_one_time_ticket_is_spent_once(store, clock):
    until = clock() + timedelta(minutes=1)
    with ThreadPoolExecutor(10) as pool:
        tries = list(pool.map(lambda _: store.spend("t", until=until, now=clock()), range(10)))

    assert sum(tries) == 1


def test_a_one_time_ticket_out_of_date_is_not_spent(store, clock):
    assert not store.spend("t", until=clock(), now=clock())
