"""What the invited have said: in their calendars, or at the address in an invitation by mail.

It is shown and asked about. No answer moves or calls off anything: people do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from plugin.mentoring.people import PersonId
from plugin.mentoring.spans import Span


class Answer(StrEnum):
    """What somebody said to an invitation."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on the list of a meeting, as it was just read outside.

    Attributes:
        proposed: another time that they would rather have.

    """

    address: str
    answer: Answer | None = None
    proposed: Span | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of a session's invitation.

    Attributes:
        said: in order of person; nothing for those who said nothing.
        others: how many more are invited outside than were invited from here. Who they are is for
            the calendar to show, and is kept nowhere here.

    """

    said: tuple[tuple[PersonId, Answer], ...] = ()
    others: int = 0

    def of(self, person: PersonId) -> Answer | None:
        """Return what that person said."""
        return dict(self.said).get(person)

    def saying(self, person: PersonId, answer: Answer) -> "Answers":
        """Return them with that person's answer in place of an earlier one."""
        return replace(self, said=tuple(sorted({**dict(self.said), person: answer}.items())))

    def news_since(self, before: "Answers") -> Mapping[PersonId, Answer]:
        """Return who has said since that they may not come; a yes is what everybody expects."""
        return {
            who: answer
            for who, answer in self.said
            if answer is not Answer.YES and before.of(who) is not answer
        }


def matched(
    guests: tuple[Guest, ...], addresses: Mapping[PersonId, str]
) -> tuple[Answers, Mapping[PersonId, Span]]:
    """Return what our people said, and which times they propose, by their addresses.

    Exchange may know somebody by another address than we do. So an unknown address counts as
    somebody else only where everybody whom we invited is there without it.
    """
    ours = {address.casefold(): who for who, address in addresses.items()}
    known = {ours[one.address.casefold()]: one for one in guests if one.address.casefold() in ours}
    missing = len(addresses) - len(known)
    others = max(0, len(guests) - len(known) - missing)
    said = tuple(sorted((who, one.answer) for who, one in known.items() if one.answer))
    return Answers(said, others), {who: x.proposed for who, x in known.items() if x.proposed}
