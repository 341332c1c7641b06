"""The settings of answers by mail."""

import pytest

from config import load
from tests.config.test_load import GOOD, problems

MAIL = {
    **GOOD,
    "ALONGSIDE_SMTP_URL": "smtp://localhost",
    "ALONGSIDE_MAIL_FROM": "mentoring@example.edu",
}


def test_calendars_answer_by_mail_only_where_a_mailbox_is_named():
    named = load({**MAIL, "ALONGSIDE_MAIL_ANSWERS_TO": "answers@example.edu"})

    assert load(MAIL).mail.answers_to is None
    assert named.mail.answers_to == "answers@example.edu"


@pytest.mark.parametrize("mailbox", ["answers", "a+b@example.edu", "x" * 32 + "@example.edu"])
def test_a_mailbox_for_answers_has_room_for_a_signed_word(mailbox):
    assert set(problems({**MAIL, "ALONGSIDE_MAIL_ANSWERS_TO": mailbox})) == {
        "ALONGSIDE_MAIL_ANSWERS_TO"
    }


def test_answers_by_mail_need_mail():
    assert set(problems({**GOOD, "ALONGSIDE_MAIL_ANSWERS_TO": "answers@example.edu"})) == {
        "ALONGSIDE_SMTP_URL"
    }
