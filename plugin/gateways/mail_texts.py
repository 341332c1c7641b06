"""What mails say in each language of the pages. They name people and never topics.

A worker writes them outside any request, so they stand here and not in a catalogue of the pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Turn(StrEnum):
    """What a letter about a session or a series is about."""

    INVITED = "invited"
    MOVED = "moved"
    OFF = "called off"
    PARTED = "parted"
    SERIES = "series"
    SERIES_SHORTER = "series shorter"
    SERIES_OFF = "series called off"
    SERIES_PARTED = "series parted"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTexts:
    """The texts of one language.

    Attributes:
        day: how a date is written, as Babel's patterns say it.
        both: between the last two of several names.
        subjects, news: of each turn.
        off_at: how a digest ends; the address at which such mail ends follows.

    """

    day: str
    when: str
    both: str
    via: str
    hello: str
    subjects: Mapping[Turn, str]
    news: Mapping[Turn, str]
    alone: str
    answer: str
    answer_all: str
    page: str
    event: str
    digest_subject: str
    open_at: str
    off_at: str
    sign_in_subject: str
    sign_in: str
    switched_subject: str
    switched: str


ENGLISH = MailTexts(
    day="EEEE d MMMM y",
    when="{day}, {start} to {end} ({zone})",
    both=" and ",
    via="{name} via Alongside",
    hello="Hello {name},",
    subjects={
        Turn.INVITED: "Invitation",
        Turn.MOVED: "New time",
        Turn.OFF: "Called off",
        Turn.PARTED: "Without you",
        Turn.SERIES: "Invitation",
        Turn.SERIES_SHORTER: "New times",
        Turn.SERIES_OFF: "Called off",
        Turn.SERIES_PARTED: "Without you",
    },
    news={
        Turn.INVITED: "you are going to meet {names}:",
        Turn.MOVED: "your session with {names} has a new time:",
        Turn.OFF: "your session with {names} is called off. It was to be on",
        Turn.PARTED: "you are no longer part of the session with {names}. It was to be on",
        Turn.SERIES: "you are going to meet {names}. One invitation holds these times:",
        Turn.SERIES_SHORTER: "the series of your sessions with {names} ends earlier."
        " These times stay:",
        Turn.SERIES_OFF: "the series of your sessions with {names} is called off.",
        Turn.SERIES_PARTED: "you are no longer part of the series of sessions with {names}.",
    },
    alone="Each can still be moved or called off alone.",
    answer="Say yes, maybe or no here, without signing in:",
    answer_all="Say yes, maybe or no here, without signing in, to all of them at once or to each:",
    page="Everything else is on the session's page:",
    event="Agenda, agreement and documents: {link}",
    digest_subject="News from your mentoring",
    open_at="Open it from your course:",
    off_at="You choose when and where we tell you under Settings. No more of these mails:",
    sign_in_subject="Please sign in to Microsoft again",
    sign_in=(
        "Microsoft has asked for a new sign-in, as it does from time to time. Until then we"
        " cannot put new mentoring sessions into your calendar. What is booked stays.\n\n"
        "Open mentoring from your course, go to Settings, and press “Connect again”."
    ),
    switched_subject="Your session has moved to another way of meeting",
    switched=(
        "your mentoring session goes on another way, because the first one did not work."
        " Its page says where:"
    ),
)
GERMAN = MailTexts(
    day="EEEE, d. MMMM y",
    when="{day}, {start} bis {end} Uhr ({zone})",
    both=" und ",
    via="{name} über Alongside",
    hello="Hallo {name},",
    subjects={
        Turn.INVITED: "Einladung",
        Turn.MOVED: "Neue Zeit",
        Turn.OFF: "Abgesagt",
        Turn.PARTED: "Ohne dich",
        Turn.SERIES: "Einladung",
        Turn.SERIES_SHORTER: "Neue Zeiten",
        Turn.SERIES_OFF: "Abgesagt",
        Turn.SERIES_PARTED: "Ohne dich",
    },
    news={
        Turn.INVITED: "du bist verabredet mit {names}:",
        Turn.MOVED: "dein Treffen mit {names} hat eine neue Zeit:",
        Turn.OFF: "dein Treffen mit {names} ist abgesagt. Es sollte stattfinden am",
        Turn.PARTED: "du gehörst nicht mehr zu dem Treffen mit {names}. Es sollte stattfinden am",
        Turn.SERIES: "du bist verabredet mit {names}. Eine Einladung enthält diese Zeiten:",
        Turn.SERIES_SHORTER: "die Reihe deiner Treffen mit {names} endet früher."
        " Diese Zeiten bleiben:",
        Turn.SERIES_OFF: "die Reihe deiner Treffen mit {names} ist abgesagt.",
        Turn.SERIES_PARTED: "du gehörst nicht mehr zu der Reihe der Treffen mit {names}.",
    },
    alone="Jedes Treffen kann noch für sich verschoben oder abgesagt werden.",
    answer="Sag hier ja, vielleicht oder nein, ohne Anmeldung:",
    answer_all="Sag hier ja, vielleicht oder nein, ohne Anmeldung, zu allen auf einmal"
    " oder zu jedem:",
    page="Alles Weitere steht auf der Seite des Treffens:",
    event="Themen, Vereinbarung und Dokumente: {link}",
    digest_subject="Neues aus deinem Mentoring",
    open_at="Öffne es aus deinem Kurs:",
    off_at="Wann und wo wir dich benachrichtigen, wählst du in den Einstellungen."
    " Keine solchen Mails mehr:",
    sign_in_subject="Bitte melde dich wieder bei Microsoft an",
    sign_in=(
        "Microsoft verlangt eine neue Anmeldung, wie von Zeit zu Zeit üblich. Bis dahin können wir"
        " keine neuen Treffen in deinen Kalender eintragen. Was gebucht ist, bleibt.\n\n"
        "Öffne das Mentoring aus deinem Kurs, geh zu den Einstellungen und drücke"
        " „Wieder verbinden“."
    ),
    switched_subject="Dein Treffen findet auf einem anderen Weg statt",
    switched=(
        "euer Treffen geht auf einem anderen Weg weiter, weil der erste nicht funktioniert hat."
        " Seine Seite sagt, wo:"
    ),
)
DEFAULT = "en"
TEXTS: Mapping[str, MailTexts] = {DEFAULT: ENGLISH, "de": GERMAN}
