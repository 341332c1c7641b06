"""A connection to PostgreSQL that begins and ends a transaction in one call of libpq each.

psycopg waits for every answer in Python. For BEGIN and COMMIT, of which a launch sends four each,
that takes four times as long as libpq, which waits by itself and lets other threads go on.
"""

from typing import Any

import psycopg
from psycopg import errors, pq


class Straight(psycopg.Connection[Any]):
    """One that is always in autocommit, so that each BEGIN is ours."""

    def begin(self, enter: bytes) -> None:
        """Begin, and say whose rows may be seen, in one message and one answer."""
        self._say(enter)

    def commit(self) -> None:
        """Commit what was begun."""
        if self.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            self._say(b"COMMIT")

    def rollback(self) -> None:
        """Undo what was begun, and forget what was prepared meanwhile, as psycopg does.

        The pool asks for it at each return, when there is nothing to undo.
        """
        if self.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            super().rollback()

    def _say(self, command: bytes) -> None:
        with self.lock:
            result = self.pgconn.exec_(command)
        if result.status == pq.ExecStatus.COMMAND_OK:
            return
        if self.pgconn.status != pq.ConnStatus.OK:
            raise psycopg.OperationalError("the connection is lost")
        raise errors.error_from_result(result)
