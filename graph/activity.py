"""The activity feed of Teams: one line in one person's feed.

https://learn.microsoft.com/graph/api/userteamwork-sendactivitynotification

Works with the permission that a person gives by installing the app (resource-specific consent,
TeamsActivity.Send.User): for whoever has not installed it, Graph refuses.
"""

from dataclasses import dataclass

from graph._shapes import segment
from graph.transport import Request, Transport


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the feed.

    Attributes:
        kind: an activity type of the app's manifest, which has the words.
        topic: what stands above them.
        web_url: where the line leads; a deep link into Teams.
        chain_id: a later one of the same chain takes the place of the earlier.
        preview: a further line; None for none.

    """

    kind: str
    topic: str
    web_url: str
    chain_id: int
    preview: str | None = None


class Activities:
    """Feeds, by people's object ids."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def send(self, object_id: str, activity: Activity) -> None:
        """Put the line into the person's feed. Safe to repeat: a chain shows its last line.

        Raises:
            GraphForbiddenError, GraphNotFoundError: the person has not installed the app.
            GraphError: any other kind.

        """
        body = {
            "topic": {"source": "text", "value": activity.topic, "webUrl": activity.web_url},
            "activityType": activity.kind,
            "chainId": activity.chain_id,
        }
        if activity.preview is not None:
            body["previewText"] = {"content": activity.preview}
        url = f"/users/{segment(object_id)}/teamwork/sendActivityNotification"
        self._transport.send(Request("POST", url, json=body))
