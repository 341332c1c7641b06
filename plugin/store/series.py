"""Series of sessions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from plugin.mentoring.people import PersonId
from plugin.mentoring.series import SeriesId, SeriesPlan
from plugin.mentoring.session import MentoringSession, SessionState, held_at, shown
from plugin.mentoring.spans import Span
from plugin.store.rows import in_parts
from plugin.store.sessions import Sessions
from plugin.store.tables import calendar_link, mentoring_session
from plugin.store.tables import session_series as table


class AllSeries(Sessions):
    """Reads and writes series."""

    def series(self, series_ids: Iterable[SeriesId]) -> Mapping[SeriesId, SeriesPlan]:
        """Return those that exist."""
        return {
            row.series_id: SeriesPlan(
                row.series_id,
                row.tenant_id,
                held_at(row.clock or "", row.zone, Span(row.starts_at, row.ends_at)),
                row.zone,
                row.weeks,
                row.turns,
                row.sequence,
                row.replaces_id,
                row.version,
                row.grown_from_id,
                row.told_before,
            )
            for part in in_parts(dict.fromkeys(series_ids))
            for row in self._all(
                select(table).where(self._mine(table), table.c.series_id.in_(part))
            )
        }

    def save_series(self, plan: SeriesPlan) -> None:
        """Write it."""
        self._own(plan.tenant_id)
        values = {
            "starts_at": plan.first.starts_at,
            "ends_at": plan.first.ends_at,
            "zone": plan.zone,
            "clock": shown(plan.first, plan.zone) or None,
            "weeks": plan.weeks,
            "turns": plan.count,
            "sequence": plan.sequence,
            "replaces_id": plan.replaces,
            "grown_from_id": plan.grown_from,
            "told_before": plan.told_before,
        }
        self._save(table, {"series_id": plan.series_id}, values, plan.version)

    def sessions_in(self, series_id: SeriesId) -> Sequence[MentoringSession]:
        """Return the sessions that are of the series now, in order of turn."""
        return self.sessions_in_each([series_id])[series_id]

    def sessions_in_each(
        self, series_ids: Iterable[SeriesId]
    ) -> Mapping[SeriesId, Sequence[MentoringSession]]:
        """Return the same of several."""
        found: dict[SeriesId, list[MentoringSession]] = {key: [] for key in series_ids}
        for part in in_parts(found):
            for one in self._sessions(mentoring_session.c.series_id.in_(part)):
                found[one.series_id or SeriesId("")].append(one)
        return {key: sorted(some, key=lambda one: one.turn) for key, some in found.items()}

    def events_of_series(self, organiser: PersonId, master_id: str) -> Sequence[str]:
        """Return the events of our sessions that this event holds, if it holds any."""
        mine = self._mine(calendar_link, organiser=organiser, master_id=master_id)
        rows = self._all(select(calendar_link.c.event_id).where(mine))
        return [row.event_id for row in rows if row.event_id]

    def kept_on_clocks(self, *, after: datetime, limit: int) -> Sequence[MentoringSession]:
        """Return planned sessions that start later, the latest first: rules change far ahead."""
        kept = mentoring_session
        query = (
            select(kept.c.session_id)
            .where(self._mine(kept), kept.c.state == SessionState.PLANNED)
            .where(kept.c.starts_at > after, kept.c.clock.is_not(None))
            .order_by(kept.c.starts_at.desc())
            .limit(limit)
        )
        ids = [row.session_id for row in self._all(query)]
        return [
            one for part in in_parts(ids) for one in self._sessions(kept.c.session_id.in_(part))
        ]
