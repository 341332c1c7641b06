"""U01: texts that are words here and code elsewhere; the data say what each of them tries."""

import tomllib
from pathlib import Path

DATA = Path(__file__).parents[1] / "data/security/polyglots.toml"
SHORTEST_FIELD = 80
POLYGLOTS = tuple(
    text for group in tomllib.loads(DATA.read_text())["group"] for text in group["texts"]
)
ONE_LINE = tuple(one for one in POLYGLOTS if len(one.splitlines()) == 1)
"""Of the others each line would be a line of its own, as it is in a list of skills."""


def packed(texts):
    """Put short ones together, as far as the shortest field takes them whole."""
    rooms = []
    for text in sorted(texts, key=len, reverse=True):
        room = next((x for x in rooms if len(x) + len(text) < SHORTEST_FIELD), None)
        if room is None:
            rooms.append(text)
        else:
            rooms[rooms.index(room)] = f"{room} {text}"
    return tuple(rooms)
