"""What the Teams admin centre and the activity feed say of the app, in each language.

A package is built outside any request, so these texts stand here and not in a catalogue. Limits
are those of the manifest: 30 letters for a name, 80 for a short description.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """The app's texts in one language.

    Attributes:
        tabs: names of the tabs, by entity.
        activities: what the feed says, by activity type: that something is there, never what.

    """

    short: str
    full: str
    summary: str
    description: str
    tabs: Mapping[str, str]
    activities: Mapping[str, str]


DEFAULT = "en-gb"
TEXTS: Mapping[str, Texts] = {
    DEFAULT: Texts(
        "Alongside",
        "Alongside: mentoring in your course",
        "See who waits for you, offer times, and prepare your mentoring sessions.",
        "Alongside brings the mentoring of your courses to where you work. See who waits for a "
        "time, an answer or a signature, and answer with one press. Sessions become Teams "
        "meetings in your own calendar. Coordinators see that people meet, never what they say. "
        "You need an invitation to a mentoring programme of your institution.",
        {
            "people": "My people",
            "sessions": "Sessions",
            "hours": "My hours",
            "circle": "Mentoring",
            "meeting": "Mentoring",
        },
        {
            "waiting": "Somebody waits for you",
            "reminder": "Your session begins soon",
            "digest": "What is new in your mentoring",
        },
    ),
    "de": Texts(
        "Alongside",
        "Alongside: Mentoring in Ihrem Kurs",
        "Sehen, wer auf Sie wartet, Zeiten anbieten und Ihre Treffen vorbereiten.",
        "Alongside bringt das Mentoring Ihrer Kurse dorthin, wo Sie arbeiten. Sie sehen, wer auf "
        "eine Zeit, eine Antwort oder eine Unterschrift wartet, und antworten mit einem Klick. "
        "Treffen werden Teams-Besprechungen in Ihrem eigenen Kalender. Koordinatorinnen und "
        "Koordinatoren sehen, dass man sich trifft, nie, was gesprochen wird. Sie brauchen eine "
        "Einladung zu einem Mentoring-Programm Ihrer Einrichtung.",
        {
            "people": "Meine Leute",
            "sessions": "Treffen",
            "hours": "Meine Zeiten",
            "circle": "Mentoring",
            "meeting": "Mentoring",
        },
        {
            "waiting": "Jemand wartet auf Sie",
            "reminder": "Ihr Treffen beginnt bald",
            "digest": "Neues aus Ihrem Mentoring",
        },
    ),
}
