"""The ports of `lti.storage`: platforms, and logins and tickets that live for minutes."""

import json
from dataclasses import dataclass, field, fields
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, select, update

from lti.storage import (
    MAX_PENDING_DEPLOYMENTS,
    DeploymentStatus,
    LoginState,
    PendingLaunch,
    Registration,
    TicketKind,
)
from plugin.ports.values import Clock
from plugin.store.connection import Database
from plugin.store.errors import SealedError
from plugin.store.moments import Moment
from plugin.store.recent import Recent
from plugin.store.registrations import registration_of
from plugin.store.sealing import Spot
from plugin.store.secrets import Vault
from plugin.store.tables import (
    HOUSE,
    deployment,
    launch_ticket,
    login_state,
    registration,
)
from plugin.store.upserts import insert

MOST_ROWS = 50_000
"""Logins, and tickets, that are kept at once; beyond that the oldest go."""
SWEEP_EVERY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlRegistrations:
    """The port `Registrations`.

    Active registrations and approved deployments are remembered for 5 seconds: one that is switched
    off stops at once in the process that does it, which calls `forget`, and within 5 seconds in the
    others. Whatever lets nobody in is asked for each time.
    """

    database: Database
    clock: Clock
    _found: Recent[Registration | None] = field(default_factory=lambda: Recent(_is_active))
    _decided: Recent[DeploymentStatus] = field(default_factory=lambda: Recent(_is_approved))

    def find(self, issuer: str, client_id: str | None) -> Registration | None:
        """Return the one registration that is meant, or None."""
        key = (issuer, client_id)
        return self._found.answer(key, lambda: self._find(*key), now=self.clock())

    def deployment(self, known: Registration, deployment_id: str) -> DeploymentStatus:
        """Return what was decided about the deployment."""
        key = (known.tenant_id, known.registration_id, deployment_id)
        return self._decided.answer(key, lambda: self._status(*key), now=self.clock())

    def forget(self) -> None:
        """Read anew what was remembered: something has changed."""
        self._found.forget()
        self._decided.forget()

    def _find(self, issuer: str, client_id: str | None) -> Registration | None:
        query = _OF_ISSUER if client_id is None else _OF_CLIENT
        values = {"issuer": issuer, "client": client_id}
        with self.database.transaction(HOUSE, write=False) as connection:
            rows = connection.execute(query, values).mappings().all()
        return registration_of({**rows[0]}) if len(rows) == 1 else None

    def _status(self, tenant_id: str, registration_id: str, deployment_id: str) -> DeploymentStatus:
        key = {
            "tenant": tenant_id,
            "registration": registration_id,
            "deployment": deployment_id,
        }
        with self.database.transaction(tenant_id, write=False) as connection:
            status = connection.execute(_STATUS, key).scalar_one_or_none()
        return DeploymentStatus(status) if status else DeploymentStatus.UNKNOWN

    def note_deployment(self, known: Registration, deployment_id: str) -> None:
        """Record a deployment that waits for approval, while there is room."""
        key = {"tenant_id": known.tenant_id, "registration_id": known.registration_id}
        same = [deployment.c[name] == value for name, value in key.items()]
        waiting = deployment.c.status == DeploymentStatus.PENDING
        row = key | {
            "deployment_id": deployment_id,
            "status": DeploymentStatus.PENDING,
            "noted_at": self.clock(),
        }

        def step(connection: Connection) -> None:
            query = select(func.count()).select_from(deployment).where(*same, waiting)
            if connection.execute(query).scalar_one() < MAX_PENDING_DEPLOYMENTS:
                new = insert(connection, deployment).values(row)
                connection.execute(new.on_conflict_do_nothing())

        self.database.run(known.tenant_id, step)


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlHandshakes:
    """The port `Handshakes`. A ticket's claims hold personal data and are sealed.

    Neither a login nor its use waits for the disk. A login that a power failure undoes is begun
    anew; and nobody is let in by a use that it undoes: the visit or the ticket that follows each
    use does wait, and takes the use along.
    """

    database: Database
    vault: Vault
    clock: Clock
    most_rows: int = MOST_ROWS
    _saves: "count[int]" = field(default_factory=lambda: count(1))

    def save(self, login: LoginState) -> None:
        """Keep a login."""
        row = {name: getattr(login, name) for name in _LOGIN}
        row["registration"] = login.registration_id
        self.database.run(HOUSE, lambda c: c.execute(_SAVE, row), lasting=False)
        self._sweep_sometimes()

    def find(self, state_hash: str) -> LoginState | None:
        """Return the login, used or out of date or not."""
        with self.database.transaction(HOUSE, write=False) as connection:
            row = connection.execute(_FIND, {"state": state_hash}).mappings().one_or_none()
        return LoginState(**row) if row else None

    def consume(self, state_hash: str, now: datetime) -> bool:
        """Mark the login as used; of all callers ever, exactly one gets True."""
        values = {"state": state_hash, "now": now}

        def step(connection: Connection) -> bool:
            return connection.execute(_CONSUME, values).rowcount == 1

        return self.database.run(HOUSE, step, lasting=False)

    def save_ticket(self, pending: PendingLaunch) -> None:
        """Keep a launch under its ticket."""
        self.database.run(HOUSE, lambda connection: self._save_ticket(connection, pending))
        self._sweep_sometimes()

    def take_ticket(
        self, ticket_hash: str, kind: TicketKind, now: datetime
    ) -> PendingLaunch | None:
        """Return the launch and forget it, in one step."""
        taken = (
            delete(launch_ticket)
            .where(launch_ticket.c.ticket_hash == ticket_hash, launch_ticket.c.kind == kind)
            .returning(*launch_ticket.c)
        )

        def step(connection: Connection) -> PendingLaunch | None:
            row = connection.execute(taken).one_or_none()
            return self._pending(connection, row) if row and now < row.expires_at else None

        return self.database.run(HOUSE, step)

    def sweep(self, *, now: datetime) -> int:
        """Forget what is out of date, and the oldest of what is too much; returns how many."""

        def step(connection: Connection) -> int:
            return sum(
                self._sweep(connection, table, now) for table in (login_state, launch_ticket)
            )

        return self.database.run(HOUSE, step)

    def _save_ticket(self, connection: Connection, pending: PendingLaunch) -> None:
        owner = select(registration.c.tenant_id).where(
            registration.c.issuer == pending.issuer,
            registration.c.client_id == pending.client_id,
        )
        tenant_id = connection.execute(owner).scalar_one()
        claims = json.dumps(dict(pending.claims)).encode()
        spot = _claims_of(tenant_id, pending.ticket_hash)
        row = {name: getattr(pending, name) for name in _TICKET} | {
            "tenant_id": tenant_id,
            "claims": self.vault.seal(connection, spot, claims),
        }
        connection.execute(launch_ticket.insert().values(row))

    def _pending(self, connection: Connection, row: Row[Any]) -> PendingLaunch | None:
        spot = _claims_of(row.tenant_id, row.ticket_hash)
        try:
            claims = json.loads(self.vault.open(connection, spot, row.claims))
        except SealedError:
            return None
        values = {name: getattr(row, name) for name in _TICKET}
        return PendingLaunch(**(values | {"claims": claims, "kind": TicketKind(row.kind)}))

    def _sweep_sometimes(self) -> None:
        if next(self._saves) % SWEEP_EVERY == 0:
            self.sweep(now=self.clock())

    def _sweep(self, connection: Connection, table: Table, now: datetime) -> int:
        over = connection.execute(delete(table).where(table.c.expires_at <= now)).rowcount
        key = next(iter(table.primary_key.columns))
        kept = select(key).order_by(table.c.expires_at.desc()).limit(self.most_rows)
        return over + connection.execute(delete(table).where(key.not_in(kept))).rowcount


# Each launch runs these: they are written once, because SQLAlchemy takes longer to put such a
# statement together than SQLite takes to run it.
_OF_ISSUER = select(registration).where(registration.c.issuer == bindparam("issuer")).limit(2)
_OF_CLIENT = _OF_ISSUER.where(registration.c.client_id == bindparam("client"))
_STATUS = select(deployment.c.status).where(
    deployment.c.tenant_id == bindparam("tenant"),
    deployment.c.registration_id == bindparam("registration"),
    deployment.c.deployment_id == bindparam("deployment"),
)
_LOGIN = tuple(one.name for one in fields(LoginState))
_OWNER = select(registration.c.tenant_id).where(
    registration.c.registration_id == bindparam("registration")
)
_SAVE = login_state.insert().values(
    {one.name: bindparam(one.name, type_=one.type) for one in login_state.c}
    | {"tenant_id": _OWNER.scalar_subquery()}
)
_FIND = select(*(one for one in login_state.c if one.name != "tenant_id")).where(
    login_state.c.state_hash == bindparam("state")
)
_CONSUME = (
    update(login_state)
    .where(
        login_state.c.state_hash == bindparam("state"),
        login_state.c.used_at.is_(None),
        login_state.c.expires_at > bindparam("now"),
    )
    .values(used_at=bindparam("now", type_=Moment))
)
_TICKET = tuple(one.name for one in launch_ticket.c if one.name not in ("tenant_id", "claims"))


def _is_active(found: Registration | None) -> bool:
    return found is not None and found.active


def _is_approved(status: DeploymentStatus) -> bool:
    return status is DeploymentStatus.APPROVED


def _claims_of(tenant_id: str, ticket_hash: str) -> Spot:
    return Spot(tenant_id, "launch_ticket", ticket_hash, "claims")
