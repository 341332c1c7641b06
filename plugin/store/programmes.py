"""Programmes, and who coordinates them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select

from plugin.mentoring.background import Background, Switch
from plugin.mentoring.people import CourseId, PersonId
from plugin.mentoring.programme import (
    Bounds,
    Entry,
    Format,
    Life,
    Programme,
    ProgrammeGoal,
    ProgrammeId,
    SelfMatch,
    Stage,
)
from plugin.store.rows import Rows
from plugin.store.tables import coordinator
from plugin.store.tables import programme as table


class Programmes(Rows):
    """Reads and writes programmes."""

    def programme(self, programme_id: ProgrammeId) -> Programme | None:
        """Return the programme, or None."""
        rows = self._fixed(_one(), programme=programme_id)
        return next(iter(programmes_of(rows)), None)

    def programmes_in(self, course_id: CourseId) -> Sequence[Programme]:
        """Return the course's programmes by title."""
        return self._programmes(table.c.course_id == course_id)

    def save_programme(self, programme: Programme) -> None:
        """Write the programme and its coordinators."""
        self._own(programme.tenant_id)
        key = {"programme_id": programme.programme_id}
        self._save(table, key, _values(programme), programme.version)
        people = enumerate(programme.coordinators)
        self._put(coordinator, key, ({"person_id": who, "position": at} for at, who in people))

    def _programmes(self, wanted: ColumnElement[bool]) -> list[Programme]:
        return programmes_of(self._all(_all().where(self._mine(table), wanted)))


@cache
def _all() -> Select[Any]:
    return (
        select(table, coordinator.c.person_id.label("coordinator"))
        .select_from(table.outerjoin(coordinator, with_coordinators()))
        .order_by(table.c.title, table.c.programme_id, coordinator.c.position)
    )


@cache
def _one() -> Select[Any]:
    tenant = table.c.tenant_id == bindparam("tenant")
    return _all().where(tenant, table.c.programme_id == bindparam("programme"))


def with_coordinators() -> ColumnElement[bool]:
    """Return the condition that joins a programme's coordinators."""
    same = coordinator.c.programme_id == table.c.programme_id
    return same & (coordinator.c.tenant_id == table.c.tenant_id)


def programmes_of(rows: Iterable[Row[Any]]) -> list[Programme]:
    """Read rows of `programme` with a `coordinator` each, in the coordinators' order."""
    first: dict[ProgrammeId, Row[Any]] = {}
    people: dict[ProgrammeId, dict[PersonId, None]] = {}
    for row in rows:
        first.setdefault(row.programme_id, row)
        found = people.setdefault(row.programme_id, {})
        if row.coordinator is not None:
            found[row.coordinator] = None
    return [_programme(row, tuple(people[key])) for key, row in first.items()]


def _programme(row: Row[Any], coordinators: tuple[PersonId, ...]) -> Programme:
    bounds = row.bounds | {"lengths_min": tuple(row.bounds["lengths_min"])}
    return Programme(
        programme_id=row.programme_id,
        tenant_id=row.tenant_id,
        course_id=row.course_id,
        title=row.title,
        template=row.template,
        formats=tuple(Format(one) for one in row.formats),
        formal=row.formal,
        purpose=row.purpose,
        goals=tuple(ProgrammeGoal(**goal) for goal in row.goals),
        skills=tuple(row.skills),
        zone=row.zone,
        coordinators=coordinators,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        bounds=Bounds(**bounds),
        stage=Stage(row.stage),
        version=row.version,
        life=life_of(row.life),
    )


def life_of(kept: dict[str, Any]) -> Life:
    """Return what a programme has learnt as it went on, as it is kept in its row."""
    days = {name: kept.get(name) for name in ("review_due", "paused_until")}
    dates = {name: date.fromisoformat(day) if day else None for name, day in days.items()}
    entries = tuple(Entry(one) for one in kept.get("entries", ()))
    rules = kept.get("self_match")
    chosen = SelfMatch(**rules) if rules else None
    eligible = tuple((side, tuple(map(Entry, some))) for side, some in kept.get("eligible", ()))
    places = tuple(kept.get("places", ()))
    read = {"entries": entries, "self_match": chosen, "eligible": eligible, "places": places}
    read["background"] = tuple(
        Switch(Background(field), reason, date.fromisoformat(since))
        for field, reason, since in kept.get("background", ())
    )
    return Life(**{**kept, **dates, **read})


def _kept(life: Life) -> dict[str, Any]:
    days = {name: getattr(life, name) for name in ("review_due", "paused_until")}
    dates = {name: day.isoformat() if day else None for name, day in days.items()}
    switches = [(one.field, one.reason, one.since.isoformat()) for one in life.background]
    kept = {**asdict(life), **dates, "entries": list(life.entries), "background": switches}
    later = (
        "mentors_of",
        "self_match",
        "wishes",
        "own_drives",
        "meeting_reports",
        "eligible",
        "places",
        "background",
    )  # what ran before these knows no such word
    return {name: value for name, value in kept.items() if value or name not in later}


def _kept_bounds(bounds: Bounds) -> dict[str, Any]:
    usual = asdict(Bounds())
    later = ("cadence_least", "cadence_most")  # what ran before these knows no such word
    kept = asdict(bounds)
    return {name: kept[name] for name in kept if name not in later or kept[name] != usual[name]}


def _values(programme: Programme) -> dict[str, Any]:
    return {
        "course_id": programme.course_id,
        "title": programme.title,
        "template": programme.template,
        "formats": list(programme.formats),
        "formal": programme.formal,
        "purpose": programme.purpose,
        "goals": [asdict(goal) for goal in programme.goals],
        "skills": list(programme.skills),
        "zone": programme.zone,
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "bounds": _kept_bounds(programme.bounds),
        "stage": programme.stage,
        "life": _kept(programme.life),
    }
