"""The Digests port: what waits, as one plain mail that holds no content and no names.

List-Unsubscribe by one press: RFC 2369 and RFC 8058.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import quote, urlsplit

from plugin.gateways.mail_headers import SEVEN_BIT
from plugin.gateways.mail_news_de import WORDS as GERMAN
from plugin.gateways.mail_speech import plain, speech_to
from plugin.mentoring.notices import News
from plugin.mentoring.people import Person
from plugin.mentoring.session import SessionId
from plugin.ports.errors import RefusedError
from plugin.ports.notices import Delivery
from plugin.ports.values import Letter

NO_ADDRESS = "no-address"
WORDS: Mapping[News, tuple[str, str]] = {
    News.MATCHED: ("You have somebody to work with.", "You have {n} new people to work with."),
    News.MEMBERS: ("Who works with you has changed.", "Who works with you has changed."),
    News.TO_SIGN: ("An agreement waits for your name.", "{n} agreements wait for your name."),
    News.AGREED: ("Everybody has signed an agreement of yours.",
                  "Everybody has signed {n} agreements of yours."),
    News.MESSAGE: ("You have a new message.", "You have {n} new messages."),
    News.URGENT: ("Somebody hopes for your answer soon.", "{n} questions hope for an answer soon."),
    News.WRITTEN: ("There is something new for you to read.",
                   "There are {n} new things for you to read."),
    News.THANKED: ("Somebody has thanked you.", "You have been thanked {n} times."),
    News.VOTE: ("Times are put to the vote.", "{n} votes on times wait for you."),
    News.VOTE_UNMET: ("A vote has ended without a time that suits enough of you.",
                      "{n} votes have ended without a time that suits enough of you."),
    News.VOTE_ENDS: ("A vote on times ends soon, and your answer is missing.",
                     "{n} votes on times end soon, and your answers are missing."),
    News.TIME_SUGGESTED: ("Another time is suggested for a session.",
                          "Other times are suggested for {n} sessions."),
    News.TIME_DECLINED: ("A time that you suggested does not suit.",
                         "{n} times that you suggested do not suit."),
    News.ANSWERED: ("Somebody has answered an invitation.",
                    "{n} answers to invitations have come."),
    News.MORE_INVITED: ("More people are invited to a session in Outlook than you planned.",
                        "More people are invited to {n} sessions in Outlook than you planned."),
    News.RECORDING: ("Somebody has said something about recording a session.",
                     "Something was said about recording {n} sessions."),
    News.TO_SHOW: ("You are asked whether something of yours may be shown to your course.",
                   "You are asked whether {n} things of yours may be shown to your course."),
    News.WORDS_ASKED: ("Somebody would like a few words of yours for their portfolio.",
                       "{n} people would like a few words of yours for their portfolios."),
    News.ACCOUNT: ("There is a question about an account of your course site.",
                   "There are {n} questions about accounts of your course site."),
    News.REACHED: ("Somebody you work with has reached a step. A word from you would be kind.",
                   "Those you work with have reached {n} steps. A word from you would be kind."),
    News.HOW_WAS: ("A session has been. Three questions, under a minute.",
                   "{n} sessions have been. Three questions each, under a minute."),
    News.PROMISED: ("Something was written down as yours to do.",
                    "{n} things were written down as yours to do."),
    News.PROMISE_DUE: ("Something that you meant to do is due.",
                       "{n} things that you meant to do are due."),
    News.REVIEW_DUE: ("It is time to look at your agreement again.",
                      "It is time to look at {n} agreements again."),
    News.TO_LEARN: ("Some training comes before your first match.",
                    "Some training comes before your first match in {n} programmes."),
    News.SURVEY: ("Your programme asks how it is going. Two minutes.",
                  "{n} programmes of yours ask how it is going. Two minutes each."),
    News.REFERRED: ("Somebody who was referred would like to take part in your programme.",
                    "{n} people who were referred would like to take part in your programmes."),
    News.ADMITTED: ("A programme that you said yes to is open to you.",
                    "{n} programmes that you said yes to are open to you."),
    News.ASKED_TO_MENTOR: ("Somebody would like you to be their mentor.",
                           "{n} people would like you to be their mentor."),
    News.REQUEST_ANSWERED: ("There is an answer to a request of yours.",
                            "There are answers to {n} requests of yours."),
    News.REQUEST_LAPSED: ("A request of yours ended without an answer. You can ask somebody else.",
                          "{n} requests of yours ended without an answer."),
    News.PREFILLED: ("A profile is begun for you in your course. It counts once you send it.",
                     "{n} profiles are begun for you. Each counts once you send it."),
    News.SESSION_SOON: ("You have a session within a day.", "You have {n} sessions within a day."),
    News.CONFIDED: ("Somebody has told you something in confidence.",
                    "You were told {n} things in confidence."),
    News.OPENING_ASKED: ("Your word is asked for before sealed pages are opened.",
                         "Your word is asked for {n} times before sealed pages are opened."),
    News.OPENED: ("Sealed pages of yours were opened. Your own page says who sees what.",
                  "Sealed pages of yours were opened {n} times. Your own page says who sees what."),
}  # fmt: skip
"""What is said of one and of more; never who, never what about."""


IN_LANGUAGES: Mapping[str, Mapping[News, tuple[str, str]]] = {"en": WORDS, "de": GERMAN}


def said(news: News, count: int, reader: Person) -> str:
    """Return the line for a piece of news, in the reader's language."""
    one, many = IN_LANGUAGES[speech_to(reader).locale.language][news]
    return one if count == 1 else many.format(n=count)


def link_to(public_url: str, delivery: Delivery) -> str:
    """Return where the mail leads: to the one thing, or to the front; both need a launch."""
    if len(delivery.things) != 1:
        return f"{public_url}/"
    return f"{public_url}/to/{quote(delivery.things[0])}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDigests:
    """Writes digests. `sender` is where they come from and bounces go to."""

    public_url: str
    sender: str

    def digest(self, delivery: Delivery) -> Letter:
        """See `plugin.ports.notices.Digests.digest`."""
        host = urlsplit(self.public_url).hostname or "localhost"
        name = hashlib.sha256(f"notices/{delivery.batch}".encode()).hexdigest()[:40]
        message_id = f"<{name}@{host}>"
        message = EmailMessage(policy=SEVEN_BIT)
        message["From"] = Address("Alongside", addr_spec=self.sender)
        try:
            message["To"] = Address(addr_spec=delivery.address)
        except (ValueError, IndexError) as error:
            raise RefusedError(NO_ADDRESS) from error
        texts = speech_to(delivery.reader).texts
        lines = [
            said(news, count, delivery.reader) for news, count in sorted(delivery.news.items())
        ]
        message["Subject"] = lines[0] if len(lines) == 1 else texts.digest_subject
        message["Date"] = format_datetime(delivery.made_at)
        message["Message-ID"] = message_id
        message["Auto-Submitted"] = "auto-generated"
        message["List-Unsubscribe"] = f"<{delivery.off_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(self._text(delivery, lines))
        reader = delivery.reader
        return Letter(
            f"notices/{delivery.batch}",
            reader.tenant_id,
            reader.person_id,
            SessionId(""),
            delivery.address,
            message_id,
            "NOTICE",
            message.as_bytes(),
        )

    def _text(self, delivery: Delivery, lines: list[str]) -> str:
        texts = speech_to(delivery.reader).texts
        hello = texts.hello.format(name=plain(delivery.reader.given))
        listed = "\n".join(f"  - {line}" for line in lines)
        return (
            f"{hello}\n\n{listed}\n\n{texts.open_at}\n{link_to(self.public_url, delivery)}\n\n"
            f"{texts.off_at}\n{delivery.off_url}\n"
        )
