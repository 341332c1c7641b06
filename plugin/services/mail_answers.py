"""Taking the answers that calendars send back by mail, as if their links had been pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.answers import Answer
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.series import SeriesId, SeriesPlan
from plugin.mentoring.session import MentoringSession, SessionId
from plugin.ports.mail_answers import (
    AnswerReader,
    AnswerRefusedError,
    MailAnswer,
    Refusal,
    ReplyAddresses,
)
from plugin.ports.store import Store, Work
from plugin.ports.values import UNREADABLE, Clock
from plugin.services.answering import propose
from plugin.services.in_series import in_series
from plugin.services.invitations import addresses_of
from plugin.services.replies import Invited, all_of, keep_answer, open_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAnswers:
    """Answers by mail: all of one mail is kept, or nothing is.

    Whoever has the signed address speaks with it, as with the link in the same letter; and only
    from an address that was invited, for an invitation that was passed on has it too. Where the
    letter went to is one, wherever the next goes: calendars answer from there.

    Attributes:
        host: in the UIDs that we make.

    """

    store: Store
    clock: Clock
    addresses: ReplyAddresses
    reader: AnswerReader
    host: str

    def take(self, mail: bytes, *, to: str | None = None) -> int:
        """Keep what the mail answers; returns how many sessions it spoke of.

        Args:
            mail: as it came.
            to: the address it was sent to, as the mail server knows it; else its headers tell.

        Raises:
            AnswerRefusedError: nothing is kept.

        """
        named = [to] if to else self.reader.recipients(mail)
        answers = self.reader.read(mail)
        if not answers:
            return 0
        if len({one.thing for one in answers}) != 1:
            raise AnswerRefusedError(Refusal.FORGED)
        if {one.host for one in answers} != {self.host}:
            raise AnswerRefusedError(Refusal.FOREIGN)
        tenant, person = self._who(answers[0].thing, named)
        with self.store.work(tenant) as work:
            return self._keep(work, person, answers)

    def _who(self, thing: str, named: Sequence[str]) -> tuple[TenantId, PersonId]:
        """Return for whom one of the addresses was made, among the people of what is answered."""
        for tenant in self.store.tenants():
            with self.store.look(tenant) as work:
                people = _people_of(work, _meant(work, thing))
            for who in sorted(people):
                if any(self.addresses.is_for(one, tenant, thing, who) for one in named):
                    return tenant, who
        raise AnswerRefusedError(Refusal.FORGED)

    def _keep(self, work: Work, person: PersonId, answers: Sequence[MailAnswer]) -> int:
        """Keep what they say, each session's last word; all of them are of one thing."""
        now, thing = self.clock(), _meant(work, answers[0].thing)
        if not {one.attendee for one in answers} <= _invited(work, thing, person):
            raise AnswerRefusedError(Refusal.FOREIGN)
        known, plan = open_of(work, thing, person, now), _plan(work, thing)
        known = known if plan else _asked_alone(work, known)
        said = dict[SessionId, Answer]()
        spoken = 0
        for one in answers:
            found = [(session, link) for session, link in known if _speaks_of(one, session, plan)]
            if not found:
                raise AnswerRefusedError(Refusal.STALE)
            if one.answer is not None:
                said |= {session.session_id: one.answer for session, _link in found}
            if one.proposed is not None:
                _propose(work, one, found, person, now)
            spoken += len(found)
        for session, link in known:
            if answer := said.get(session.session_id):
                keep_answer(work, session, link, person, answer, now=now)
        return spoken


def _meant(work: Work, thing: str) -> str:
    """Return the series that grew from the invitation to that session; else the thing itself."""
    session = work.session(SessionId(thing))
    series = in_series(work, session) if session is not None else None
    grown = series is not None and series.by_mail and series.plan.grown_from == thing
    return series.plan.series_id if series is not None and grown else thing


def _people_of(work: Work, thing: str) -> frozenset[PersonId]:
    """Return who is of it; of a series that became another, who was written to about it."""
    people = frozenset(who for one in all_of(work, thing) for who in one.people)
    series = SeriesId(thing)
    return people or work.were_written_to([series]).get(series, people)


def _invited(work: Work, thing: str, person: PersonId) -> set[str]:
    """Return where letters about it went, and where the next one would go."""
    now = addresses_of(work.people([person]), work.accounts([person]))
    letters = [x for about in all_of(work, thing)[:1] for x in work.letters_about(about)]
    sent = {one.address for one in letters if one.person_id == person and one.sent_at}
    return {address.casefold() for address in (*now.values(), *(sent - {UNREADABLE}))}


def _plan(work: Work, thing: str) -> SeriesPlan | None:
    return work.series([SeriesId(thing)]).get(SeriesId(thing))


def _asked_alone(work: Work, known: Sequence[Invited]) -> Sequence[Invited]:
    """Return what a letter about it alone still asks: what is of a series has the series' name."""
    found = [(one, in_series(work, one[0])) for one in known]
    return [one for one, series in found if series is None or not series.by_mail]


def _speaks_of(one: MailAnswer, session: MentoringSession, plan: SeriesPlan | None) -> bool:
    if plan is None:
        return one.slot is None and one.sequence >= session.sequence
    if one.slot is None:  # what was moved alone has a letter, and an answer, of its own
        return session.sequence == 0 and one.sequence >= plan.number
    slot, sequence = plan.slot(session.turn).starts_at, plan.number + session.sequence
    return slot == one.slot and one.sequence >= sequence


def _propose(
    work: Work, one: MailAnswer, found: Sequence[Invited], person: PersonId, now: datetime
) -> None:
    """Suggest the other time of one session; a whole series is moved by its page."""
    if len(found) != 1 or one.proposed is None or one.proposed.starts_at <= now:
        raise AnswerRefusedError(Refusal.STALE)
    propose(work, found[0][0], person, one.proposed, now)
