"""Who opens what of the pages where people talk: rows of the matrix in `test_matrix.py`."""

from dataclasses import dataclass, field

from tests.security.house import PEOPLE

OK, DONE, FORBIDDEN, UNKNOWN = 200, 303, 403, 404


@dataclass
class Row:
    """One page: where it is, what is sent, and what each person is answered."""

    path: str
    expected: dict
    form: dict = field(default_factory=dict)


def members(code=OK, **others):
    """Its two members; that it exists is nobody else's to learn."""
    return (
        {name: others.get(name, UNKNOWN) for name in PEOPLE} | {"ada": code, "ben": code} | others
    )


def mine(code=OK, **others):
    """One member's own: even the partner is told that there is no such thing."""
    return members(code, **({"ada": UNKNOWN} | others))


def coordinator(code=OK):
    """Its coordinator; whoever else is in the course is told that it is not for them."""
    elsewhere = dict.fromkeys(("jon", "kim", "lea", "max"), UNKNOWN)
    return dict.fromkeys(PEOPLE, FORBIDDEN) | elsewhere | {"cleo": code}


PAIR, SESSION = "relationships/{relationship}", "sessions/{session}"
PAST, NOTE, JOTTING = "sessions/{past}", "notes/{record}", "notes/{jotting}"
PROMISE = {"text": "Read it", "due_on": "2026-04-01", "owner": "{ben}"}
TOGETHER, PART = f"{PAIR}/together", {"goals": "Write more", "role": "Listen"}
COACHING = f"{SESSION}/coaching"
ROWS = {
    "GET agreements.mine": Row(f"{PAIR}/agreement/mine", members()),
    "POST agreements.write_mine": Row(f"{PAIR}/agreement/mine", members(DONE), PART),
    "POST agreements.renew": Row(f"{PAIR}/agreement/renew", members(DONE), {"number": 1}),
    "GET together.show": Row(f"{TOGETHER}/", members()),
    "POST together.take": Row(f"{TOGETHER}/take", members(DONE), {"key": "deepening.proud"}),
    "POST together.answer": Row(
        f"{TOGETHER}/answer", members(DONE), {"key": "{question}", "answer": "Owls"}
    ),
    "POST together.thank": Row(f"{PAIR}/thanks", members(DONE), {"body": "For the owls"}),
    "POST together.introduce": Row(
        f"{PAIR}/introductions",
        members(DONE, ben=FORBIDDEN),
        {"who": "A nurse", "contact": "Nell", "to": "{ben}"},
    ),
    "POST together.agree": Row(
        "introductions/{introduction}", members(DONE, ada=FORBIDDEN), {"word": "yes"}
    ),
    "GET coaching.show": Row(COACHING, members()),
    "POST coaching.choose": Row(f"{COACHING}/model", members(DONE), {"key": "oskar"}),
    "POST coaching.write": Row(COACHING, members(UNKNOWN), {"version": 1, "answer": "Owls"}),
    "GET coaching.feedback": Row(f"{SESSION}/feedback", members()),
    "POST coaching.give": Row("sessions/{past}/feedback", members(DONE), {"good": "Owls"}),
    "GET contents.show": Row("programmes/{programme}/content/", coordinator()),
    "POST contents.save": Row(
        "programmes/{programme}/content/",
        coordinator(DONE),
        {"bank": "support", "text": "Counselling, room 5"},
    ),
    "GET records.show": Row(f"{SESSION}/", members()),
    "POST records.write": Row(f"{SESSION}/notes", members(DONE), {"body": "Owls"}),
    "POST records.held": Row(f"{PAST}/held", members(DONE), {"held": "yes"}),
    "GET notes.edit": Row(f"{JOTTING}/", mine()),
    "POST notes.rewrite": Row(f"{NOTE}/", members(DONE), {"body": "Owls", "version": 1}),
    "GET notes.ask_share": Row(f"{JOTTING}/share", mine()),
    "POST notes.share": Row(f"{JOTTING}/share", mine(DONE), {"version": 1}),
    "POST notes.confirm": Row("notes/{heard}/confirm", members(DONE, ada=409), {"version": 1}),
    "GET promises.show": Row(f"{PAIR}/promises/", members()),
    "POST promises.make": Row(f"{PAIR}/promises/", members(DONE), PROMISE),
    "POST promises.settle": Row(
        "promises/{promise}/", members(DONE, ada=FORBIDDEN), {"version": 1}
    ),
    "POST promises.put_off": Row(
        "promises/{promise}/day",
        members(DONE, ada=FORBIDDEN),
        {"version": 1, "due_on": "2026-05-01"},
    ),
}
