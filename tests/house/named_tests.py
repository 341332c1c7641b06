"""Tests that a text names: whether they exist, without importing any, and how to get there."""

import ast

from tests.house.tree import ROOT


def unknown(tests):
    """Return the node ids that no file has, at its top level or in a class there."""
    known = {f"{file}::{name}" for file in {_file(test) for test in tests} for name in _in(file)}
    return sorted(set(tests) - known)


def link(test, tests=""):
    """Return a link from a page in `tests/`, or from where `tests` leads there."""
    words = test.rpartition("::")[2].removeprefix("test_").replace("_", " ")
    return f"[{words}]({tests}{_file(test).removeprefix('tests/')})"


def _file(test):
    return test.partition("::")[0]


def _in(file):
    if not (ROOT / file).is_file():
        return set()
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    groups = [("", tree)]
    groups += [(f"{one.name}::", one) for one in tree.body if isinstance(one, ast.ClassDef)]
    return {
        f"{prefix}{one.name}"
        for prefix, group in groups
        for one in group.body
        if isinstance(one, ast.FunctionDef)
    }
