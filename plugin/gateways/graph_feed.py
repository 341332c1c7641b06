"""The Feed port: notices in a person's activity feed in Teams."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from graph.activity import Activities, Activity
from graph.errors import GraphForbiddenError, GraphNotFoundError
from graph.transport import Transport
from plugin.gateways.graph_errors import translated
from plugin.gateways.mail_digests import said
from plugin.mentoring.notices import AWAITED, News
from plugin.ports.notices import Delivery

KINDS: Mapping[News, str] = {
    News.SESSION_SOON: "reminder",
    **dict.fromkeys(AWAITED, "waiting"),
}
"""Activity types of the manifest; any other news, and several together, are a "digest"."""
TABS: Mapping[str, str] = {"session": "sessions"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphFeed:
    """Sends as the app itself; only who installed it for themself can be reached."""

    transport: Transport
    app_id: str

    def show(self, object_id: str, delivery: Delivery) -> bool:
        """See `plugin.ports.notices.Feed.show`.

        Raises:
            TryLaterError, RefusedError.

        """
        with translated():
            try:
                Activities(self.transport).send(object_id, self._activity(delivery))
            except (GraphForbiddenError, GraphNotFoundError):
                return False
        return True

    def _activity(self, delivery: Delivery) -> Activity:
        lines = [
            said(news, count, delivery.reader) for news, count in sorted(delivery.news.items())
        ]
        kind = "digest"
        if len(delivery.news) == 1:
            kind = KINDS.get(next(iter(delivery.news)), kind)
        return Activity(
            kind=kind,
            topic="Mentoring",
            web_url=self.link_to(delivery.things),
            chain_id=int(delivery.batch[:15], 16),
            preview=lines[0] if len(lines) == 1 else None,
        )

    def link_to(self, things: tuple[str, ...]) -> str:
        """Return the deep link to the one thing, or to the first tab for several."""
        kind, _, key = things[0].partition("/") if len(things) == 1 else ("", "", "")
        link = f"https://teams.microsoft.com/l/entity/{self.app_id}/{TABS.get(kind, 'people')}"
        if not kind:
            return link
        context = json.dumps({"subEntityId": f"{kind}:{key}"}, separators=(",", ":"))
        return f"{link}?context={quote(context, safe='')}"
