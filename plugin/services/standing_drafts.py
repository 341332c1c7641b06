"""What every use case of a draft reads first: the draft, and who is ready."""

from collections.abc import Mapping
from dataclasses import replace

from plugin.mentoring.background import counted
from plugin.mentoring.enrolment import Enrolment
from plugin.mentoring.errors import WrongStateError
from plugin.mentoring.in_person import counted_here
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.ports.errors import ConflictError
from plugin.ports.store import Work
from plugin.ports.values import SavedDraft
from plugin.services.training_gate import held_back


def drafted(work: Work, programme_id: ProgrammeId, version: int) -> SavedDraft:
    """Return the draft; raise WrongStateError without one, ConflictError where it has changed."""
    saved = work.draft(programme_id)
    if saved is None:
        raise WrongStateError
    if saved.version != version:
        raise ConflictError("draft")
    return saved


def here_and_ready(work: Work, programme: Programme) -> list[Enrolment]:
    """Return who has sent a profile, and is in the course still or mentors from outside it."""
    members = work.course_members(programme.course_id)
    here = {one.person.person_id for one in members if one.active}
    here |= work.guests_in(programme.programme_id)
    answers = work.enrolments(programme.programme_id)
    return [one for one in answers if one.ready_at and one.person_id in here]


def ready_people(work: Work, programme: Programme) -> dict[PersonId, Enrolment]:
    """Return who of them may be matched, by person, with the places that count (M8)."""
    ready = here_and_ready(work, programme)
    held = held_back(work, programme, ready)
    return counted_here(programme, {x.person_id: x for x in ready if x.person_id not in held})


def with_background(
    programme: Programme, ready: Mapping[PersonId, Enrolment]
) -> dict[PersonId, Enrolment]:
    """Return the people with what of their background counts, for the making of a draft (M5).

    No page is made from it: what two share would otherwise be seen in their points.
    """
    on = programme.life.background
    if not on:
        return dict(ready)
    found = {who: counted(one.profile.confided.background, on) for who, one in ready.items()}
    return {
        who: replace(one, profile=replace(one.profile, alike=found[who]))
        for who, one in ready.items()
    }
