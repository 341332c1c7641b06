"""What the LMS remembers: JSON documents by kind and id, in one SQLite file.

Kinds: `key`, `secret`, `switch`, `tool`, `link`, `enrolment`, `line_item`, `score`, and the
short-lived `hint`, `access_token`, `registration_token`, `deep_link`, `jti`.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Document = dict[str, Any]


class State:
    """The documents; each method is one transaction, safe between threads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS document (kind TEXT, id TEXT, body TEXT NOT NULL,"
            " PRIMARY KEY (kind, id))"
        )

    def get(self, kind: str, doc_id: str) -> Document | None:
        """Return the document, or None."""
        with self._lock:
            row = self._db.execute(
                "SELECT body FROM document WHERE kind = ? AND id = ?", (kind, doc_id)
            ).fetchone()
        return None if row is None else json.loads(row[0])

    def all(self, kind: str) -> dict[str, Document]:
        """Return every document of the kind by id, oldest first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT id, body FROM document WHERE kind = ? ORDER BY rowid", (kind,)
            ).fetchall()
        return {doc_id: json.loads(body) for doc_id, body in rows}

    def put(self, kind: str, doc_id: str, body: Mapping[str, Any]) -> None:
        """Save the document, in place of an older one."""
        with self._lock:
            self._db.execute(
                "INSERT INTO document VALUES (?, ?, ?)"
                " ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
                (kind, doc_id, json.dumps(body)),
            )

    def add(self, kind: str, doc_id: str, body: Mapping[str, Any]) -> bool:
        """Save the document unless there is one; say whether it was saved."""
        with self._lock:
            done = self._db.execute(
                "INSERT INTO document VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (kind, doc_id, json.dumps(body)),
            )
        return done.rowcount == 1

    def take(self, kind: str, doc_id: str) -> Document | None:
        """Return and delete the document: of two callers at once, one gets it."""
        with self._lock:
            row = self._db.execute(
                "DELETE FROM document WHERE kind = ? AND id = ? RETURNING body", (kind, doc_id)
            ).fetchone()
        return None if row is None else json.loads(row[0])

    def clear(self, kind: str | None = None) -> None:
        """Forget one kind, or everything."""
        with self._lock:
            self._db.execute("DELETE FROM document WHERE kind = ? OR ? IS NULL", (kind, kind))

    def forget_expired(self, kind: str, now_s: int) -> None:
        """Delete the documents of the kind whose `expires_s` has come."""
        with self._lock:
            self._db.execute(
                "DELETE FROM document WHERE kind = ? AND json_extract(body, '$.expires_s') <= ?",
                (kind, now_s),
            )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other threads out between a reading and the saving that depends on it."""
        with self._lock:
            yield

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
