"""The database in figures, for an operator and whoever helps them: nobody's name, and no text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, select

from plugin.mentoring.people import TenantId
from plugin.store.connection import Database
from plugin.store.tables import calendar_link, job, metadata, notice

Counts = Mapping[str, int]
_CODE = re.compile(r"[A-Za-z][\w.-]{0,39}(: [\w.-]{1,40})?")
"""What a code looks like, as the ledger and a link keep them."""
OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Counts over all institutions together; none of them is named.

    Attributes:
        tenants: the institutions, and the house itself.

    """

    database: Database
    tenants: Sequence[TenantId]

    def rows(self) -> Counts:
        """Return how many rows each table has."""
        found: Counter[str] = Counter()
        for table in metadata.sorted_tables:
            found[table.name] = sum(self._by(table, ()).values())
        return found

    def jobs(self) -> Counts:
        """Return how many jobs there are by kind, state and error."""
        return self._by(job, (job.c.kind, job.c.state, job.c.error))

    def links(self) -> Counts:
        """Return how many invitations there are by channel, by how they stand, and by problem."""
        columns = (calendar_link.c.channel, calendar_link.c.sync, calendar_link.c.problem)
        return self._by(calendar_link, columns)

    def notices(self) -> Counts:
        """Return how many notices there are by state, way and problem."""
        return self._by(notice, (notice.c.state, notice.c.way, notice.c.problem))

    def _by(self, table: Table, columns: Sequence[ColumnElement[str]]) -> Counts:
        found: Counter[str] = Counter()
        for words, many in self._counted(table, columns):
            found[" / ".join(_code(one) for one in words if one is not None)] += many
        return dict(sorted(found.items()))

    def _counted(
        self, table: Table, columns: Sequence[ColumnElement[str]]
    ) -> Iterator[tuple[Sequence[str | None], int]]:
        for tenant in self.tenants:
            query = select(*columns, func.count()).where(table.c.tenant_id == tenant)
            with self.database.transaction(tenant, write=False) as connection:
                for *words, many in connection.execute(query.group_by(*columns)):
                    yield words, many


def _code(word: str) -> str:
    return word if _CODE.fullmatch(word) else OTHER
