"""Rules about the source that no linter knows."""

import ast
import re
from collections import Counter

from tests.house.tree import PACKAGES, shown, sources, text_of, tracked

MODULE_LINES = 300
TEST_LINES = 400
FUNCTION_LINES = 40
TEMPLATE_LINES = 150
# What may be longer, each with its reason. Remove the line when it no longer is.
LONGER_MODULES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}

BLUEPRINT = re.compile(r"\bBlueprint\(\s*\"([^\"]+)\"")


def functions(file):
    """Yield each function's place and its lines, without decorators and docstring."""
    for node in ast.walk(ast.parse(text_of(file))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            begins = node.body[1:] if ast.get_docstring(node) else node.body
            first = begins[0].lineno if begins else node.end_lineno
            yield f"{shown(file)}:{node.name}", node.end_lineno - first + 1


def longer(files, limit):
    return {shown(file) for file in files if len(text_of(file).splitlines()) > limit}


def test_every_module_says_what_it_is_for():
    modules = [file for file in sources(*PACKAGES, "deploy", "tests") if text_of(file).strip()]

    assert [
        shown(file) for file in modules if not ast.get_docstring(ast.parse(text_of(file)))
    ] == []


def test_every_package_module_has_text():
    assert [shown(file) for file in sources(*PACKAGES) if not text_of(file).strip()] == []


def test_a_module_is_short_enough_to_read_at_once():
    assert longer(sources(*PACKAGES, "deploy"), MODULE_LINES) == set(LONGER_MODULES)
    assert longer(sources("tests"), TEST_LINES) == set()


def test_a_function_is_short_enough_to_see_at_once():
    lengths = dict(pair for file in sources(*PACKAGES, "deploy") for pair in functions(file))

    assert {place for place, lines in lengths.items() if lines > FUNCTION_LINES} == set(
        LONGER_FUNCTIONS
    )


def test_a_template_is_short_enough_to_read_at_once():
    assert longer(tracked("plugin/**.html"), TEMPLATE_LINES) == set()


def test_no_banner_lines_and_no_unowned_plans_stand_in_the_source():
    banners = ("# ---", "# ===", "# ***", "# ###", "# TO" + "DO", "# FIX" + "ME", "# X" * 2)
    lines = [
        (shown(f), line.strip()) for f in sources(*PACKAGES) for line in text_of(f).splitlines()
    ]

    assert [place for place in lines if place[1].startswith(banners)] == []


def test_no_two_blueprints_of_one_application_have_one_name():
    """Such an application does not start; the sandbox's are applications of their own."""
    pages = [file for file in sources("plugin") if "/sandbox/" not in shown(file)]
    names = Counter(name for file in pages for name in BLUEPRINT.findall(text_of(file)))

    assert len(names) > 20
    assert {name for name, times in names.items() if times > 1} == set()
