"""U01: what people write is shown with a few marks, and can do nothing."""

from html.parser import HTMLParser

import pytest

from plugin.web.markdown import rendered

ALLOWED = {"p", "em", "strong", "ul", "ol", "li", "code", "br", "a"}
ATTRIBUTES = {"href", "rel", "target", "start"}
HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))", "[x](https://a.example\" onmouseover=\"alert(1))",
    "[x](https://a.example 'x\" onclick=alert(1) y=\"')", "![x](https://a.example/p.png)",
    "<javascript:alert(1)>", "<https://a.example>", "`<b>`", "**<b onclick=alert(1)>**",
    "- <iframe src=//a.example>", "[<img src=x onerror=alert(1)>](https://a.example)",
    "\"><script>alert(1)</script>", "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "<math><mtext></p><style><img src onerror=alert(1)>", "[a]: javascript:alert(1)\n\n[a]",
    "<a href=\"javascript&colon;alert(1)\">x</a>", "{{7*7}}", "[x](//a.example)", "[x](/l/me)",
    "[x](http://a.example)", "# <u>x</u>", "***" * 500, "[" * 3000, "- " * 2000, "> " * 2000,
    "[x](https:javascript:alert(1))", "[x](mailto:a@b.example?subject=<script>)",
)  # fmt: skip


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_u01_nothing_but_the_allowed_marks_comes_out(text):
    found = Tags(rendered(text))

    assert found.tags <= ALLOWED
    assert {name for name, _ in found.attributes} <= ATTRIBUTES
    links = [value for name, value in found.attributes if name == "href"]
    assert [one for one in links if not one.startswith(("https://", "mailto:"))] == []


def test_marks_are_shown():
    html = rendered("*a* **b** `c`\nd\n\n- e\n- f\n\n1. g\n\n[h](https://i.example)")

    assert Tags(html).tags == ALLOWED
    assert 'rel="noopener nofollow"' in html
