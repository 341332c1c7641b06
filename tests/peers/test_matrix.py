"""What `lti/README.md` says of platforms is shown by tests that are there."""

import ast
import re

from tests.house.tree import ROOT

TEXT = (ROOT / "lti" / "README.md").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^\| ([A-Z]\d) \| `([^`]+)`", TEXT, re.MULTILINE))
ROWS = re.findall(r"^\| [A-Z1l][^|]{3,} \|(.*)\|$", TEXT, re.MULTILINE)


def functions_of(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {node.name for node in functions}


def test_every_cell_of_the_matrix_leads_to_a_test():
    used = {name for row in ROWS for name in re.findall(r"\b[A-Z]\d\b", row)}

    assert len(ROWS) > 9
    assert used == SHOWN.keys()


def test_every_test_of_the_matrix_exists():
    places = [place.split("::") for place in SHOWN.values()]

    assert [(path, name) for path, name in places if name not in functions_of(path)] == []
