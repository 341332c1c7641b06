"""Times in the reader's zone and language."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import render_template_string

from plugin.mentoring.people import Person
from plugin.mentoring.spans import Span
from plugin.web.faces import initials, tint
from plugin.web.languages import forget_unread, spoken

SESSION = Span(datetime(2026, 3, 5, 15, 30, tzinfo=UTC), datetime(2026, 3, 5, 16, 15, tzinfo=UTC))
WHEN = "{% import 'parts/times.html' as times with context %}{{ times.when(span, others) }}"


@pytest.fixture
def render(app):
    def rendered(template, language="en", **values):
        with app.test_request_context(
            base_url="https://tool.example", headers={"Accept-Language": language}
        ):
            return render_template_string(template, **values)

    return rendered


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ("span | hours('Europe/Berlin')", "16:30–17:15"),
        ("span.starts_at | day('Europe/Berlin')", "Thursday, 5 March"),
        ("span.starts_at | day('Pacific/Kiritimati')", "Friday, 6 March"),
        ("span.starts_at | short_day('UTC')", "Thu 5 Mar"),
        ("span.starts_at | iso('Asia/Kolkata')", "2026-03-05T21:00+05:30"),
        ("'America/New_York' | city", "New York"),
        ("'Pacific/Auckland' | city", "Auckland"),
        ("'UTC' | city", "UTC"),
        ("'Asia/Kolkata' | offset", "UTC+5:30"),
        ("'America/New_York' | offset", "UTC−5"),
        ("'UTC' | offset", "UTC"),
    ],
)
def test_a_moment_is_told_on_the_clocks_of_a_zone(render, filters, words):
    assert render("{{ " + filters + " }}", span=SESSION) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Donnerstag, 5. März"), ("en-US", "Thursday, March 5"), ("xx", "Thursday, 5 March")],
)
def test_a_day_is_told_in_the_readers_language(render, language, words):
    assert render("{{ at | day('UTC') }}", language, at=SESSION.starts_at) == words


def test_another_year_is_named(render):
    assert render("{{ at | day('UTC') }}", at=SESSION.starts_at + timedelta(days=400)).endswith(
        "2027"
    )


def test_the_readers_clock_stands_first_and_the_others_beside_it(render):
    page = render(WHEN, span=SESSION, others=[("Amara’s time", "Europe/Berlin")])

    assert '<time datetime="2026-03-05T15:30+00:00">Thursday, 5 March, ' in page
    assert "UTC, your time" in page
    assert "<bdi>16:30–17:15</bdi> Berlin, Amara’s time" in page


def test_a_clock_that_shows_the_same_is_not_told_twice(render):
    page = render(WHEN, span=SESSION, others=[("Kofi’s time", "Africa/Accra")])

    assert "Accra" not in page


def test_t09_another_date_is_named(render):
    page = render(WHEN, span=SESSION, others=[("Hana’s time", "Pacific/Kiritimati")])

    assert "Friday <bdi>05:30–06:15</bdi> Kiritimati" in page


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=5), "1 minute ago"),
        (timedelta(minutes=12), "12 minutes ago"),
        (timedelta(days=-3), "in 3 days"),
    ],
)
def test_how_long_ago(render, platform, passed, words):
    assert render("{{ at | ago }}", at=platform.clock() - passed) == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Leïla Haddad", "LH"),
        ("Fatima Zahra El Amrani", "FA"),
        ("Plato", "P"),
        ("李 小龍", "李小"),
        (None, "7"),
        ("(she) —", "7"),
    ],
)
def test_a_face_has_initials(name, letters):
    assert initials(Person("p", "t", name, None, 7)) == letters


def test_a_face_keeps_its_tint_and_all_tints_are_used():
    tints = [tint(Person(f"p{n}", "t", None, None, n)) for n in range(100)]

    assert tints == [tint(Person(f"p{n}", "t", "Ada", None, n)) for n in range(100)]
    assert set(tints) == {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("en", "en_GB"),
        ("en-US", "en_US"),
        ("de-AT", "de_AT"),
        ("de-Latn-AT", "de_AT"),
        ("zh-TW", None),
        ("xx-YY", None),
        ("../../etc", None),
        ("fr", None),
        ("", None),
        ("de" * 500, None),
    ],
)
def test_l53_a_language_tag_is_matched_and_never_a_path(tag, locale):
    forget_unread()  # as every process does at start

    assert spoken(tag) == locale
