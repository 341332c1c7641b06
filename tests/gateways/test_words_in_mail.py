"""U01: a name that is also code is words in a mail, too: no part, header or line comes of it."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32
from email.utils import parseaddr

import pytest

from plugin.gateways.mail_speech import plain
from plugin.services.invitations import title_for
from tests.gateways.invitations import ADA, BEN, an_invitation, person
from tests.gateways.test_ics_letters import calendar, mail, written
from tests.security.polyglots import POLYGLOTS

PLAIN = "Harmless words"


def shape(letter):
    """What a mail program goes by: headers, addresses, kinds of parts, lines of the calendar."""
    message = mail(letter)
    return (
        message.keys(),
        [one.addr_spec for name in ("From", "To") for one in message[name].addresses],
        [(part.get_content_type(), part.get_filename()) for part in message.walk()],
        [(one.name, *one.keys()) for one in calendar(letter).walk()],
        [message.defects, *(part.defects for part in message.walk())],
    )


def invited(name):
    people = person(ADA, name, zone="Europe/Berlin"), person(BEN, name, zone="Europe/Berlin")
    return written(
        an_invitation(organiser=people[0], guests=(people[1],), title=title_for([*people]))
    )


@pytest.mark.parametrize("name", POLYGLOTS, ids=range(len(POLYGLOTS)))
def test_u01_a_name_that_is_code_changes_nothing_of_a_mail_but_its_words(name):
    letter = invited(name)

    assert shape(letter) == shape(invited(PLAIN))
    assert max(map(len, letter.body.splitlines())) <= 998


@pytest.mark.parametrize(
    "name", ["Ada", "Müller, Zoë", 'X "Y" <z@evil.example>, ' * 4, "名" * 99], ids=range(4)
)
def test_u01_a_name_is_read_as_it_was_written(name):
    message = message_from_bytes(invited(name).body, policy=compat32)
    read = {header: parseaddr(message[header].replace("\r\n", "")) for header in ("From", "To")}
    names = {header: str(make_header(decode_header(one))) for header, (one, _) in read.items()}

    assert names == {"From": f"{plain(name)} via Alongside", "To": plain(name)}
    assert read["To"][1] == "ben@home.example"
