"""Institutions and the platforms they registered, as an operator enters them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, select

from lti.storage import DeploymentStatus, Registration
from plugin.mentoring.people import TenantId
from plugin.ports.errors import ConflictError
from plugin.ports.values import Clock
from plugin.store import tables
from plugin.store.connection import Database
from plugin.store.keys import give_key
from plugin.store.recent import nobody_remembers
from plugin.store.sealing import fresh_key
from plugin.store.secrets import Vault
from plugin.store.tables import HOUSE
from plugin.store.upserts import insert


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationBook:
    """Adds and lists tenants, registrations and deployments. Every step may be repeated.

    Attributes:
        changed: called after each change of a registration or deployment.

    """

    database: Database
    vault: Vault
    clock: Clock
    changed: Callable[[], None] = nobody_remembers

    def add_tenant(self, tenant_id: TenantId, name: str) -> None:
        """Make the institution and its sealing key; a known one stays as it is."""
        if tenant_id == HOUSE:
            raise ValueError("that name is the tool's own")

        def step(connection: Connection) -> None:
            row = {"tenant_id": tenant_id, "name": name}
            new = insert(connection, tables.tenant).values(row)
            connection.execute(new.on_conflict_do_nothing())
            give_key(connection, self.vault, tenant_id, fresh_key())

        self.database.run(HOUSE, step)

    def add_registration(self, registration: Registration) -> None:
        """Write the registration, or bring its addresses up to date.

        Raises:
            ConflictError: another registration has this issuer and client; the first owner keeps
                it.

        """
        values = asdict(registration) | {
            "algorithms": list(registration.algorithms),
            "extra_audiences": sorted(registration.extra_audiences),
        }

        def step(connection: Connection) -> None:
            _require_first_owner(connection, registration)
            new = insert(connection, tables.registration).values(values)
            key = ["tenant_id", "registration_id"]
            taken = {name: values[name] for name in values if name not in key}
            connection.execute(new.on_conflict_do_update(index_elements=key, set_=taken))

        self.database.run(HOUSE, step)
        self.changed()

    def approve_deployment(self, registration: Registration, deployment_id: str) -> None:
        """Let launches of this deployment in."""
        self.decide_deployment(registration, deployment_id, DeploymentStatus.APPROVED)

    def decide_deployment(
        self, registration: Registration, deployment_id: str, status: DeploymentStatus
    ) -> None:
        """Keep what an administrator decided."""
        key = {
            "tenant_id": registration.tenant_id,
            "registration_id": registration.registration_id,
            "deployment_id": deployment_id,
        }
        values = {"status": status.value}

        def step(connection: Connection) -> None:
            new = insert(connection, tables.deployment)
            row = key | values | {"noted_at": self.clock()}
            connection.execute(
                new.values(row).on_conflict_do_update(index_elements=list(key), set_=values)
            )

        self.database.run(HOUSE, step)
        self.changed()

    def registrations(self) -> Sequence[Registration]:
        """Return every registration, by institution and issuer."""
        table = tables.registration
        query = select(table).order_by(table.c.tenant_id, table.c.issuer, table.c.client_id)
        with self.database.transaction(HOUSE, write=False) as connection:
            rows = connection.execute(query).mappings().all()
        return [registration_of({**row}) for row in rows]

    def deployments(self, registration: Registration) -> Sequence[tuple[str, DeploymentStatus]]:
        """Return the registration's deployments with what was decided of each."""
        table = tables.deployment
        mine = table.c.registration_id == registration.registration_id
        query = select(table.c.deployment_id, table.c.status).where(mine)
        with self.database.transaction(registration.tenant_id, write=False) as connection:
            rows = connection.execute(query.order_by(table.c.deployment_id)).all()
        return [(row.deployment_id, DeploymentStatus(row.status)) for row in rows]


def registration_of(row: Mapping[str, Any]) -> Registration:
    """Read a row of the table `registration`, whose columns are the fields."""
    sequences: dict[str, Any] = {
        "algorithms": tuple(row["algorithms"]),
        "extra_audiences": frozenset(row["extra_audiences"]),
    }
    return Registration(**{**row, **sequences})


def _require_first_owner(connection: Connection, registration: Registration) -> None:
    table = tables.registration
    query = select(table.c.registration_id).where(
        table.c.issuer == registration.issuer, table.c.client_id == registration.client_id
    )
    owner = connection.execute(query).scalar_one_or_none()
    if owner not in (None, registration.registration_id):
        raise ConflictError("registration")
