"""Every language that is offered says every text, with every value in its place."""

import re

import pytest

from plugin.web.translate import CATALOGUES, KEYWORDS, PATTERN, collect, read, untranslated

UPDATE = "python -m plugin.web.translate update"
MEND = f"`{UPDATE}`, then translate what is empty, then `{UPDATE}` again"
WEB = CATALOGUES.parent
SOURCES = sorted(CATALOGUES.glob(PATTERN))
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
EVERY = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.parts[-3])


def forms(message):
    """Return each form of a text beside its translation: one, or two of a plural."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    one, many = message.id
    return [(one, message.string[0]), *((many, words) for words in message.string[1:])]


def places(text):
    return sorted(PLACE.findall(text))


def keys(catalogue):
    return {message.id for message in catalogue if message.id}


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """Every text of code and templates as they are now."""
    template = tmp_path_factory.mktemp("texts") / "messages.pot"
    collect(template)
    return keys(read(template))


def test_texts_are_looked_for_under_each_name_that_code_asks_for_them_by():
    sources = (file.read_text(encoding="utf-8") for file in WEB.rglob("*.py"))
    named = {name for text in sources for name in re.findall(r"gettext as (\w+)", text)}

    assert named == {"_", "_l"}
    assert named <= set(KEYWORDS)


def test_there_is_a_language_besides_english():
    assert SOURCES != []


@EVERY
def test_a_catalogue_is_whole(source):
    missing = [message.id for message in untranslated(read(source))]

    assert missing == [], MEND


@EVERY
def test_a_catalogue_has_the_texts_of_code_and_templates_and_no_other(source, texts):
    assert keys(read(source)) ^ texts == set(), MEND


@EVERY
def test_a_translation_keeps_every_place_for_a_value(source):
    spoken = [message for message in read(source) if message.id]
    said = [(text, words) for one in spoken for text, words in forms(one) if words]

    assert [text for text, words in said if places(text) != places(words)] == []


@EVERY
def test_a_translation_neither_gains_nor_loses_space_at_its_ends(source):
    spoken = [message for message in read(source) if message.id]
    said = [(text, words) for one in spoken for text, words in forms(one) if words]

    assert [x for x, y in said if (x[0] == " ", x[-1] == " ") != (y[0] == " ", y[-1] == " ")] == []
