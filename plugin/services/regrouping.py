"""Keeping series together where many sessions change at once, so that people are told once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from plugin.mentoring.series import SeriesId, SeriesPlan, runs
from plugin.mentoring.session import MentoringSession, SessionId, SessionState
from plugin.mentoring.spans import Span
from plugin.ports.store import Work
from plugin.ports.values import NewId


def regroup(
    work: Work,
    coming: Iterable[MentoringSession],
    made: Iterable[tuple[MentoringSession, MentoringSession]],
    *,
    new_id: NewId,
) -> None:
    """Let what was called off be told as the end of a series, what was made again as a new one.

    Args:
        work: where they were just saved.
        coming: what was planned and looked at, as it was.
        made: pairs of a session that was, and the one in its place.
        new_id: names series.

    """
    _group_again(work, made, new_id)
    _end_where_nothing_follows(work, coming)


def _end_where_nothing_follows(work: Work, coming: Iterable[MentoringSession]) -> None:
    """End series with the last session that is still planned, so that all others go at once.

    Only where one of `coming` was called off just now: else those who stay would be told anew of a
    series whose last times are off since long.
    """
    came = {one.session_id: one.series_id for one in coming if one.series_id}
    for plan in work.series(filter(None, came.values())).values():
        sessions = work.sessions_in(plan.series_id)
        if all(one.state is SessionState.PLANNED for one in sessions if one.session_id in came):
            continue
        planned = (one for one in sessions if one.state is SessionState.PLANNED)
        left = max((one.turn for one in planned if one.turn < plan.count), default=-1)
        if left + 1 < plan.count:
            work.save_series(plan.ended_before(left + 1))


def _group_again(
    work: Work, made: Iterable[tuple[MentoringSession, MentoringSession]], new_id: NewId
) -> None:
    of_series: dict[SeriesId, list[tuple[MentoringSession, MentoringSession]]] = {}
    for was, again in made:
        if was.series_id is not None and again.session_id != was.session_id:
            of_series.setdefault(was.series_id, []).append((was, again))
    for plan in work.series(of_series).values():
        pairs = of_series[plan.series_id]
        on_time = {x.span: x for was, x in pairs if was.span == plan.slot(was.turn)}
        for run in runs(sorted(on_time, key=_start), plan.zone, weeks=plan.weeks):
            if len(run) > 1:
                _join(work, plan, [on_time[span] for span in run], SeriesId(new_id()))


def _join(work: Work, before: SeriesPlan, made: Iterable[MentoringSession], key: SeriesId) -> None:
    kept: list[SessionId] = [one.session_id for one in made]
    for turn, session_id in enumerate(kept):
        session = work.session(session_id)
        if session is None:
            continue
        if turn == 0:
            first = session.span
            plan = SeriesPlan(key, work.tenant_id, first, before.zone, before.weeks, len(kept))
            work.save_series(plan)
        work.save_session(replace(session, series_id=key, turn=turn))


def _start(span: Span) -> datetime:
    return span.starts_at
