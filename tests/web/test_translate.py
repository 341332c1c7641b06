"""A language is offered whole or not at all."""

import os

import pytest

from plugin.web.translate import compile_all

WHOLE = 'msgid "Back"\nmsgstr "Zurück"\n'
EMPTY = 'msgid "Continue"\nmsgstr ""\n'
FUZZY = '#, fuzzy\nmsgid "Continue"\nmsgstr "Weiter"\n'
HALF = 'msgid "One pair"\nmsgid_plural "%(num)s pairs"\nmsgstr[0] "Ein Paar"\nmsgstr[1] ""\n'


@pytest.fixture
def german(browser):
    compile_all()
    home = browser.enter()
    return lambda path: browser.get(f"{home}{path}", headers={"Accept-Language": "de-AT,en"})


@pytest.fixture
def source(tmp_path):
    """A catalogue of one text, with its translation."""
    file = tmp_path / "de" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_text(WHOLE, encoding="utf-8")
    return file


def later(file, text):
    """Write the file anew, a minute after it was compiled."""
    file.write_text(text, encoding="utf-8")
    written = file.stat().st_mtime + 60
    os.utime(file, (written, written))


def test_a_whole_catalogue_is_compiled_once(source, tmp_path):
    assert compile_all(tmp_path) == [source.with_suffix(".mo")]
    assert compile_all(tmp_path) == []


@pytest.mark.parametrize("unsaid", [EMPTY, FUZZY, HALF], ids=["empty", "fuzzy", "half a plural"])
def test_a_catalogue_that_lacks_a_text_is_left_out_with_a_line(source, tmp_path, capsys, unsaid):
    source.write_text(f"{WHOLE}\n{unsaid}", encoding="utf-8")

    assert compile_all(tmp_path) == []
    assert not source.with_suffix(".mo").exists()
    assert capsys.readouterr().err == "Left out: de, texts missing: 1.\n"


def test_what_was_compiled_before_goes_when_a_text_is_missing(source, tmp_path):
    compile_all(tmp_path)

    later(source, f"{WHOLE}\n{EMPTY}")
    compile_all(tmp_path)

    assert not source.with_suffix(".mo").exists()


def test_one_language_that_lacks_a_text_keeps_no_other_back(source, tmp_path):
    other = tmp_path / "cs" / "LC_MESSAGES" / "messages.po"
    other.parent.mkdir(parents=True)
    other.write_text(EMPTY, encoding="utf-8")

    assert compile_all(tmp_path) == [source.with_suffix(".mo")]


def test_a_page_speaks_the_readers_language(german):
    page = german("broken")

    assert '<html lang="de-AT"' in page.text
    assert "Diese Zeit wurde gerade vergeben" in page.text
    assert "This time was taken" not in page.text
