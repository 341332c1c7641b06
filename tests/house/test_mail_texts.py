"""Mails speak every language of the pages, and leave nothing unsaid in any."""

import string
from dataclasses import fields

import pytest

from plugin.gateways.mail_digests import IN_LANGUAGES
from plugin.gateways.mail_texts import DEFAULT, TEXTS, Turn
from plugin.mentoring.notices import News
from plugin.web.languages import SPOKEN


def said(texts):
    """Every sentence by its name, with the places that it fills."""
    values = {one.name: getattr(texts, one.name) for one in fields(texts)}
    found = {name: value for name, value in values.items() if isinstance(value, str)}
    for name in ("subjects", "news"):
        found |= {f"{name} {turn}": values[name][turn] for turn in Turn}
    return found


def places(sentence):
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}


def test_mails_speak_the_languages_of_the_pages():
    assert set(TEXTS) == set(IN_LANGUAGES) == SPOKEN


@pytest.mark.parametrize("language", sorted(set(TEXTS) - {DEFAULT}))
def test_a_language_says_all_that_english_says_with_the_same_in_it(language):
    here, english = said(TEXTS[language]), said(TEXTS[DEFAULT])

    assert all(here.values())
    assert {k: places(v) for k, v in here.items()} == {k: places(v) for k, v in english.items()}


@pytest.mark.parametrize("language", sorted(IN_LANGUAGES))
def test_every_piece_of_news_has_words_for_one_and_for_more(language):
    words = IN_LANGUAGES[language]

    assert set(words) == set(News)
    assert all(one and "{n}" not in one and many for one, many in words.values())
