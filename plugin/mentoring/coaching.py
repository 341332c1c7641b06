"""Coaching models as named steps with prompts, and what a session wrote along one of them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from plugin.mentoring.errors import OutOfBoundsError, UnknownThingError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.session import SessionId

MOST_STEPS: Final = 8
LONGEST_ANSWER: Final = 2000
SCALE_TOP: Final = 10
SCALED: Final = "oskar"
"""The model that asks for a number, also in other words."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a model: what it is called, what it asks, what was said."""

    name: str
    prompt: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A way through a conversation.

    Attributes:
        scaled: whether it asks "where are you, from 0 to 10", so that numbers can be compared.

    """

    key: str
    name: str
    steps: tuple[Step, ...]
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """One session's way along a model, with the model's words as they were then.

    A model that is changed or taken away later changes nothing here, so old notes stay readable.

    Attributes:
        scale: 0 to 10; None when not said.

    """

    session_id: SessionId
    tenant_id: TenantId
    relationship_id: RelationshipId
    model: Model
    changed_by: PersonId
    changed_at: datetime
    scale: int | None = None
    version: int = 0

    def answered(
        self, answers: tuple[str, ...], scale: int | None, *, by: PersonId, now: datetime
    ) -> "Walk":
        """Return it with these answers, one for each step.

        Raises:
            UnknownThingError: there are not as many steps.
            OutOfBoundsError: the number is not on the scale.

        """
        if len(answers) != len(self.model.steps):
            raise UnknownThingError
        if scale is not None and not (self.model.scaled and 0 <= scale <= SCALE_TOP):
            raise OutOfBoundsError
        steps = tuple(
            replace(step, answer=answer.strip()[:LONGEST_ANSWER])
            for step, answer in zip(self.model.steps, answers, strict=True)
        )
        model = replace(self.model, steps=steps)
        return replace(self, model=model, scale=scale, changed_by=by, changed_at=now)


def own_model(key: str, text: str) -> Model | None:
    """Return a model that somebody wrote: its name, then a line "step: prompt" each.

    None where there is no name or no step.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    steps = (line.partition(":") for line in lines[1 : MOST_STEPS + 1])
    return Model(
        key,
        lines[0][:80],
        tuple(Step(n.strip()[:80], p.strip()[:300]) for n, _, p in steps),
        scaled=key == SCALED,
    )
