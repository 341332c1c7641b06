"""Tables that a coordinator takes along: that people meet, and never what they say (P7)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from plugin.mentoring.people import Actor, Person, PersonId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.relationship import Relationship
from plugin.mentoring.training import Module, merged
from plugin.ports.store import Store, Work
from plugin.ports.training import Library
from plugin.services.programmes import coordinated
from plugin.services.spreadsheets import as_csv
from plugin.services.training_desk import figures_of

Rows = Iterator[Sequence[str]]


class Table(StrEnum):
    """What can be taken along."""

    MATCHES = "matches"
    SESSIONS = "sessions"
    GOALS = "goals"
    SURVEYS = "surveys"


HEADS: Final[Mapping[Table, Sequence[str]]] = {
    Table.MATCHES: ("match", "format", "state", "since", "person", "side", "joined"),
    Table.SESSIONS: ("match", "people", "starts", "ends", "medium", "state"),
    Table.GOALS: ("match", "state", "due", "set", "skills", "milestones", "reached"),
    Table.SURVEYS: ("survey", "statement", "round", "mean", "answers"),
}
"""Names of columns, the same in every language, so that a sheet can rely on them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Each table is of one moment: it is read in one look."""

    store: Store
    library: Library

    def take(
        self, programme_id: ProgrammeId, table: Table, *, language: str, actor: Actor
    ) -> bytes:
        """Return a table as CSV; that it was taken stands in the audit.

        Of goals there are those that all of a relationship let coordinators see, without words.
        Of surveys there are means that enough people stand behind, and no words of anybody's.

        Args:
            programme_id: of what programme.
            table: which.
            language: of the surveys that come with the tool.
            actor: who takes it.

        Raises:
            UnknownThingError, NotAllowedError: no coordinator of it.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = coordinated(work, programme_id, actor=actor)
            pairs = work.relationships_in(programme_id)
            people = work.people(who for one in pairs for who in one.people)
            rows = {
                Table.MATCHES: lambda: _matches(programme, pairs, people),
                Table.SESSIONS: lambda: _sessions(work, programme, pairs, people),
                Table.GOALS: lambda: _goals(work, programme),
                Table.SURVEYS: lambda: _surveys(work, programme, self.library(language)),
            }[table]()
            taken = as_csv(HEADS[table], rows)
        with self.store.work(actor.tenant_id) as work:
            work.audit("table.taken", by=actor.person_id, programme=programme_id, table=table)
        return taken


def _matches(
    programme: Programme, pairs: Sequence[Relationship], people: Mapping[PersonId, Person]
) -> Rows:
    for one in pairs:
        for member in one.members:
            yield (
                one.relationship_id,
                one.format,
                one.state,
                _moment(one.created_at, programme),
                _name(people, member.person_id),
                member.side,
                _moment(member.joined_at, programme),
            )


def _sessions(
    work: Work,
    programme: Programme,
    pairs: Sequence[Relationship],
    people: Mapping[PersonId, Person],
) -> Rows:
    for one in work.sessions_of(pair.relationship_id for pair in pairs):
        yield (
            one.relationship_id,
            "; ".join(sorted(_name(people, who) for who in one.people)),
            _moment(one.span.starts_at, programme),
            _moment(one.span.ends_at, programme),
            one.medium,
            one.state,
        )


def _goals(work: Work, programme: Programme) -> Rows:
    for one in work.shared_goals(programme.programme_id):
        reached = sum(step.reached_on is not None for step in one.milestones)
        yield (
            one.relationship_id,
            one.state,
            one.due_on.isoformat() if one.due_on else "",
            _moment(one.made_at, programme),
            "; ".join(one.skills),
            str(len(one.milestones)),
            str(reached),
        )


def _surveys(work: Work, programme: Programme, library: Iterable[Module]) -> Rows:
    """Yield each round's mean; no changes, from which one could reckon who answered only once."""
    modules = merged(library, work.modules(programme.programme_id))
    for module, rows in figures_of(work, programme, modules):
        for row in rows:
            for round_, mean in row.by_round.items():
                if mean:
                    told = f"{mean.value:.2f}", str(mean.people)
                    yield (module.title, row.statement, round_, *told)


def _name(people: Mapping[PersonId, Person], who: PersonId) -> str:
    return people[who].label if who in people else who


def _moment(moment: datetime, programme: Programme) -> str:
    """Return it on the programme's clock, with its offset."""
    return moment.astimezone(ZoneInfo(programme.zone)).isoformat(timespec="minutes")
