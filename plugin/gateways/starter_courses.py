"""The training, surveys and lists that come with the tool: a file each, in each language.

A file begins with what it is, a line each; an empty line; then its text, as
`plugin.mentoring.course_text` reads it. Both languages ask the same things in the same order, so
that answers mean the same whatever language they were given in.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Stage
from plugin.mentoring.training import Kind, Module

COURSES: Final = Path(__file__).parent / "courses"
DEFAULT: Final = "en"


def starter_courses(language: str) -> Sequence[Module]:
    """Return what comes with the tool in that language, else in English; in the order shown."""
    spoken = language[:2].lower()
    return _read(spoken if spoken.isalpha() and (COURSES / spoken).is_dir() else DEFAULT)


@lru_cache(maxsize=8)
def _read(language: str) -> tuple[Module, ...]:
    files = sorted((COURSES / language).glob("*.md"))
    return tuple(_module(file.stem, file.read_text(encoding="utf-8")) for file in files)


def _module(stem: str, text: str) -> Module:
    head, _blank, body = text.partition("\n\n")
    said: Mapping[str, str] = dict(_line(line) for line in head.splitlines())
    return Module(
        stem.partition("-")[2],
        Kind(said["kind"]),
        said["title"],
        body.strip(),
        tuple(Side(one) for one in said.get("sides", "").split()),
        int(said["minutes"]),
        stage=Stage(said["stage"]) if "stage" in said else None,
        ours=True,
    )


def _line(line: str) -> tuple[str, str]:
    name, _colon, value = line.partition(":")
    return name.strip(), value.strip()
