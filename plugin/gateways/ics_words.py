"""The words of invitations by mail: they name people and never topics."""

import unicodedata

from plugin.mentoring.people import Person
from plugin.mentoring.session import MentoringSession, SessionState
from plugin.mentoring.spans import on_wall_clock
from plugin.ports.series import InSeries
from plugin.ports.values import Invitation

LONGEST_NAME = 100


def is_off(invitation: Invitation) -> bool:
    """Whether its reader is told not to come."""
    return invitation.parting or invitation.session.state is SessionState.CANCELLED


def news_of(invitation: Invitation) -> str:
    """Say in two words what the letter is about."""
    if invitation.session.state is SessionState.CANCELLED:
        return "Called off"
    if invitation.parting:
        return "Without you"
    return "New time" if invitation.session.sequence else "Invitation"


def text(invitation: Invitation, reader: Person) -> str:
    """Say what happens, on the reader's clock."""
    names = _others(invitation, reader)
    news = {
        "Without you": f"you are no longer part of the session with {names}. It was to be on",
        "Called off": f"your session with {names} is called off. It was to be on",
        "New time": f"your session with {names} has a new time:",
        "Invitation": f"you are going to meet {names}:",
    }[news_of(invitation)]
    return (
        f"Hello {plain(reader.given)},\n\n{news}\n\n    {_when(invitation.session, reader)}\n\n"
        f"{_answering(invitation, reader)}"
        f"Everything else is on the session's page:\n{invitation.link}\n"
    )


def series_text(invitation: Invitation, series: InSeries, reader: Person) -> str:
    """Say what a series comes to, each time on the reader's clock."""
    names, left = _others(invitation, reader), _coming(series)
    news = f"you are going to meet {names}. One invitation holds these times:"
    if series.plan.sequence:
        news = f"the series of your sessions with {names} ends earlier. These times stay:"
    if not left:
        news = f"the series of your sessions with {names} is called off."
    times = "".join(f"    {_when(one, reader)}\n" for one in left)
    return (
        f"Hello {plain(reader.given)},\n\n{news}\n\n{times}\n"
        "Each can still be moved or called off alone.\n\n"
        f"{_answering_all(invitation, reader) if left else ''}"
        f"Everything else is on the session's page:\n{invitation.link}\n"
    )


def _coming(series: InSeries) -> list[MentoringSession]:
    sessions = (one for one in series.sessions if not series.ends_before(one))
    return [one for one in sessions if one.state is SessionState.PLANNED]


def _answering(invitation: Invitation, reader: Person) -> str:
    """Say where to answer, in the mail alone: people share what stands in their calendar."""
    address = invitation.answers_at.get(reader.person_id)
    if address is None or is_off(invitation):
        return ""
    return f"Say yes, maybe or no here, without signing in:\n{address}\n\n"


def _answering_all(invitation: Invitation, reader: Person) -> str:
    address = invitation.answers_at.get(reader.person_id)
    if address is None:
        return ""
    return (
        "Say yes, maybe or no here, without signing in, to all of them at once or to each:\n"
        f"{address}\n\n"
    )


def _others(invitation: Invitation, reader: Person) -> str:
    others = [
        one
        for one in (invitation.organiser, *invitation.guests)
        if one.person_id != reader.person_id
    ]
    return " and ".join(plain(one.given) for one in others)


def _when(session: MentoringSession, reader: Person) -> str:
    """Say the time on the reader's clock."""
    zone = reader.zone or session.zone
    start, end = (on_wall_clock(m, zone) for m in (session.span.starts_at, session.span.ends_at))
    return f"{start:%A} {start.day} {start:%B %Y}, {start:%H:%M} to {end:%H:%M} ({zone})"


def plain(text: str) -> str:
    """Return what people typed as one short line without anything a header could mistake."""
    shown = (" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    return " ".join("".join(shown).split())[:LONGEST_NAME].rstrip()
