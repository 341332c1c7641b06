"""One text is read as pages with questions, reflections, marks and lists."""

from hypothesis import given
from hypothesis import strategies as st

from plugin.mentoring.course_text import MOST_PAGES, BlockKind, all_blocks, pages_of

TEXT = """Before the heading.

# Trust
Small things *kept*.

- one
- two

? What helps?
( ) Silence :: It leaves people guessing.
(x) A line :: Yes.

Read on.
? Which of them?
[x] This
[x] That :: Both.
[ ] Neither

! Whom did you trust?
# A list
- [ ] Ring
= I belong here.
"""


def test_a_text_becomes_pages_with_what_is_to_be_done_in_order():
    pages = pages_of(TEXT)

    assert [page.title for page in pages] == ["", "Trust", "A list"]
    assert [(b.kind.value, b.number) for page in pages for b in page.blocks] == [
        ("text", 0), ("text", 0), ("question", 1), ("text", 0), ("question", 2),
        ("reflection", 3), ("tick", 4), ("rating", 5),
    ]  # fmt: skip


def test_a_question_has_its_answers_what_each_is_told_and_how_many_may_be_chosen():
    one, two = all_blocks(TEXT, BlockKind.QUESTION)

    assert (one.many, two.many) == (False, True)
    assert [(c.text, c.right, c.feedback) for c in one.choices] == [
        ("Silence", False, "It leaves people guessing."),
        ("A line", True, "Yes."),
    ]
    assert two.right == {0, 1}


def test_only_all_right_answers_together_are_right():
    _one, two = all_blocks(TEXT, BlockKind.QUESTION)

    assert [two.accepts(frozenset(c)) for c in ((), (0,), (0, 1), (0, 1, 2))] == [
        False, False, True, False,
    ]  # fmt: skip


def test_an_empty_text_is_one_empty_page():
    assert [page.blocks for page in pages_of(" \n")] == [()]


@given(st.text(alphabet="#?!=()[]x -a:\n", max_size=200))
def test_any_text_can_be_read(text):
    pages = pages_of(text)
    numbers = [b.number for page in pages for b in page.blocks if b.number]

    assert 1 <= len(pages) <= MOST_PAGES
    assert numbers == list(range(1, len(numbers) + 1))
