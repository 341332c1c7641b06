"""Templates keep the content security policy: nothing inline, nothing from elsewhere.

The sandbox's pages are strangers' pages and under no policy of ours.
"""

import re

import pytest

from tests.house.tree import shown, text_of, tracked

TEMPLATES = tracked("plugin/web/**.html")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)"),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "htmx code in an attribute": re.compile(r"\bhx-(?:on|vals\s*=\s*[\"']js)"),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "a file from elsewhere": re.compile(
        r"<(?:script|link|img)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//"
    ),
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has_what_the_policy_forbids(what):
    found = [shown(f) for f in TEMPLATES if INLINE[what].search(COMMENT.sub("", text_of(f)))]

    assert found == []


def test_no_template_asks_with_a_window_that_a_frame_suppresses():
    assert [shown(f) for f in TEMPLATES if "hx-confirm" in text_of(f)] == []
