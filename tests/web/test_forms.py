"""A form keeps what was typed and says what is wrong beside the field."""

import pytest
from werkzeug.datastructures import MultiDict

from plugin.web.forms import Form
from tests.web.conftest import ProbeForm, hidden


@pytest.fixture
def send(browser):
    home = browser.enter()
    csrf = hidden(browser.get(home).text, "csrf")
    return lambda data: browser.post(f"{home}form", {**data, "csrf": csrf})


def test_a_form_that_is_right_is_read(send):
    reply = send({"hope": " To speak ", "weeks": "3", "skills": ["writing", "data"]})

    assert reply.status_code == 200


def test_a_form_that_is_wrong_keeps_what_was_typed(send):
    reply = send({"hope": "x" * 30, "weeks": "9", "skills": ["data"]})

    assert reply.status_code == 422
    assert "x" * 30 in reply.text
    assert 'value="data" checked' in reply.text
    assert 'value="writing" checked' not in reply.text


def test_an_error_is_tied_to_its_field(send):
    page = send({"hope": "x" * 30}).text

    assert 'aria-describedby="hope-help hope-error" aria-invalid="true"' in page
    assert 'id="hope-error"' in page
    assert "Please keep this to 20 characters." in page
    assert '<a href="#hope">Hope</a>' in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Please fill this in."),
        ({"hope": "   "}, "Please fill this in."),
        ({"hope": "ok", "weeks": "many"}, "This is not in a form we can read."),
        ({"hope": "ok", "weeks": "99"}, "Please give a number from 1 to 8."),
        ({"hope": "ok", "skills": ["dancing"]}, "Please choose one of those offered."),
    ],
)
def test_every_kind_of_mistake_has_words_for_people(send, data, words):
    reply = send(data)

    assert reply.status_code == 422
    assert words in reply.text


def test_u01_what_was_typed_is_shown_as_text(send):
    page = send({"hope": '"><script>alert(1)</script>' + "x" * 20}).text

    assert "<script>alert" not in page


def test_u11_characters_that_no_form_needs_are_dropped():
    sent = MultiDict([("hope", " a\x00\x08b\r\nc\t"), ("skills", "data"), ("skills", " ")])

    assert ProbeForm().load(sent) == {"hope": "ab\nc", "weeks": 2, "skills": ["data"]}


def test_u10_a_number_of_a_million_digits_is_refused_at_once(send):
    assert send({"hope": "ok", "weeks": "9" * 900_000}).status_code == 422


def test_a_form_may_be_filled_before_it_is_shown():
    form = Form.filled({"hope": None, "weeks": 2, "skills": ("data", "writing")})

    assert form.value("hope") == ""
    assert form.has("weeks", 2)
    assert form.has("skills", "writing")
    assert form.ok


def test_what_was_found_wrong_later_joins_the_rest():
    form = Form.filled({"weeks": 2}).with_error("weeks", "Not with this partner.")

    assert not form.ok
    assert form.value("weeks") == "2"
    assert form.error("weeks") == "Not with this partner."
