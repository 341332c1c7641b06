"""What goes into a portfolio is what its owner chose, also when there is more by now."""

from plugin.mentoring.portfolio import SINGLY, Choice, listed, named


def chosen(*, kinds=(), items=(), seen=(), earlier=()):
    return Choice(*(frozenset(one) for one in (kinds, items, seen, earlier)))


def test_d7_a_thing_goes_in_with_its_kind_and_by_itself():
    one, other = named("notes", "1"), named("notes", "2")
    choice = chosen(kinds=["notes"], items=[one], seen=[one, other])

    assert choice.holds("notes", "1")
    assert not choice.holds("notes", "2")
    assert not chosen(items=[one], seen=[one]).holds("notes", "1")


def test_d7_what_was_left_out_by_itself_stays_out_of_the_earlier_ones_too():
    seen = [named("notes", "1")]
    choice = chosen(kinds=["notes"], seen=seen, earlier=["notes"])

    assert not choice.holds("notes", "1")
    assert choice.holds("notes", "0")
    assert not chosen(kinds=["notes"], seen=seen).holds("notes", "0")


def test_d7_a_key_stands_for_a_thing_of_its_own_kind_only():
    both = [named("notes", "1"), named("goals", "1")]
    choice = chosen(kinds=["notes", "goals"], items=both[:1], seen=both)

    assert (choice.holds("notes", "1"), choice.holds("goals", "1")) == (True, False)


def test_d7_the_latest_are_chosen_one_by_one_the_latest_first():
    assert listed([1, 2, 3]) == (3, 2, 1)
    assert listed(range(SINGLY + 5)) == tuple(range(SINGLY + 4, 4, -1))
