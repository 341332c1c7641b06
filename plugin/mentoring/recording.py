"""Whether one session may be recorded: only while every one of its people says yes to that text.

Silence is no. A yes holds for one session and one meeting, and is taken back at any time.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.errors import AgreementChangedError, NotAllowedError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.session import MentoringSession, SessionId

LONGEST_LINK = 2000
TEXT = (
    "This session may be recorded and transcribed in Teams. Everybody in it sees that it is. "
    "The file stays with whoever organises the meeting; the link to it is shown to the people of "
    "this session only. Whoever takes their yes back stops the recording for all, and the link "
    "goes. Nobody needs to say why."
)
"""What people say yes to, word for word; another text asks anew."""


def text_hash(text: str = TEXT) -> str:
    """Return what is kept of the text with each yes."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Consent:
    """One yes, or one taken back; none is ever overwritten.

    Attributes:
        number: counts one person's words on one session.
        generation: of the session's meeting; a new meeting asks anew.

    """

    session_id: SessionId
    tenant_id: TenantId
    person_id: PersonId
    number: int
    given: bool
    text_hash: str
    generation: int
    at: datetime


def agreed(session: MentoringSession, said: Iterable[Consent]) -> frozenset[PersonId]:
    """Return whose latest word on this meeting and this text is yes."""
    latest: dict[PersonId, Consent] = {}
    for one in sorted(said, key=lambda one: one.number):
        latest[one.person_id] = one
    wanted = (text_hash(), session.generation)
    return frozenset(
        who
        for who, one in latest.items()
        if one.given and (one.text_hash, one.generation) == wanted
    )


def may_record(session: MentoringSession, said: Iterable[Consent]) -> bool:
    """Whether everybody who is to come has said yes."""
    return session.people <= agreed(session, said)


def word(
    session: MentoringSession,
    said: Iterable[Consent],
    person: PersonId,
    *,
    given: bool,
    read: str,
    now: datetime,
) -> Consent:
    """Return the person's next word.

    Args:
        session: on which.
        said: what was said before.
        person: who speaks.
        given: yes, or taken back.
        read: hash of the text on the person's page.
        now: when.

    Raises:
        NotAllowedError: not somebody of this session.
        AgreementChangedError: a yes to a text that is not the present one.

    """
    if person not in session.people:
        raise NotAllowedError
    if given and read != text_hash():
        raise AgreementChangedError
    number = 1 + max((one.number for one in said if one.person_id == person), default=0)
    return Consent(
        session.session_id, session.tenant_id, person, number, given, text_hash(),
        session.generation, now,
    )  # fmt: skip
