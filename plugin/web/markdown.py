"""What people write, with a few marks, as HTML that cannot do anything.

Every tag of the answer is made here from a short list of rules; what looks like HTML in the text
is text. Links lead to https and mailto only, and tell the other site nothing.
"""

from functools import cache
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

RULES = ("newline", "escape", "emphasis", "backticks", "list", "link", "entity")
SCHEMES = {"https", "mailto"}
TAGS = {"p", "em", "strong", "ul", "ol", "li", "code", "br", "a"}
ATTRIBUTES = {"a": {"href", "rel", "target"}, "ol": {"start"}}
"""What may come out, whatever the parser would let through one day."""
DEEPEST = 20
"""How deep lists may stand in one another; deeper ones would take long and help nobody."""


def rendered(text: str) -> Markup:
    """Return paragraphs, lists, emphasis, code and safe links as HTML."""
    html = nh3.clean(
        _parser().render(text), tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None
    )
    return Markup(html)  # noqa: S704 - made by short rules, then held to a short list


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": DEEPEST})
    parser.enable(list(RULES))
    parser.validateLink = _is_safe  # type: ignore[method-assign, assignment]  # as its documentation says
    parser.add_render_rule("link_open", _open_link)
    return parser


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme in SCHEMES and (parts.scheme == "mailto" or bool(parts.netloc))


def _open_link(self, tokens, index, options, env) -> str:  # type: ignore[no-untyped-def]
    token = tokens[index]
    token.attrs = {"href": token.attrs["href"], "rel": "noopener nofollow", "target": "_blank"}
    return str(self.renderToken(tokens, index, options, env))
