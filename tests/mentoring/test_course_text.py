"""One text is read as pages with questions, reflections, marks and lists."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from plugin.mentoring.course_text import MOST_PAGES, BlockKind, all_blocks, numbers_after, pages_of

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


def test_g6_what_is_asked_as_before_keeps_its_number_and_what_is_new_gets_one_never_used():
    numbers = numbers_after("! One\n! Two\n! Three", (), "! New\n! Three\n! One")
    again = numbers_after("! New\n! Three\n! One", numbers, "! Newer\n! Two\n! One")

    assert numbers == (4, 3, 1, 2)
    assert again == (5, 6, 1, 2, 3, 4)
    shown = all_blocks("! New\n! Three\n! One", BlockKind.REFLECTION, numbers)
    assert [one.number for one in shown] == [4, 3, 1]


def test_g6_a_question_with_other_choices_is_another_and_with_another_reply_the_same():
    before = "? Which?\n( ) This :: No.\n(x) That :: Yes.\n"

    assert numbers_after(before, (), before.replace("No.", "Not quite.")) == (1,)
    for changed in ("? Which?\n(x) That\n( ) This\n", before.replace("This", "These")):
        assert numbers_after(before, (), changed) == (2, 1)


LINES = st.lists(st.sampled_from("abc"), max_size=6)


@given(st.lists(LINES, min_size=2, max_size=5))
def test_g6_through_any_changes_a_number_is_of_one_question_only(versions):
    texts = ["\n".join(f"! {line}" for line in one) for one in versions]
    numbers, asked = tuple(range(1, len(versions[0]) + 1)), {}
    for before, text in itertools.pairwise(texts):
        asked |= {one.number: one.text for one in all_blocks(before, BlockKind.REFLECTION, numbers)}
        numbers = numbers_after(before, numbers, text)
        now = all_blocks(text, BlockKind.REFLECTION, numbers)

        assert len({one.number for one in now}) == len(now)
        assert all(asked.get(one.number, one.text) == one.text for one in now)
