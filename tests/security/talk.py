"""What one pair has written before anybody attacks, by the name that rows call it by."""

from dataclasses import replace
from datetime import date, timedelta

from plugin.mentoring.notes import NoteKind
from plugin.mentoring.session import SessionId
from plugin.mentoring.spans import Span


def talked(world, relationship_id, session_id):
    """Write one of each kind about the session, and have one session that has been."""
    ada, ben = world.arrive("ada"), world.arrive("ben")
    records, promises = world.services.records, world.services.promises
    kept = {
        "record": records.write(session_id, NoteKind.RECORD, "We spoke of owls", actor=ada),
        "jotting": records.write(session_id, NoteKind.JOTTING, "I was nervous", actor=ben),
        "heard": records.write(session_id, NoteKind.HEARD, "You want to write", actor=ada),
    }
    promise = promises.make(
        relationship_id, "Read a book", due_on=date(2026, 4, 1), owner=ben.person_id, actor=ada
    )
    together = world.services.together
    together.take(relationship_id, "deepening.good-day", actor=ada)
    introduction = together.introduce(
        relationship_id, "A nurse", "Nell", to=ben.person_id, actor=ada
    )
    return {
        "question": "deepening.good-day",
        "introduction": introduction.introduction_id,
        "past": been(world, session_id),
        "promise": promise.promise_id,
        "ada": ada.person_id,
        "ben": ben.person_id,
        **{name: note.note_id for name, note in kept.items()},
    }


def been(world, session_id, *, days=9):
    """Save a session like the given one, which was over so many days ago."""
    like = world.kept("session", session_id)
    start = world.clock() - timedelta(days=days)
    span = Span(start, start + like.span.length)
    past = replace(like, session_id=SessionId(world.new_id()), span=span, version=0)
    world.save("session", past)
    return past.session_id
