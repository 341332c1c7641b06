"""The documents that a new shared folder begins with, made when they are needed.

Real Word files with headings and lists, so that Word, the web and a screen reader know their parts.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

from plugin.mentoring.programme import Format

Part = tuple[str, Sequence[str]]
"""A heading, and the lines below it: those that begin with "- " are a list."""
_MADE = datetime(2026, 1, 1, tzinfo=UTC)

AGENDA: Sequence[Part] = (
    ("Before we meet", ("- What has happened since last time?", "- What do I want from today?")),
    ("Topics", ("- ", "- ", "- ")),
    ("What we decided", ("- Who does what, until when?",)),
    ("Next time", ("Date, and one thing to begin with:",)),
)
GOALS: Sequence[Part] = (
    ("What I want to reach", ("In one sentence, as something one can see:",)),
    ("Why it matters to me", ("",)),
    (
        "How I will know",
        ("- Specific: what exactly?", "- Measurable: what will be different?",
         "- Achievable: what do I have, what do I need?", "- Relevant: what does it serve?",
         "- Time: until when?"),
    ),
    ("First steps", ("- This week:", "- This month:")),
    ("Looking back", ("What has changed since I wrote this down?",)),
)  # fmt: skip
CHARTER: Sequence[Part] = (
    ("What brings us together", ("",)),
    ("How we meet", ("- How often, how long, where:", "- Who gathers us, and when it turns:")),
    (
        "What we promise",
        ("- What is said here stays here.", "- Everybody is heard; nobody has to speak.",
         "- We begin and end on time.", "- We say so early when we cannot come."),
    ),
    ("What we share, and what we do not", ("- Shared with others:", "- Never shared:")),
    ("If something is not right", ("Whom we turn to:",)),
)  # fmt: skip


def starter_documents(kind: Format) -> Mapping[str, bytes]:
    """Return the contents by file name; the same every time."""
    documents = {
        "Agenda.docx": _made("Agenda", AGENDA),
        "Goals.docx": _made("Goals", GOALS),
    }
    if kind is Format.CIRCLE:
        documents["Our charter.docx"] = _made("Our charter", CHARTER)
    return documents


def _made(title: str, parts: Sequence[Part]) -> bytes:
    from docx import Document  # 90 modules, and only a worker ever makes a document

    document = Document()
    document.core_properties.title = title
    document.core_properties.author = "Alongside"
    document.core_properties.created = _MADE.replace(tzinfo=None)
    document.add_heading(title, level=0)
    for heading, lines in parts:
        document.add_heading(heading, level=1)
        for line in lines:
            text = line.removeprefix("- ")
            document.add_paragraph(text, style="List Bullet" if line.startswith("- ") else None)
    written = BytesIO()
    document.save(written)
    return written.getvalue()
