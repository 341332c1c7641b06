"""Templates become other Python than Jinja's own, and the same pages."""

import re
from dataclasses import replace

import pytest
from jinja2 import DictLoader, UndefinedError
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from plugin.app import create_app
from plugin.web.rendering import Templates
from plugin.web.template_code import Code, written
from plugin.wiring.house import utc_now
from plugin.wiring.web import build_web
from tests.bench.history import History
from tests.bench.pages import visitor
from tests.bench.tools import open_tool, ours

HOSTILE = """<script>alert('1')</script> & "two" {{ 7 * 7 }}"""
SAFE = Markup("<em>kept</em>")
PARTS = """{% macro mark(what, also='') %}<b{{ also }}>{{ what }}</b>{% endmacro -%}
{% macro box(title) %}<div>{{ title }}{% if caller %}{{ caller() }}{% endif %}</div>{% endmacro -%}
{% macro rest(one) %}{{ one }}{{ varargs | length }}{{ kwargs | length }}{% endmacro -%}
{% macro own(caller=none) %}{{ caller() if caller else 'alone' }}{% endmacro %}"""
BASE = """<title>{% block title %}{% endblock %}</title>{% block main %}{% block inner %}none
{% endblock %}{% endblock %}{% for one in many %}{% block row scoped %}{{ one.field }}{% endblock %}
{% endfor %}{% include 'part.html' %}{% include 'gone.html' ignore missing %}"""
PAGE = """{% extends 'base.html' %}{% from 'parts.html' import mark, box, rest, own as mine -%}
{% import 'parts.html' as parts %}{% set title = word ~ '!' %}
{% block title %}{{ title }}{% endblock %}
{% block inner %}{{ super() }}{{ mark(word) }}{{ mark(word, also=' class="x"') }}
{{ mark(what=number) }}{{ mark() }}{{ parts.mark(safe) }}{{ rest(1, 2, 3, four=4) }}{{ mine() }}
{% call box(word) %}{{ word }}<i>{{ safe }}</i>{% endcall %}{{ box(word) }}
{% call mine() %}{{ word }}{% endcall %}{{ mark(mark(word)) }}{{ mark(word) ~ word }}
{{ thing.field }}{{ thing.missing }}{{ thing['field'] }}{{ things.field }}
{{ things.items() | list }}{{ none }}{{ 1.5 }}{{ true }}{{ -3 }}{{ word if number else safe }}
{{ word | upper | safe | lower }}
{% for one in many if one.field != 'b' %}{{ loop.index }}{{ one.field }}{{ one.none }}
{% set held = one.field %}{{ held }}{{ mark(held) }}{% else %}nobody{% endfor %}
{% with word = 'inner' %}{{ word }}{% include 'part.html' %}{% endwith %}
{% set kept %}{{ word }}<p>{{ mark(word) }}</p>{% endset %}{{ kept }}{{ plain(word) }}
{{ given(word, *words, **{'key': word}) }}{{ _('Hello %(name)s', name=word) }}{{ _('100%%') }}
{{ ngettext('One', '%(num)s things', 3) }}
{{ ngettext('%(name)s', '%(name)s %(num)d', 2, name=word) }}
{% autoescape false %}{{ word }}{{ mark(word) }}{% endautoescape %}{% endblock %}"""
PART = "{% macro mark(what) %}[{{ what }}]{% endmacro %}{{ word }}{{ mark(word) }}"
NAMES = {"base.html": BASE, "page.html": PAGE, "parts.html": PARTS, "part.html": PART}


class Thing:
    """Something with a field."""

    def __init__(self, field):
        self.field = field


class Plain(Templates):
    """The same environment with Jinja's own code."""

    code_generator_class = CodeGenerator


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    house, cast = open_tool(ours(tmp_path_factory.mktemp("bench")), people=2)
    History(house.store, cast, utc_now()).write(sessions=10)
    yield house, cast
    house.database.close()


def an_app(house):
    now = utc_now()
    given = replace(build_web(house), clock=lambda: now)
    return create_app(given), given


def environment(kind, app, templates=NAMES):
    made = kind(app, loader=DictLoader(templates), autoescape=True, auto_reload=False)
    made.globals.update(app.jinja_env.globals, plain=lambda text: text, given=_given)
    made.filters.update(app.jinja_env.filters)
    return made


def _given(*args, **kwargs):
    return f"{len(args)}{sorted(kwargs)}{args[0]}"


def rendered(kind, app, name="page.html", templates=NAMES):
    values = {
        "word": HOSTILE,
        "safe": SAFE,
        "number": 7,
        "thing": Thing("a<b"),
        "things": {"field": "c<d"},
        "words": ["a", "b<"],
        "many": [Thing("a"), Thing("b"), Thing("<c>")],
    }
    with app.test_request_context("/"):
        return environment(kind, app, templates).get_template(name).render(values)


def test_every_way_of_writing_gives_what_jinja_gives(bench):
    app = an_app(bench[0])[0]

    quick, theirs = rendered(Templates, app), rendered(Plain, app)

    assert quick == theirs
    assert "&lt;script&gt;" in quick
    assert quick.count("<script>") == theirs.count("<script>") > 0  # where escaping was turned off
    assert "<em>kept</em>" in quick


@pytest.mark.parametrize(
    "body",
    [
        "{{ mark('a', 'b', 'c') }}",
        "{{ mark('a', what='b') }}",
        "{{ mark('a', other='b') }}",
        "{{ mark(**{'what': 'a', 'else': 'b'}) }}",
        "{{ box('a', caller='b', other='c') }}",
        "{{ nobody('a') }}",
        "{{ thing.missing.more }}",
        "{{ nothing.more }}",
    ],
)
def test_what_jinja_refuses_is_refused(bench, body):
    app = an_app(bench[0])[0]
    page = "{% from 'parts.html' import mark, box %}" + body

    for kind in (Templates, Plain):
        with pytest.raises((TypeError, UndefinedError)):
            rendered(kind, app, "one.html", {**NAMES, "one.html": page})


def test_a_name_that_a_template_takes_for_itself_is_not_taken_for_a_macro_of_another(bench):
    app = an_app(bench[0])[0]
    page = """{% from 'parts.html' import mark %}
    {% macro twice(mark) %}{{ mark('x') }}{% endmacro %}
    {{ twice(plain) }}{% for _ in many %}{{ _.field }}{% endfor %}"""

    texts = [
        rendered(kind, app, "one.html", {**NAMES, "one.html": page}) for kind in (Templates, Plain)
    ]

    assert texts[0] == texts[1]


@pytest.mark.parametrize("value", [HOSTILE, SAFE, 5, 5.5, None, True, "", "ä'\"<>&", []])
def test_a_value_is_written_as_markupsafe_escapes_it(value):
    assert written(value) == str(Markup("{}").format(value))
    assert type(written(value)) in (str, Markup)


def test_a_text_that_was_said_in_one_language_is_said_anew_in_another(bench):
    app = an_app(bench[0])[0]
    template = "{{ _('Our documents') }} {{ _('100%%') }}"
    said = {}
    for language in ("en", "de", "en", "de"):
        headers = {"Accept-Language": language}
        with app.test_request_context("/", headers=headers):
            text = environment(Templates, app).from_string(template).render()
        said.setdefault(language, set()).add(text)

    assert said == {"en": {"Our documents 100%"}, "de": {"Unsere Dokumente 100%"}}


def test_the_pages_of_two_people_are_the_same_in_both(bench):
    house, cast = bench
    texts = {}
    for code in (Code, CodeGenerator):
        app, given = an_app(house)
        app.jinja_env.code_generator_class = code
        for who in (cast.learner, cast.coordinator):
            for path in ("", *_paths(cast)) if who is cast.learner else ("",):
                text = visitor(app, given, who, path)()
                texts.setdefault((who.person_id, path), set()).add(_without_secrets(text))

    assert [key for key, found in texts.items() if len(found) > 1] == []


def _paths(cast):
    page = f"relationships/{cast.relationship_id}/"
    parts = ("", "promises/", "messages/", "goals/", "members/", "documents/", "ways/")
    return [page + part for part in parts]


def _without_secrets(text):
    return re.sub(r"/l/[\w-]+|value=\"[\w.-]{20,}\"|[\w-]{40,}", "…", text)
