"""A text of one's own as pages to be worked through: what to read, to answer, to rate, to tick.

One text, so that it can be changed in one field. It is Markdown, and a few lines mean more:

    # A page begins here
    ? A question
    ( ) an answer :: what to say to whoever chose it
    (x) a right one :: why it is
    [ ] [x]                 the same, where several may be right
    ! Something to write down for oneself
    = A sentence to agree with, from 1 to 5
    - [ ] Something to tick off
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_PAGES: Final = 20
LONGEST_TEXT: Final = 20_000
SCALE: Final = (1, 2, 3, 4, 5)
_CHOICE: Final = re.compile(r"(\( \)|\(x\)|\[ \]|\[x\]) (.+)", re.IGNORECASE)
_MARKS: Final = {"? ": "question", "! ": "reflection", "= ": "rating", "- [ ] ": "tick"}


class BlockKind(StrEnum):
    """What is to be done with a part of a page; only a text is just read."""

    TEXT = "text"
    QUESTION = "question"
    REFLECTION = "reflection"
    RATING = "rating"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that is offered, and what whoever chose it is told."""

    text: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page.

    Attributes:
        number: by which answers know it, all through the text's changes; 0 for a text.
        choices: of a question.
        many: whether several answers may be chosen.

    """

    kind: BlockKind
    text: str
    number: int = 0
    choices: tuple[Choice, ...] = ()
    many: bool = False

    @property
    def asks(self) -> tuple[object, ...]:
        """What one answers to: while it stays, so do the answers. What is said to them is no part.

        Answers to a question are kept by their place, so its choices are a part, in their order.
        """
        return self.kind, self.text, self.many, tuple(one.text for one in self.choices)

    @property
    def right(self) -> frozenset[int]:
        """The right answers of a question, from 0."""
        return frozenset(at for at, one in enumerate(self.choices) if one.right)

    def accepts(self, chosen: frozenset[int]) -> bool:
        """Whether one can go on with the chosen answers; any, where none is the right one."""
        return not self.right or chosen == self.right


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown at once."""

    title: str
    blocks: tuple[Block, ...]

    def of_kind(self, kind: BlockKind) -> tuple[Block, ...]:
        """Return the blocks of one kind."""
        return tuple(one for one in self.blocks if one.kind is kind)


def pages_of(text: str, numbers: Sequence[int] = ()) -> tuple[Page, ...]:
    """Return the pages of a text, at least one; what comes before the first heading is one.

    Args:
        text: as above.
        numbers: of what is to be done, in order, as `numbers_after` says; else it is counted
            from 1.

    """
    reader = _Reader(numbers)
    for line in text[:LONGEST_TEXT].splitlines():
        reader.read(line.rstrip())
    return reader.end()


def all_blocks(text: str, kind: BlockKind, numbers: Sequence[int] = ()) -> tuple[Block, ...]:
    """Return the blocks of one kind from every page."""
    return tuple(block for page in pages_of(text, numbers) for block in page.of_kind(kind))


def numbers_after(text: str, numbers: Sequence[int], changed: str) -> tuple[int, ...]:
    """Return the numbers for a text that takes another's place, those out of use at the end.

    What is asked as before keeps its number, wherever it stands now. What is new, or asked in other
    words, gets one that no answer ever had, so that nobody is said to have answered what they did
    not see.
    """
    before, after = _tasks(text, numbers), _tasks(changed, ())
    used = [one.number for one in before]
    free = defaultdict[tuple[object, ...], list[int]](list)
    for one in reversed(before):
        free[one.asks].append(one.number)
    top, found = max([*used, *numbers], default=0), list[int]()
    for one in after:
        known = free[one.asks]
        top = top if known else top + 1
        found.append(known.pop() if known else top)
    return (*found, *sorted({*used, *numbers} - set(found)))


def _tasks(text: str, numbers: Sequence[int]) -> list[Block]:
    return [one for page in pages_of(text, numbers) for one in page.blocks if one.number]


class _Reader:
    """Puts lines together as pages."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers
        self._pages: list[Page] = []
        self._title, self._blocks = "", list[Block]()
        self._lines: list[str] = []
        self._question: tuple[str, list[Choice], bool] | None = None
        self._count = 0

    def read(self, line: str) -> None:
        """Take one line more."""
        if line.startswith("# "):
            self._end_page()
            self._title = line[2:].strip()
            return
        choice = _CHOICE.fullmatch(line) if self._question else None
        if choice:
            self._add_choice(choice[1], choice[2])
            return
        mark = next((mark for mark in _MARKS if line.startswith(mark)), None)
        if mark is None:
            if line:
                self._end_question()
            self._lines.append(line)
            return
        self._end_text()
        self._begin(BlockKind(_MARKS[mark]), line[len(mark) :].strip())

    def end(self) -> tuple[Page, ...]:
        """Return the pages."""
        self._end_page()
        return tuple(self._pages[:MOST_PAGES]) or (Page("", ()),)

    def _begin(self, kind: BlockKind, text: str) -> None:
        if kind is BlockKind.QUESTION:
            self._question = (text, [], False)
        else:
            self._add(kind, text)

    def _add_choice(self, mark: str, text: str) -> None:
        if self._question is None:
            return
        asked, choices, many = self._question
        said, _sign, feedback = text.partition(" :: ")
        choices.append(Choice(said.strip(), mark[1].lower() == "x", feedback.strip()))
        self._question = (asked, choices, many or mark[0] == "[")

    def _end_question(self) -> None:
        if self._question is not None:
            asked, choices, many = self._question
            self._question = None
            self._add(BlockKind.QUESTION, asked, tuple(choices), many=many)

    def _end_text(self) -> None:
        self._end_question()
        text = "\n".join(self._lines).strip()
        self._lines = []
        if text:
            self._blocks.append(Block(BlockKind.TEXT, text))

    def _end_page(self) -> None:
        self._end_text()
        if self._title or self._blocks:
            self._pages.append(Page(self._title, tuple(self._blocks)))
        self._title, self._blocks = "", []

    def _add(
        self, kind: BlockKind, text: str, choices: tuple[Choice, ...] = (), *, many: bool = False
    ) -> None:
        self._count += 1
        known = self._numbers[self._count - 1 : self._count]
        self._blocks.append(Block(kind, text, known[0] if known else self._count, choices, many))
