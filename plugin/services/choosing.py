"""What every step of a mentee's request reads first: who is ready, has a place, and may meet."""

from datetime import datetime

from plugin.mentoring.mentor_requests import Choosing, rules_of
from plugin.mentoring.programme import Programme, SelfMatch
from plugin.ports.store import Work
from plugin.services.drafts import partners
from plugin.services.standing_drafts import ready_people


def choosing(work: Work, programme: Programme, now: datetime) -> Choosing:
    """Read it; what was asked before choosing was switched off stands as it would by default."""
    ready = ready_people(work, programme)
    return Choosing(
        programme,
        rules_of(programme) or SelfMatch(),
        now,
        ready,
        partners(work.relationships_in(programme.programme_id)),
        work.apart(ready, programme.programme_id),
        work.mentor_requests(programme.programme_id),
    )
