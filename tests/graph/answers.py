"""Fixtures from tests/data/graph; its README says where each shape is from."""

import json
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "graph"


def answer(name):
    """Return the decoded fixture."""
    return json.loads(raw(name))


def raw(name):
    """Return the fixture as it would come over the wire."""
    return (FOLDER / f"{name}.json").read_bytes()
