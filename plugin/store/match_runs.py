"""Runs of the matching: the latest of each programme."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from plugin.mentoring.counted import Part
from plugin.mentoring.groups import Choices, Trait
from plugin.mentoring.match_run import MatchRun, Proof, RunState
from plugin.mentoring.programme import Format, ProgrammeId
from plugin.store.rows import Rows
from plugin.store.tables import match_run as table


class MatchRuns(Rows):
    """Reads and writes runs."""

    def match_run(self, programme_id: ProgrammeId) -> MatchRun | None:
        """Return the programme's latest run, or None."""
        row = self._one(select(table).where(self._mine(table, programme_id=programme_id)))
        if row is None:
            return None
        return MatchRun(
            row.programme_id,
            row.tenant_id,
            RunState(row.state),
            row.asked_by,
            row.asked_at,
            {part: row.weights.get(part, 0) for part in Part},
            row.percent,
            Proof(*row.proof) if row.proof else None,
            row.version,
            _choices(row.choices),
        )

    def save_match_run(self, run: MatchRun) -> None:
        """Write the run."""
        self._own(run.tenant_id)
        proof = run.proof
        values = {
            "state": run.state,
            "asked_by": run.asked_by,
            "asked_at": run.asked_at,
            "weights": {str(part): points for part, points in run.weights.items()},
            "percent": run.percent,
            "choices": {
                "kind": run.choices.kind,
                "spread": list(run.choices.spread),
                "gather": list(run.choices.gather),
            },
            "proof": [proof.reached, proof.most, proof.floor] if proof else [],
        }
        self._save(table, {"programme_id": run.programme_id}, values, run.version)


def _choices(kept: Mapping[str, Any]) -> Choices:
    kind = kept.get("kind")
    return Choices(
        Format(kind) if kind else None,
        tuple(map(Trait, kept.get("spread", ()))),
        tuple(map(Trait, kept.get("gather", ()))),
    )
