"""What every implementation of `plugin.ports.outside.Post` promises.

Derive a test class from `PostContract` and give it `post`, `mailbox` (the letters that arrived, as
pairs of address and Message-ID), and `answering(code)`: from now on the server says so.
"""

import pytest

from plugin.mentoring.people import PersonId, TenantId
from plugin.mentoring.session import SessionId
from plugin.ports.errors import RefusedError, TryLaterError
from plugin.ports.values import Letter

BODY = b"Message-ID: <m1@tool.example>\r\nSubject: Invitation\r\n\r\n.Hello\r\n"
LETTER = Letter(
    "k1", TenantId("t1"), PersonId("ben"), SessionId("s1"), "ben@home.example",
    "<m1@tool.example>", "REQUEST", BODY,
)  # fmt: skip


class PostContract:
    def test_a_letter_arrives(self, post, mailbox):
        post.send(LETTER)

        assert mailbox == [("ben@home.example", "<m1@tool.example>")]

    def test_x24_sent_again_it_is_the_same_letter(self, post, mailbox):
        post.send(LETTER)
        post.send(LETTER)

        assert {message_id for _, message_id in mailbox} == {"<m1@tool.example>"}

    @pytest.mark.parametrize("code", [421, 450, 451, 452])
    def test_x24_not_now_is_later(self, post, answering, code):
        answering(code)

        with pytest.raises(TryLaterError):
            post.send(LETTER)

    @pytest.mark.parametrize("code", [550, 552, 554])
    def test_x24_never_is_never_and_says_the_code_alone(self, post, answering, code):
        answering(code)

        with pytest.raises(RefusedError) as caught:
            post.send(LETTER)

        assert str(caught.value) == f"mail-{code}"
