"""The ports of `lti.storage`, kept in memory; safe for threads."""

from dataclasses import replace
from threading import Lock

from lti.storage import MAX_PENDING_DEPLOYMENTS, DeploymentStatus


class MemoryRegistrations:
    """Registrations a test names, each with its deployments' statuses."""

    def __init__(self, *registrations):
        self._registrations = list(registrations)
        self.deployments = {}
        self._lock = Lock()

    def add(self, registration):
        self._registrations.append(registration)

    def replace_all(self, *registrations):
        self._registrations = list(registrations)

    def decide(self, registration, deployment_id, status):
        self.deployments[registration.registration_id, deployment_id] = status

    def find(self, issuer, client_id):
        found = [
            registration
            for registration in self._registrations
            if registration.issuer == issuer and client_id in (None, registration.client_id)
        ]
        return found[0] if len(found) == 1 else None

    def deployment(self, registration, deployment_id):
        key = registration.registration_id, deployment_id
        return self.deployments.get(key, DeploymentStatus.UNKNOWN)

    def note_deployment(self, registration, deployment_id):
        with self._lock:
            key = registration.registration_id, deployment_id
            if key not in self.deployments and self._waiting(key[0]) < MAX_PENDING_DEPLOYMENTS:
                self.deployments[key] = DeploymentStatus.PENDING

    def _waiting(self, registration_id):
        return sum(
            owner == registration_id and status is DeploymentStatus.PENDING
            for (owner, _), status in self.deployments.items()
        )


class MemoryHandshakes:
    """Logins and tickets in two dictionaries."""

    def __init__(self):
        self.logins = {}
        self.tickets = {}
        self._lock = Lock()

    def save(self, login):
        self.logins[login.state_hash] = login

    def find(self, state_hash):
        return self.logins.get(state_hash)

    def consume(self, state_hash, now):
        with self._lock:
            login = self.logins.get(state_hash)
            if login is None or login.used_at is not None or now >= login.expires_at:
                return False
            self.logins[state_hash] = replace(login, used_at=now)
            return True

    def save_ticket(self, pending):
        self.tickets[pending.ticket_hash] = pending

    def take_ticket(self, ticket_hash, kind, now):
        with self._lock:
            pending = self.tickets.get(ticket_hash)
            if pending is None or pending.kind is not kind:
                return None
            del self.tickets[ticket_hash]
            return pending if now < pending.expires_at else None
