"""How often two people meet, as a ring: sessions held, booked, and still to come."""

from dataclasses import dataclass
from datetime import timedelta

from plugin.mentoring.cadence import suggested
from plugin.mentoring.evidence import Held
from plugin.mentoring.relationship import RelationshipState
from plugin.mentoring.session import MentoringSession, SessionState
from plugin.mentoring.spans import on_wall_clock
from plugin.services.relationships import RelationshipPage
from plugin.web.current import viewer_zone
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext
from plugin.web.times import date

MOST_ARCS = 16


@dataclass(frozen=True, slots=True)
class Ring:
    """The ring's figures; `to_come` is 0 where nobody has said when the programme ends.

    Attributes:
        held: sessions that members say took place; `unsaid` have been, and nobody knows.

    """

    held: int
    unsaid: int
    booked: int
    to_come: int
    words: str

    @property
    def arcs(self) -> list[str]:
        """The arcs in order, by how they are drawn; at most as many as can be told apart."""
        arcs = (
            ["l1"] * self.held + ["l3"] * self.unsaid + ["l2"] * self.booked + ["l0"] * self.to_come
        )
        return arcs[-MOST_ARCS:]


def ring(facts: RelationshipPage) -> Ring:
    """Return how the pair keeps the rhythm that its agreement, or else the programme, names."""
    planned = [x for x in facts.coming if x.session.state is SessionState.PLANNED]
    unsaid = facts.been - facts.held
    return Ring(facts.held, unsaid, len(planned), _to_come(facts, len(planned)), _words(facts))


def _cadence(facts: RelationshipPage) -> int:
    return (
        facts.agreement.terms.cadence_weeks
        if facts.agreement
        else facts.programme.bounds.cadence_weeks
    )


def _to_come(facts: RelationshipPage, booked: int) -> int:
    """Return how many more sessions fit between the last booked one and the end."""
    ends, last = facts.programme.ends_on, _last(facts)
    if ends is None or last is None:
        return 0
    left = ends - on_wall_clock(last.span.ends_at, viewer_zone()).date()
    return max(0, min(left.days // (7 * _cadence(facts)), MOST_ARCS - booked))


def another(facts: RelationshipPage) -> int | None:
    """Return the rhythm to suggest from what took place lately; None where the present one fits."""
    if facts.relationship.state is not RelationshipState.ACTIVE:
        return None
    held = [x.session.span.starts_at for x in facts.past if x.evidence.held is Held.YES]
    found = suggested(held, _cadence(facts))
    return found if found and facts.programme.bounds.allows_cadence(found) else None


def _last(facts: RelationshipPage) -> MentoringSession | None:
    planned = [x.session for x in (*facts.past[:1], *facts.coming)]
    planned = [one for one in planned if one.state is SessionState.PLANNED]
    return planned[-1] if planned else None


def _words(facts: RelationshipPage) -> str:
    weeks = _cadence(facts)
    every = ngettext("Every week.", "Every %(num)s weeks.", weeks)
    if facts.next is None:
        return every
    after = facts.next.session.span.starts_at + timedelta(weeks=weeks)
    then = _("The one after the next falls around %(date)s.", date=date(after, viewer_zone()))
    return f"{every} {then}"
