"""What somebody wrote at length in a form that failed, each text under the words of its field.

Where two write at once, or a rule stands against it, the page of the error has it still.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _
from marshmallow.fields import Field

from plugin.web.forms import is_typed

LONGEST_SHOWN: Final = 20_000
_YOURS = _("Your text")

WRITTEN: Final[Mapping[str, object]] = {
    "body": _YOURS,
    "text": _YOURS,
    "words": _YOURS,
    "answer": _YOURS,
    "agenda": _("What we want to talk about"),
    "about": _("Something about me, in my own words"),
    "hopes": _("Where I would like to be one day"),
    "access": _("What helps me take part"),
    "good": _("What went well, and what did you do that helped?"),
    "other": _("What would you do differently, or try next time?"),
    "who": _("Who is it, without the name?"),
    "contact": _("Name, and how to reach them"),
    "contacts": _("Where help is found"),
    "role": _("What I see as my task"),
    "goals": _("What I want to reach"),
    "never": _("Never leaves the two of us"),
    "recorded": _("We may write down"),
    "shared": _("We may tell others"),
    "limits": _("What we do not expect of each other"),
    "backup": _("If the first channel fails"),
    "offers": _("What I can bring"),
    "seeks": _("What I hope to get"),
    "aside": _("What I would rather leave aside"),
    "subject": _("What it is about"),
    "context": _("What one has to know to answer"),
    "question": _("Your question"),
    "specific": _("What will be different?"),
    "measurable": _("How will you see it?"),
    "achievable": _("What makes it possible?"),
    "relevant": _("Why does it matter to you?"),
    "plan": _("How you go about it"),
    "outcome": _("What came of it"),
    "why": _("What makes you think of them"),
    "reason": _("Why"),
    "legal_reason": _("Why the law allows to tell them later"),
    "notes": _("What we learnt"),
    "purpose": _("Purpose"),
    "goal": _("Goal"),
    "measure": _("How we will see it"),
    "primary_detail": _("Its address, or the place"),
    "backup_detail": _("Its address, or the place"),
}
"""What fields are called in which people write more than they would like to write twice.

One that stands several times in a form has a number or a key after its name.
"""

ALSO_CHOSEN: Final = frozenset(("about", "backup", "offers", "seeks", "shared"))
"""What some other form calls a box or a list of people by: nobody has written "true", or an id."""


def shown_again(
    sent: Iterable[tuple[str, str]], read: Mapping[str, Field[Any]]
) -> list[tuple[object, str]]:
    """Return label and text of what was written at length, in the order of the form.

    Args:
        sent: fields and what was in them.
        read: the fields that the page knows, by name; what is chosen in one is not shown.

    """
    return [
        (WRITTEN[name], text[:LONGEST_SHOWN])
        for name, text, kind in ((_base(field), text, read.get(field)) for field, text in sent)
        if name in WRITTEN and text.strip()
        if (is_typed(kind) if kind else name not in ALSO_CHOSEN)
    ]


def _base(field: str) -> str:
    return field.partition("-")[0].rstrip("0123456789")
