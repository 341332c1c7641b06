"""The port `Platforms`: registrations as an operator sees and changes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Row, Select, delete, select, update

from lti.storage import DeploymentStatus
from plugin.ports.errors import ConflictError
from plugin.ports.registrations import (
    Origin,
    Platform,
    PlatformEntry,
    PlatformInvitation,
    PlatformState,
    Settled,
    Succession,
)
from plugin.store.connection import Database
from plugin.store.platform_invitations import use_up
from plugin.store.recent import nobody_remembers
from plugin.store.successions import succeed
from plugin.store.tables import (
    HOUSE,
    course,
    deployment,
    login_state,
    person,
    platform_record,
    registration,
)
from plugin.store.upserts import insert

T = TypeVar("T")
ADDRESSES: Final = ("auth_url", "token_url", "jwks_url", "token_audience")
"""What a change of would send launches or tokens elsewhere, and so needs approval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlPlatforms:
    """Every step is one transaction. A registration belongs to one institution only.

    Attributes:
        changed: called after each change.

    """

    database: Database
    changed: Callable[[], None] = nobody_remembers

    def settle(
        self, invitation: PlatformInvitation, claim: str, entry: PlatformEntry, *, now: datetime
    ) -> Settled:
        """Keep what was registered and use the invitation up, in one step."""

        def step(connection: Connection) -> Settled:
            settled = _settled(connection, entry, now, review=invitation.review)
            if settled is not Settled.TAKEN and not use_up(
                connection, invitation.secret_hash, claim, now
            ):
                raise ConflictError("invitation")
            return settled

        return self._change(step)

    def put(self, entry: PlatformEntry, *, now: datetime) -> Settled:
        """Keep what the operator enters."""

        def step(connection: Connection) -> Settled:
            settled = _settled(connection, entry, now, review=False)
            if settled is Settled.PROPOSED:
                known = _owner(connection, entry)
                _approve(connection, known.registration_id if known else entry.registration_id)
                settled = Settled.ACTIVE
            return settled

        return self._change(step)

    def all(self) -> Sequence[Platform]:
        """Return every platform, by institution and issuer."""
        table = registration
        query = _PLATFORM.order_by(table.c.tenant_id, table.c.issuer, table.c.client_id)
        with self.database.transaction(HOUSE, write=False) as connection:
            return [_platform(connection, row) for row in connection.execute(query).all()]

    def find(self, registration_id: str) -> Platform | None:
        """Return one."""
        query = _PLATFORM.where(registration.c.registration_id == registration_id)
        with self.database.transaction(HOUSE, write=False) as connection:
            row = connection.execute(query).one_or_none()
            return _platform(connection, row) if row else None

    def approve(self, registration_id: str) -> None:
        """Let its launches in, with the addresses that were proposed."""
        self._change(lambda connection: _approve(connection, registration_id))

    def disable(self, registration_id: str) -> None:
        """Let no launch in."""

        def step(connection: Connection) -> None:
            _set(connection, registration_id, PlatformState.DISABLED)

        self._change(step)

    def decide(self, registration_id: str, deployment_id: str, *, approved: bool) -> None:
        """Let one deployment in, or no longer."""
        status = DeploymentStatus.APPROVED if approved else DeploymentStatus.DISABLED

        def step(connection: Connection) -> None:
            mine = deployment.c.registration_id == registration_id
            this = mine & (deployment.c.deployment_id == deployment_id)
            connection.execute(update(deployment).where(this).values(status=status))

        self._change(step)

    def remove(self, registration_id: str) -> bool:
        """Forget it; False, and nothing happens, when people came by it."""

        def step(connection: Connection) -> bool:
            for table in (person, course):
                came = select(table.c.tenant_id).where(table.c.registration_id == registration_id)
                if connection.execute(came.limit(1)).first():
                    return False
            for table in (login_state, deployment, platform_record, registration):
                mine = table.c.registration_id == registration_id
                connection.execute(delete(table).where(mine))
            return True

        return self._change(step)

    def succeed(self, old: str, new: str) -> Succession:
        """Let `new` take over the people and courses of `old`, in one step."""

        def step(connection: Connection) -> Succession:
            moved = succeed(connection, old, new)
            _set(connection, old, PlatformState.REPLACED, successor=new)
            return moved

        return self._change(step)

    def _change(self, step: Callable[[Connection], T]) -> T:
        done = self.database.run(HOUSE, step)
        self.changed()
        return done


def _settled(
    connection: Connection, entry: PlatformEntry, now: datetime, *, review: bool
) -> Settled:
    known = _owner(connection, entry)
    if known is None:
        return _add(connection, entry, now, active=not review)
    if known.tenant_id != entry.tenant_id:
        return Settled.TAKEN
    _note_deployment(connection, known.registration_id, entry, now, approved=False)
    changed = {
        name: getattr(entry, name)
        for name in ADDRESSES
        if getattr(known, name) != getattr(entry, name)
    }
    _record(connection, known.registration_id, entry, now, proposal=changed)
    # One that was switched off is not switched on again by registering once more.
    waits = changed or not known.active
    return Settled.PROPOSED if waits else Settled.UNCHANGED


def _owner(connection: Connection, entry: PlatformEntry) -> Row[Any] | None:
    """Return who has the issuer and client already: the first owner keeps them."""
    same = (registration.c.issuer == entry.issuer) & (registration.c.client_id == entry.client_id)
    return connection.execute(select(registration).where(same)).one_or_none()


def _add(connection: Connection, entry: PlatformEntry, now: datetime, *, active: bool) -> Settled:
    row = {name: getattr(entry, name) for name in _ENTRY}
    own = {"algorithms": list(entry.algorithms), "extra_audiences": [], "active": active}
    connection.execute(registration.insert().values(row | own))
    _record(connection, entry.registration_id, entry, now, proposal={})
    _note_deployment(connection, entry.registration_id, entry, now, approved=active)
    if active:
        return Settled.ACTIVE
    _set(connection, entry.registration_id, PlatformState.PENDING)
    return Settled.PENDING


def _record(
    connection: Connection,
    registration_id: str,
    entry: PlatformEntry,
    now: datetime,
    *,
    proposal: dict[str, Any],
) -> None:
    seen = {
        "family": entry.family,
        "asked": list(entry.asked),
        "granted": list(entry.granted),
        "proposal": proposal,
        "recorded_at": now,
    }
    key = {"tenant_id": entry.tenant_id, "registration_id": registration_id}
    new = {"state": PlatformState.ACTIVE, "origin": entry.origin}
    row = insert(connection, platform_record).values(key | new | seen)
    connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=seen))


def _note_deployment(
    connection: Connection,
    registration_id: str,
    entry: PlatformEntry,
    now: datetime,
    *,
    approved: bool,
) -> None:
    if entry.deployment_id is None:
        return
    status = DeploymentStatus.APPROVED if approved else DeploymentStatus.PENDING
    row = {
        "tenant_id": entry.tenant_id,
        "registration_id": registration_id,
        "deployment_id": entry.deployment_id,
        "status": status,
        "noted_at": now,
    }
    connection.execute(insert(connection, deployment).values(row).on_conflict_do_nothing())


def _approve(connection: Connection, registration_id: str) -> None:
    mine = platform_record.c.registration_id == registration_id
    proposal = connection.execute(select(platform_record.c.proposal).where(mine)).scalar()
    values = {name: value for name, value in (proposal or {}).items() if name in ADDRESSES}
    here = registration.c.registration_id == registration_id
    if values:
        connection.execute(update(registration).where(here).values(values))
    connection.execute(update(platform_record).where(mine).values(proposal={}))
    _set(connection, registration_id, PlatformState.ACTIVE)


def _set(
    connection: Connection,
    registration_id: str,
    state: PlatformState,
    *,
    successor: str | None = None,
) -> None:
    active = state is PlatformState.ACTIVE
    here = registration.c.registration_id == registration_id
    connection.execute(update(registration).where(here).values(active=active))
    mine = platform_record.c.registration_id == registration_id
    values = {"state": state, "successor": successor}
    connection.execute(update(platform_record).where(mine).values(values))


def _platform(connection: Connection, row: Row[Any]) -> Platform:
    mine = (deployment.c.tenant_id == row.tenant_id) & (
        deployment.c.registration_id == row.registration_id
    )
    query = select(deployment.c.deployment_id, deployment.c.status).where(mine)
    found = connection.execute(query.order_by(deployment.c.deployment_id)).all()
    usual = PlatformState.ACTIVE if row.active else PlatformState.DISABLED
    return Platform(
        **{name: getattr(row, name) for name in _PLAIN},
        state=PlatformState(row.state) if row.state else usual,
        origin=Origin(row.origin) if row.origin else Origin.COMMAND,
        asked=tuple(row.asked or ()),
        granted=tuple(row.granted or ()),
        deployments=tuple((one.deployment_id, one.status) for one in found),
        proposal=tuple(sorted((name, value or "") for name, value in (row.proposal or {}).items())),
    )


_ENTRY = (
    "tenant_id",
    "registration_id",
    "issuer",
    "client_id",
    "auth_url",
    "token_url",
    "jwks_url",
    "token_audience",
)
_PLAIN = (*_ENTRY, "family", "recorded_at", "successor")
_PLATFORM: Select[Any] = select(
    *(registration.c[name] for name in (*_ENTRY, "active")),
    *(one for one in platform_record.c if one.name not in ("tenant_id", "registration_id")),
).select_from(
    registration.outerjoin(
        platform_record,
        (platform_record.c.tenant_id == registration.c.tenant_id)
        & (platform_record.c.registration_id == registration.c.registration_id),
    )
)
