"""Showing what people answered to invitations, and asking about it; nothing is changed by it."""

from datetime import datetime
from uuid import UUID, uuid5

from plugin.mentoring.answers import Answers, matched
from plugin.mentoring.merge import Seen
from plugin.mentoring.notices import News
from plugin.mentoring.people import PersonId
from plugin.mentoring.session import CalendarLink, MentoringSession
from plugin.mentoring.spans import Span
from plugin.mentoring.time_proposal import TimeProposal, TimeProposalId, TimeProposalState
from plugin.ports.store import Work
from plugin.services.invitations import addresses_of
from plugin.services.telling import about, tell

_NAMESPACE = UUID("0d9b2f6e-6b0e-4e0c-8f1e-0a1a3c5f7d21")


def take_answers(
    work: Work, link: CalendarLink, session: MentoringSession, seen: Seen, *, now: datetime
) -> Answers:
    """Return the answers, having told the others what is new in them; a proposal is suggested."""
    if seen.guests is None or seen.cancelled:
        return link.answers
    guests = session.people - {session.organiser}
    addresses = addresses_of(work.people(guests), work.accounts(guests))
    answers, proposed = matched(seen.guests, addresses)
    tell_answers(work, link, session, answers, now)
    for who, span in proposed.items():
        propose(work, session, who, span, now)
    return answers


def suggest(
    work: Work,
    session: MentoringSession,
    span: Span,
    *,
    by: PersonId,
    key: TimeProposalId,
    now: datetime,
) -> TimeProposal:
    """Keep a suggestion in place of an earlier one of the same person, and tell the others."""
    for one in work.time_proposals_of([session.session_id]):
        if one.state is TimeProposalState.OPEN and one.by == by:
            work.save_time_proposal(one.decided(TimeProposalState.WITHDRAWN, by=by, now=now))
    made = TimeProposal(key, work.tenant_id, session.session_id, by, now, span, session.span)
    work.save_time_proposal(made)
    thing = about("session", session.session_id, turn=key)
    tell(work, News.TIME_SUGGESTED, session.people - {by}, thing=thing, now=now)
    return made


def propose(
    work: Work, session: MentoringSession, who: PersonId, wanted: Span, now: datetime
) -> None:
    """Suggest what somebody proposed in their calendar; what was declined is not asked again."""
    span = Span(wanted.starts_at, wanted.starts_at + session.span.length)
    name = f"{session.session_id}/{session.span.starts_at}/{who}/{span.starts_at}"
    key = TimeProposalId(str(uuid5(_NAMESPACE, name)))
    if span == session.span or span.starts_at <= now or work.time_proposal(key) is not None:
        return
    suggest(work, session, span, by=who, key=key, now=now)
    work.note("time.proposed-outside", session=session.session_id, by=who)


def tell_answers(
    work: Work, link: CalendarLink, session: MentoringSession, answers: Answers, now: datetime
) -> None:
    """Tell the others what is new in the answers: who may not come, and more who are invited."""
    state = f"{session.generation}.{session.sequence}"
    news = answers.news_since(link.answers)
    until = session.span.starts_at
    for who, answer in news.items():
        thing = about("session", session.session_id, turn=f"{state}/{who}.{answer}")
        tell(work, News.ANSWERED, session.people - {who}, thing=thing, now=now, useful_until=until)
    if answers.others > link.answers.others:
        thing = about("session", session.session_id, turn=f"{state}/{answers.others}")
        tell(work, News.MORE_INVITED, session.people, thing=thing, now=now, useful_until=until)
        work.note("session.more-invited", session=session.session_id, others=str(answers.others))
