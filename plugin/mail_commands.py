"""`alongside mail …`: mail that came back, answers by mail, and how deliveries stand."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import click

from plugin.ports.mail_answers import AnswerRefusedError, Refusal

if TYPE_CHECKING:
    from plugin.services.notices import Notices
    from plugin.wiring.house import House

REFUSED, LATER = 65, 75
"""EX_DATAERR and EX_TEMPFAIL of sysexits.h, by which a mail server returns a mail or keeps it."""
SWITCHED_OFF = "4.3.5 ALONGSIDE_MAIL_ANSWERS_TO is not set"
UNUSABLE = "4.3.5 Settings, key or schema cannot be used; `alongside check` says why"
BOUNCES: Mapping[Refusal, str] = {
    Refusal.FORGED: "5.7.1 This address was not made for this answer",
    Refusal.FOREIGN: "5.7.1 The invitation was sent to another address, or by another calendar;"
    " answer with the link in it",
    Refusal.STALE: "5.7.1 The session has moved, has begun or is called off since; look for a newer"
    " invitation",
    Refusal.HUGE: "5.3.4 Too large to be an answer to an invitation",
    Refusal.MALFORMED: "5.6.0 The calendar in this mail cannot be read; answer with the link in the"
    " invitation",
    Refusal.NONE: "5.6.0 Nobody reads this address. It takes answers of calendars to invitations;"
    " to write to somebody, open mentoring in your course",
}
"""For whom a mail returns to: an enhanced status code (RFC 3463) and plain words."""


@click.group()
def mail() -> None:
    """Take mail that came back and answers by mail, and say how deliveries stand."""


@mail.command()
@click.argument("report", type=click.File("rb"), default="-")
@click.option("--address", help="Stop this address, instead of reading a report.")
def bounced(report: BinaryIO, address: str | None) -> None:
    """Read one delivery report (RFC 3464), and stop the addresses that it says are no more.

    Let the mail server hand each message to the sender's address to this command. What is no
    report, or tells of a passing trouble, changes nothing.
    """
    from plugin.gateways.bounces import bounces_in

    found = [(address, "by-hand")] if address else bounces_in(report.read())
    notices = _notices(_house())
    stopped = sum(notices.bounced(one, problem) for one, problem in found)
    click.echo(f"{len(found)} addresses in the report; stopped at {stopped} institutions")


@mail.command()
@click.argument("message", type=click.File("rb"), default="-")
@click.option("--to", help="The address it was sent to, as the mail server knows it.")
def receive(message: BinaryIO, to: str | None) -> None:
    """Take one mail with a calendar's answer to an invitation (RFC 5546).

    For a mail server that hands over what comes to the mailbox of ALONGSIDE_MAIL_ANSWERS_TO. What
    is refused changes nothing and ends with 65 and a line for its sender; what could not be looked
    at yet ends with 75, so that the mail server hands it over again, also while an operator has
    something to mend.
    """
    from plugin.gateways.ics_answers import LARGEST_MAIL
    from plugin.ports.errors import ConflictError, TryLaterError
    from plugin.store.errors import StoreError
    from plugin.wiring.answers import mail_answers_of

    raw = message.read(LARGEST_MAIL + 1)
    try:
        answers = mail_answers_of(_house())
        if answers is None:
            _end(SWITCHED_OFF, LATER)
        answers.take(raw, to=to)
    except AnswerRefusedError as error:
        _end(f"{BOUNCES[error.why]} ({error.why})", REFUSED)
    except click.ClickException:  # its words may name what the mail's sender is not to read
        _end(UNUSABLE, LATER)
    except (ConflictError, TryLaterError, StoreError) as error:
        _end(f"4.3.0 {type(error).__name__}", LATER)


def _end(line: str, code: int) -> NoReturn:
    click.echo(line)
    raise click.exceptions.Exit(code)


@mail.command()
def show() -> None:
    """Count notices by how they stand, and why; nobody's name or address."""
    house = _house()
    for tenant in house.store.tenants():
        with house.store.look(tenant) as work:
            counts = work.notice_counts()
        for (state, way, problem), many in sorted(counts.items()):
            click.echo(f"{tenant:20}{state:10}{way or '-':6}{problem or '-':12}{many}")


def _notices(house: "House") -> "Notices":
    from plugin.wiring.services import notices_of

    return notices_of(house)


def _house() -> "House":
    from plugin.wiring.opening import opened, prepare

    house = opened(waking=True)
    prepare(house)
    return house
