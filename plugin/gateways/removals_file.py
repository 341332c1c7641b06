"""Removals as lines of a file apart from the database, so that no older backup brings them back."""

import json
import os
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.people import PersonId, TenantId
from plugin.ports.errors import TryLaterError
from plugin.ports.privacy import KeyRemoval


@dataclass(frozen=True, slots=True)
class RemovalsFile:
    """The file at `path`; each line stands on the disk before anything goes on."""

    path: str

    def add(self, tenant_id: TenantId, person_id: PersonId, at: datetime) -> None:
        """Add a line, by key and never by name; the same one twice does no harm.

        Raises:
            TryLaterError: it cannot be written now.

        """
        self._write({"tenant": tenant_id, "person": person_id, "at": at.isoformat()})

    def add_key(self, tenant_id: TenantId, one: KeyRemoval) -> None:
        """Add that a relationship's key is destroyed, likewise."""
        key = {"relationship": one.relationship_id, "key": one.key_id}
        self._write({"tenant": tenant_id, **key, "at": one.removed_at.isoformat()})

    def _write(self, line: dict[str, str]) -> None:
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(file, (json.dumps(line) + "\n").encode())
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise TryLaterError(f"removals file: {type(error).__name__}") from error
