"""Links that members agree on, and those they share. Addresses and titles are sealed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, select

from plugin.mentoring.agreed_link import AgreedLink, LinkId, SharedLink
from plugin.mentoring.relationship import RelationshipId
from plugin.store.rows import Rows
from plugin.store.tables import agreed_link, shared_link


class DocumentLinks(Rows):
    """Reads and writes links."""

    def agreed_links(self, relationship_id: RelationshipId) -> Sequence[AgreedLink]:
        """Return every proposal, the latest first."""
        mine = self._mine(agreed_link, relationship_id=relationship_id)
        rows = self._all(select(agreed_link).where(mine).order_by(agreed_link.c.number.desc()))
        return [self._agreed(row) for row in rows]

    def save_agreed_link(self, link: AgreedLink) -> None:
        """Write the proposal; raise ConflictError when somebody else wrote it since."""
        self._own(link.tenant_id)
        row = f"{link.relationship_id}/{link.number}"
        values = {
            "url": self._seal(agreed_link, row, "url", link.url, of=link.relationship_id),
            "proposed_by": link.proposed_by,
            "proposed_at": link.proposed_at,
            "agreed": sorted(link.agreed),
            "settled_at": link.settled_at,
        }
        key = {"relationship_id": link.relationship_id, "number": link.number}
        self._save(agreed_link, key, values, link.version)

    def drop_agreed_link(self, relationship_id: RelationshipId, number: int) -> None:
        """Take a proposal back."""
        mine = self._mine(agreed_link, relationship_id=relationship_id, number=number)
        self._connection.execute(delete(agreed_link).where(mine))

    def shared_links(self, relationship_id: RelationshipId) -> Sequence[SharedLink]:
        """Return what was shared, the latest first."""
        mine = self._mine(shared_link, relationship_id=relationship_id)
        order = (shared_link.c.added_at.desc(), shared_link.c.link_id)
        rows = self._all(select(shared_link).where(mine).order_by(*order))
        return [self._shared(row) for row in rows]

    def save_shared_link(self, link: SharedLink) -> None:
        """Write a new link."""
        self._own(link.tenant_id)
        row = {
            "tenant_id": self.tenant_id,
            "link_id": link.link_id,
            "relationship_id": link.relationship_id,
            "title": self._seal(
                shared_link,
                link.link_id,
                "title",
                link.title,
                of=link.relationship_id,
                by=link.added_by,
            ),
            "url": self._seal(
                shared_link,
                link.link_id,
                "url",
                link.url,
                of=link.relationship_id,
                by=link.added_by,
            ),
            "added_by": link.added_by,
            "added_at": link.added_at,
        }
        self._connection.execute(shared_link.insert().values(row))

    def drop_shared_link(self, link_id: LinkId) -> None:
        """Take a link off the page."""
        self._connection.execute(
            delete(shared_link).where(self._mine(shared_link, link_id=link_id))
        )

    def _agreed(self, row: Row[Any]) -> AgreedLink:
        name = f"{row.relationship_id}/{row.number}"
        return AgreedLink(
            row.relationship_id,
            row.tenant_id,
            row.number,
            self._open(agreed_link, name, "url", row.url, of=row.relationship_id),
            row.proposed_by,
            row.proposed_at,
            frozenset(row.agreed),
            row.settled_at,
            row.version,
        )

    def _shared(self, row: Row[Any]) -> SharedLink:
        return SharedLink(
            row.link_id,
            row.relationship_id,
            row.tenant_id,
            self._open(shared_link, row.link_id, "title", row.title, of=row.relationship_id),
            self._open(shared_link, row.link_id, "url", row.url, of=row.relationship_id),
            row.added_by,
            row.added_at,
        )
