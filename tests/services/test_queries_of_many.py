"""What is asked of the database for many at once is asked once, and not for each."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from plugin.mentoring.enrolment import Side
from plugin.mentoring.programme import Format
from plugin.mentoring.training import Kind
from plugin.services.tables import Table
from tests.services.mail_programs import last_to, moment, together
from tests.services.test_circles import related
from tests.services.test_mail_answers import house, take
from tests.services.test_training_changed import desk
from tests.stores import NORTHMOOR

__all__ = ["house"]


@contextmanager
def asked(world, *words):
    """Collect the SELECTs that hold one of these, without those of the transaction itself."""
    found, engine = [], world.store.database.engine

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT") and any(f"FROM {word}" in statement for word in words):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("more", [1, 5])
def test_whoever_joins_is_looked_up_once_for_all_sessions_of_a_series(level0, at, more):
    people = ((level0.ada, Side.MENTOR), (level0.ben, Side.MENTEE))
    programme = level0.programme(template="first-year-circles")
    circle = related(level0, programme, Format.CIRCLE, *people, title="Owls")
    first = level0.services.sessions.book(circle, at(3, 10), actor=level0.ada)
    level0.services.series.make(first.session_id, more, actor=level0.ada)
    level0.run()
    dee = level0.arrive("dee")
    before = level0.kept("relationship", circle)

    with asked(level0, "session_series", "letter") as found, level0.store.work(NORTHMOOR) as work:
        after = before.joined_by(
            dee.person_id, Side.MENTEE, bounds=programme.bounds, now=level0.clock()
        )
        level0.services.memberships.keep(work, before, after, dee.person_id)

    assert sum("session_series" in one for one in found) == 2  # and once to part them anew
    assert sum("letter" in one for one in found) == 1


@pytest.mark.parametrize("many", [1, 4])
def test_the_answers_to_all_surveys_are_read_at_once(world, many):
    programme = world.programme()
    for number in range(many):
        desk(world, programme, kind=Kind.SURVEY, title=f"Survey {number}", text="= I learn.\n")
    key = programme.programme_id

    with asked(world, "training_progress", "training_module") as found:
        world.services.training_desk.surveys(key, language="en", actor=world.cleo)
        world.services.tables.take(key, Table.SURVEYS, language="en", actor=world.cleo)

    assert len(found) == 2 * 2  # the modules and the answers, on either page


@pytest.mark.parametrize("more", [1, 4])
def test_all_answers_of_one_mail_ask_for_the_invitation_once(house, at, more):
    first = house.services.sessions.book(house.pair(house.programme()), at(1, 10), actor=house.ben)
    house.run()
    house.services.series.make(first.session_id, more, actor=house.ada)
    house.run()
    letter, series = last_to(house, house.ben), house.kept("sessions_of", [first.relationship_id])
    mail = letter.reply("ACCEPTED", recurrence_id=moment(series[0].span.starts_at))
    for one in series[1:]:
        mail = together(mail, letter.reply("ACCEPTED", recurrence_id=moment(one.span.starts_at)))

    with asked(house, "mentoring_session", "session_series", "letter", "calendar_link") as found:
        assert take(house, mail) == 1 + more

    assert len(found) == 19
