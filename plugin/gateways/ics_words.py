"""The words of invitations by mail, to each reader in their language and on their clock."""

from plugin.gateways.mail_speech import Speech, plain, speech_to
from plugin.gateways.mail_texts import DEFAULT, Turn
from plugin.mentoring.people import Person
from plugin.mentoring.session import MentoringSession, SessionState
from plugin.ports.series import InSeries
from plugin.ports.values import Invitation


def is_off(invitation: Invitation) -> bool:
    """Whether its reader is told not to come."""
    return invitation.parting or invitation.session.state is SessionState.CANCELLED


def turn_of(invitation: Invitation) -> Turn:
    """Say what the letter is about."""
    if invitation.session.state is SessionState.CANCELLED:
        return Turn.OFF
    if invitation.parting:
        return Turn.PARTED
    return Turn.MOVED if invitation.session.sequence else Turn.INVITED


def series_turn(invitation: Invitation, series: InSeries, reader: Person) -> Turn:
    """Say what the letter about a whole series is about."""
    if invitation.parting:
        return Turn.SERIES_PARTED
    if not _coming(series):
        return Turn.SERIES_OFF
    ended = series.plan.sequence and reader.person_id in series.told
    return Turn.SERIES_SHORTER if ended else Turn.SERIES


def title_of(invitation: Invitation, reader: Person) -> str:
    """Return the session's title in its reader's language: who meets, never what about."""
    speech = speech_to(reader)
    if speech.locale.language == DEFAULT:
        return plain(invitation.title)
    return plain(f"Mentoring: {speech.names([invitation.organiser, *invitation.guests])}")


def text(invitation: Invitation, reader: Person) -> str:
    """Say what happens, on the reader's clock."""
    speech, turn = speech_to(reader), turn_of(invitation)
    asked = "" if is_off(invitation) else _answering(invitation, reader, speech.texts.answer)
    return _letter(
        invitation, reader, turn, f"    {_when(speech, invitation.session, reader)}\n\n{asked}"
    )


def series_text(invitation: Invitation, series: InSeries, reader: Person) -> str:
    """Say what a series comes to, each time on the reader's clock."""
    speech = speech_to(reader)
    turn = series_turn(invitation, series, reader)
    if turn is Turn.SERIES_PARTED:
        return _letter(invitation, reader, turn, "")
    left = [one for one in _coming(series) if reader.person_id in one.people]
    times = "".join(f"    {_when(speech, one, reader)}\n" for one in left)
    asked = _answering(invitation, reader, speech.texts.answer_all) if left else ""
    body = f"{times}\n{speech.texts.alone}\n\n{asked}"
    return _letter(invitation, reader, turn, body)


def _letter(invitation: Invitation, reader: Person, turn: Turn, body: str) -> str:
    speech = speech_to(reader)
    people = [invitation.organiser, *invitation.guests]
    others = speech.names([one for one in people if one.person_id != reader.person_id])
    hello = speech.texts.hello.format(name=plain(reader.given))
    news = speech.texts.news[turn].format(names=others)
    return f"{hello}\n\n{news}\n\n{body}{speech.texts.page}\n{invitation.link}\n"


def _coming(series: InSeries) -> list[MentoringSession]:
    sessions = (one for one in series.sessions if not series.ends_before(one))
    return [one for one in sessions if one.state is SessionState.PLANNED]


def _answering(invitation: Invitation, reader: Person, words: str) -> str:
    """Say where to answer, in the mail alone: people share what stands in their calendar."""
    address = invitation.answers_at.get(reader.person_id)
    return f"{words}\n{address}\n\n" if address else ""


def _when(speech: Speech, session: MentoringSession, reader: Person) -> str:
    return speech.when(session.span, reader.zone or session.zone)
