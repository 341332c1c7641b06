"""The port `Connections`: the latest of what launches, refusals and probes showed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import delete, func, select

from plugin.ports.connections import Connection, LastLaunch, LastRefusal, Probe, StrayLogin
from plugin.ports.registrations import Platform, PlatformState
from plugin.store.connection import Database
from plugin.store.platforms import SqlPlatforms
from plugin.store.tables import HOUSE, connection_report, course, registration, stray_login
from plugin.store.upserts import insert

Kept = TypeVar("Kept", LastLaunch, LastRefusal, Probe)
MOST_STRAYS = 50
"""Anybody can send a login, so only the latest kinds are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlConnections:
    """One row for each platform, written over. Works as the house: its callers know whose it is."""

    database: Database

    def find(self, registration_id: str) -> Connection | None:
        """Return all that is known of one platform's connection."""
        platform = SqlPlatforms(database=self.database).find(registration_id)
        if platform is None:
            return None
        mine = (connection_report.c.tenant_id == platform.tenant_id) & (
            connection_report.c.registration_id == registration_id
        )
        with self.database.transaction(HOUSE, write=False) as connection:
            row = connection.execute(select(connection_report).where(mine)).mappings().first()
            rosters = _rosters(connection, platform)
        kept: Mapping[Any, Any] = row or {}
        return Connection(
            platform=platform,
            launch=_read(LastLaunch, kept.get("launch")),
            refusal=_read(LastRefusal, kept.get("refusal")),
            probe=_read(Probe, kept.get("probe")),
            rosters=rosters,
            succeeds=kept.get("succeeds"),
        )

    def siblings(self, registration_id: str) -> Sequence[Platform]:
        """Return the institution's other platforms that gave their people to nobody."""
        known = SqlPlatforms(database=self.database).all()
        tenants = {one.tenant_id for one in known if one.registration_id == registration_id}
        return [
            one
            for one in known
            if one.tenant_id in tenants
            and one.registration_id != registration_id
            and one.state is not PlatformState.REPLACED
        ]

    def save_launch(self, registration_id: str, launch: LastLaunch) -> None:
        """Keep what the latest launch showed."""
        self._save(registration_id, {"launch": _written(launch)})

    def save_refusal(self, registration_id: str, refusal: LastRefusal) -> None:
        """Keep why the latest one was refused."""
        self._save(registration_id, {"refusal": _written(refusal)})

    def save_probe(self, registration_id: str, probe: Probe) -> None:
        """Keep what the platform answered."""
        self._save(registration_id, {"probe": _written(probe)})

    def save_wish(self, registration_id: str, succeeds: str | None) -> None:
        """Keep whom it is to take over from."""
        self._save(registration_id, {"succeeds": succeeds})

    def stray(self, issuer: str, client_id: str, *, now: datetime) -> None:
        """Count a login that fits no registration, and forget the oldest kinds."""

        def step(connection: SqlConnection) -> None:
            key = {"tenant_id": HOUSE, "issuer": issuer, "client_id": client_id}
            new = insert(connection, stray_login).values(key | {"times": 1, "seen_at": now})
            again = {"times": stray_login.c.times + 1, "seen_at": now}
            connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=again))
            latest = select(stray_login.c.seen_at).order_by(stray_login.c.seen_at.desc())
            oldest = latest.limit(1).offset(MOST_STRAYS).scalar_subquery()
            connection.execute(delete(stray_login).where(stray_login.c.seen_at <= oldest))

        self.database.run(HOUSE, step)

    def strays(self) -> Sequence[StrayLogin]:
        """Return them, the latest first."""
        query = select(stray_login).order_by(stray_login.c.seen_at.desc())
        with self.database.transaction(HOUSE, write=False) as connection:
            rows = connection.execute(query).all()
        return [StrayLogin(row.issuer, row.client_id, row.times, row.seen_at) for row in rows]

    def _save(self, registration_id: str, values: dict[str, Any]) -> None:
        def step(connection: SqlConnection) -> None:
            mine = registration.c.registration_id == registration_id
            owner = select(registration.c.tenant_id).where(mine)
            tenant_id = connection.execute(owner).scalar_one_or_none()
            if tenant_id is None:
                return  # removed meanwhile
            key = {"tenant_id": tenant_id, "registration_id": registration_id}
            new = insert(connection, connection_report).values(key | values)
            connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=values))

        self.database.run(HOUSE, step)


def _rosters(connection: SqlConnection, platform: Platform) -> tuple[tuple[str, int], ...]:
    query = (
        select(course.c.roster_state, func.count())
        .where(
            course.c.tenant_id == platform.tenant_id,
            course.c.registration_id == platform.registration_id,
        )
        .group_by(course.c.roster_state)
        .order_by(course.c.roster_state)
    )
    return tuple((row[0], row[1]) for row in connection.execute(query))


def _written(value: LastLaunch | LastRefusal | Probe) -> dict[str, Any]:
    return asdict(value) | {"at": value.at.isoformat()}


def _read(kind: type[Kept], kept: Any) -> Kept | None:
    if not kept:
        return None
    values = {**kept, "at": datetime.fromisoformat(kept["at"])}
    if "scopes" in values:
        values["scopes"] = tuple(values["scopes"])
    return kind(**values)
