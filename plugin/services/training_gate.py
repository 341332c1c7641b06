"""Who has to do some training before their first match (R1), and which surveys there are."""

from collections.abc import Iterable, Mapping

from plugin.mentoring.enrolment import Enrolment, Side
from plugin.mentoring.errors import TrainingMissingError
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.training import SURVEY, Kind, Module, left_of
from plugin.ports.store import Work


def before_match(
    work: Work, programme: Programme, sides: Mapping[PersonId, Side]
) -> dict[PersonId, tuple[Module, ...]]:
    """Return who of these people is not to be matched yet, with the training that is left.

    Nobody is whom a coordinator let pass, or who has had a match in this programme before: training
    that is asked for later does not come between people.
    """
    key, stage = programme.programme_id, programme.stage
    modules = work.modules(key)
    asked = {side: left_of(modules, (), side, stage) for side in set(sides.values())}
    if not any(asked.values()):
        return {}
    only = next(iter(sides)) if len(sides) == 1 else None
    done = work.done(key, [one.key for some in asked.values() for one in some], only)
    past = work.ever_matched(key, only) | work.waived(key, only)
    left = {
        who: left_of(asked[side], done.get(who, ()), side, stage)
        for who, side in sides.items()
        if who not in past
    }
    return {who: some for who, some in left.items() if some}


def held_back(
    work: Work, programme: Programme, answers: Iterable[Enrolment]
) -> frozenset[PersonId]:
    """Return who of them is not to be matched yet."""
    return frozenset(before_match(work, programme, {one.person_id: one.side for one in answers}))


def require_trained(work: Work, programme: Programme, mine: Enrolment) -> None:
    """Raise TrainingMissingError where somebody is to be trained before they join anybody."""
    if held_back(work, programme, [mine]):
        raise TrainingMissingError


def surveys_of(work: Work, programme_id: ProgrammeId) -> frozenset[str]:
    """Return the keys of the surveys that a programme asks."""
    own = [one for one in work.modules(programme_id) if one.kind is Kind.SURVEY]
    left_out = {one.key for one in own if one.hidden}
    return frozenset({SURVEY, *(one.key for one in own)} - left_out)
