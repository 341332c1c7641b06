"""People's parts in programmes. What they say about themselves in their own words is sealed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from plugin.mentoring.confided import Confided, Ready
from plugin.mentoring.enrolment import Enrolment, Learn, Medium, Profile, Side, Talk
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Entry, ProgrammeId
from plugin.ports.values import UNREADABLE
from plugin.store.rows import Rows
from plugin.store.tables import enrolment as table


class Enrolments(Rows):
    """Reads and writes enrolments."""

    def enrolment(self, programme_id: ProgrammeId, person_id: PersonId) -> Enrolment | None:
        """Return the person's part in the programme, or None."""
        mine = self._mine(table, programme_id=programme_id, person_id=person_id)
        row = self._one(select(table).where(mine))
        return self._enrolment(row) if row else None

    def enrolments(self, programme_id: ProgrammeId) -> Sequence[Enrolment]:
        """Return every part in the programme, in the order of the people's ids."""
        mine = self._mine(table, programme_id=programme_id)
        rows = self._all(select(table).where(mine).order_by(table.c.person_id))
        return [self._enrolment(row) for row in rows]

    def enrolments_of(
        self, programme_id: ProgrammeId, people: Iterable[PersonId]
    ) -> Mapping[PersonId, Enrolment]:
        """Return these people's parts in the programme; a relationship has a handful."""
        mine = self._mine(table, programme_id=programme_id)
        rows = self._all(select(table).where(mine, table.c.person_id.in_(list(people))))
        return {row.person_id: self._enrolment(row) for row in rows}

    def save_enrolment(self, enrolment: Enrolment) -> None:
        """Write the enrolment; a person has one in a programme."""
        self._own(enrolment.tenant_id)
        key = {"enrolment_id": enrolment.enrolment_id}
        values = {
            "programme_id": enrolment.programme_id,
            "person_id": enrolment.person_id,
            "side": enrolment.side,
            "profile": _kept(enrolment.profile, from_list=enrolment.from_list),
            "capacity": enrolment.capacity,
            "ready_at": enrolment.ready_at,
        }
        about = enrolment.profile.about
        if about != UNREADABLE:
            values["about"] = self._seal(
                table, enrolment.enrolment_id, "about", about, by=enrolment.person_id
            )
        confided = enrolment.profile.confided
        if confided.readable:
            text = _confided_text(confided)
            values["confided"] = self._seal(
                table, enrolment.enrolment_id, "confided", text, by=enrolment.person_id
            )
        self._save(table, key, values, enrolment.version)

    def _enrolment(self, row: Row[Any]) -> Enrolment:
        return Enrolment(
            row.enrolment_id,
            row.tenant_id,
            row.programme_id,
            row.person_id,
            Side(row.side),
            _profile(
                row.profile,
                self._open(table, row.enrolment_id, "about", row.about),
                _confided(self._open(table, row.enrolment_id, "confided", row.confided)),
            ),
            row.capacity,
            row.ready_at,
            row.version,
            row.profile.get("from_list", False),
        )


def _kept(profile: Profile, *, from_list: bool) -> dict[str, Any]:
    return {
        **({"from_list": True} if from_list else {}),
        "seeks": list(profile.seeks),
        "offers": list(profile.offers),
        "languages": list(profile.languages),
        "zone": profile.zone,
        "hours": profile.hours.text(),
        "media": list(profile.media),
        "values": list(profile.values),
        "aims": list(profile.aims),
        "talks": list(profile.talks),
        "learns": list(profile.learns),
        "entry": profile.entry,
        **({"places": list(profile.places)} if profile.places else {}),
        "hours_before": profile.hours_before and profile.hours_before.text(),
    }


def _profile(kept: dict[str, Any], about: str, confided: Confided) -> Profile:
    return Profile(
        seeks=tuple(kept["seeks"]),
        offers=tuple(kept["offers"]),
        languages=tuple(kept["languages"]),
        zone=kept["zone"],
        hours=WeekHours.read(kept["hours"]),
        media=tuple(Medium(medium) for medium in kept["media"]),
        values=tuple(kept["values"]),
        about=about,
        confided=confided,
        aims=tuple(kept.get("aims", ())),
        talks=tuple(Talk(one) for one in kept.get("talks", ())),
        learns=tuple(Learn(one) for one in kept.get("learns", ())),
        entry=Entry(kept["entry"]) if kept.get("entry") else None,
        hours_before=_hours(kept.get("hours_before")),
        places=tuple(kept.get("places", ())),
    )


def _hours(text: str | None) -> WeekHours | None:
    return None if text is None else WeekHours.read(text)


def _confided_text(confided: Confided) -> str:
    """Return what is sealed; empty where nothing was said, which tells nothing."""
    if confided == Confided():
        return ""
    return json.dumps(
        {
            "access": confided.access,
            "hopes": confided.hopes,
            "virtual": confided.virtual_only,
            "checked": list(confided.checked),
            **({"background": dict(confided.background)} if confided.background else {}),
        }
    )


def _confided(text: str) -> Confided:
    if not text:
        return Confided()
    if text == UNREADABLE:
        return Confided(readable=False)
    kept = json.loads(text)
    return Confided(
        kept["access"],
        kept["hopes"],
        kept["virtual"],
        tuple(Ready(one) for one in kept["checked"]),
        tuple(kept.get("background", {}).items()),
    )
