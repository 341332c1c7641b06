"""What every implementation of `plugin.ports.outside.FreeBusy` promises.

Derive a test class from `FreeBusyContract` and give it `free_busy`, `asker` (an account), `known`
(an address that may be asked about, free all day) and `busy_at(address, span)`.
"""

from tests.gateways.invitations import span

DAY = span(-4, minutes=12 * 60)
STRANGER = "nobody@elsewhere.example"


class FreeBusyContract:
    def test_free_all_day_is_an_empty_answer(self, free_busy, asker, known):
        assert free_busy.busy(asker, [known], DAY) == {known: ()}

    def test_what_is_taken_is_told_as_spans(self, free_busy, asker, known, busy_at):
        busy_at(known, span())
        busy_at(known, span(3))

        assert free_busy.busy(asker, [known], DAY) == {known: (span(), span(3))}

    def test_what_nobody_can_say_is_unknown_and_not_free(self, free_busy, asker, known):
        said = free_busy.busy(asker, [STRANGER, known], DAY)

        assert said == {STRANGER: None, known: ()}

    def test_nobody_is_busy_where_nobody_is_asked_about(self, free_busy, asker):
        assert free_busy.busy(asker, [], DAY) == {}
