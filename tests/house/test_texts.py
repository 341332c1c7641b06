"""What the project's texts say about names, files and places is true."""

import json
import re

import pytest

from config.load import names
from tests.house.tree import ROOT, shown, text_of, tracked

EXAMPLE = (ROOT / "config" / "example.env").read_text(encoding="utf-8")
MARKDOWN = tracked("*.md")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
# Put together here so that this file does not find itself.
PLACES = {
    "somebody's machine": ("/ro" + "ot/", "/wo" + "rk/", "/Us" + "ers/", "C:\\Us" + "ers"),
    "a package registry": ("npm" + "js.org", "pypi" + ".org", "python" + "hosted.org"),
}


def test_the_example_names_every_setting_and_no_other():
    assert set(re.findall(r"^(ALONGSIDE_\w+)=", EXAMPLE, re.MULTILINE)) == names()


def test_the_example_has_a_sentence_for_every_setting():
    paragraphs = EXAMPLE.strip().split("\n\n")

    assert [p for p in paragraphs if not re.match(r"# \S.*[.?:]", p, re.DOTALL)] == []


def test_every_setting_that_a_text_names_exists():
    mentioned = {
        (shown(file), name)
        for file in tracked("*.md", "deploy/*", "Makefile", ".ci/*")
        for name in re.findall(r"ALONGSIDE_[A-Z][A-Z_]*[A-Z]", text_of(file))
    }

    unknown = {place for place in mentioned if place[1] not in names()}
    assert {place for place in unknown if not place[1].startswith("ALONGSIDE_TESTS_")} == set()


@pytest.mark.parametrize("file", MARKDOWN, ids=shown)
def test_every_link_to_a_file_resolves(file):
    links = LINK.findall(CODE.sub("", text_of(file)))
    local = [link.partition("#")[0] for link in links if "://" not in link and link[0] != "#"]

    assert [link for link in local if not (file.parent / link).exists()] == []


@pytest.mark.parametrize("what", PLACES)
def test_no_file_names(what):
    found = [shown(f) for f in tracked() if any(place in text_of(f) for place in PLACES[what])]

    assert found == []


def test_browser_packages_are_pinned_exactly_and_by_hash():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = {**package["dependencies"], **package["devDependencies"]}
    locked = {k.removeprefix("node_modules/"): v for k, v in lock["packages"].items() if k}

    assert {name: locked[name]["version"] for name in wanted} == wanted
    assert all(entry["integrity"].startswith("sha512-") for entry in locked.values())
    assert not any("resolved" in entry for entry in locked.values())


def test_the_licence_is_the_one_that_the_package_names():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "Apache License" in licence
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
