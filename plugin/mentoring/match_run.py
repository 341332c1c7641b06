"""One run of the matching of a programme: asked for, under way, done, and how good it proved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from plugin.mentoring.counted import WEIGHTS, Part
from plugin.mentoring.groups import NO_CHOICES, Choices
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import ProgrammeId


class RunState(StrEnum):
    """How a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    CHANGED = "changed"
    """Somebody changed the draft meanwhile; theirs was kept."""
    FAILED = "failed"


UNDER_WAY = frozenset({RunState.QUEUED, RunState.RUNNING, RunState.STOPPING})


@dataclass(frozen=True, slots=True)
class Proof:
    """How good a result is.

    Attributes:
        reached, most: points of all pairs together, and what no draft can exceed; of circles,
            for which nobody knows the latter, `most` is 0.
        floor: points below which nobody was placed.

    """

    reached: float
    most: float
    floor: float

    @property
    def gap_percent(self) -> float:
        """How far the result may be from the best, in hundredths; 0 where nobody knows."""
        return 100 * max(self.most - self.reached, 0.0) / max(self.most, 1.0)


@dataclass(frozen=True, slots=True)
class MatchRun:
    """The latest run of a programme.

    Attributes:
        percent: how far it is.
        weights: points of each part of the score, 100 together.
        proof: None before the first result.

    """

    programme_id: ProgrammeId
    tenant_id: TenantId
    state: RunState
    asked_by: PersonId
    asked_at: datetime
    weights: Mapping[Part, int]
    percent: int = 0
    proof: Proof | None = None
    version: int = 0
    choices: Choices = NO_CHOICES

    @property
    def under_way(self) -> bool:
        """Whether something is still to come."""
        return self.state in UNDER_WAY

    def at(self, state: RunState, *, percent: int | None = None) -> "MatchRun":
        """Return the run in another state."""
        return replace(self, state=state, percent=self.percent if percent is None else percent)


def weights_of(run: MatchRun | None) -> Mapping[Part, int]:
    """Return the weights that a programme uses now."""
    return run.weights if run else WEIGHTS
