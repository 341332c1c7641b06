"""What every implementation of `lti.storage.Handshakes` promises.

Derive a test class from `HandshakesContract` and give it a fixture `handshakes`:

    class TestSqlHandshakes(HandshakesContract):
        @pytest.fixture
        def handshakes(self, store): ...
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lti.fingerprints import fingerprint
from lti.storage import LoginState, PendingLaunch, TicketKind

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MANY = 10


def a_login(**changed):
    login = LoginState(
        state_hash=fingerprint("state-1"),
        nonce_hash=fingerprint("nonce-1"),
        registration_id="registration-1",
        issuer="https://lms.example",
        client_id="client-1",
        lti_deployment_id="deployment-1",
        target_link_uri="https://tool.example/l/circles",
        storage_target="_parent",
        browser_hash=fingerprint("browser-1"),
        storage_hash=fingerprint("storage-1"),
        created_at=NOW,
        expires_at=NOW + timedelta(minutes=10),
    )
    return replace(login, **changed)


def a_pending_launch(**changed):
    pending = PendingLaunch(
        ticket_hash=fingerprint("ticket-1"),
        kind=TicketKind.STORAGE,
        issuer="https://lms.example",
        client_id="client-1",
        claims={"sub": "person-1", "roles": ["Learner"], "name": "Zoë 🦉"},
        storage_hash=fingerprint("storage-1"),
        expires_at=NOW + timedelta(minutes=1),
    )
    return replace(pending, **changed)


def at_once(call):
    """Return what MANY callers get who call at the same moment."""
    with ThreadPoolExecutor(MANY) as pool:
        return [future.result() for future in [pool.submit(call) for _ in range(MANY)]]


class HandshakesContract:
    def test_a_login_is_found_as_it_was_kept(self, handshakes):
        login = a_login()

        handshakes.save(login)

        assert handshakes.find(login.state_hash) == login

    def test_a_login_without_optional_parts_is_found_as_it_was_kept(self, handshakes):
        login = a_login(lti_deployment_id=None, storage_target=None, storage_hash=None)

        handshakes.save(login)

        assert handshakes.find(login.state_hash) == login

    def test_a_login_that_was_never_kept_is_not_found(self, handshakes):
        assert handshakes.find(fingerprint("never")) is None

    def test_a_login_is_consumed_once(self, handshakes):
        login = a_login()
        handshakes.save(login)

        tries = [handshakes.consume(login.state_hash, NOW) for _ in range(3)]

        assert tries == [True, False, False]
        assert handshakes.find(login.state_hash).used_at == NOW

    def test_of_many_who_consume_a_login_at_once_one_succeeds(self, handshakes):
        login = a_login()
        handshakes.save(login)

        tries = at_once(lambda: handshakes.consume(login.state_hash, NOW))

        assert sum(tries) == 1

    def test_a_login_out_of_date_is_not_consumed(self, handshakes):
        login = a_login()
        handshakes.save(login)

        assert not handshakes.consume(login.state_hash, login.expires_at)
        assert handshakes.find(login.state_hash).used_at is None

    def test_a_login_that_was_never_kept_is_not_consumed(self, handshakes):
        assert not handshakes.consume(fingerprint("never"), NOW)

    def test_consuming_one_login_leaves_the_others(self, handshakes):
        first, second = a_login(), a_login(state_hash=fingerprint("state-2"))
        handshakes.save(first)
        handshakes.save(second)

        handshakes.consume(first.state_hash, NOW)

        assert handshakes.find(second.state_hash) == second

    def test_a_ticket_gives_its_launch_once(self, handshakes):
        pending = a_pending_launch()
        handshakes.save_ticket(pending)

        tries = [
            handshakes.take_ticket(pending.ticket_hash, TicketKind.STORAGE, NOW) for _ in range(2)
        ]

        assert tries == [pending, None]

    def test_of_many_who_take_a_ticket_at_once_one_gets_it(self, handshakes):
        pending = a_pending_launch()
        handshakes.save_ticket(pending)

        tries = at_once(
            lambda: handshakes.take_ticket(pending.ticket_hash, TicketKind.STORAGE, NOW)
        )

        assert [launch for launch in tries if launch is not None] == [pending]

    def test_a_ticket_of_another_kind_gives_nothing_and_stays(self, handshakes):
        pending = a_pending_launch(kind=TicketKind.WINDOW, storage_hash=None)
        handshakes.save_ticket(pending)

        assert handshakes.take_ticket(pending.ticket_hash, TicketKind.STORAGE, NOW) is None
        assert handshakes.take_ticket(pending.ticket_hash, TicketKind.WINDOW, NOW) == pending

    def test_a_ticket_out_of_date_gives_nothing(self, handshakes):
        pending = a_pending_launch()
        handshakes.save_ticket(pending)

        late = handshakes.take_ticket(pending.ticket_hash, TicketKind.STORAGE, pending.expires_at)

        assert late is None

    def test_a_ticket_that_was_never_kept_gives_nothing(self, handshakes):
        assert handshakes.take_ticket(fingerprint("never"), TicketKind.WINDOW, NOW) is None
