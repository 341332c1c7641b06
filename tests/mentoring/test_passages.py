"""M14: what counts as an answer, and what is quoted of it."""

from plugin.mentoring.passages import (
    LONGEST_QUOTE,
    Hits,
    Passage,
    Source,
    answers,
    quote,
    words_of,
)

PASSAGES = (
    Passage(Source.TRAINING, "Rules", "Who cancels a session says so early."),
    Passage(Source.HELP, "Sessions", "Times.\n\n- To cancel a session, open it.\n\nNotes."),
    Passage(Source.PROGRAMME, "Next steps", "Find a next step."),
)


def test_m14_small_words_ask_nothing():
    assert words_of("How do I cancel a session?") == ("cancel", "session")
    assert words_of("Wie kann ich eine Sitzung absagen?") == ("sitzung", "absagen")
    assert words_of("What is it?") == ()


def test_m14_of_two_that_say_as_much_help_with_the_tool_goes_first():
    both = frozenset({0, 1})
    found = answers(PASSAGES, ("cancel", "session"), Hits((both, both), (0, 1)))

    assert [one.passage.title for one in found] == ["Sessions", "Rules"]
    assert found[0].quote == "To cancel a session, open it."


def test_m14_a_passage_with_less_than_two_thirds_of_the_words_is_no_answer():
    hits = Hits((frozenset({0, 1}), frozenset(), frozenset()), (0, 1))

    assert answers(PASSAGES, ("cancel", "pension", "insurance"), hits) == ()
    assert answers(PASSAGES, (), Hits((), ())) == ()


def test_a_quotation_is_plain_and_not_endless():
    long = quote("**Long** " + "word " * 400, ("word",))

    assert long.startswith("Long word")
    assert len(long) <= LONGEST_QUOTE + 2
