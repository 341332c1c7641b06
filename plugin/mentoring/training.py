"""Training, questionnaires and lists of a programme: for whom, from when on, and how far one is.

Whatever is worked through is a `Module`: a course, a quiz, a survey, a self-assessment, a check
list, a portfolio. Training that is asked for before the first match keeps people out of drafts
until they are done, or a coordinator has let them pass (R1).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from plugin.mentoring.course_text import SCALE, Block, BlockKind, Page, numbers_after, pages_of
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import ShapeError, WrongStateError
from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.programme import ProgrammeId, Stage

LONGEST_WORDS: Final = 2000
LONGEST_TITLE: Final = 120
LONGEST_REASON: Final = 500


class Kind(StrEnum):
    """What a module is. Help with the tool is kept apart from training among people (R5)."""

    TRAINING = "training"
    HELP = "help"
    SURVEY = "survey"
    ASSESSMENT = "assessment"
    QUIZ = "quiz"
    CHECK_LIST = "check list"
    PORTFOLIO = "portfolio"


SURVEY: Final = "how-it-goes"
"""The key of the survey that comes with the tool."""
REQUIRABLE: Final = frozenset({Kind.TRAINING, Kind.QUIZ})
REPEATED: Final = frozenset({Kind.SURVEY, Kind.ASSESSMENT})
"""Asked at the start, in the middle and at the end, so that they can be compared."""


class Round(StrEnum):
    """Which time it is worked through."""

    ONCE = "once"
    START = "start"
    MIDDLE = "middle"
    END = "end"


ROUNDS: Final = (Round.START, Round.MIDDLE, Round.END)


@dataclass(frozen=True, slots=True)
class Module:
    """Something to be worked through.

    Attributes:
        sides: for whom it is; empty for everybody.
        text: as `course_text` reads it.
        link: a course elsewhere, in the LMS for example, instead of a text; whoever did it says so.
        required: the sides that are asked to do it before their first match.
        stage: from which stage of the programme on it is shown; None for always.
        ours: whether it comes with the tool and was not changed.
        numbers: by which answers know what it asks, where its text was changed since.

    """

    key: str
    kind: Kind
    title: str
    text: str
    sides: tuple[Side, ...] = ()
    minutes: int = 5
    link: str = ""
    required: tuple[Side, ...] = ()
    hidden: bool = False
    stage: Stage | None = None
    ours: bool = False
    version: int = 0
    numbers: tuple[int, ...] = ()

    @property
    def pages(self) -> tuple[Page, ...]:
        """What is shown, one after the other."""
        return pages_of(self.text, self.numbers)

    def in_place_of(self, before: "Module") -> "Module":
        """Return it as a later text of the same; what is asked as before keeps its answers."""
        numbers = numbers_after(before.text, before.numbers, self.text)
        tasks = sum(bool(one.number) for page in self.pages for one in page.blocks)
        counted = numbers == tuple(range(1, tasks + 1))
        return replace(self, numbers=() if counted else numbers)

    def is_for(self, side: Side | None) -> bool:
        """Whether somebody on that side is meant; somebody on none yet sees all."""
        return side is None or not self.sides or side in self.sides

    def is_shown(self, side: Side | None, stage: Stage) -> bool:
        """Whether it is for that side, and its stage has come."""
        return not self.hidden and self.is_for(side) and has_come(self.stage, stage)

    def kept(self) -> "Module":
        """Return it tidied.

        Raises:
            ShapeError: it has no title, or nothing to read and no link.

        """
        title = " ".join(self.title.split())[:LONGEST_TITLE]
        if not title or not (self.text.strip() or self.link):
            raise ShapeError("module")
        required = self.required if self.kind in REQUIRABLE else ()
        return replace(self, title=title, text=self.text.strip(), required=required, ours=False)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A coordinator let somebody be matched without the training, and wrote down why."""

    programme_id: ProgrammeId
    tenant_id: TenantId
    person_id: PersonId
    reason: str
    waived_by: PersonId
    waived_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered on one page.

    Attributes:
        chosen: by the block's number: answers from 0, the mark from 1 to 5, or 1 for ticked.
        words: what they wrote, by the block's number.

    """

    chosen: Mapping[int, frozenset[int]] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """The answers to one page, counted from 0."""

    page: int
    said: Said = Said()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one person is with one module; the answers are sealed, and theirs alone.

    Attributes:
        page: where they go on, from 0.
        attested: whether they said themselves that they did it elsewhere.
        readable: False where the answers do not open.

    """

    programme_id: ProgrammeId
    tenant_id: TenantId
    person_id: PersonId
    module: str
    round: Round
    begun_at: datetime
    page: int = 0
    said: Said = Said()
    done_at: datetime | None = None
    attested: bool = False
    readable: bool = True
    version: int = 0

    def answered(self, module: Module, number: int, said: Said, *, now: datetime) -> "Progress":
        """Return it with the answers to one page; a page whose quiz is not right yet stays open.

        Raises:
            WrongStateError: a page that was not reached yet.

        """
        pages = module.pages
        if not 0 <= number <= min(self.page, len(pages) - 1):
            raise WrongStateError
        here = pages[number]
        kept = _checked(here, said)
        after = Said({**self.said.chosen, **kept.chosen}, {**self.said.words, **kept.words})
        answered = replace(self, said=after)
        if not passes(here, after):
            return answered
        reached = max(self.page, min(number + 1, len(pages) - 1))
        done = self.done_at
        if number == len(pages) - 1 and all(passes(one, after) for one in pages):
            done = done or now
        return replace(answered, page=reached, done_at=done)

    def attested_at(self, module: Module, *, now: datetime) -> "Progress":
        """Return it done elsewhere, as the person says (R6).

        Raises:
            WrongStateError: it is to be done here.

        """
        if not module.link:
            raise WrongStateError
        return replace(self, done_at=self.done_at or now, attested=True)


def passes(page: Page, said: Said) -> bool:
    """Whether one can go on from a page: its questions are right, and its list is ticked off."""
    questions = page.of_kind(BlockKind.QUESTION)
    ticks = page.of_kind(BlockKind.TICK)
    return all(one.accepts(said.chosen.get(one.number, frozenset())) for one in questions) and all(
        said.chosen.get(one.number) for one in ticks
    )


def has_come(wanted: Stage | None, stage: Stage) -> bool:
    """Whether a programme is at that stage or beyond; a pilot is a small programme that runs."""
    order = tuple(Stage)
    now = Stage.RUNNING if stage is Stage.PILOT else stage
    return wanted is None or order.index(now) >= order.index(wanted)


def left_of(
    modules: Iterable[Module], done: Collection[str], side: Side, stage: Stage
) -> tuple[Module, ...]:
    """Return the training that somebody on that side has to do before the first match.

    What is not shown to them at that stage of the programme stands before nothing.
    """
    return tuple(
        one
        for one in modules
        if side in one.required and one.is_shown(side, stage) and one.key not in done
    )


def merged(ours: Iterable[Module], theirs: Iterable[Module]) -> tuple[Module, ...]:
    """Return the tool's modules with a programme's own in place of those of the same key.

    A module of the programme's without a text of its own keeps the tool's words, and its settings.
    """
    found = {one.key: one for one in ours}
    for one in theirs:
        base = found.get(one.key)
        if base is not None and not one.text and not one.link:
            one = replace(
                one,
                kind=base.kind,
                title=base.title,
                text=base.text,
                minutes=base.minutes,
                ours=True,
            )
        found[one.key] = one
    return tuple(found.values())


def _checked(page: Page, said: Said) -> Said:
    """Keep what this page asks, and no answer that it does not offer."""
    chosen: dict[int, frozenset[int]] = {}
    words: dict[int, str] = {}
    for one in page.blocks:
        if one.kind is BlockKind.REFLECTION:
            words[one.number] = said.words.get(one.number, "").strip()[:LONGEST_WORDS]
        elif one.number:
            chosen[one.number] = said.chosen.get(one.number, frozenset()) & _offered(one)
    return Said(chosen, words)


def _offered(block: Block) -> frozenset[int]:
    if block.kind is BlockKind.RATING:
        return frozenset(SCALE)
    return frozenset({1} if block.kind is BlockKind.TICK else range(len(block.choices)))
