"""Writing down that somebody is to be told, in the transaction of what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.notices import News, Notice, NoticeState
from plugin.mentoring.people import PersonId
from plugin.ports.store import Work


@dataclass(frozen=True, slots=True)
class Thing:
    """What a notice is about.

    Attributes:
        path: where a link leads, as "kind/identifier".
        turn: tells the second time of the same news about the same thing from the first.

    """

    path: str
    turn: str = ""


def about(kind: str, key: str, *, turn: str = "") -> Thing:
    """Return what a notice is about."""
    return Thing(f"{kind}/{key}", turn)


def tell(
    work: Work,
    news: News,
    people: Iterable[PersonId],
    *,
    thing: Thing,
    now: datetime,
    useful_until: datetime | None = None,
) -> None:
    """Write a notice for each of `people`, once for each turn of the thing.

    When and where it goes is decided later, elsewhere.
    """
    for who in sorted(set(people)):
        key = _key(news, who, thing)
        work.save_notice(Notice(key, work.tenant_id, who, news, thing.path, now, now, useful_until))


def told(work: Work, news: News, people: Iterable[PersonId], *, thing: Thing) -> bool:
    """Whether the news reached one of them, or may have."""
    found = work.notices_named([_key(news, who, thing) for who in people])
    return any(one.state in (NoticeState.GOING, NoticeState.SENT) for one in found)


def untell(work: Work, news: News, people: Iterable[PersonId], *, thing: Thing) -> None:
    """Forget the news, which was taken back before anybody heard of it."""
    work.forget_notices([_key(news, who, thing) for who in people])


def _key(news: News, who: PersonId, thing: Thing) -> str:
    return f"{news.replace(' ', '-')}/{thing.path}/{thing.turn}/{who}"
