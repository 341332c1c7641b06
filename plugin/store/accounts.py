"""People's Microsoft accounts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from plugin.mentoring.people import PersonId
from plugin.ports.errors import ConflictError
from plugin.ports.values import Account
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import account as table

_FIELDS = (
    "person_id",
    "tenant_id",
    "cloud",
    "entra_tenant_id",
    "object_id",
    "address",
    "linked_at",
    "needs_sign_in_since",
    "version",
)
"""The columns of an Account, in the order of its fields."""


class Accounts(Rows):
    """Reads and writes accounts."""

    def account(self, person_id: PersonId) -> Account | None:
        """Return the person's account, or None."""
        return self.accounts([person_id]).get(person_id)

    def accounts(self, person_ids: Iterable[PersonId]) -> Mapping[PersonId, Account]:
        """Return the accounts of those who have one, by person."""
        query = select(*(table.c[name] for name in _FIELDS)).where(self._mine(table))
        found: dict[PersonId, Account] = {}
        for part in in_parts(dict.fromkeys(person_ids)):
            rows = self._all(query.where(table.c.person_id.in_(part)))
            found |= {row.person_id: account_of(row) for row in rows}
        return found

    def lapsed_accounts(self) -> Sequence[Account]:
        """Return those whose owners have to sign in again."""
        query = select(*(table.c[name] for name in _FIELDS)).where(self._mine(table))
        rows = self._all(query.where(table.c.needs_sign_in_since.is_not(None)))
        return [account_of(row) for row in rows]

    def save_account(self, account: Account) -> None:
        """Write it; raise ConflictError when the account belongs to another person here.

        A unique key says so too; but an UPDATE that meets it would end the transaction on
        PostgreSQL.
        """
        self._own(account.tenant_id)
        identity = {
            "cloud": account.cloud,
            "entra_tenant_id": account.entra_tenant_id,
            "object_id": account.object_id,
        }
        values = identity | {
            "address": account.address,
            "linked_at": account.linked_at,
            "needs_sign_in_since": account.needs_sign_in_since,
        }
        other = table.c.person_id != account.person_id
        if self._all(select(table.c.person_id).where(self._mine(table, **identity), other)):
            raise ConflictError("account")
        self._save(table, {"person_id": account.person_id}, values, account.version)

    def drop_account(self, person_id: PersonId) -> None:
        """Forget the person's account; what is kept of its tokens is the caller's to end."""
        self._connection.execute(delete(table).where(self._mine(table, person_id=person_id)))


def find_account(
    connection: Connection, cloud: str, entra_tenant_id: str, object_id: str
) -> Account | None:
    """Return the account before anybody knows whose it is; of two, the one linked last."""
    query = (
        select(*(table.c[name] for name in _FIELDS))
        .where(
            table.c.cloud == cloud,
            table.c.entra_tenant_id == entra_tenant_id,
            table.c.object_id == object_id,
        )
        .order_by(table.c.linked_at.desc(), table.c.tenant_id)
        .limit(1)
    )
    row = connection.execute(query).first()
    return account_of(row) if row else None


def account_of(values: Sequence[Any]) -> Account:
    """Read a row of the columns of an Account, in the order of its fields."""
    return Account(*values)
