"""People as a face of initials. Nothing in it tells a role, an order or a merit."""

import hashlib

from plugin.mentoring.people import Person

TINTS = 5


def tint(person: Person) -> int:
    """Return 1 to 5, always the same for the same person."""
    return 1 + hashlib.sha256(person.person_id.encode()).digest()[0] % TINTS


def initials(person: Person) -> str:
    """Return the first letters of the first and the last word of the name, else the number."""
    words = [word for word in (person.name or "").split() if word[0].isalnum()]
    if not words:
        return str(person.number)
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def label(person: Person) -> str:
    """Return what to call the person."""
    return person.label


FILTERS = {"tint": tint, "initials": initials, "label": label}
