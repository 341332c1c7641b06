"""What people keep about their own time. Which days are off limits is sealed."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import Row, select

from plugin.mentoring.own_time import OwnTime
from plugin.mentoring.people import PersonId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows, in_parts
from plugin.store.tables import own_time as table


class OwnTimes(Rows):
    """Reads and writes own time."""

    def own_times(self, people: Iterable[PersonId]) -> Mapping[PersonId, OwnTime]:
        """Return by person what they keep; nothing for those who keep nothing."""
        return {
            row.person_id: self._own_time(row)
            for part in in_parts(dict.fromkeys(people))
            for row in self._all(
                select(table).where(self._mine(table), table.c.person_id.in_(part))
            )
        }

    def save_own_time(self, own: OwnTime) -> None:
        """Write it; a person has one."""
        self._own(own.tenant_id)
        kept = {"weekdays": sorted(own.weekdays), "days": [list(map(str, d)) for d in own.days]}
        text = json.dumps(kept) if own.weekdays or own.days else ""
        values = {
            "kept": self._seal(table, own.person_id, "kept", text, by=own.person_id),
            "quiet": " ".join(f"{at:%H:%M}" for at in own.quiet) if own.quiet else None,
            "full_percent": own.full_percent,
            "video_week_min": own.video_week_min,
        }
        self._save(table, {"person_id": own.person_id}, values, own.version)

    def _own_time(self, row: Row[Any]) -> OwnTime:
        text = self._open(table, row.person_id, "kept", row.kept)
        if text == UNREADABLE:  # which days it names is lost, so none is offered
            return OwnTime(
                row.person_id,
                row.tenant_id,
                days=((date.min.replace(year=2000), date.max.replace(year=2999)),),
                version=row.version,
            )
        kept = json.loads(text) if text else {"weekdays": [], "days": []}
        quiet = [time.fromisoformat(at) for at in (row.quiet or "").split()]
        return OwnTime(
            row.person_id,
            row.tenant_id,
            frozenset(kept["weekdays"]),
            tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in kept["days"]),
            (quiet[0], quiet[1]) if quiet else None,
            row.full_percent,
            row.video_week_min,
            row.version,
        )
