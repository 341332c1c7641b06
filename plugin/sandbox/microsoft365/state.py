"""What the pretend Microsoft 365 remembers: documents by kind and id, in one SQLite file.

A document is JSON. One lock serialises every change, so a check and the write that follows it are
one step for all threads of the server.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

Document = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (kind, id)
);
CREATE INDEX IF NOT EXISTS documents_by_owner ON documents (kind, owner);
"""


class State:
    """Documents that survive a restart of the server."""

    def __init__(self, state_dir: Path) -> None:
        state_dir.mkdir(parents=True, exist_ok=True)
        self._lock = RLock()
        self._database = sqlite3.connect(
            state_dir / "microsoft365.sqlite3", check_same_thread=False, isolation_level=None
        )
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.executescript(_SCHEMA)
        self._depth = 0

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Make everything inside one change: all of it is kept, or none of it. May be nested."""
        with self._lock:
            if self._depth == 0:
                self._database.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._database.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._database.execute("COMMIT")

    def put(self, kind: str, key: str, body: Document, *, owner: str = "") -> None:
        """Keep a document, in place of one with the same kind and key."""
        with self._lock:
            self._database.execute(
                "INSERT INTO documents (kind, id, owner, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, owner = excluded.owner",
                (kind, key, owner, json.dumps(body)),
            )

    def get(self, kind: str, key: str) -> Document | None:
        """Return the document, or None."""
        with self._lock:
            row = self._database.execute(
                "SELECT body FROM documents WHERE kind = ? AND id = ?", (kind, key)
            ).fetchone()
        return None if row is None else json.loads(row[0])

    def every(self, kind: str, *, owner: str | None = None) -> list[Document]:
        """Return the documents of a kind, of one owner if given, oldest first."""
        query, values = "SELECT body FROM documents WHERE kind = ?", [kind]
        if owner is not None:
            query, values = f"{query} AND owner = ?", [kind, owner]
        with self._lock:
            rows = self._database.execute(f"{query} ORDER BY place", values).fetchall()
        return [json.loads(row[0]) for row in rows]

    def remove(self, kind: str, key: str) -> Document | None:
        """Forget a document and return it, or None when there was none: one taker gets it."""
        with self.changing():
            body = self.get(kind, key)
            self._database.execute("DELETE FROM documents WHERE kind = ? AND id = ?", (kind, key))
        return body

    def clear_kind(self, kind: str) -> None:
        """Forget every document of a kind."""
        with self._lock:
            self._database.execute("DELETE FROM documents WHERE kind = ?", (kind,))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._database.execute("DELETE FROM documents")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()
