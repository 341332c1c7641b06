"""Writing down that somebody is to be told, in the transaction of what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from plugin.mentoring.notices import News, Notice
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
        key = f"{news.replace(' ', '-')}/{thing.path}/{thing.turn}/{who}"
        work.save_notice(Notice(key, work.tenant_id, who, news, thing.path, now, now, useful_until))
