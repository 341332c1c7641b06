"""What a programme asks people to work through, how far they are, and who was let pass."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, select, union

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId, Stage
from plugin.mentoring.training import Kind, Module, Progress, Round, Said, Waiver
from plugin.store.rows import Rows
from plugin.store.tables import (
    membership,
    mentoring_session,
    programme,
    relationship,
    seat,
    signature,
    training_module,
    training_progress,
    training_waiver,
)
from plugin.store.upserts import insert


class Training(Rows):
    """Reads and writes modules, progress and waivers."""

    def modules(self, programme_id: ProgrammeId) -> Sequence[Module]:
        """Return what the programme changed or wrote itself, by key."""
        mine = self._mine(training_module, programme_id=programme_id)
        rows = self._all(select(training_module).where(mine).order_by(training_module.c.module))
        return [_module(row) for row in rows]

    def save_module(self, programme_id: ProgrammeId, module: Module) -> None:
        """Write one; the tool's own words are not written down."""
        values = {
            "kind": module.kind,
            "title": "" if module.ours else module.title,
            "text": "" if module.ours else module.text,
            "link": module.link,
            "sides": list(module.sides),
            "minutes": module.minutes,
            "required": list(module.required),
            "hidden": module.hidden,
            "stage": module.stage,
            "numbers": list(module.numbers),
        }
        key = {"programme_id": programme_id, "module": module.key}
        self._save(training_module, key, values, module.version)

    def progress(
        self, programme_id: ProgrammeId, person_id: PersonId
    ) -> Mapping[tuple[str, Round], Progress]:
        """Return how far one person is, by module and round."""
        mine = self._mine(training_progress, programme_id=programme_id, person_id=person_id)
        return {(one.module, one.round): one for one in self._progress(mine)}

    def save_progress(self, progress: Progress) -> None:
        """Write it; answers that did not open are left as they are."""
        self._own(progress.tenant_id)
        key = {
            "programme_id": progress.programme_id,
            "person_id": progress.person_id,
            "module": progress.module,
            "round": progress.round,
        }
        values: dict[str, Any] = {
            "page": progress.page,
            "attested": progress.attested,
            "begun_at": progress.begun_at,
            "done_at": progress.done_at,
        }
        if progress.readable:
            text = {
                "chosen": {str(at): sorted(one) for at, one in progress.said.chosen.items()},
                "words": {str(at): one for at, one in progress.said.words.items() if one},
            }
            values["body"] = self._sealed_json(
                training_progress, "/".join(key.values()), text, by=progress.person_id
            )
        self._save(training_progress, key, values, progress.version)

    def done(
        self, programme_id: ProgrammeId, keys: Iterable[str], only: PersonId | None = None
    ) -> Mapping[PersonId, frozenset[str]]:
        """Return who is done with which of the modules."""
        table = training_progress
        query = select(table.c.person_id, table.c.module).where(
            self._mine(table, programme_id=programme_id, **_if(only)),
            table.c.module.in_(list(keys)),
            table.c.done_at.is_not(None),
        )
        found: dict[PersonId, set[str]] = {}
        for row in self._all(query):
            found.setdefault(row.person_id, set()).add(row.module)
        return {who: frozenset(some) for who, some in found.items()}

    def begun_surveys(self, *, since: datetime) -> Sequence[Progress]:
        """Return who answered at the start, in programmes that run, and at no later time."""
        table, later = training_progress, training_progress.alias()
        again = exists().where(
            later.c.tenant_id == table.c.tenant_id,
            later.c.programme_id == table.c.programme_id,
            later.c.person_id == table.c.person_id,
            later.c.module == table.c.module,
            later.c.round.in_([Round.MIDDLE, Round.END]),
        )
        there = (programme.c.tenant_id == table.c.tenant_id) & (
            programme.c.programme_id == table.c.programme_id
        )
        runs = programme.c.stage.in_([Stage.PILOT, Stage.RUNNING])
        query = (
            select(table)
            .join(programme, there)
            .where(self._mine(table, round=Round.START), table.c.done_at >= since, runs, ~again)
            .order_by(table.c.programme_id, table.c.person_id)
        )
        return [_unopened(row) for row in self._all(query)]

    def answers_to(
        self, programme_id: ProgrammeId, keys: Iterable[str]
    ) -> Mapping[str, Sequence[Progress]]:
        """Return everybody's finished answers to surveys, by survey."""
        table = training_progress
        mine = self._mine(table, programme_id=programme_id)
        found: dict[str, list[Progress]] = {key: [] for key in keys}
        wanted = mine & table.c.module.in_(list(found)) & table.c.done_at.is_not(None)
        for one in self._progress(wanted) if found else ():
            found[one.module].append(one)
        return found

    def ever_matched(
        self, programme_id: ProgrammeId, only: PersonId | None = None
    ) -> frozenset[PersonId]:
        """Return who works with somebody in the programme, or did."""
        here = relationship.c.relationship_id
        inside = select(here).where(self._mine(relationship, programme_id=programme_id))
        met = select(mentoring_session.c.session_id).where(
            self._mine(mentoring_session), mentoring_session.c.relationship_id.in_(inside)
        )
        tables = ((membership, "relationship_id", inside), (signature, "relationship_id", inside))
        parts = [
            select(table.c.person_id).where(self._mine(table, **_if(only)), table.c[name].in_(some))
            for table, name, some in (*tables, (seat, "session_id", met))
        ]
        return frozenset(row.person_id for row in self._all(union(*parts)))

    def waivers(
        self, programme_id: ProgrammeId, only: PersonId | None = None
    ) -> Mapping[PersonId, Waiver]:
        """Return who was let pass, by whom and why."""
        mine = self._mine(training_waiver, programme_id=programme_id, **_if(only))
        return {
            row.person_id: self._waiver(row)
            for row in self._all(select(training_waiver).where(mine))
        }

    def waived(
        self, programme_id: ProgrammeId, only: PersonId | None = None
    ) -> frozenset[PersonId]:
        """Return who was let pass, and no reason is opened for it."""
        mine = self._mine(training_waiver, programme_id=programme_id, **_if(only))
        return frozenset(
            x.person_id for x in self._all(select(training_waiver.c.person_id).where(mine))
        )

    def save_waiver(self, waiver: Waiver) -> None:
        """Write it; a second one takes the first one's place."""
        self._own(waiver.tenant_id)
        key = {
            "tenant_id": self.tenant_id,
            "programme_id": waiver.programme_id,
            "person_id": waiver.person_id,
        }
        row = f"{waiver.programme_id}/{waiver.person_id}"
        values = {
            "body": self._seal(training_waiver, row, "body", waiver.reason),
            "waived_by": waiver.waived_by,
            "waived_at": waiver.waived_at,
        }
        new = insert(self._connection, training_waiver).values(key | values)
        self._connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=values))

    def _progress(self, wanted: ColumnElement[bool]) -> list[Progress]:
        table = training_progress
        order = (table.c.person_id, table.c.module, table.c.round)
        return [
            self._one_progress(x) for x in self._all(select(table).where(wanted).order_by(*order))
        ]

    def _one_progress(self, row: Row[Any]) -> Progress:
        name = "/".join((row.programme_id, row.person_id, row.module, row.round))
        text = self._opened_json(training_progress, name, row.body)
        known = text or {"chosen": {}, "words": {}}
        chosen = {int(at): frozenset(one) for at, one in known["chosen"].items()}
        return Progress(
            row.programme_id,
            row.tenant_id,
            row.person_id,
            row.module,
            Round(row.round),
            row.begun_at,
            row.page,
            Said(chosen, {int(at): one for at, one in known["words"].items()}),
            row.done_at,
            row.attested,
            text is not None,
            row.version,
        )

    def _waiver(self, row: Row[Any]) -> Waiver:
        reason = self._open(
            training_waiver, f"{row.programme_id}/{row.person_id}", "body", row.body
        )
        return Waiver(
            row.programme_id, row.tenant_id, row.person_id, reason, row.waived_by, row.waived_at
        )


def _if(only: PersonId | None) -> dict[str, PersonId]:
    return {} if only is None else {"person_id": only}


def _unopened(row: Row[Any]) -> Progress:
    return Progress(
        row.programme_id,
        row.tenant_id,
        row.person_id,
        row.module,
        Round(row.round),
        row.begun_at,
        done_at=row.done_at,
        readable=False,
        version=row.version,
    )


def _module(row: Row[Any]) -> Module:
    return Module(
        row.module,
        Kind(row.kind),
        row.title,
        row.text,
        tuple(Side(one) for one in row.sides),
        row.minutes,
        row.link,
        tuple(Side(one) for one in row.required),
        row.hidden,
        Stage(row.stage) if row.stage else None,
        version=row.version,
        numbers=tuple(row.numbers or ()),
    )
